/* SPDX-License-Identifier: ISC */
#include "filters/ingest/intake.h"

#include "common/log.h"
#include "common/loop.h"
#include "common/maildate.h"
#include "common/mailid.h"

#include <inttypes.h>
#include <string.h>

struct extent {
	size_t from, to; /* in raw */
	bool cut;
};

/* mails is the sum of the others. */
struct counts {
	uint64_t mails, new, duplicates, replaced, spooled, ours;
};

struct intake {
	struct arena *run, *batch;
	const char *dir, *list;
	int seconds;
	struct store *store; /* NULL: not opened yet */
	int64_t now;
	struct buf raw;
	struct extent *extents; /* room for most */
	size_t n, most;
	struct counts counts;
};

struct intake *
intake_new(const char *dir, const char *list, int seconds, int64_t now)
{
	struct arena *a = arena_new();
	struct intake *in = arena_alloc(a, sizeof *in);

	in->run = a;
	in->batch = arena_new();
	in->dir = dir;
	in->list = list;
	in->seconds = seconds;
	in->now = now;
	in->most = seconds == INTAKE_NO_WAIT ? 1 : INTAKE_BATCH_MAILS;
	in->extents = arena_array(a, in->most, sizeof *in->extents);
	return in;
}

void
intake_free(struct intake *in)
{
	if (in == NULL)
		return;
	store_close(in->store);
	buf_release(&in->raw);
	arena_free(in->batch);
	arena_free(in->run);
}

struct buf *
intake_buf(struct intake *in)
{
	return &in->raw;
}

/* Without the mbox line in front and the white space at the end, with LF for CRLF. */
static struct bytes
plain_form(struct arena *a, const struct header *h, struct bytes raw)
{
	size_t envelope = h->block.p ? (size_t)(h->block.p - raw.p) : 0;
	struct bytes rest = bytes_trim_end(bytes_slice(raw, envelope, raw.n)), line;
	size_t n = 0;
	char *to;

	if (bytes_find(rest, BYTES_LIT("\r\n")) == rest.n)
		return rest;
	to = arena_alloc(a, rest.n);
	while (bytes_line(&rest, &line)) {
		memcpy(to + n, line.p, line.n);
		n += line.n;
		if (rest.n)
			to[n++] = '\n';
	}
	return (struct bytes){ to, n };
}

/* The id of a mail that has none: however it comes in again, it gets the same one. */
static struct bytes
made_id(struct arena *a, const struct header *h, struct bytes raw)
{
	struct hash hash = hash_bytes(plain_form(a, h, raw));

	return bytes_from(arena_printf(a, "%s@no-id.invalid", hash_hex(a, &hash, 16)));
}

static struct store_mail_in
look(struct intake *in, const struct header *h, struct bytes raw, bool cut)
{
	struct store_mail_in mail = { .raw = raw, .flags = cut ? STORE_MAIL_CUT : 0 };

	mail.id = mailid_own(in->batch, header_get(h, "Message-ID"));
	mail.arrival = maildate_arrival(h, in->now);
	if (mail.id.n == 0) {
		mail.id = made_id(in->batch, h, raw);
		mail.flags |= STORE_MAIL_NO_ID;
	}
	return mail;
}

/* The batch as the store takes it, without digests of ours. */
static struct store_mail_in *
look_at_all(struct intake *in, size_t *n)
{
	struct store_mail_in *mails = arena_array(in->batch, in->n, sizeof *mails);
	struct header h;

	*n = 0;
	for (size_t i = 0; i < in->n; i++) {
		struct extent e = in->extents[i];
		struct bytes raw = bytes_slice(buf_bytes(&in->raw), e.from, e.to);
		header_scan(raw, &h);
		if (loop_marked(&h))
			log_info("a digest of ours is passed over");
		else
			mails[(*n)++] = look(in, &h, raw, e.cut);
	}
	return mails;
}

static const char *
plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void
count(struct counts *c, const struct store_mail_in *mail)
{
	switch (mail->result) {
	case STORE_PUT_NEW:
		c->new ++;
		break;
	case STORE_PUT_DUPLICATE:
		c->duplicates++;
		break;
	case STORE_PUT_REPLACED:
		c->replaced++;
		break;
	case STORE_PUT_SPOOLED:
		c->spooled++;
		break;
	}
}

/* Opens the store, and makes room in its spool. */
static enum store_status
open_store(struct intake *in)
{
	enum store_status status =
	    store_open(&in->store, in->dir, in->list, STORE_CREATE, in->seconds);
	uint64_t spooled = 0;

	if (status == STORE_OK)
		status = store_drain(in->store, &spooled);
	if (spooled)
		log_info("%" PRIu64 " mail%s out of the spool", spooled, plural(spooled));
	return status;
}

static enum store_status
put(struct intake *in, struct store_mail_in *mails, size_t n)
{
	enum store_status status = STORE_OK;

	if (in->seconds == INTAKE_NO_WAIT) {
		for (size_t i = 0; i < n && status == STORE_OK; i++)
			status = store_deliver(in->dir, in->list, &mails[i], in->now);
		return status;
	}
	if (n && in->store == NULL)
		status = open_store(in);
	if (n && status == STORE_OK)
		status = store_put_mails(in->store, mails, n, in->now);
	return status;
}

enum store_status
intake_flush(struct intake *in)
{
	struct store_mail_in *mails;
	enum store_status status;
	size_t n;

	if (in->n == 0)
		return STORE_OK;
	mails = look_at_all(in, &n);
	status = put(in, mails, n);
	if (status == STORE_OK) {
		in->counts.mails += in->n;
		in->counts.ours += in->n - n;
		for (size_t i = 0; i < n; i++)
			count(&in->counts, &mails[i]);
	}
	in->n = 0;
	buf_clear(&in->raw);
	arena_reset(in->batch);
	return status;
}

enum store_status
intake_end(struct intake *in, bool cut)
{
	size_t from = in->n ? in->extents[in->n - 1].to : 0;

	if (in->raw.n == from)
		return STORE_OK;
	in->extents[in->n++] = (struct extent){ from, in->raw.n, cut };
	if (in->n < in->most && in->raw.n < INTAKE_BATCH_BYTES)
		return STORE_OK;
	return intake_flush(in);
}

uint64_t
intake_mails(const struct intake *in)
{
	return in->counts.mails;
}

char *
intake_sum(const struct intake *in, struct arena *a)
{
	const struct counts *c = &in->counts;
	char *sum = arena_printf(a,
	    "%" PRIu64 " mail%s: %" PRIu64 " new, %" PRIu64 " duplicate%s, %" PRIu64
	    " digest%s of ours passed over",
	    c->mails, plural(c->mails), c->new, c->duplicates, plural(c->duplicates), c->ours,
	    plural(c->ours));

	if (c->replaced)
		sum = arena_printf(a, "%s, %" PRIu64 " in place of a cut copy", sum, c->replaced);
	if (c->spooled)
		sum = arena_printf(a, "%s, %" PRIu64 " spooled", sum, c->spooled);
	return sum;
}
