/* SPDX-License-Identifier: ISC */
#include "common/header.h"

/* One line with its line end; false at the end. */
static bool
whole_line(struct bytes *rest, struct bytes *line)
{
	size_t end = bytes_find_byte(*rest, '\n');

	if (rest->n == 0)
		return false;
	*line = bytes_slice(*rest, 0, end + 1);
	*rest = bytes_slice(*rest, end + 1, rest->n);
	return true;
}

static bool
is_empty_line(struct bytes line)
{
	return bytes_equal(line, BYTES_LIT("\n")) || bytes_equal(line, BYTES_LIT("\r\n"));
}

/* RFC 5322 section 2.2, and section 4.5.8: blanks may stand before the colon. */
static bool
split_field(struct bytes line, struct field *field)
{
	size_t n = 0, colon;

	while (n < line.n && line.p[n] > ' ' && line.p[n] < 0x7f && line.p[n] != ':')
		n++;
	for (colon = n; colon < line.n && is_blank(line.p[colon]); colon++)
		;
	if (n == 0 || colon == line.n || line.p[colon] != ':')
		return false;
	field->name = bytes_slice(line, 0, n);
	field->value = bytes_slice(line, colon + 1, line.n);
	return true;
}

/*
 * What stands before the first field: blank lines and "From " lines.  Where no field follows
 * them, a blank line at the top is the end of an empty header.
 */
static struct bytes
skip_envelope(struct bytes raw)
{
	struct bytes rest = raw, after = raw, line;
	struct field field;

	while (whole_line(&after, &line)) {
		if (!is_empty_line(line) && !bytes_starts(line, BYTES_LIT("From ")) &&
		    !bytes_starts(line, BYTES_LIT(">From ")))
			return split_field(line, &field) ? rest : raw;
		rest = after;
	}
	return raw;
}

/* The longest head of block that is whole lines within the limit; a single longer line is cut. */
static struct bytes
cut_block(struct bytes block)
{
	size_t n = HEADER_BYTES_MAX;

	while (n > 0 && block.p[n - 1] != '\n')
		n--;
	return bytes_slice(block, 0, n ? n : HEADER_BYTES_MAX);
}

void
header_scan(struct bytes raw, struct header *h)
{
	struct bytes start = skip_envelope(raw), rest = start, line;

	h->block = start;
	h->body = bytes_slice(raw, raw.n, raw.n);
	while (whole_line(&rest, &line)) {
		if (!is_empty_line(line))
			continue;
		h->block = bytes_slice(start, 0, (size_t)(line.p - start.p));
		h->body = rest;
		break;
	}
	h->cut = h->block.n > HEADER_BYTES_MAX;
	if (h->cut)
		h->block = cut_block(h->block);
}

/* Adds to value the lines that go on with it. */
static void
take_folds(struct bytes *rest, struct bytes *value)
{
	struct bytes line;

	while (rest->n && is_blank(rest->p[0]) && whole_line(rest, &line))
		value->n += line.n;
}

bool
header_next(struct bytes *rest, struct field *field)
{
	struct bytes line;

	while (whole_line(rest, &line)) {
		if (is_blank(line.p[0]) || !split_field(line, field))
			continue;
		take_folds(rest, &field->value);
		field->value = bytes_trim(field->value);
		return true;
	}
	return false;
}

struct bytes
header_get(const struct header *h, const char *name)
{
	struct bytes rest = h->block, want = bytes_from(name);
	struct field field;

	while (header_next(&rest, &field))
		if (bytes_equal_fold(field.name, want))
			return field.value;
	return BYTES_NONE;
}

struct bytes
header_unfold(struct arena *a, struct bytes value)
{
	struct bytes rest = value, line;
	size_t n = 0;
	char *to;

	if (bytes_find_byte(value, '\n') == value.n)
		return value;
	to = arena_alloc(a, value.n);
	for (bool first = true; bytes_line(&rest, &line); first = false) {
		line = first ? bytes_trim_end(line) : bytes_trim(line);
		if (line.n == 0)
			continue;
		if (n)
			to[n++] = ' ';
		for (size_t i = 0; i < line.n; i++)
			to[n++] = line.p[i];
	}
	return (struct bytes){ to, n };
}
