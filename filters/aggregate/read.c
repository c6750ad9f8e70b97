/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/read.h"

#include "common/charset.h"
#include "common/header.h"
#include "common/maildate.h"
#include "common/mailid.h"
#include "common/rfc2047.h"
#include "common/subject.h"
#include "common/text.h"
#include "common/utf8.h"
#include "filters/aggregate/author.h"
#include "filters/aggregate/clean.h"
#include "filters/aggregate/facts.h"
#include "filters/aggregate/mime.h"
#include "filters/aggregate/robot.h"
#include "filters/aggregate/shortlog.h"
#include "filters/aggregate/worker.h"

#include <stdlib.h>
#include <string.h>

#define DAY ((int64_t)86400)
/* Clocks of real senders are up to 6 days ahead; lists hold mail for months. */
#define DATE_AHEAD_MAX (7 * DAY)
#define DATE_BEHIND_MAX (366 * DAY)

/* Text with the heads of its parts. */
#define ANSWER_BYTES_MAX (TEXT_BYTES_MAX + 8 * (MIME_PARTS_MAX + 1))

struct reader {
	struct worker *worker;
	struct buf answer, text;
};

/* In the child. */
static unsigned
open_mail(struct bytes raw, struct buf *out)
{
	struct arena *a = arena_new();
	unsigned flags = mime_read(a, raw, out);

	arena_free(a);
	return flags;
}

struct reader *
reader_new(void)
{
	struct reader *r = calloc(1, sizeof(*r));

	if (!r)
		out_of_memory();
	r->worker = worker_new(open_mail);
	return r;
}

void
reader_free(struct reader *r)
{
	if (!r)
		return;
	worker_free(r->worker);
	buf_release(&r->answer);
	buf_release(&r->text);
	free(r);
}

static void
read_date(const struct header *h, struct store_mail *mail)
{
	struct maildate date;

	if (maildate_parse(header_get(h, "Date"), &date) &&
	    date.time <= mail->arrival + DATE_AHEAD_MAX &&
	    date.time >= mail->arrival - DATE_BEHIND_MAX) {
		mail->date = date.time;
		mail->zone = date.zone;
		return;
	}
	mail->date = mail->arrival;
	mail->flags |= MAIL_NO_DATE;
}

static void
read_header(const struct header *h, struct arena *a, struct store_mail *mail)
{
	struct mailbox from = author_read(a, h);
	struct bytes *refs;
	struct subject subject;

	mail->name = arena_bytes(a, from.name);
	mail->address = arena_bytes(a, from.address);
	mail->subject = arena_bytes(a, rfc2047_decode(a, header_get(h, "Subject")));
	mail->nrefs = mailid_references(
	    a, header_get(h, "References"), header_get(h, "In-Reply-To"), mail->id, &refs);
	for (size_t i = 0; i < mail->nrefs; i++)
		refs[i] = arena_bytes(a, refs[i]);
	mail->refs = refs;
	subject_parse(a, mail->subject, BYTES_NONE, &subject);
	if (subject.flags & SUBJECT_REPLY)
		mail->flags |= MAIL_REPLY;
	if (robot_sent(h, from))
		mail->flags |= MAIL_BOT;
	read_date(h, mail);
}

/* By what a lone name under a mail is known: the name and the address without its domain. */
static struct bytes
sender(struct arena *a, const struct store_mail *mail)
{
	int local = (int)bytes_find_byte(mail->address, '@');

	return bytes_from(
	    arena_printf(a, "%.*s %.*s", (int)mail->name.n, mail->name.p, local, mail->address.p));
}

/* The sender's own text. */
static void
read_own(struct buf *out, struct bytes text, struct bytes from, struct store_mail *mail)
{
	unsigned flags = clean_text(out, text, from);

	if (flags & CLEAN_DIFF)
		mail->flags |= MAIL_PATCH;
	if (flags & CLEAN_CUT)
		mail->flags |= MAIL_CUT;
}

/* A raw body as plain text. */
static void
read_raw(struct arena *a, struct bytes body, struct store_mail *mail, struct buf *out)
{
	if (body.n > TEXT_BYTES_MAX) {
		body.n = TEXT_BYTES_MAX;
		mail->flags |= MAIL_CUT;
	}
	body = utf8_clean(a, charset_to_utf8(a, body, BYTES_NONE), UTF8_LINES);
	read_own(out, body, sender(a, mail), mail);
}

/* The mail's parts by kind of line. */
static void
read_parts(struct arena *a, struct bytes parts, struct store_mail *mail, struct buf *out)
{
	struct bytes from = sender(a, mail);
	struct mime_part part;

	while (mime_next(&parts, &part)) {
		if (part.kind == MIME_TEXT)
			read_own(out, part.text, from, mail);
		if (part.kind == MIME_FORWARD)
			clean_as(out, TEXT_QUOTE, part.text);
		if (part.kind == MIME_FILE)
			clean_as(out, TEXT_CODE, part.text);
		if (part.kind == MIME_PATCH) {
			clean_as(out, TEXT_DIFF, part.text);
			mail->flags |= MAIL_PATCH;
		}
	}
}

static bool
read_body(struct reader *r, struct bytes raw, const struct header *h, struct arena *a,
    struct store_mail *mail)
{
	enum worker_status status;
	unsigned flags;

	buf_clear(&r->answer);
	buf_clear(&r->text);
	status = worker_run(r->worker, raw, &r->answer, ANSWER_BYTES_MAX, &flags);
	if (status == WORKER_LOST) {
		mail->flags |= MAIL_UNREADABLE;
		read_raw(a, h->body, mail, &r->text);
	}
	if (status != WORKER_DONE)
		return status == WORKER_LOST;
	if (flags & MIME_HTML)
		mail->flags |= MAIL_HTML;
	if (flags & MIME_CUT)
		mail->flags |= MAIL_CUT;
	read_parts(a, buf_bytes(&r->answer), mail, &r->text);
	return true;
}

/* Of a person who posts no patch with it: a series sent to be pulled has all its patches in its
 * cover letter. */
static bool
asks_to_pull(struct arena *a, const struct store_mail *mail)
{
	struct subject subject;

	subject_parse(a, mail->subject, BYTES_NONE, &subject);
	return subject.flags & SUBJECT_PULL && !(mail->flags & MAIL_BOT) &&
	       !(subject.flags & (SUBJECT_PATCH | SUBJECT_RFC | SUBJECT_REPLY | SUBJECT_FORWARD));
}

static void
read_facts(struct arena *a, struct bytes text, struct store_mail *mail)
{
	const struct store_fact *found, *listed;
	struct store_fact *all;
	size_t n;

	mail->nfacts = facts_find(a, text, mail->flags & MAIL_BOT, &found);
	mail->facts = found;
	if (!asks_to_pull(a, mail) || (n = shortlog_find(a, text, &listed)) == 0)
		return;
	all = arena_array(a, mail->nfacts + n, sizeof(*all));
	if (mail->nfacts)
		memcpy(all, found, mail->nfacts * sizeof(*all));
	memcpy(all + mail->nfacts, listed, n * sizeof(*all));
	mail->facts = all;
	mail->nfacts += n;
}

bool
reader_read(struct reader *r, const struct store_mail_raw *raw, struct arena *a,
    struct store_mail *mail, struct bytes *text)
{
	struct header h;

	*mail = (struct store_mail){ .key = raw->key, .seq = raw->seq, .arrival = raw->arrival };
	mail->id = arena_bytes(a, raw->id);
	header_scan(raw->raw, &h);
	read_header(&h, a, mail);
	if (!read_body(r, raw->raw, &h, a, mail))
		return false;
	*text = arena_bytes(a, buf_bytes(&r->text));
	read_facts(a, *text, mail);
	return true;
}
