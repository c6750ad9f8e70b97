/* SPDX-License-Identifier: ISC */
#include "store/wire.h"

#include <string.h>

#define VERSION 1

void
wire_put_version(struct buf *out)
{
	wire_put_number(out, VERSION);
}

void
wire_put_number(struct buf *out, uint64_t n)
{
	char *to = buf_room(out, 10);
	size_t i = 0;

	for (; n >= 0x80; n >>= 7)
		to[i++] = (char)(n | 0x80);
	to[i++] = (char)n;
	out->n += i;
}

void
wire_put_signed(struct buf *out, int64_t n)
{
	wire_put_number(out, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

void
wire_put_raw(struct buf *out, const void *p, size_t n)
{
	buf_add(out, (struct bytes){ p, n });
}

void
wire_put_bytes(struct buf *out, struct bytes b)
{
	wire_put_number(out, b.n);
	buf_add(out, b);
}

uint64_t
wire_get_number(struct wire *r)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (r->rest.n == 0)
			break;
		unsigned char c = (unsigned char)*r->rest.p;
		r->rest = bytes_slice(r->rest, 1, r->rest.n);
		if (shift == 63 && c > 1)
			break;
		n |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return n;
	}
	r->bad = true;
	return 0;
}

int64_t
wire_get_signed(struct wire *r)
{
	uint64_t n = wire_get_number(r);

	return (int64_t)(n >> 1 ^ (n & 1 ? UINT64_MAX : 0));
}

unsigned
wire_get_unsigned(struct wire *r)
{
	uint64_t n = wire_get_number(r);

	r->bad |= n > UINT32_MAX;
	return (unsigned)n;
}

int
wire_get_int(struct wire *r)
{
	int64_t n = wire_get_signed(r);

	r->bad |= n < INT32_MIN || n > INT32_MAX;
	return (int)n;
}

bool
wire_get_bool(struct wire *r)
{
	uint64_t n = wire_get_number(r);

	r->bad |= n > 1;
	return n == 1;
}

void
wire_get_raw(struct wire *r, void *to, size_t n)
{
	if (n > r->rest.n) {
		r->bad = true;
		memset(to, 0, n);
		return;
	}
	memcpy(to, r->rest.p, n);
	r->rest = bytes_slice(r->rest, n, r->rest.n);
}

struct bytes
wire_get_bytes(struct wire *r)
{
	uint64_t n = wire_get_number(r);
	struct bytes b;

	if (n > r->rest.n) {
		r->bad = true;
		return BYTES_NONE;
	}
	b = bytes_slice(r->rest, 0, (size_t)n);
	r->rest = bytes_slice(r->rest, (size_t)n, r->rest.n);
	return b;
}

size_t
wire_get_count(struct wire *r, size_t size)
{
	uint64_t n = wire_get_number(r);

	if (n > r->rest.n / size) {
		r->bad = true;
		return 0;
	}
	return (size_t)n;
}

struct wire
wire_begin(struct bytes in)
{
	struct wire r = { in, false };

	r.bad = wire_get_number(&r) != VERSION;
	return r;
}

bool
wire_done(const struct wire *r)
{
	return !r->bad && r->rest.n == 0;
}
