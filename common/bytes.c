/* SPDX-License-Identifier: ISC */
#include "common/bytes.h"

#include <string.h>

struct bytes
bytes_from(const char *s)
{
	return (struct bytes){ s, s ? strlen(s) : 0 };
}

struct bytes
bytes_slice(struct bytes b, size_t from, size_t to)
{
	if (to > b.n)
		to = b.n;
	if (from > to)
		from = to;
	return (struct bytes){ b.p ? b.p + from : NULL, to - from };
}

bool
bytes_equal(struct bytes a, struct bytes b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.p, b.p, a.n) == 0);
}

bool
bytes_equal_fold(struct bytes a, struct bytes b)
{
	return a.n == b.n && bytes_starts_fold(a, b);
}

bool
bytes_is_among(struct bytes b, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_equal_fold(b, bytes_from(list[i])))
			return true;
	return false;
}

bool
bytes_starts_any(struct bytes b, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_starts_fold(b, bytes_from(list[i])))
			return true;
	return false;
}

bool
bytes_holds_any(struct bytes b, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_find_fold(b, bytes_from(list[i])) < b.n)
			return true;
	return false;
}

int
bytes_compare(struct bytes a, struct bytes b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int c = n ? memcmp(a.p, b.p, n) : 0;

	return c ? c : (a.n > b.n) - (a.n < b.n);
}

bool
bytes_starts(struct bytes b, struct bytes head)
{
	return b.n >= head.n && (head.n == 0 || memcmp(b.p, head.p, head.n) == 0);
}

bool
bytes_starts_fold(struct bytes b, struct bytes head)
{
	if (b.n < head.n)
		return false;
	for (size_t i = 0; i < head.n; i++)
		if (to_lower(b.p[i]) != to_lower(head.p[i]))
			return false;
	return true;
}

bool
bytes_ends(struct bytes b, struct bytes tail)
{
	return b.n >= tail.n && bytes_equal(bytes_slice(b, b.n - tail.n, b.n), tail);
}

size_t
bytes_find(struct bytes b, struct bytes needle)
{
	const char *at;

	if (needle.n == 0)
		return 0;
	at = b.n ? memmem(b.p, b.n, needle.p, needle.n) : NULL;
	return at ? (size_t)(at - b.p) : b.n;
}

size_t
bytes_find_fold(struct bytes b, struct bytes needle)
{
	char first = needle.n ? to_lower(needle.p[0]) : '\0';

	if (needle.n == 0)
		return 0;
	for (size_t i = 0; i + needle.n <= b.n; i++)
		if (to_lower(b.p[i]) == first && bytes_starts_fold(bytes_slice(b, i, b.n), needle))
			return i;
	return b.n;
}

size_t
bytes_find_byte(struct bytes b, char c)
{
	const char *at = b.n ? memchr(b.p, c, b.n) : NULL;

	return at ? (size_t)(at - b.p) : b.n;
}

struct bytes
bytes_trim_end(struct bytes b)
{
	while (b.n && is_space(b.p[b.n - 1]))
		b.n--;
	return b;
}

struct bytes
bytes_trim(struct bytes b)
{
	while (b.n && is_space(b.p[0])) {
		b.p++;
		b.n--;
	}
	return bytes_trim_end(b);
}

bool
bytes_line(struct bytes *rest, struct bytes *line)
{
	size_t end;

	if (rest->n == 0)
		return false;
	end = bytes_find_byte(*rest, '\n');
	*line = bytes_slice(*rest, 0, end);
	if (end < rest->n && line->n && line->p[line->n - 1] == '\r')
		line->n--;
	*rest = bytes_slice(*rest, end + 1, rest->n);
	return true;
}

bool
bytes_word(struct bytes *rest, struct bytes *word)
{
	size_t from = 0, to;

	while (from < rest->n && is_space(rest->p[from]))
		from++;
	for (to = from; to < rest->n && !is_space(rest->p[to]); to++)
		;
	*word = bytes_slice(*rest, from, to);
	*rest = bytes_slice(*rest, to, rest->n);
	return word->n > 0;
}

bool
bytes_number(struct bytes b, long long *value)
{
	long long v = 0;

	if (b.n == 0 || b.n > 18)
		return false;
	for (size_t i = 0; i < b.n; i++) {
		if (!is_digit(b.p[i]))
			return false;
		v = v * 10 + (b.p[i] - '0');
	}
	*value = v;
	return true;
}

bool
is_blank(char c)
{
	return c == ' ' || c == '\t';
}

bool
is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool
is_alpha(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool
is_alnum(char c)
{
	return is_alpha(c) || is_digit(c);
}

char
to_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

int
hex_value(char c)
{
	if (is_digit(c))
		return c - '0';
	c = to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

size_t
bytes_words(struct bytes s)
{
	struct bytes word;
	size_t n = 0;

	while (bytes_word(&s, &word))
		n++;
	return n;
}
