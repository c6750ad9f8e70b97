/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/mention.h"

#include "common/mailid.h"

/* A commit id is told from a number by its length. */
#define COMMIT_MIN 12
#define COMMIT_MAX 40

static const char *const archives[] = { "lore.kernel.org/", "lkml.kernel.org/r/",
	"www.kernel.org/r/", "patch.msgid.link/", "msgid.link/", "mid.gmane.org/",
	"marc.info/?i=", "inbox.dpdk.org/", "public-inbox.org/", NULL };

static int
hex(char c)
{
	c = to_lower(c);
	if (is_digit(c))
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The id in one URL: its segment with an "@". */
static struct bytes
id_in_url(struct arena *a, struct bytes url)
{
	size_t at = bytes_find_byte(url, '@'), from, n = 0;
	struct bytes id;
	char *p;

	if (at == url.n || url.n > 2 * MAILID_BYTES_MAX)
		return BYTES_NONE;
	for (from = at; from && url.p[from - 1] != '/'; from--)
		;
	id = bytes_slice(url, from, url.n);
	if (bytes_starts(id, BYTES_LIT("?i=")))
		id = bytes_slice(id, 3, id.n);
	id = bytes_slice(id, 0, bytes_find_byte(id, '/'));
	id = bytes_slice(id, 0, bytes_find_byte(id, '#'));
	p = arena_alloc(a, id.n);
	for (size_t i = 0; i < id.n; i++) {
		int high = id.p[i] == '%' && i + 2 < id.n ? hex(id.p[i + 1]) : -1;

		if (high >= 0 && hex(id.p[i + 2]) >= 0) {
			p[n++] = (char)(high * 16 + hex(id.p[i + 2]));
			i += 2;
		} else {
			p[n++] = id.p[i];
		}
	}
	return (struct bytes){ p, n };
}

static bool
ends_url(char c)
{
	return is_space(c) || bytes_find_byte(BYTES_LIT("<>\"()[]{}|,;"), c) < 12;
}

static bool
is_archive(struct bytes url)
{
	size_t at = bytes_find(url, BYTES_LIT("://"));

	url = bytes_slice(url, at + 3, url.n);
	for (size_t i = 0; archives[i]; i++)
		if (bytes_starts(url, bytes_from(archives[i])))
			return true;
	return false;
}

bool
mention_link(struct arena *a, struct bytes *rest, struct bytes *id)
{
	for (;;) {
		size_t at = bytes_find(*rest, BYTES_LIT("://")), from = at, to = at;
		struct bytes url;

		if (at == rest->n)
			return false;
		while (from && is_alpha(rest->p[from - 1]))
			from--;
		while (to < rest->n && !ends_url(rest->p[to]))
			to++;
		url = bytes_slice(*rest, from, to);
		*rest = bytes_slice(*rest, to, rest->n);
		while (url.n && (url.p[url.n - 1] == '.' || url.p[url.n - 1] == ':'))
			url.n--;
		if (!is_archive(url))
			continue;
		*id = id_in_url(a, url);
		if (id->n > 2)
			return true;
	}
}

static struct bytes
whole_commit(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (hex(s.p[i]) < 0)
			return BYTES_NONE;
	return s.n >= COMMIT_MIN && s.n <= COMMIT_MAX ? s : BYTES_NONE;
}

struct bytes
mention_commit(struct bytes s)
{
	static const char *const heads[] = { "commit: ", "Commit-ID: ", "Commit: ", NULL };
	size_t from;

	s = bytes_trim(s);
	for (size_t i = 0; heads[i]; i++)
		if (bytes_starts(s, bytes_from(heads[i])))
			return whole_commit(
			    bytes_trim(bytes_slice(s, bytes_find_byte(s, ':') + 1, s.n)));
	if (!bytes_starts(s, BYTES_LIT("https://")) && !bytes_starts(s, BYTES_LIT("http://")))
		return BYTES_NONE;
	for (from = s.n; from && s.p[from - 1] != '/' && s.p[from - 1] != '='; from--)
		;
	return whole_commit(bytes_slice(s, from, s.n));
}

bool
mention_part(struct bytes s, long long *part, long long *total)
{
	size_t open = bytes_find_byte(s, '['), close = bytes_find_byte(s, ']'), slash, from, to;

	if (open > 2 || close == s.n || close < open)
		return false;
	s = bytes_slice(s, open + 1, close);
	slash = bytes_find_byte(s, '/');
	for (from = slash; from && is_digit(s.p[from - 1]); from--)
		;
	for (to = slash + 1; to < s.n && is_digit(s.p[to]); to++)
		;
	return slash < s.n && bytes_number(bytes_slice(s, from, slash), part) &&
	       bytes_number(bytes_slice(s, slash + 1, to), total);
}

struct bytes
mention_version(struct bytes s)
{
	static const char *const heads[] = { "- ", "* ", "Link to ", "link to ", "[", "(", NULL };
	size_t end = 1;

	for (size_t i = 0; heads[i]; i++)
		if (bytes_starts(s, bytes_from(heads[i])))
			s = bytes_trim(bytes_slice(s, bytes_from(heads[i]).n, s.n));
	if (s.n < 2 || to_lower(s.p[0]) != 'v')
		return BYTES_NONE;
	while (end < s.n && is_digit(s.p[end]))
		end++;
	return end > 1 && (end == s.n || !is_alnum(s.p[end])) ? bytes_slice(s, 0, end) : BYTES_NONE;
}
