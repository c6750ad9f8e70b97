/* SPDX-License-Identifier: ISC */
#include "common/header.h"
#include "common/mailid.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_ids(struct arena *a, const struct header *h)
{
	struct bytes own = mailid_own(a, header_get(h, "Message-ID")), *ids;
	size_t n = mailid_references(
	    a, header_get(h, "References"), header_get(h, "In-Reply-To"), own, &ids);

	if (n > MAILID_REFS_MAX || own.n > MAILID_BYTES_MAX)
		abort();
	for (size_t i = 0; i < n; i++) {
		if (ids[i].n == 0 || ids[i].n > MAILID_BYTES_MAX || bytes_equal(ids[i], own))
			abort();
		for (size_t k = 0; k < ids[i].n; k++)
			if ((unsigned char)ids[i].p[k] <= ' ')
				abort();
		for (size_t k = 0; k < i; k++)
			if (bytes_equal(ids[i], ids[k]))
				abort();
	}
}

/* Block and body lie in the mail, fields in the block; ids hold no white space and come once. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct bytes raw = { (const char *)data, size }, rest;
	struct header h;
	struct field field;

	header_scan(raw, &h);
	if (h.block.n > HEADER_BYTES_MAX || h.block.n + h.body.n > raw.n)
		abort();
	if (h.body.n && h.body.p + h.body.n != raw.p + raw.n)
		abort();
	rest = h.block;
	while (header_next(&rest, &field)) {
		struct bytes line = header_unfold(a, field.value);
		if (field.name.n == 0 || field.value.p + field.value.n > h.block.p + h.block.n)
			abort();
		if (bytes_find_byte(line, '\n') < line.n)
			abort();
	}
	check_ids(a, &h);
	arena_free(a);
	return 0;
}
