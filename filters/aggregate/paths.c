/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/paths.h"

#include "filters/aggregate/diff.h"

/* "a/fs/x.c", "linux.orig/fs/x.c": without the folder in front, as patch -p1 has it. */
static struct bytes
without_first(struct bytes path)
{
	size_t slash;

	path = bytes_trim(bytes_slice(path, 0, bytes_find_byte(path, '\t')));
	slash = bytes_find_byte(path, '/');
	if (path.n == 0 || path.p[0] == '/' || path.p[0] == '"')
		return BYTES_NONE;
	return slash + 1 < path.n ? bytes_slice(path, slash + 1, path.n) : path;
}

/* "a/PATH b/PATH": blanks do not tell where one ends, but the same path twice does. */
static struct bytes
git_path(struct bytes s)
{
	size_t n = s.n > 5 ? (s.n - 5) / 2 : 0;
	struct bytes path = bytes_slice(s, 2, 2 + n), between = BYTES_LIT(" b/");

	if (n == 0 || s.n != 2 * n + 5 || !bytes_starts(s, BYTES_LIT("a/")) ||
	    !bytes_equal(bytes_slice(s, 2 + n, 2 + n + between.n), between) ||
	    !bytes_equal(bytes_slice(s, s.n - n, s.n), path))
		return BYTES_NONE;
	return path;
}

/* " fs/ember/sync.c | 12 ++--" */
static struct bytes
stat_path(struct bytes line)
{
	struct bytes path = bytes_trim(bytes_slice(line, 0, bytes_find_byte(line, '|')));

	if (path.n + 1 >= line.n || !diff_stat(line) || bytes_starts(path, BYTES_LIT("...")) ||
	    path.p[0] == '"' || bytes_find(path, BYTES_LIT(" => ")) < path.n)
		return BYTES_NONE;
	return path;
}

static struct bytes
rest_of(struct bytes line, struct bytes head)
{
	return bytes_starts(line, head) ? bytes_slice(line, head.n, line.n) : BYTES_NONE;
}

struct bytes
paths_in(struct paths *p, struct bytes line)
{
	static const struct bytes heads[] = { BYTES_LIT("rename from "), BYTES_LIT("rename to "),
		BYTES_LIT("copy to ") };
	struct bytes old = p->old, git = rest_of(line, BYTES_LIT("diff --git "));

	p->old = rest_of(line, BYTES_LIT("--- "));
	if (bytes_starts(line, BYTES_LIT("+++ ")) && old.n) {
		struct bytes new = without_first(bytes_slice(line, 4, line.n));

		p->diff = true;
		return new.n ? new : without_first(old);
	}
	if (git.n) {
		p->diff = true;
		return git_path(git);
	}
	for (size_t i = 0; p->diff && i < sizeof heads / sizeof *heads; i++)
		if (bytes_starts(line, heads[i]))
			return rest_of(line, heads[i]);
	return p->diff ? BYTES_NONE : stat_path(line);
}
