/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/deed.h"

#include "filters/aggregate/lines.h"

#include <string.h>

#define TREE_BYTES_MAX 80

/* Where a branch is, on a server of many. */
static const char git_root[] = "pub/scm/linux/kernel/git/";

static bool
take(struct bytes *s, const char *head)
{
	struct bytes h = bytes_from(head);

	if (!bytes_starts_fold(*s, h) ||
	    (s->n > h.n && is_alnum(h.p[h.n - 1]) && is_alnum(s->p[h.n])))
		return false;
	*s = bytes_trim(bytes_slice(*s, h.n, s->n));
	return true;
}

static bool
take_any(struct bytes *s, const char *const *heads)
{
	for (; *heads; heads++)
		if (take(s, *heads))
			return true;
	return false;
}

/* What was done; in lower case only behind "I have" and its like. */
static struct bytes
take_deed(struct bytes *s, bool capital)
{
	static const struct {
		const char *word, *name;
	} deeds[] = { { "Applied", "applied" }, { "Queued", "queued" }, { "Merged", "merged" },
		{ "Pulled", "pulled" }, { "Pushed", "applied" }, { "Picked up", "applied" },
		{ "Reverted", "reverted" } };

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		struct bytes at = *s;

		if (!take(&at, deeds[i].word))
			continue;
		if (capital && s->p[0] != deeds[i].word[0])
			continue;
		*s = at;
		return bytes_from(deeds[i].name);
	}
	return BYTES_NONE;
}

/* ---- trees ---- */

static bool
is_tree_byte(char c)
{
	return is_alnum(c) || memchr("-_./:~+'\"#", c, 11) || (unsigned char)c >= 0x80;
}

static bool
is_tree_word(struct bytes s)
{
	static const char *const vague[] = { "this", "that", "it", "both", "all", "what", "which",
		"these", "those", "each", "every", "a", "an", "my", "our", "your", "the", "me",
		"now", "be", "get", "make", "fix", "see", "test", "review", "some", "later", NULL };

	for (size_t i = 0; i < s.n; i++)
		if (!is_tree_byte(s.p[i]))
			return false;
	return s.n > 0 && !lines_starts_word(s, vague);
}

/* Without server and scheme. */
static struct bytes
tree_path(struct bytes s)
{
	size_t at = bytes_find(s, BYTES_LIT("://"));

	if (at == s.n)
		return s;
	s = bytes_slice(s, at + 3, s.n);
	s = bytes_slice(s, bytes_find_byte(s, '/') + 1, s.n);
	if (bytes_starts(s, bytes_from(git_root)))
		s = bytes_slice(s, sizeof(git_root) - 1, s.n);
	return s;
}

struct bytes
deed_tree(struct arena *a, struct bytes s)
{
	struct bytes rest = s, first, second;

	if (s.n > TREE_BYTES_MAX + 60 || !bytes_word(&rest, &first) || !is_tree_word(first))
		return BYTES_NONE;
	first = tree_path(first);
	while (first.n && memchr("'\".:", first.p[first.n - 1], 4))
		first.n--;
	while (first.n && memchr("'\"", first.p[0], 2))
		first = bytes_slice(first, 1, first.n);
	rest = bytes_trim(rest);
	if (rest.n == 0)
		return first;
	if (rest.p[0] == '(' && bytes_find_byte(rest, ')') == rest.n - 1)
		return bytes_from(
		    arena_printf(a, "%.*s %.*s", (int)first.n, first.p, (int)rest.n, rest.p));
	bytes_word(&rest, &second);
	if (!is_tree_word(second) || bytes_trim(rest).n)
		return BYTES_NONE;
	if (bytes_find(s, BYTES_LIT("://")) < s.n)
		return bytes_from(
		    arena_printf(a, "%.*s (%.*s)", (int)first.n, first.p, (int)second.n, second.p));
	return bytes_from(
	    arena_printf(a, "%.*s %.*s", (int)first.n, first.p, (int)second.n, second.p));
}

/* ---- parts ---- */

static void
add_parts(struct deed *d, long long from, long long to)
{
	for (; from <= to && d->nparts < DEED_PARTS_MAX; from++)
		d->parts[d->nparts++] = (int)from;
}

/* "3", "1-3", "#2" off the front. */
static bool
take_number(struct bytes *s, struct deed *d)
{
	size_t from = s->n && s->p[0] == '#', end = from, last;
	long long low, high;

	while (end < s->n && is_digit(s->p[end]))
		end++;
	if (!bytes_number(bytes_slice(*s, from, end), &low) || low > 9999)
		return false;
	high = low;
	last = end + 1;
	while (last < s->n && is_digit(s->p[last]))
		last++;
	if (end < s->n && s->p[end] == '-' && bytes_number(bytes_slice(*s, end + 1, last), &high) &&
	    high <= 9999)
		end = last;
	if (end < s->n && (is_alpha(s->p[end]) || s->p[end] == '.' || s->p[end] == '/') &&
	    !(s->p[end] == '.' && end + 1 == s->n))
		return false;
	add_parts(d, low, high);
	*s = bytes_trim(bytes_slice(*s, end, s->n));
	return true;
}

/* "patches 1-3", "1, 2 and 4", "the first two patches". */
static void
take_parts(struct bytes *s, struct deed *d)
{
	static const char *const counts[] = { "one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", NULL };
	struct bytes at = *s;
	bool first;

	take(&at, "only");
	take(&at, "the");
	first = take(&at, "first");
	for (int i = 0; first && counts[i]; i++)
		if (take(&at, counts[i])) {
			add_parts(d, 1, i + 1);
			d->partly = true;
		}
	if (take(&at, "patches") || take(&at, "patch"))
		*s = at;
	if (first) {
		d->partly = true;
		*s = at;
		return;
	}
	while (take_number(&at, d)) {
		d->partly = true;
		*s = at;
		if (!take(&at, ",") && !take(&at, "and") && !take(&at, "&"))
			break;
		take(&at, "and");
	}
}

/* ---- lines ---- */

/* What stands in front of the sentence's end, and whether there is thanks in the line. */
static struct bytes
clause_of(struct bytes s)
{
	size_t end = 0;

	for (; end < s.n; end++) {
		if (s.p[end] == '!')
			break;
		if (s.p[end] == '.' && (end + 1 == s.n || is_blank(s.p[end + 1])))
			break;
	}
	return bytes_trim(bytes_slice(s, 0, end));
}

static bool
is_doubted(struct bytes s)
{
	static const char *const doubts[] = { "?", " if ", " once ", " unless ", " should ",
		" would ", " will ", " when ", " not ", "n't ", " could ", " can be ", " cannot ",
		NULL };

	return lines_holds(s, doubts);
}

/* Behind the deed: what was applied, then " to TREE" or " for 6.19", then thanks or nothing. */
static bool
read_rest(struct arena *a, struct bytes s, bool thanks, bool strict, struct deed *d)
{
	static const char *const objects[] = { "this patch", "this series", "the series",
		"the whole series", "the patch", "the entire series", "entire series", "series",
		"this", "it", "both", "all", "these", "them", "everything", NULL };
	static const char *const joints[] = { "to", "into", "onto", "for", "in", "on", NULL };
	size_t end;

	take(&s, "up");
	if (!take_any(&s, objects))
		take_parts(&s, d);
	take(&s, "up");
	take(&s, "patches");
	take(&s, "now");
	end = bytes_find_fold(s, BYTES_LIT("thank"));
	if (end == s.n)
		end = bytes_find_byte(s, ',');
	s = bytes_trim(bytes_slice(s, 0, end));
	while (s.n && memchr(",;-:", s.p[s.n - 1], 4))
		s = bytes_trim(bytes_slice(s, 0, s.n - 1));
	if (s.n == 0)
		return true;
	if (bytes_equal_fold(s, BYTES_LIT("to")))
		return d->hangs = true;
	if (take_any(&s, joints)) {
		take(&s, "the");
		d->tree = deed_tree(a, s);
		return d->tree.n > 0 || (thanks && !strict);
	}
	if (lines_starts_word(s, (const char *const[]){ "except", "but", "minus", NULL }))
		d->partly = true;
	return thanks && !strict;
}

bool
deed_said(struct arena *a, struct bytes line, bool opens, struct deed *d)
{
	static const char *const people[] = { "I've", "I have", "I", "And", "OK,", "Ok,", "Now",
		NULL };
	static const char *const adverbs[] = { "now", "finally", "just", "already", "also", NULL };
	bool thanks = bytes_find_fold(line, BYTES_LIT("thank")) < line.n, led;
	struct bytes s = line;

	*d = (struct deed){ .name = BYTES_NONE };
	led = take_any(&s, people);
	if (led)
		take_any(&s, adverbs);
	d->name = take_deed(&s, !led);
	if (!d->name.n || is_doubted(line))
		return false;
	if ((!opens && !thanks) || !read_rest(a, clause_of(s), thanks, led, d))
		return false;
	/* Who tries a patch says "I applied it" too. */
	return !led || d->tree.n > 0 || !bytes_equal(d->name, BYTES_LIT("applied"));
}

bool
deed_told(struct arena *a, struct bytes line, struct deed *d)
{
	static const char *const applied[] = { "This patch was applied to ",
		"This series was applied to ", "This pull request was applied to ", NULL };
	static const char *const merged[] = { "has been merged into ", NULL };
	static const char tip[] = "The following commit has been merged into the ";
	struct bytes where;

	*d = (struct deed){ .name = BYTES_LIT("applied") };
	if (bytes_starts(line, BYTES_LIT(tip))) {
		struct bytes branch;

		where = bytes_slice(line, sizeof(tip) - 1, line.n);
		if (!bytes_word(&where, &branch))
			return false;
		d->name = BYTES_LIT("merged");
		d->tree = bytes_from(arena_printf(a, "tip (%.*s)", (int)branch.n, branch.p));
		return true;
	}
	if (lines_starts_any(line, merged))
		d->name = BYTES_LIT("merged");
	else if (!lines_starts_any(line, applied))
		return false;
	where = bytes_slice(line, bytes_find(line, BYTES_LIT("to ")) + 3, line.n);
	d->tree = deed_tree(a, bytes_trim(bytes_slice(where, 0, bytes_find_byte(where, ':'))));
	return true;
}

bool
deed_asks_again(struct bytes line)
{
	static const char *const asks[] = { "please respin", "please re-spin", "please repost",
		"please re-post", "please resend", "please re-send", "please send a v",
		"please send v", "please post a v", "please rebase and re", "can you respin",
		"could you respin", "can you resend", "could you resend", "can you please respin",
		"could you please respin", "can you please resend", "could you please resend",
		"can you repost", "can you please repost", "needs a respin", "needs a v", NULL };

	if (bytes_equal_fold(bytes_trim(line), BYTES_LIT("pw-bot: cr")) ||
	    bytes_equal_fold(bytes_trim(line), BYTES_LIT("pw-bot: changes-requested")))
		return true;
	if (bytes_find_fold(line, BYTES_LIT(" if ")) < line.n ||
	    bytes_find_fold(line, BYTES_LIT("unless")) < line.n ||
	    bytes_find_fold(line, BYTES_LIT("no need")) < line.n ||
	    bytes_find_fold(line, BYTES_LIT("don't")) < line.n)
		return false;
	for (size_t i = 0; asks[i]; i++)
		if (bytes_find_fold(line, bytes_from(asks[i])) < line.n)
			return true;
	return false;
}
