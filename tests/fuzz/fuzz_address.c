/* SPDX-License-Identifier: ISC */
#include "common/address.h"
#include "common/utf8.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A mailbox we write is one mailbox, whose address comes back. */
static void
write_and_read(struct arena *a, struct mailbox m)
{
	struct buf out = BUF_INIT;
	struct mailbox back;
	struct bytes rest, line;

	if (!address_write(&out, m, 4)) {
		if (address_valid(m.address) || out.n)
			abort();
		return;
	}
	rest = buf_bytes(&out);
	for (bool first = true; bytes_line(&rest, &line); first = false)
		if (line.n > 998 || (!first && line.p[0] != ' '))
			abort();
	rest = buf_bytes(&out);
	if (!address_next(a, &rest, &back) || !bytes_equal(back.address, m.address) ||
	    address_next(a, &rest, &back))
		abort();
	buf_release(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct bytes rest = { (const char *)data, size };
	struct mailbox m, last = { BYTES_NONE, BYTES_NONE };
	size_t before = rest.n;

	write_and_read(a, (struct mailbox){ rest, BYTES_LIT("a@b.example") });
	while (address_next(a, &rest, &m)) {
		if (rest.n >= before || m.name.n > ADDRESS_NAME_MAX ||
		    m.address.n > ADDRESS_BYTES_MAX)
			abort();
		if (!utf8_valid(m.name) ||
		    (m.address.n && bytes_find_byte(m.address, '@') == m.address.n))
			abort();
		before = rest.n;
		write_and_read(a, m);
		if (address_same_person(m, last) != address_same_person(last, m))
			abort();
		last = m;
	}
	arena_free(a);
	return 0;
}
