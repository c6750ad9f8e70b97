/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/mention.h"

#include "common/mailid.h"

#include <string.h>

/* A commit id is told from a number by its length. */
#define COMMIT_MIN 12
#define COMMIT_MAX 40

/* No id has a blank or a control byte: what would become one stays as it is. */
static struct bytes
decoded(struct arena *a, struct bytes s)
{
	char *p = arena_alloc(a, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		int high = s.p[i] == '%' && i + 2 < s.n ? hex_value(s.p[i + 1]) : -1;
		int low = high >= 0 ? hex_value(s.p[i + 2]) : -1, byte = high * 16 + low;

		if (high >= 0 && low >= 0 && byte > ' ' && byte != 0x7f) {
			p[n++] = (char)byte;
			i += 2;
		} else {
			p[n++] = s.p[i];
		}
	}
	return (struct bytes){ p, n };
}

/* Something on both sides of an "@". */
static bool
is_id(struct bytes s)
{
	size_t at = bytes_find_byte(s, '@');

	return at > 0 && at + 1 < s.n && s.n <= MAILID_BYTES_MAX;
}

/*
 * The id in one URL: the piece of its path, or the value in its query, that is one.  Whose archive
 * it is does not matter: every list may have one of its own, and an id that is no mail's leads
 * nowhere.
 */
static struct bytes
id_in_url(struct arena *a, struct bytes url)
{
	size_t from = bytes_find(url, BYTES_LIT("://")) + 3, to;

	if (url.n > 3 * MAILID_BYTES_MAX)
		return BYTES_NONE;
	from += bytes_find_byte(bytes_slice(url, from, url.n), '/');
	url = bytes_slice(url, 0, bytes_find_byte(url, '#'));
	for (; from < url.n; from = to) {
		bool query = url.p[from++] != '/';
		struct bytes id;

		for (to = from; to < url.n && !memchr("/?&", url.p[to], 3); to++)
			;
		id = bytes_slice(url, from, to);
		if (query)
			id = bytes_slice(id, bytes_find_byte(id, '=') + 1, id.n);
		id = decoded(a, id);
		if (is_id(id))
			return id;
	}
	return BYTES_NONE;
}

static bool
ends_url(char c)
{
	return is_space(c) || bytes_find_byte(BYTES_LIT("<>\"()[]{}|,;"), c) < 12;
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
		*id = id_in_url(a, url);
		if (id->n)
			return true;
	}
}

struct bytes
mention_hash(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (hex_value(s.p[i]) < 0)
			return BYTES_NONE;
	return s.n >= COMMIT_MIN && s.n <= COMMIT_MAX ? s : BYTES_NONE;
}

/* "0123456789ab frob: mend it" */
static struct bytes
listed_commit(struct bytes s)
{
	struct bytes word;
	bool letter = false;

	if (!bytes_word(&s, &word) || bytes_trim(s).n == 0)
		return BYTES_NONE;
	for (size_t i = 0; i < word.n; i++)
		letter = letter || !is_digit(word.p[i]);
	return letter ? mention_hash(word) : BYTES_NONE;
}

struct bytes
mention_commit(struct bytes s)
{
	static const char *const heads[] = { "commit: ", "Commit-ID: ", "Commit: ", NULL };
	size_t from;

	s = bytes_trim(s);
	for (size_t i = 0; heads[i]; i++)
		if (bytes_starts(s, bytes_from(heads[i])))
			return mention_hash(
			    bytes_trim(bytes_slice(s, bytes_find_byte(s, ':') + 1, s.n)));
	if (!bytes_starts(s, BYTES_LIT("https://")) && !bytes_starts(s, BYTES_LIT("http://")))
		return listed_commit(s);
	for (from = s.n; from && s.p[from - 1] != '/' && s.p[from - 1] != '='; from--)
		;
	return mention_hash(bytes_slice(s, from, s.n));
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

struct bytes
mention_note(struct bytes s, long long *n)
{
	size_t open = bytes_find_byte(s, '['), close = bytes_find_byte(s, ']'), to = open, from;

	/* Of "v2 -> v3 [1]" it is not sure which is meant. */
	if (open == s.n || close < open || !bytes_number(bytes_slice(s, open + 1, close), n) ||
	    bytes_find(s, BYTES_LIT(">")) < s.n || bytes_find(s, BYTES_LIT(" to ")) < s.n)
		return BYTES_NONE;
	while (to && memchr(" :,", s.p[to - 1], 3))
		to--;
	for (from = to; from && is_digit(s.p[from - 1]); from--)
		;
	if (from == to || from == 0 || to_lower(s.p[from - 1]) != 'v' ||
	    (from > 1 && is_alnum(s.p[from - 2])))
		return BYTES_NONE;
	return bytes_slice(s, from - 1, to);
}
