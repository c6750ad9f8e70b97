/* SPDX-License-Identifier: ISC */
#include "common/utf8.h"

#include <stdlib.h>
#include <unicase.h>
#include <unilbrk.h>
#include <uninorm.h>
#include <unistr.h>
#include <uniwidth.h>

#define REPLACEMENT 0xFFFD
/* Marks stacked on one character: no script needs more, and a tower of them hides its neighbours.
 */
#define MARKS_MAX 8

struct range {
	uint32_t from, to;
};

/* What is never shown, in order. */
static const struct range hidden[] = {
	{ 0x00AD, 0x00AD },   /* soft hyphen */
	{ 0x034F, 0x034F },   /* grapheme joiner */
	{ 0x061C, 0x061C },   /* bidi */
	{ 0x115F, 0x1160 },   /* hangul fillers */
	{ 0x17B4, 0x17B5 },   /* khmer inherent vowels */
	{ 0x180B, 0x180F },   /* mongolian selectors */
	{ 0x200B, 0x200F },   /* zero width, bidi */
	{ 0x202A, 0x202E },   /* bidi */
	{ 0x2060, 0x206F },   /* joiner, invisible operators, bidi isolates, deprecated */
	{ 0x3164, 0x3164 },   /* hangul filler */
	{ 0xE000, 0xF8FF },   /* private use */
	{ 0xFDD0, 0xFDEF },   /* noncharacters */
	{ 0xFEFF, 0xFEFF },   /* byte order mark */
	{ 0xFFA0, 0xFFA0 },   /* half-width hangul filler */
	{ 0xFFF0, 0xFFFC },   /* unassigned, interlinear, object */
	{ 0x1BCA0, 0x1BCA3 }, /* shorthand format */
	{ 0x1D173, 0x1D17A }, /* musical format */
	{ 0xE0000, 0xE00FF }, /* tags */
	{ 0xE01F0, 0x10FFFF } /* unassigned, private use */
};

static const struct range cjk[] = { { 0x1100, 0x11FF }, { 0x2E80, 0x33FF }, { 0x3400, 0x4DBF },
	{ 0x4E00, 0x9FFF }, { 0xA960, 0xA97F }, { 0xAC00, 0xD7FF }, { 0xF900, 0xFAFF },
	{ 0xFE30, 0xFE4F }, { 0xFF00, 0xFFEF }, { 0x1B000, 0x1B16F }, { 0x20000, 0x3FFFD } };

static bool
in_ranges(const struct range *r, size_t n, uint32_t c)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (c > r[mid].to)
			low = mid + 1;
		else if (c < r[mid].from)
			high = mid;
		else
			return true;
	}
	return false;
}

bool
utf8_is_cjk(uint32_t c)
{
	return in_ranges(cjk, sizeof cjk / sizeof *cjk, c);
}

bool
utf8_valid(struct bytes s)
{
	return s.n == 0 || u8_check((const uint8_t *)s.p, s.n) == NULL;
}

bool
utf8_next(struct bytes *rest, uint32_t *c)
{
	ucs4_t u;
	int n;

	if (rest->n == 0)
		return false;
	n = u8_mbtoucr(&u, (const uint8_t *)rest->p, rest->n);
	*c = n > 0 ? u : REPLACEMENT;
	rest->p += n > 0 ? n : 1;
	rest->n -= n > 0 ? (size_t)n : 1;
	return true;
}

void
utf8_add(struct buf *b, uint32_t c)
{
	uint8_t *to = (uint8_t *)buf_room(b, 6);
	int n = u8_uctomb(to, c, 6);

	if (n <= 0)
		n = u8_uctomb(to, REPLACEMENT, 6);
	b->n += (size_t)n;
	b->p[b->n] = '\0';
}

static bool
is_line_end(uint32_t c)
{
	return c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029;
}

/* What stands for a control character in the form asked for; 0: nothing. */
static char
control_shown(uint32_t c, enum utf8_form form)
{
	if (form == UTF8_LINES && is_line_end(c))
		return '\n';
	if (form == UTF8_LINES && c == '\t')
		return '\t';
	return is_line_end(c) || (c >= '\t' && c <= '\r') ? ' ' : 0;
}

static bool
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029;
}

static bool
is_hidden(uint32_t c)
{
	return c >= 0xAD &&
	       ((c & 0xFFFE) == 0xFFFE || in_ranges(hidden, sizeof hidden / sizeof *hidden, c));
}

static size_t
width_of(uint32_t c)
{
	int w = uc_width(c, "UTF-8");

	return w > 0 ? (size_t)w : 0;
}

struct cleaner {
	struct buf out;
	enum utf8_form form;
	int marks;   /* in a row */
	bool was_cr; /* the last one was a CR, whose LF says nothing new */
};

static void
clean_add(struct cleaner *k, uint32_t c)
{
	bool lf_of_cr = c == '\n' && k->was_cr;
	char shown;

	k->was_cr = c == '\r';
	if (is_control(c)) {
		shown = control_shown(c, k->form);
		if (shown && !lf_of_cr)
			buf_addc(&k->out, shown);
		return;
	}
	if (is_hidden(c))
		return;
	k->marks = c >= 0x300 && width_of(c) == 0 ? k->marks + 1 : 0;
	if (k->marks <= MARKS_MAX)
		utf8_add(&k->out, c);
}

static bool
is_clean_ascii(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] < 0x20 || (unsigned char)s.p[i] >= 0x7F)
			return false;
	return true;
}

struct bytes
utf8_clean(struct arena *a, struct bytes s, enum utf8_form form)
{
	struct cleaner k = { BUF_INIT, form, 0, false };
	struct bytes clean;
	uint32_t c;

	if (is_clean_ascii(s))
		return arena_bytes(a, s);
	while (utf8_next(&s, &c))
		clean_add(&k, c);
	clean = arena_bytes(a, buf_bytes(&k.out));
	buf_release(&k.out);
	return clean;
}

size_t
utf8_width(struct bytes s)
{
	size_t width = 0;
	uint32_t c;

	while (utf8_next(&s, &c))
		width += width_of(c);
	return width;
}

struct bytes
utf8_head(struct bytes s, size_t columns)
{
	struct bytes rest = s, before = s;
	size_t width = 0;
	uint32_t c;

	while (utf8_next(&rest, &c)) {
		width += width_of(c);
		if (width > columns)
			break;
		before = rest;
	}
	return bytes_slice(s, 0, (size_t)(before.p - s.p));
}

struct wrap {
	struct buf *out;
	size_t columns, column;
	const char *rest;
	struct bytes blanks; /* held back until a word follows on the line */
	bool fresh;	     /* no word on the line yet */
};

static void
wrap_line(struct wrap *w)
{
	buf_addc(w->out, '\n');
	buf_adds(w->out, w->rest);
	w->column = utf8_width(bytes_from(w->rest));
	w->blanks = BYTES_NONE;
	w->fresh = true;
}

/* A piece between two places where a line may end: a word and the blanks behind it. */
static void
wrap_piece(struct wrap *w, struct bytes piece)
{
	struct bytes word = bytes_trim_end(piece);
	size_t width = utf8_width(word);

	if (!w->fresh && word.n && w->column + w->blanks.n + width > w->columns)
		wrap_line(w);
	if (word.n) {
		buf_add(w->out, w->blanks);
		buf_add(w->out, word);
		w->column += w->blanks.n + width;
		w->blanks = BYTES_NONE;
		w->fresh = false;
	}
	if (!w->fresh)
		w->blanks = bytes_slice(piece, word.n, piece.n);
}

/*
 * UAX #14 also breaks behind "/", "-" and "?": fine for prose, but it tears paths, options, ids
 * and URLs apart.  So between two characters that are not CJK a line ends at a blank only.
 */
static bool
may_break(char kind, uint32_t before, uint32_t after)
{
	if (kind != UC_BREAK_POSSIBLE)
		return false;
	return before == ' ' || before == '\t' || utf8_is_cjk(before) || utf8_is_cjk(after);
}

void
utf8_wrap(struct buf *out, struct bytes s, size_t columns, const char *first, const char *rest)
{
	struct wrap w = { out, columns, utf8_width(bytes_from(first)), rest, BYTES_NONE, true };
	struct buf kinds = BUF_INIT;
	struct bytes left = s;
	uint32_t before = 0, c;
	size_t from = 0, at = 0;
	char *kind = buf_room(&kinds, s.n);

	u8_possible_linebreaks((const uint8_t *)s.p, s.n, "UTF-8", kind);
	buf_adds(out, first);
	for (; utf8_next(&left, &c); before = c, at = s.n - left.n) {
		if (c == '\n') {
			wrap_piece(&w, bytes_slice(s, from, at));
			wrap_line(&w);
			from = at + 1;
		} else if (at > from && may_break(kind[at], before, c)) {
			wrap_piece(&w, bytes_slice(s, from, at));
			from = at;
		}
	}
	wrap_piece(&w, bytes_slice(s, from, s.n));
	buf_addc(out, '\n');
	buf_release(&kinds);
}

struct bytes
utf8_fold(struct arena *a, struct bytes s)
{
	struct bytes folded;
	uint8_t *p;
	size_t n = 0;

	if (is_clean_ascii(s)) {
		char *lower = arena_string(a, s);
		for (size_t i = 0; i < s.n; i++)
			lower[i] = to_lower(lower[i]);
		return (struct bytes){ lower, s.n };
	}
	if (!utf8_valid(s))
		s = utf8_clean(a, s, UTF8_LINES);
	p = u8_casefold((const uint8_t *)s.p, s.n, NULL, UNINORM_NFC, NULL, &n);
	if (p == NULL)
		out_of_memory();
	folded = arena_bytes(a, (struct bytes){ (const char *)p, n });
	free(p);
	return folded;
}
