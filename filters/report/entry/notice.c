/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/notice.h"

#include "common/subject.h"

/* "5.15" of "[PATCH AUTOSEL 5.15 3/10]"; empty where it is none of that. */
static struct bytes
autosel_tree(struct arena *a, struct bytes text)
{
	struct bytes rest, word;
	struct subject subject;
	bool selected = false;

	subject_parse(a, text, BYTES_NONE, &subject);
	rest = subject.tags;
	while (bytes_word(&rest, &word)) {
		if (selected && word.n && is_digit(word.p[0]))
			return word;
		if (bytes_equal(word, BYTES_LIT("AUTOSEL")) ||
		    bytes_equal(word, BYTES_LIT("MANUALSEL")))
			selected = true;
	}
	return BYTES_NONE;
}

/* The word behind mark, with rest behind that; empty where s has none of that. */
static struct bytes
word_between(struct bytes s, struct bytes mark, struct bytes rest)
{
	size_t at = bytes_find(s, mark);
	struct bytes behind = bytes_slice(s, at + mark.n, s.n), word;

	if (at == s.n || !bytes_word(&behind, &word))
		return BYTES_NONE;
	return bytes_equal(bytes_trim(behind), rest) ? word : BYTES_NONE;
}

static bool
is_stable(struct bytes tree)
{
	return bytes_ends(tree, BYTES_LIT("-stable"));
}

/* What those who look after stable trees and others write of one patch. */
static enum notice_kind
read_patch(struct bytes s, struct bytes *tree)
{
	if (bytes_starts(s, BYTES_LIT("FAILED: patch \""))) {
		*tree = word_between(s, BYTES_LIT("\" failed to apply to "), BYTES_LIT("tree"));
		return is_stable(*tree) ? NOTICE_FAILED : NOTICE_NONE;
	}
	if (!bytes_starts_fold(s, BYTES_LIT("Patch \"")))
		return NOTICE_NONE;
	*tree = word_between(s, BYTES_LIT("\" has been added to the "), BYTES_LIT("tree"));
	if (is_stable(*tree))
		return NOTICE_STABLE;
	*tree = word_between(s, BYTES_LIT("\" added to "), BYTES_NONE);
	return tree->n ? NOTICE_QUEUED : NOTICE_NONE;
}

/* "mm-stable" of "[merged mm-stable] x.patch removed from -mm tree". */
static enum notice_kind
read_removed(struct bytes s, struct bytes *tree)
{
	size_t close = bytes_find_byte(s, ']');
	struct bytes why = bytes_slice(s, 1, close), word;

	*tree = BYTES_LIT("-mm");
	if (s.n == 0 || s.p[0] != '[' || close == s.n)
		return NOTICE_DROPPED;
	if (!bytes_word(&why, &word) || !bytes_equal(word, BYTES_LIT("merged")))
		return NOTICE_DROPPED;
	if (bytes_word(&why, &word))
		*tree = word;
	return NOTICE_MERGED;
}

/* Those of the -mm tree, which go by file. */
static enum notice_kind
read_mm(struct bytes s, struct bytes *tree)
{
	if (bytes_find(s, BYTES_LIT(".patch ")) == s.n)
		return NOTICE_NONE;
	if (bytes_ends(s, BYTES_LIT(" removed from -mm tree")))
		return read_removed(s, tree);
	if (!bytes_starts(s, BYTES_LIT("+ ")))
		return NOTICE_NONE;
	*tree = word_between(s, BYTES_LIT(" added to "), BYTES_LIT("branch"));
	if (!tree->n)
		*tree = word_between(s, BYTES_LIT(" added to "), BYTES_LIT("tree"));
	return tree->n ? NOTICE_QUEUED : NOTICE_NONE;
}

enum notice_kind
notice_read(struct arena *a, struct bytes subject, struct bytes *tree)
{
	enum notice_kind kind = read_patch(subject, tree);

	if (kind == NOTICE_NONE)
		kind = read_mm(subject, tree);
	if (kind != NOTICE_NONE)
		return kind;
	*tree = autosel_tree(a, subject);
	return tree->n ? NOTICE_AUTOSEL : NOTICE_NONE;
}
