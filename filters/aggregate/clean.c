/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/clean.h"

#include "filters/aggregate/lines.h"

static struct line
open_line(struct bytes s)
{
	struct line line = { .kind = LINE_OPEN,
		.text = bytes_trim_end(bytes_slice(s, 0, CLEAN_LINE_MAX)) };

	line.dashes = bytes_equal(s, BYTES_LIT("-- "));
	if (s.n > CLEAN_LINE_MAX)
		line.kind = TEXT_CODE;
	else if (line.text.n == 0)
		line.kind = TEXT_BLANK;
	else if (line.text.p[0] == '>')
		line.kind = TEXT_QUOTE;
	return line;
}

/* False where there are too many. */
static bool
split(struct buf *room, struct bytes text, struct lines *l)
{
	struct bytes s;

	for (l->n = 0; l->n < CLEAN_LINES_MAX && bytes_line(&text, &s); l->n++) {
		struct line line = open_line(s);

		buf_add(room, (struct bytes){ (const char *)&line, sizeof(line) });
	}
	l->at = (struct line *)(void *)room->p;
	return text.n == 0;
}

unsigned
clean_text(struct buf *out, struct bytes text, struct bytes sender)
{
	struct buf room = BUF_INIT;
	struct lines l;
	unsigned flags = split(&room, text, &l) ? 0 : CLEAN_CUT;

	lines_mark_forwards(&l);
	if (lines_mark_patch(&l))
		flags |= CLEAN_DIFF;
	lines_mark_soft_quotes(&l);
	lines_mark_attributions(&l);
	lines_mark_trailers(&l, sender);
	lines_mark_closings(&l, sender);
	if (!(flags & CLEAN_DIFF))
		lines_mark_unmarked(&l);
	lines_mark_code(&l);
	for (size_t i = 0; i < l.n; i++)
		text_write(out, l.at[i].kind ? l.at[i].kind : TEXT_PROSE, l.at[i].text);
	buf_release(&room);
	return flags;
}

void
clean_as(struct buf *out, enum text_kind kind, struct bytes text)
{
	struct bytes line;

	while (bytes_line(&text, &line)) {
		line = bytes_trim_end(bytes_slice(line, 0, CLEAN_LINE_MAX));
		text_write(out, line.n ? kind : TEXT_BLANK, line);
	}
}
