/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/flowed.h"

/* The quote marks in front, without a blank between. */
static size_t
quote_depth(struct bytes line)
{
	size_t depth = 0;

	while (depth < line.n && line.p[depth] == '>')
		depth++;
	return depth;
}

static void
add_quotes(struct buf *out, size_t depth)
{
	for (size_t i = 0; i < depth; i++)
		buf_addc(out, '>');
	if (depth)
		buf_addc(out, ' ');
}

void
flowed_join(struct buf *out, struct bytes text, bool delsp)
{
	bool open = false; /* the last line written goes on */
	size_t depth = 0;
	struct bytes line;

	while (bytes_line(&text, &line)) {
		size_t quotes = quote_depth(line);
		bool signature, soft;

		line = bytes_slice(line, quotes, line.n);
		if (bytes_starts(line, BYTES_LIT(" ")))
			line = bytes_slice(line, 1, line.n);
		signature = bytes_equal(line, BYTES_LIT("-- "));
		/* A diff's empty line is stuffed and no text that goes on. */
		soft = !signature && bytes_ends(line, BYTES_LIT(" ")) && bytes_trim(line).n;
		if (open && (signature || quotes != depth)) {
			buf_addc(out, '\n');
			open = false;
		}
		if (!open)
			add_quotes(out, quotes);
		if (soft && delsp)
			line.n--;
		buf_add(out, line);
		if (!soft)
			buf_addc(out, '\n');
		open = soft;
		depth = quotes;
	}
	if (open)
		buf_addc(out, '\n');
}
