/* SPDX-License-Identifier: ISC */
#include "filters/report/model/explain.h"

#include "common/utf8.h"
#include "filters/report/verify/claim.h"

#define COLUMNS ((size_t)78)

static bool
has_mail(const struct json *thread, struct bytes id)
{
	const struct json *mails = json_get(thread, "mails");

	for (size_t i = 0; i < json_count(mails); i++)
		if (bytes_equal(json_text_of(json_get(json_at(mails, i), "message_id")), id))
			return true;
	return false;
}

const struct json *
explain_find(const struct json *digest, struct bytes name)
{
	const struct json *threads = json_get(digest, "threads"), *found = NULL;
	size_t n = 0;

	for (size_t i = 0; i < json_count(threads); i++) {
		const struct json *thread = json_at(threads, i);
		struct bytes id = json_text_of(json_get(thread, "id"));

		if (bytes_equal(id, name) || has_mail(thread, name))
			return thread;
		if (name.n && bytes_starts(id, name)) {
			found = thread;
			n++;
		}
	}
	return n == 1 ? found : NULL;
}

static void
add_text(struct buf *out, struct bytes text, const char *first, const char *rest)
{
	struct arena *a = arena_new();

	utf8_wrap(out, utf8_clean(a, text, UTF8_LINE), COLUMNS, first, rest);
	arena_free(a);
}

static const struct json *
mail_of(const struct json *thread, int64_t n)
{
	return n > 0 ? json_at(json_get(thread, "mails"), (size_t)n - 1) : NULL;
}

/* "    [3] Marc Zyngier, 2022-05-03T10:00:00+00:00  https://..." */
static void
add_mail(struct buf *out, const struct json *thread, int64_t n, int64_t sentence)
{
	const struct json *mail = mail_of(thread, n);
	struct arena *a = arena_new();
	struct bytes name = json_text_of(json_path(mail, "from.name"));
	struct bytes date = json_text_of(json_get(mail, "date"));
	struct bytes url = json_text_of(json_get(mail, "url"));

	name =
	    utf8_clean(a, name.n ? name : json_text_of(json_path(mail, "from.address")), UTF8_LINE);
	url = utf8_clean(a, url, UTF8_LINE);
	buf_addf(out, "    [%lld] ", (long long)n);
	if (mail)
		buf_addf(out, "%.*s, %.*s", (int)name.n, name.p, (int)date.n, date.p);
	else
		buf_adds(out, "no such mail");
	if (sentence > 0)
		buf_addf(out, ", sentence %lld", (long long)sentence);
	buf_addc(out, '\n');
	if (url.n)
		buf_addf(out, "        %.*s\n", (int)url.n, url.p);
	arena_free(a);
}

/* One of summarize_json's claims. */
static void
add_claim(struct buf *out, const struct json *thread, const struct json *claim)
{
	const struct json *cites = json_get(claim, "cites");
	int64_t rule = json_number_of(json_get(claim, "rule"), 0);
	struct bytes part = json_text_of(json_get(claim, "part"));
	struct bytes kind = json_text_of(json_get(claim, "kind"));

	add_text(out, json_text_of(json_get(claim, "text")), "  * ", "    ");
	buf_addf(out, "    %.*s, %.*s\n", (int)part.n, part.p, (int)kind.n, kind.p);
	add_text(out, json_text_of(json_get(claim, "quote")), "    quote: ", "      ");
	if (rule > 0) {
		buf_addf(out, "    dropped by V%lld: ", (long long)rule);
		add_text(out, json_text_of(json_get(claim, "why")), "", "      ");
	}
	for (size_t i = 0; i < json_count(cites); i++)
		add_mail(out, thread, json_number_of(json_at(json_at(cites, i), 0), 0),
		    json_number_of(json_at(json_at(cites, i), 1), 0));
}

static void
add_claims(struct buf *out, const struct json *thread, const char *title, const struct json *claims)
{
	if (json_count(claims) == 0)
		return;
	buf_addf(out, "\n%s\n", title);
	for (size_t i = 0; i < json_count(claims); i++)
		add_claim(out, thread, json_at(claims, i));
}

/* A sentence of the digest: its own words are the quote. */
static void
add_extract(struct buf *out, const struct json *thread, const char *part)
{
	const struct json *claims = json_get(json_get(thread, "summary"), part);
	bool all =
	    bytes_equal(json_text_of(json_path(thread, "summary.engine")), BYTES_LIT("extractive"));

	for (size_t i = 0; i < json_count(claims); i++) {
		const struct json *claim = json_at(claims, i), *cites = json_get(claim, "cites");

		if (!all && !json_flag_of(json_get(claim, "extract")))
			continue;
		add_text(out, json_text_of(json_get(claim, "text")), "  * ", "    ");
		buf_addf(out, "    %s, extract\n", part);
		for (size_t k = 0; k < json_count(cites); k++)
			add_mail(out, thread, json_number_of(json_at(cites, k), 0), 0);
	}
}

static void
add_made(struct buf *out, const struct json *thread)
{
	const struct json *r = json_get(thread, EXPLAIN_KEY);
	struct bytes failed = json_text_of(json_get(r, "failed"));

	if (r == NULL)
		buf_adds(out, "made by: extract, no model was asked\n");
	else if (failed.n)
		buf_addf(out, "made by: extract, in place of the model: %.*s\n", (int)failed.n,
		    failed.p);
	else
		buf_addf(out, "made by: model, %lld of %lld sentences held; cites mended: %lld\n",
		    (long long)json_number_of(json_get(r, "held"), 0),
		    (long long)json_number_of(json_get(r, "given"), 0),
		    (long long)json_number_of(json_get(r, "mended"), 0));
}

void
explain_thread(struct buf *out, const struct json *thread)
{
	const struct json *r = json_get(thread, EXPLAIN_KEY);
	bool failed = json_type(json_get(r, "failed")) == JSON_TEXT;

	add_text(out, json_text_of(json_get(thread, "subject")), "", "  ");
	buf_adds(out, "thread: ");
	add_text(out, json_text_of(json_get(thread, "id")), "", "");
	add_made(out, thread);
	add_claims(out, thread, failed ? "Held, but not shown:" : "Shown:", json_get(r, "claims"));
	if (bytes_equal(json_text_of(json_path(thread, "summary.engine")), BYTES_LIT("model")) ==
	    false)
		buf_adds(out, "\nExtract:\n");
	for (unsigned p = 0; p < CLAIM_PARTS; p++)
		add_extract(out, thread, claim_part_name(p));
	add_claims(out, thread, "Dropped:", json_get(r, "dropped"));
}
