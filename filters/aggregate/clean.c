/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/clean.h"

static enum text_kind
kind_of(struct bytes line)
{
	if (bytes_trim(line).n == 0)
		return TEXT_BLANK;
	return bytes_starts(line, BYTES_LIT(">")) ? TEXT_QUOTE : TEXT_PROSE;
}

bool
clean_text(struct buf *out, struct bytes text)
{
	struct bytes line;

	while (bytes_line(&text, &line))
		text_write(out, kind_of(line), line);
	return false;
}

void
clean_as(struct buf *out, enum text_kind kind, struct bytes text)
{
	struct bytes line;

	while (bytes_line(&text, &line))
		text_write(out, bytes_trim(line).n ? kind : TEXT_BLANK, line);
}
