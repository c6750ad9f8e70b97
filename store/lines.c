/* SPDX-License-Identifier: ISC */
#include "store/lines.h"

#include "store/wire.h"

#include <string.h>

/* How many lines; 0 where they are not all a letter, and what else there is, up to their LF. */
static size_t
count_lines(struct bytes text)
{
	size_t n = 0;

	while (text.n > 0) {
		size_t end = bytes_find_byte(text, '\n');

		if (end == 0 || end == text.n)
			return 0;
		text = bytes_slice(text, end + 1, text.n);
		n++;
	}
	return n;
}

void
lines_split(struct buf *out, struct bytes text)
{
	size_t n = count_lines(text), end;
	char *letters;

	wire_put_number(out, n);
	if (n == 0) {
		buf_add(out, text);
		return;
	}
	letters = buf_room(out, text.n);
	out->n += n;
	for (; text.n > 0; text = bytes_slice(text, end, text.n)) {
		end = bytes_find_byte(text, '\n') + 1;
		*letters++ = text.p[0];
		memcpy(out->p + out->n, text.p + 1, end - 1);
		out->n += end - 1;
	}
}

/* lines: as many as there are letters. */
static bool
join(struct bytes letters, struct bytes lines, char *to)
{
	for (size_t i = 0; i < letters.n; i++) {
		size_t end = bytes_find_byte(lines, '\n') + 1;

		if (end > lines.n)
			return false;
		*to++ = letters.p[i];
		memcpy(to, lines.p, end);
		to += end;
		lines = bytes_slice(lines, end, lines.n);
	}
	return lines.n == 0;
}

bool
lines_join(struct bytes split, struct arena *a, struct bytes *text)
{
	struct wire r = { split, false };
	size_t n = wire_get_count(&r, 2);
	char *to;

	if (r.bad)
		return false;
	if (n == 0) {
		*text = r.rest;
		return true;
	}
	to = arena_alloc(a, r.rest.n);
	*text = (struct bytes){ to, r.rest.n };
	return join(bytes_slice(r.rest, 0, n), bytes_slice(r.rest, n, r.rest.n), to);
}
