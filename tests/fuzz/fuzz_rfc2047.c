/* SPDX-License-Identifier: ISC */
#include "common/rfc2047.h"
#include "common/utf8.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What was decoded is one clean line; encoded again, in lines that hold, it comes back. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct bytes raw = { (const char *)data, size }, text = rfc2047_decode(a, raw), rest, line;
	struct buf out = BUF_INIT;

	if (!utf8_valid(text))
		abort();
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.p[i] < ' ' || text.p[i] == 0x7f)
			abort();
	rfc2047_encode(&out, text, size % 80);
	rest = buf_bytes(&out);
	while (bytes_line(&rest, &line))
		if (line.n > 998)
			abort();
	if (bytes_find(text, BYTES_LIT("  ")) == text.n &&
	    !bytes_equal(rfc2047_decode(a, buf_bytes(&out)), text))
		abort();
	buf_clear(&out);
	rfc2047_encode(&out, raw, 0);
	rest = buf_bytes(&out);
	for (bool first = true; bytes_line(&rest, &line); first = false)
		if (!first && (line.n == 0 || line.p[0] != ' '))
			abort();
	buf_release(&out);
	arena_free(a);
	return 0;
}
