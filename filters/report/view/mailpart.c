/* SPDX-License-Identifier: ISC */
#include "filters/report/view/mailpart.h"

#include "common/transfer.h"

static struct bytes
without_cr(struct arena *a, struct bytes s)
{
	char *copy = arena_alloc(a, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		if (s.p[i] != '\r')
			copy[n++] = s.p[i];
	return (struct bytes){ copy, n };
}

struct bytes
mailpart(struct arena *a, struct bytes mail, const char *type)
{
	struct bytes head = bytes_from(arena_printf(a, "\nContent-Type: %s;", type)), part;
	struct buf text = BUF_INIT;

	mail = bytes_slice(mail, bytes_find(mail, head), mail.n);
	/* Its header ends with a blank line, its base64 before the next boundary. */
	mail = bytes_slice(mail, bytes_find(mail, BYTES_LIT("\n\n")), mail.n);
	part = bytes_slice(mail, 0, bytes_find(mail, BYTES_LIT("\n--")));
	transfer_base64(&text, part);
	part = without_cr(a, buf_bytes(&text));
	buf_release(&text);
	return part;
}
