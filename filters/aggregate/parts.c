/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/parts.h"

#include "common/buf.h"
#include "filters/aggregate/lines.h"

#define PART_HIGHEST 9999
/* Of a longer line only its end is looked at. */
#define SCOPE_BYTES_MAX ((size_t)200)

static void
add(struct parts *p, long long from, long long to)
{
	for (; from <= to && p->n < PARTS_MAX; from++)
		p->at[p->n++] = (int)from;
}

/* "3", "#3", "3/7", "[3/7]", "03"; not the "6" of "6.19" or of "6th". */
static bool
take_number(struct bytes *s, long long *number)
{
	bool bracket = s->n && s->p[0] == '[';
	size_t from = bracket || (s->n && s->p[0] == '#'), end = from, total;

	while (end < s->n && is_digit(s->p[end]))
		end++;
	if (!bytes_number(bytes_slice(*s, from, end), number) || *number > PART_HIGHEST)
		return false;
	total = end + 1;
	while (end < s->n && s->p[end] == '/' && total < s->n && is_digit(s->p[total]))
		total++;
	if (total > end + 1)
		end = total;
	if (bracket && end < s->n && s->p[end] == ']')
		end++;
	if (end < s->n && (is_alpha(s->p[end]) || s->p[end] == '/' ||
			      (s->p[end] == '.' && end + 1 < s->n && is_digit(s->p[end + 1]))))
		return false;
	*s = bytes_slice(*s, end, s->n);
	return true;
}

/* "1-3", "6~18", "2 to 4", or one number. */
static bool
take_range(struct bytes *s, struct parts *p)
{
	static const char *const dashes[] = { "-", "~", "\xe2\x80\x93", "..", "to", "through",
		"thru", NULL };
	struct bytes at = *s;
	long long low, high;

	if (!take_number(&at, &low))
		return false;
	*s = at = bytes_trim(at);
	if (!lines_take_any(&at, dashes) || !take_number(&at, &high) || high < low)
		high = low;
	else
		*s = bytes_trim(at);
	add(p, low, high);
	return true;
}

bool
parts_take(struct bytes *s, struct parts *p)
{
	static const char *const joints[] = { ",", "and", "&", "+", NULL };
	struct bytes at = *s;

	if (!take_range(s, p))
		return false;
	for (at = *s; lines_take_any(&at, joints); at = *s) {
		lines_take(&at, "and");
		lines_take(&at, "patches");
		lines_take(&at, "patch");
		if (!take_range(&at, p))
			break;
		*s = at;
	}
	return true;
}

/* "in the series", and the marks at a clause's end. */
static bool
is_end(struct bytes s)
{
	static const char *const joints[] = { "in", "of", "from", NULL };
	static const char *const wholes[] = { "series", "set", "patchset", "patch set", NULL };
	struct bytes at = s;

	if (lines_take_any(&at, joints)) {
		(void)(lines_take(&at, "the") || lines_take(&at, "this"));
		if (!lines_take_any(&at, wholes))
			return false;
	}
	while (at.n && bytes_find_byte(BYTES_LIT(":,.;!)]"), at.p[0]) < 7)
		at = bytes_trim(bytes_slice(at, 1, at.n));
	return at.n == 0;
}

/* "for the whole series", "for all patches". */
static bool
is_whole(struct bytes s)
{
	static const char *const wholes[] = { "series", "whole series", "entire series",
		"complete series", "full series", "set", "whole set", "entire set", "patchset",
		"whole patchset", "entire patchset", "patch set", "whole patch set", "patch series",
		"whole thing", "lot", "whole lot", "pile", "all of them", "all patches",
		"all the patches", "all of the patches", "all", NULL };

	(void)(lines_take(&s, "the") || lines_take(&s, "this"));
	return lines_take_any(&s, wholes) && is_end(s);
}

/* A clause from its first word to the line's end. */
static bool
is_scope(struct bytes s, struct parts *p)
{
	static const char *const leads[] = { "so", "and", "then", "but", "hence", NULL };
	bool led, named;

	p->n = 0;
	lines_take_any(&s, leads);
	led = lines_take(&s, "for");
	if (led && is_whole(s))
		return true;
	(void)(lines_take(&s, "the") || lines_take(&s, "these"));
	named = lines_take(&s, "patches") || lines_take(&s, "patch");
	if (!named && (!led || bytes_find_byte(s, '/') == s.n))
		return false;
	return parts_take(&s, p) && is_end(s);
}

bool
parts_scope(struct bytes line, struct parts *p)
{
	struct bytes s = bytes_trim(line);
	size_t cut = s.n > SCOPE_BYTES_MAX ? s.n - SCOPE_BYTES_MAX : 0;

	s = bytes_slice(s, cut, s.n);
	if (cut == 0 && is_scope(s, p))
		return true;
	for (size_t i = s.n; i > 1; i--)
		if (is_blank(s.p[i - 1]) && bytes_find_byte(BYTES_LIT(",.;:!-"), s.p[i - 2]) < 6 &&
		    is_scope(bytes_slice(s, i, s.n), p))
			return true;
	p->n = 0;
	return false;
}

struct bytes
parts_text(struct arena *a, const struct parts *p)
{
	struct buf b = BUF_INIT;
	struct bytes text;

	for (size_t i = 0; i < p->n; i++)
		buf_addf(&b, i ? " %d" : "%d", p->at[i]);
	text = arena_bytes(a, buf_bytes(&b));
	buf_release(&b);
	return text;
}
