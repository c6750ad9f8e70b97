/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/deed.h"

#include "filters/aggregate/lines.h"

#include <string.h>

#define TREE_BYTES_MAX 140
/* "vfio next", and no more words. */
#define TREE_WORDS_MAX 2

/* Where a branch is, on a server of many. */
static const char git_root[] = "pub/scm/linux/kernel/git/";

static bool
is_tree_byte(char c)
{
	return is_alnum(c) || memchr("-_./:~+'\"#`@", c, 13) || (unsigned char)c >= 0x80;
}

static bool
is_tree_word(struct bytes s)
{
	static const char *const vague[] = { "this", "that", "it", "both", "all", "what", "which",
		"these", "those", "each", "every", "a", "an", "my", "our", "your", "the", "me",
		"now", "be", "get", "make", "fix", "see", "test", "review", "some", "later", "top",
		"one", "and", "as", "but", "with", "so", "then", NULL };

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

static struct bytes
bare(struct bytes s)
{
	while (s.n && memchr("'\"`.:,", s.p[s.n - 1], 6))
		s.n--;
	while (s.n && memchr("'\"`", s.p[0], 3))
		s = bytes_slice(s, 1, s.n);
	return s;
}

/* "vfs.misc branch of the vfs/vfs.git tree" as the tree's name with the branch behind it. */
static struct bytes
branch_of_tree(struct arena *a, struct bytes s)
{
	size_t at = bytes_find(s, BYTES_LIT(" branch of "));
	struct bytes rest = bytes_slice(s, at + 11, s.n), branch = bare(bytes_slice(s, 0, at)),
		     tree;

	if (at == s.n)
		return BYTES_NONE;
	if (bytes_starts(rest, BYTES_LIT("the ")))
		rest = bytes_slice(rest, 4, rest.n);
	if (!bytes_word(&rest, &tree) || !is_tree_word(tree) || !is_tree_word(branch))
		return BYTES_NONE;
	tree = bare(tree_path(tree));
	return bytes_from(
	    arena_printf(a, "%.*s (%.*s)", (int)tree.n, tree.p, (int)branch.n, branch.p));
}

/* Without what may stand behind a tree's name: "branch", "tree", "for v6.2". */
static struct bytes
without_tail(struct bytes s)
{
	static const char *const tails[] = { " for v", " for 4", " for 5", " for 6", " for 7",
		" for the ", " for linux", " for Linux", " branch", " tree", " - ", " -- ", NULL };

	for (size_t i = 0; tails[i]; i++)
		s = bytes_slice(s, 0, bytes_find(s, bytes_from(tails[i])));
	return bytes_trim(s);
}

struct bytes
deed_tree(struct arena *a, struct bytes s)
{
	struct bytes words[TREE_WORDS_MAX], rest, of = BYTES_NONE;
	size_t n = 0;

	if (s.n > TREE_BYTES_MAX)
		return BYTES_NONE;
	of = branch_of_tree(a, s);
	if (of.n)
		return of;
	rest = without_tail(s);
	while (n < TREE_WORDS_MAX && bytes_word(&rest, &words[n])) {
		rest = bytes_trim(rest);
		if (!is_tree_word(words[n]))
			return BYTES_NONE;
		n++;
		if (rest.n && rest.p[0] == '(' && bytes_find_byte(rest, ')') == rest.n - 1)
			break;
	}
	if (n == 0 || (rest.n && rest.p[0] != '('))
		return BYTES_NONE;
	of = bare(tree_path(words[0]));
	if (rest.n)
		return bytes_from(
		    arena_printf(a, "%.*s %.*s", (int)of.n, of.p, (int)rest.n, rest.p));
	for (size_t i = 1; i < n; i++)
		of = bytes_from(arena_printf(a,
		    i == 1 && bytes_find(s, BYTES_LIT("://")) < s.n ? "%.*s (%.*s)" : "%.*s %.*s",
		    (int)of.n, of.p, (int)bare(words[i]).n, bare(words[i]).p));
	return of;
}

bool
deed_is_release(struct bytes tree)
{
	size_t i = tree.n && to_lower(tree.p[0]) == 'v', from = i;

	while (i < tree.n && (is_digit(tree.p[i]) || tree.p[i] == '.'))
		i++;
	if (i == from)
		return false;
	return i == tree.n || bytes_starts(bytes_slice(tree, i, tree.n), BYTES_LIT("-rc"));
}
