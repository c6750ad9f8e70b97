/* SPDX-License-Identifier: ISC */
#include "common/address.h"
#include "common/header.h"
#include "common/loop.h"
#include "common/maildate.h"
#include "common/mailid.h"
#include "common/rfc2047.h"
#include "common/utf8.h"
#include "store/record.h"

#include <stdlib.h>

#define NOW INT64_C(1763110800)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool holds)
{
	if (!holds)
		abort();
}

/* What ingest says of a mail comes out of the log as it went in. */
static void
slip(const struct header *h, struct bytes id)
{
	struct slip in = { .arrival = maildate_arrival(h, NOW), .taken = NOW, .id = id }, out;
	struct buf b = BUF_INIT;
	struct bytes packed;

	must(in.arrival <= NOW);
	record_write_slip(&b, &in);
	must(record_read_slip(buf_bytes(&b), &out, &packed) && packed.n == 0);
	must(out.arrival == in.arrival && bytes_equal(out.id, id));
	buf_release(&b);
}

/* And so does what aggregate says of its header, which is fit to be shown. */
static void
record(struct arena *a, const struct header *h, struct bytes id)
{
	struct mailbox from = address_first(a, header_get(h, "From"));
	struct store_mail in = { .id = id, .name = from.name, .address = from.address, .seq = 1 },
			  out;
	struct buf b = BUF_INIT;
	struct bytes *refs;

	in.subject = rfc2047_decode(a, header_get(h, "Subject"));
	in.nrefs = mailid_references(
	    a, header_get(h, "References"), header_get(h, "In-Reply-To"), id, &refs);
	in.refs = refs;
	must(utf8_valid(in.subject) && utf8_valid(in.name) && in.nrefs <= MAILID_REFS_MAX);
	record_write_mail(&b, &in, true, NULL, 0);
	must(record_read_mail(buf_bytes(&b), &(struct slip){ 0 }, a, &out));
	must(bytes_equal(out.subject, in.subject) && bytes_equal(out.name, in.name));
	must(bytes_equal(out.address, in.address) && out.nrefs == in.nrefs);
	for (size_t i = 0; i < in.nrefs; i++)
		must(bytes_equal(out.refs[i], in.refs[i]));
	buf_release(&b);
}

/* A mail as it came, to the records the store keeps of it. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct header h;
	struct bytes id;

	header_scan((struct bytes){ (const char *)data, size }, &h);
	id = mailid_own(a, header_get(&h, "Message-ID"));
	loop_marked(&h);
	slip(&h, id);
	record(a, &h, id);
	arena_free(a);
	return 0;
}
