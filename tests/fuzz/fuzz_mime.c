/* SPDX-License-Identifier: ISC */
#include "common/text.h"
#include "common/utf8.h"
#include "filters/aggregate/mime.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What comes out is whole, bounded, and fit to be shown. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct buf out = BUF_INIT;
	struct bytes raw = { (const char *)data, size }, rest;
	struct mime_part part;
	size_t total = 0;

	mime_read(a, raw, &out);
	rest = buf_bytes(&out);
	while (mime_next(&rest, &part)) {
		if (!strchr("tfdk", (char)part.kind) || !utf8_valid(part.text))
			abort();
		total += part.text.n;
	}
	if (rest.n || total > TEXT_BYTES_MAX)
		abort();
	buf_release(&out);
	arena_free(a);
	return 0;
}
