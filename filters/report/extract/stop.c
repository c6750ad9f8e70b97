/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/stop.h"

#include "filters/report/extract/phrases.h"

#include <string.h>

/* A quoted name such as `a.b c` is at most so long. */
#define QUOTED_MAX 80
/* And an aside in brackets that may hold full stops. */
#define ASIDE_MAX 120

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The last word of p, without an opening bracket or quote. */
static struct bytes
last_word(struct bytes p)
{
	size_t from = p.n;

	while (from > 0 && !is_blank(p.p[from - 1]))
		from--;
	while (from < p.n && strchr("([{\"'`*_", p.p[from]))
		from++;
	return bytes_slice(p, from, p.n);
}

/* Whether the full stop that ends p may end a sentence, next being what follows the blank. */
static bool
stop_ends(struct bytes p, char next)
{
	struct bytes word = last_word(p);

	if (word.n == 2 && is_upper(word.p[0]))
		return false;
	if (bytes_ends(p, BYTES_LIT("..")) || bytes_equal_fold(word, BYTES_LIT("etc.")) ||
	    bytes_equal_fold(word, BYTES_LIT("ltd.")) || bytes_equal_fold(word, BYTES_LIT("inc.")))
		return !is_lower(next);
	if (phrase_is_abbreviation(word))
		return false;
	/* "1." before what it numbers */
	for (size_t i = 0; i + 1 < word.n; i++)
		if (!is_digit(word.p[i]))
			return true;
	return word.n > 4 || p.n > word.n + 1;
}

/* How many bytes of closing quotes and brackets s begins with. */
static size_t
closing(struct bytes s)
{
	static const char *const marks[] = { "\"", "'", ")", "]", "`", "\xe2\x80\x9d",
		"\xe2\x80\x99", "\xe3\x80\x8d", "\xe3\x80\x8f", "\xef\xbc\x89" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks);) {
		if (bytes_starts(bytes_slice(s, n, s.n), bytes_from(marks[i]))) {
			n += strlen(marks[i]);
			i = 0;
		} else {
			i++;
		}
	}
	return n;
}

/* Length of a full-width end of sentence at the head of s; 0 for none. */
static size_t
wide_stop(struct bytes s)
{
	static const char *const stops[] = { "\xe3\x80\x82", "\xef\xbc\x9f", "\xef\xbc\x81" };

	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (bytes_starts(s, bytes_from(stops[i])))
			return strlen(stops[i]);
	return 0;
}

/* How many bytes to pass over where s begins with a quoted name or an aside, up to its last byte; 0
 * for none. */
static size_t
enclosed(struct bytes s)
{
	bool aside = s.p[0] == '(';
	struct bytes within = bytes_slice(s, 1, aside ? ASIDE_MAX : QUOTED_MAX);
	size_t end = bytes_find_byte(within, aside ? ')' : '`');

	if ((!aside && s.p[0] != '`') || end == within.n || end == 0)
		return 0;
	return aside ? end : end + 1;
}

size_t
stop_find(struct bytes p)
{
	size_t end, wide;

	for (size_t i = 0; i < p.n; i++) {
		if (i > 0)
			i += enclosed(bytes_slice(p, i, p.n));
		wide = wide_stop(bytes_slice(p, i, p.n));
		if (wide)
			return i + wide + closing(bytes_slice(p, i + wide, p.n));
		if (!memchr(".?!", p.p[i], 3))
			continue;
		end = i + 1 + closing(bytes_slice(p, i + 1, p.n));
		if (end >= p.n)
			return p.n;
		/* "has four (yes, four!) of them" */
		if (end > i + 1 && end + 1 < p.n && is_lower(p.p[end + 1]))
			continue;
		if (p.p[end] == ' ' && (p.p[i] != '.' || stop_ends(bytes_slice(p, 0, i + 1),
							     p.p[end + 1 < p.n ? end + 1 : end])))
			return end;
	}
	return p.n;
}
