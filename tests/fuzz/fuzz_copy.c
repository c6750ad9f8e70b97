/* SPDX-License-Identifier: ISC */
#include "common/copy.h"
#include "common/header.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A mail is a copy of itself; cut anywhere in its body it is a head of the whole; the hash agrees.
 */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes whole = { (const char *)data, size };
	struct header h;
	struct hash hash = copy_hash(whole);

	header_scan(whole, &h);
	for (size_t n = whole.n - h.body.n; n <= whole.n; n += 1 + whole.n / 64) {
		char *p = malloc(n + 1);
		struct bytes cut = { p, n };
		struct hash of_cut;
		enum copy copy;

		if (p == NULL)
			abort();
		if (n)
			memcpy(p, data, n);
		copy = copy_compare(cut, whole);
		of_cut = copy_hash(cut);
		if ((copy != COPY_SAME && copy != COPY_LONGER) ||
		    (copy == COPY_SAME) != hash_equal(&hash, &of_cut) ||
		    (copy == COPY_LONGER) != (copy_compare(whole, cut) == COPY_SHORTER))
			abort();
		free(p);
	}
	return 0;
}
