/* SPDX-License-Identifier: ISC */
#include "store/lines.h"
#include "store/pack.h"
#include "store/record.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

static void
slip(struct bytes in, struct buf *out)
{
	struct bytes rest;
	struct slip slip;

	if (!record_read_slip(in, &slip, &rest))
		return;
	record_write_slip(out, &slip);
	must(record_read_slip(buf_bytes(out), &slip, &rest) && rest.n == 0);
}

static void
mail(struct bytes in, struct arena *a, struct buf *out)
{
	const struct slip slip = { .arrival = 7, .id = BYTES_LIT("slip") };
	struct store_mail mail;
	bool whole = record_is_whole(in);

	if (!record_read_mail(in, &slip, a, &mail))
		return;
	record_write_mail(out, &mail, whole, NULL, 0);
	must(record_read_mail(buf_bytes(out), &slip, a, &mail));
}

static void
thread(struct bytes in, struct arena *a, struct buf *out)
{
	struct store_thread thread;

	if (!record_read_thread(in, a, &thread))
		return;
	record_write_thread(out, &thread);
	must(record_read_thread(buf_bytes(out), a, &thread));
}

static void
places(struct bytes in, struct buf *out)
{
	struct places places;

	if (!record_read_places(in, &places))
		return;
	record_write_places(out, &places);
	must(record_read_places(buf_bytes(out), &places));
}

static void
piece(struct bytes in, struct buf *out)
{
	struct piece piece;

	if (!record_read_piece(in, &piece))
		return;
	record_write_piece(out, &piece);
	must(record_read_piece(buf_bytes(out), &piece));
}

/* Any bytes are a text; what is read as one need not be split as we split it. */
static void
lines(struct bytes in, struct arena *a, struct buf *out)
{
	struct bytes text;

	lines_split(out, in);
	must(lines_join(buf_bytes(out), a, &text) && bytes_equal(text, in));
	lines_join(in, a, &text);
}

static void
digest_side(struct bytes in, struct buf *out)
{
	struct store_member member;
	struct store_delivery delivery;
	struct store_digest digest;

	if (record_read_member(in, &member)) {
		record_write_member(out, &member);
		must(record_read_member(buf_bytes(out), &member));
	}
	buf_clear(out);
	if (record_read_delivery(in, &delivery)) {
		record_write_delivery(out, &delivery);
		must(record_read_delivery(buf_bytes(out), &delivery));
	}
	buf_clear(out);
	if (record_read_digest(in, &digest)) {
		record_write_digest(out, &digest);
		must(record_read_digest(buf_bytes(out), &digest));
	}
}

static void
rest(struct bytes in, struct arena *a)
{
	struct store_tie *ties;
	struct bytes unpacked;
	struct packer *p = packer_new();
	size_t n;

	record_read_ties(in, &(struct slip){ 0 }, a, &ties, &n);
	/* The bound is the store's own; here it would only cost time. */
	if (pack_size(in, &n) && n < 1 << 20) {
		unpack(p, in, a, &unpacked);
		unpack_beside(p, in, in, a, &unpacked);
	}
	packer_free(p);
}

/* The store's values, were the file damaged: none is read outside of itself, and what is read can
 * be written. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes in = { (const char *)data, size };
	struct arena *a = arena_new();
	struct buf out = BUF_INIT;

	slip(in, &out);
	buf_clear(&out);
	mail(in, a, &out);
	buf_clear(&out);
	thread(in, a, &out);
	buf_clear(&out);
	places(in, &out);
	buf_clear(&out);
	digest_side(in, &out);
	buf_clear(&out);
	piece(in, &out);
	buf_clear(&out);
	lines(in, a, &out);
	rest(in, a);
	buf_release(&out);
	arena_free(a);
	return 0;
}
