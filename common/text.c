/* SPDX-License-Identifier: ISC */
#include "common/text.h"

#include <string.h>

void
text_write(struct buf *out, enum text_kind kind, struct bytes line)
{
	buf_addc(out, (char)kind);
	buf_add(out, line);
	buf_addc(out, '\n');
}

bool
text_next(struct bytes *rest, struct text_line *line)
{
	static const char kinds[] = "pbqagsftdck";
	size_t end;

	if (rest->n == 0)
		return false;
	end = bytes_find_byte(*rest, '\n');
	line->kind = TEXT_QUOTE;
	if (end && memchr(kinds, rest->p[0], sizeof(kinds) - 1))
		line->kind = (enum text_kind)rest->p[0];
	line->text = bytes_slice(*rest, 1, end);
	*rest = bytes_slice(*rest, end + 1, rest->n);
	return true;
}
