/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/deed.h"

#include "filters/aggregate/lines.h"

#include <string.h>

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
		{ "Committed", "applied" }, { "Reverted", "reverted" } };

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

/* ---- parts ---- */

static void
add_parts(struct deed *d, long long from, long long to)
{
	for (; from <= to && d->nparts < DEED_PARTS_MAX; from++)
		d->parts[d->nparts++] = (int)from;
}

/* A number's digits off the front; with "/5" behind them that goes too. */
static bool
take_digits(struct bytes *s, long long *value)
{
	size_t end = 0;

	while (end < s->n && is_digit(s->p[end]))
		end++;
	if (!bytes_number(bytes_slice(*s, 0, end), value) || *value > 9999)
		return false;
	if (end + 1 < s->n && s->p[end] == '/' && is_digit(s->p[end + 1]))
		for (end++; end < s->n && is_digit(s->p[end]);)
			end++;
	*s = bytes_slice(*s, end, s->n);
	return true;
}

/* What may not stand directly behind a part's number: "2nd", "5.19", "1/x". */
static bool
goes_on(struct bytes s)
{
	return s.n && (is_alpha(s.p[0]) || s.p[0] == '/' || (s.p[0] == '.' && s.n > 1));
}

/* "3", "1-3", "1 to 3", "#2", "[1/2]" off the front. */
static bool
take_number(struct bytes *s, struct deed *d)
{
	struct bytes at = *s, behind;
	long long low, high;

	if (at.n && memchr("#[", at.p[0], 2))
		at = bytes_slice(at, 1, at.n);
	if (!take_digits(&at, &low) || goes_on(at))
		return false;
	high = low;
	behind = bytes_trim(at);
	if (take(&behind, "-") || take(&behind, "to") || take(&behind, "through")) {
		if (take_digits(&behind, &high) && !goes_on(behind))
			at = behind;
		else
			high = low;
	}
	if (at.n && at.p[0] == ']')
		at = bytes_slice(at, 1, at.n);
	add_parts(d, low, high);
	*s = bytes_trim(at);
	return true;
}

/* "the first two patches" off the front. */
static bool
take_first(struct bytes *s, struct deed *d)
{
	static const char *const counts[] = { "one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", NULL };
	struct bytes at = *s;

	if (!take(&at, "first"))
		return false;
	d->partly = true;
	for (int i = 0; counts[i]; i++)
		if (take(&at, counts[i]))
			add_parts(d, 1, i + 1);
	if (d->nparts == 0 && take(&at, "patch"))
		add_parts(d, 1, 1);
	take(&at, "patches");
	*s = at;
	return true;
}

/* "patches 1-3", "1, 2 and 4", "the first two patches". */
static void
take_parts(struct bytes *s, struct deed *d)
{
	struct bytes at = *s;

	take(&at, "only");
	take(&at, "the");
	if (take_first(&at, d)) {
		*s = at;
		return;
	}
	if (take(&at, "patches") || take(&at, "patch"))
		*s = at;
	while (take_number(&at, d)) {
		d->partly = true;
		*s = at;
		if (!take(&at, ",") && !take(&at, "and") && !take(&at, "&"))
			break;
		take(&at, "and");
		take(&at, "patch");
	}
}

/* "this series", "all three patches", "patches 1-3" off the front. */
static bool
take_object(struct bytes *s, struct deed *d)
{
	static const char *const objects[] = { "this patch", "this series", "the series",
		"the whole series", "the patches", "the patch", "these patches",
		"the entire series", "the whole thing", "the lot", "entire series", "whole series",
		"patch series", "series", "this", "it", "both of them", "both patches", "both",
		"all of them", "all of these", "all patches", "all", "these", "them", "everything",
		NULL };
	static const char *const counts[] = { "two", "three", "four", "five", "six", "seven",
		"eight", "nine", "ten", "2", "3", "4", "5", "6", "7", "8", "9", "10", NULL };
	struct bytes at = *s, before = *s;

	if (take_any(&at, objects)) {
		struct bytes behind = at;

		if (take_any(&behind, counts) && (take(&behind, "patches") || behind.n == 0))
			at = behind;
		*s = at;
		return true;
	}
	take_parts(s, d);
	if (s->n == before.n && (take(s, "patches") || take(s, "patch")))
		return true;
	return s->n != before.n;
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

/* "with a small fix to wq/for-6.2": a tree with a path of its own is one wherever it stands. */
static struct bytes
tree_behind(struct arena *a, struct bytes s)
{
	size_t at = bytes_find(s, BYTES_LIT(" to "));
	struct bytes tree;

	if (at == s.n || !bytes_starts(s, BYTES_LIT("with ")))
		return BYTES_NONE;
	tree = deed_tree(a, bytes_slice(s, at + 4, s.n));
	return bytes_find_byte(tree, '/') < tree.n ? tree : BYTES_NONE;
}

/* Behind the deed and what was applied: " to TREE" or " for 6.19", then thanks or nothing. */
static bool
read_where(struct arena *a, struct bytes s, bool thanks, bool strict, struct deed *d)
{
	static const char *const joints[] = { "to", "into", "onto", "for", "in", "on", "via",
		NULL };
	size_t end = bytes_find_fold(s, BYTES_LIT("thank"));

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
	d->tree = tree_behind(a, s);
	return d->tree.n > 0 || (thanks && !strict);
}

static bool
read_rest(struct arena *a, struct bytes s, bool thanks, bool strict, struct deed *d)
{
	take(&s, "up");
	take_object(&s, d);
	take(&s, "up");
	take(&s, "patches");
	take(&s, "now");
	return read_where(a, s, thanks, strict, d);
}

/* "Thanks, ", "Thanks for the patches! ", "Many thanks; " off the front. */
static bool
take_thanks(struct bytes *s)
{
	static const char *const thanks[] = { "Thanks", "Thank you", "Many thanks", "Thx", NULL };
	struct bytes at = *s;
	size_t stop = 0;

	if (!take_any(&at, thanks))
		return false;
	while (stop < at.n && !memchr(",.!;-:", at.p[stop], 6))
		stop++;
	while (stop < at.n && memchr(",.!;-: ", at.p[stop], 7))
		stop++;
	*s = bytes_slice(at, stop, at.n);
	return s->n > 0;
}

/* "Patches 1-3 are now applied", "Both queued", "[1/5] applied": what was, first; false where it is
 * another line. */
static bool
take_passive(struct bytes *s, struct deed *d)
{
	static const char *const aux[] = { "is now", "are now", "has now been", "have now been",
		"is", "are", "has been", "have been", "now", NULL };
	struct bytes at = *s;

	if (!take_object(&at, d) && !take(&at, "now"))
		return false;
	take_any(&at, aux);
	take(&at, "up");
	d->name = take_deed(&at, false);
	if (d->name.n)
		*s = at;
	return d->name.n > 0;
}

/* "I've now applied", "Applied": the deed and who did it; false where there is none. */
static bool
take_active(struct bytes *s, bool lower, bool *led, struct deed *d)
{
	static const char *const people[] = { "I've", "I have", "I", "We've", "We have", "And",
		"OK,", "Ok,", "Okay,", "Now", NULL };
	static const char *const adverbs[] = { "now", "finally", "just", "already", "also",
		"went ahead and", "gone ahead and", NULL };

	*led = take_any(s, people);
	if (*led)
		take_any(s, adverbs);
	d->name = take_deed(s, !*led && !lower);
	return d->name.n > 0;
}

bool
deed_said(struct arena *a, struct bytes line, bool opens, struct deed *d)
{
	bool thanks = bytes_find_fold(line, BYTES_LIT("thank")) < line.n, led = false, small;
	struct bytes s = line, told;

	*d = (struct deed){ .name = BYTES_NONE };
	small = take_thanks(&s) || (opens && thanks);
	told = clause_of(s);
	if (!take_passive(&s, d)) {
		*d = (struct deed){ .name = BYTES_NONE };
		small = small && s.n && to_lower(s.p[0]) == s.p[0];
		if (!take_active(&s, small, &led, d))
			return false;
	}
	if (is_doubted(told) || (!opens && !thanks))
		return false;
	if (!read_rest(a, clause_of(s), thanks, led || small, d))
		return false;
	/* Who tries a patch says "I applied it" too, or to what release. */
	if (!bytes_equal(d->name, BYTES_LIT("applied")) || (thanks && !led))
		return true;
	return led ? d->tree.n > 0 && !deed_is_release(d->tree) : !deed_is_release(d->tree);
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
