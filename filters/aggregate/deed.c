/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/deed.h"

#include "filters/aggregate/lines.h"

#include <string.h>

/* Digits of a commit's name that people write. */
#define COMMIT_MIN 8
#define COMMIT_MAX 40

/* What was done; in lower case only behind "I have" and its like. */
static struct bytes
take_deed(struct bytes *s, bool capital)
{
	static const struct {
		const char *word, *name;
	} deeds[] = { { "Applied", "applied" }, { "Queued", "queued" }, { "Merged", "merged" },
		{ "Pulled", "pulled" }, { "Pushed", "applied" }, { "Picked up", "applied" },
		{ "Committed", "applied" }, { "Queueing", "queued" }, { "Queuing", "queued" },
		{ "Taken", "applied" }, { "Reverted", "reverted" } };

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		struct bytes at = *s;

		if (!lines_take(&at, deeds[i].word))
			continue;
		if (capital && s->p[0] != deeds[i].word[0])
			continue;
		*s = at;
		return bytes_from(deeds[i].name);
	}
	return BYTES_NONE;
}

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

/* Not "thanks to the fix". */
static bool
is_thanking(struct bytes s)
{
	static const char *const causes[] = { "thanks to the", "thanks to this", "thanks to that",
		"thanks to a", NULL };

	s = bytes_slice(s, bytes_find_fold(s, BYTES_LIT("thank")), s.n);
	return s.n > 0 && !lines_starts_word(s, causes);
}

/* "v3": what the author will send; a release has a dot. */
static bool
is_version(struct bytes word)
{
	size_t i = 1;

	while (i < word.n && is_digit(word.p[i]))
		i++;
	return word.n > 1 && to_lower(word.p[0]) == 'v' && i > 1 &&
	       (i == word.n || (i + 1 == word.n && !is_alnum(word.p[i])));
}

/* "Applied both patches and the problem is gone": who tries them says so. */
static bool
is_trial(struct bytes s)
{
	static const char *const results[] = { "works", "worked", "booted", "boots", "rebooted",
		"gone", NULL };
	static const char *const runs[] = { " and still ", " and get ", " and got ", " fixes my ",
		" solves my ", NULL };
	struct bytes word, rest = s;

	while (bytes_word(&rest, &word))
		if (lines_starts_word(word, results))
			return true;
	return lines_holds(s, runs);
}

/* Whether what was taken is a hint, a tag, or went into the author's next version; s stands behind
 * the deed. */
static bool
is_other(struct bytes s)
{
	static const char *const others[] = { "tag", "tags", "comment", "comments", "suggestion",
		"suggestions", "suggested", "feedback", "locally", "cleanly", "account", "care",
		"advice", "hint", "hints", "R-b", "Reviewed-by", "Acked-by", "Tested-by", "change",
		"changes", NULL };
	bool with = lines_starts_word(s, (const char *const[]){ "with", "after", NULL }), first;
	struct bytes word;

	s = bytes_slice(s, 0, bytes_find_fold(s, BYTES_LIT("thank")));
	for (first = true; bytes_word(&s, &word); first = false)
		if ((is_version(word) && !first) ||
		    lines_starts_word(word, (const char *const[]){ "version", "revision", NULL }) ||
		    (!with && lines_starts_word(word, others)))
			return true;
	return false;
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

/* "as 0123456789ab", "in commit 0123456789ab ("title")". */
static bool
take_commit(struct bytes s, struct deed *d)
{
	bool digit = false;
	struct bytes word;

	if (!lines_take(&s, "as") && !lines_take(&s, "in"))
		return false;
	lines_take(&s, "commit");
	if (!bytes_word(&s, &word))
		return false;
	for (size_t i = 0; i < word.n; i++) {
		if (!is_digit(word.p[i]) && !memchr("abcdef", word.p[i], 6))
			return false;
		digit = digit || is_digit(word.p[i]);
	}
	if (!digit || word.n < COMMIT_MIN || word.n > COMMIT_MAX)
		return false;
	d->commit = word;
	return true;
}

/* "my for-next tree" is as good as "for-next"; "my machine" is no tree. */
static bool
take_mine(struct bytes *s)
{
	struct bytes rest, word;

	if (!lines_take(s, "my") && !lines_take(s, "our"))
		return true;
	rest = *s;
	if (!bytes_word(&rest, &word))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (memchr("-/_", word.p[i], 3))
			return true;
	return lines_starts_word(
		   bytes_trim(rest), (const char *const[]){ "tree", "branch", "queue", NULL }) ||
	       lines_starts_word(word, (const char *const[]){ "tree", "branch", "queue", NULL });
}

/* Behind the deed and what was applied: " to TREE" or " for 6.19", then thanks or nothing. */
static bool
read_where(struct arena *a, struct bytes s, bool thanks, bool strict, struct deed *d)
{
	static const char *const joints[] = { "to", "into", "onto", "for", "in", "on", "via",
		NULL };
	static const char *const inner[] = { "patch", "patches", "commit", "memory", NULL };
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
	if (take_commit(s, d))
		return true;
	if (lines_take_any(&s, joints)) {
		lines_take(&s, "the");
		if (lines_take(&s, "-stable") || lines_take(&s, "stable"))
			return true;
		if (lines_starts_word(s, inner) || !take_mine(&s))
			return false;
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
	struct bytes also = s;

	if (lines_take(&also, "and") && take_deed(&also, false).n)
		s = also;
	lines_take(&s, "up");
	deed_object(&s, d);
	lines_take(&s, "up");
	lines_take(&s, "patches");
	lines_take(&s, "now");
	return read_where(a, s, thanks, strict, d);
}

/* "Thanks, ", "Thanks for the patches! ", "Many thanks; " off the front. */
static bool
take_thanks(struct bytes *s)
{
	static const char *const thanks[] = { "Thanks", "Thank you", "Many thanks", "Thx", NULL };
	struct bytes at = *s;
	size_t stop = 0;

	if (!lines_take_any(&at, thanks))
		return false;
	while (stop < at.n && !memchr(",.!;-:", at.p[stop], 6))
		stop++;
	while (stop < at.n && memchr(",.!;-: ", at.p[stop], 7))
		stop++;
	*s = bytes_slice(at, stop, at.n);
	return s->n > 0;
}

/* "Looks good, ", "OK. " off the front. */
static bool
take_approval(struct bytes *s)
{
	static const char *const approvals[] = { "Looks good to me", "Looks good", "Looks fine",
		"Looks great", "LGTM", "OK", "Okay", "Good catch", "Nice catch", "Nice", "Good",
		"Great", "Makes sense", "Fair enough", "Perfect", "Cool", "Awesome", "Alright",
		"All right", "Yes", "Yep", "Sure", "Right", "Fine", NULL };
	struct bytes at = *s;

	if (!lines_take_any(&at, approvals) || at.n == 0 || !memchr(",.!;:-", at.p[0], 6))
		return false;
	*s = bytes_trim(bytes_slice(at, 1, at.n));
	return s->n > 0;
}

/* "Fixed the typo and applied": what else was done, off the front. */
static bool
take_other_deed(struct bytes *s, struct deed *d)
{
	static const char *const others[] = { "Fixed", "Reviewed", "Acked", "Tested", "Tweaked",
		"Reworded", "Rebased", "Amended", "Adjusted", "Edited", NULL };
	struct bytes at = bytes_slice(*s, bytes_find(*s, BYTES_LIT(" and ")) + 5, s->n);

	if (!lines_starts_word(*s, others))
		return false;
	d->name = take_deed(&at, false);
	if (d->name.n)
		*s = at;
	return d->name.n > 0;
}

/* "Patches 1-3 are now applied", "Both queued", "[1/5] applied": what was, first; false where it is
 * another line. */
static bool
take_passive(struct bytes *s, struct deed *d)
{
	static const char *const aux[] = { "is now", "are now", "has now been", "have now been",
		"is", "are", "has been", "have been", "now", NULL };
	struct bytes at = *s;

	if (!deed_object(&at, d) && !lines_take(&at, "now"))
		return false;
	lines_take_any(&at, aux);
	lines_take(&at, "up");
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
		"Now", "Just", "Have", NULL };
	static const char *const adverbs[] = { "now", "finally", "just", "already", "also",
		"went ahead and", "gone ahead and", NULL };

	*led = lines_take_any(s, people);
	if (*led)
		lines_take_any(s, adverbs);
	d->name = take_deed(s, !*led && !lower);
	return d->name.n > 0;
}

bool
deed_said(struct arena *a, struct bytes line, bool opens, struct deed *d)
{
	bool thanks = is_thanking(line), led = false, small, needs = false;
	struct bytes s = line, told;

	small = take_approval(&s);
	small = take_thanks(&s) || small || (opens && thanks);
	told = clause_of(s);
	*d = (struct deed){ .name = BYTES_NONE };
	if (take_other_deed(&s, d)) {
		needs = small = true;
	} else if (take_passive(&s, d)) {
		needs = bytes_find_byte(told, ',') < told.n;
	} else {
		*d = (struct deed){ .name = BYTES_NONE };
		small = small && s.n && to_lower(s.p[0]) == s.p[0];
		if (!take_active(&s, small, &led, d))
			return false;
	}
	if (is_doubted(told) || is_other(clause_of(s)) || is_trial(clause_of(s)) ||
	    (!opens && !thanks))
		return false;
	if (!read_rest(a, clause_of(s), thanks, led || small, d))
		return false;
	if (needs && !thanks && d->tree.n == 0)
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
