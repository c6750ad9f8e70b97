/* SPDX-License-Identifier: ISC */
#include "filters/report/view/wrap.h"

#include "common/arena.h"
#include "common/utf8.h"

#include <string.h>

#define EMPTY_LINES_MAX 2

struct layout {
	struct buf *out;
	struct arena *a; /* for one line */
	size_t columns;
	size_t last_width; /* of the lines above, without their indent */
	int empty;	   /* lines in a row */
};

static size_t
indent_of(struct bytes line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

static char *
blanks(struct arena *a, size_t n)
{
	char *s = arena_alloc(a, n + 1);

	memset(s, ' ', n);
	return s;
}

static bool
is_rule(struct bytes line)
{
	struct bytes mark = bytes_trim(line);

	return bytes_equal(mark, BYTES_LIT("=")) || bytes_equal(mark, BYTES_LIT("-"));
}

static void
add_rule(struct layout *l, struct bytes line)
{
	size_t indent = indent_of(line);

	buf_add(l->out, bytes_slice(line, 0, indent));
	for (size_t i = 0; i < l->last_width && indent + i < l->columns; i++)
		buf_addc(l->out, line.p[indent]);
	buf_addc(l->out, '\n');
}

/* A no-break space has done its work once the lines are broken. */
static void
add_words(struct layout *l, struct bytes s)
{
	struct bytes space = BYTES_LIT("\xc2\xa0");

	while (s.n) {
		size_t at = bytes_find(s, space);
		buf_add(l->out, bytes_slice(s, 0, at));
		if (at < s.n)
			buf_addc(l->out, ' ');
		s = bytes_slice(s, at + space.n, s.n);
	}
}

/* A word longer than the line is cut, lest a sender choose the width of the page; a URL never is.
 */
static void
add_fitted(struct layout *l, struct bytes line, const char *rest)
{
	size_t room = l->columns;

	while (utf8_width(line) > room && bytes_find(line, BYTES_LIT("://")) == line.n) {
		struct bytes head = utf8_head(line, room);
		if (head.n == 0)
			break;
		add_words(l, head);
		buf_addc(l->out, '\n');
		buf_adds(l->out, rest);
		line = bytes_slice(line, head.n, line.n);
		room = l->columns > strlen(rest) ? l->columns - strlen(rest) : 1;
	}
	add_words(l, line);
	buf_addc(l->out, '\n');
}

/* The line without its tab. */
static struct bytes
joined(struct arena *a, struct bytes line, size_t tab)
{
	struct bytes head = bytes_slice(line, 0, tab), text = bytes_slice(line, tab + 1, line.n);

	return bytes_from(arena_printf(a, "%.*s%.*s", (int)head.n, head.p, (int)text.n, text.p));
}

static void
add_wrapped(struct layout *l, struct bytes line)
{
	size_t tab = bytes_find_byte(line, '\t'), head = tab;
	const char *first, *rest;
	struct buf wrapped = BUF_INIT;
	struct bytes lines;

	/* What a sender named may stand before the tab, and must not push the rest off the page. */
	if (tab < line.n && utf8_width(bytes_slice(line, 0, tab)) > l->columns / 2) {
		line = joined(l->a, line, tab);
		tab = line.n;
	}
	if (tab == line.n)
		head = indent_of(line);
	first = arena_string(l->a, bytes_slice(line, 0, head));
	rest = blanks(l->a, utf8_width(bytes_from(first)));
	utf8_wrap(
	    &wrapped, bytes_slice(line, head + (tab < line.n), line.n), l->columns, first, rest);
	lines = buf_bytes(&wrapped);
	while (bytes_line(&lines, &line))
		add_fitted(l, line, rest);
	buf_release(&wrapped);
}

/* How far the lines written since from reach, less the indent of the first. */
static size_t
width_since(const struct buf *out, size_t from)
{
	struct bytes rest = bytes_slice(buf_bytes(out), from, out->n), line;
	size_t indent = indent_of(rest), widest = indent;

	while (bytes_line(&rest, &line))
		if (utf8_width(line) > widest)
			widest = utf8_width(line);
	return widest - indent;
}

static void
add_line(struct layout *l, struct bytes line)
{
	size_t from = l->out->n;

	if (!bytes_equal(line, BYTES_LIT("-- ")))
		line = bytes_trim_end(line);
	l->empty = line.n ? 0 : l->empty + 1;
	if (l->empty > EMPTY_LINES_MAX)
		return;
	if (line.n == 0)
		buf_addc(l->out, '\n');
	else if (bytes_equal(line, BYTES_LIT("-- ")))
		buf_adds(l->out, "-- \n");
	else if (is_rule(line))
		add_rule(l, line);
	else
		add_wrapped(l, line);
	l->last_width = width_since(l->out, from);
	arena_reset(l->a);
}

void
wrap_text(struct buf *out, struct bytes text, size_t columns)
{
	struct layout l = {
		.out = out, .a = arena_new(), .columns = columns, .empty = EMPTY_LINES_MAX
	};
	struct bytes line;

	while (bytes_line(&text, &line))
		add_line(&l, line);
	arena_free(l.a);
}
