/* SPDX-License-Identifier: ISC */
#include "filters/report/model/past.h"

#include "filters/report/verify/defang.h"

#include <inttypes.h>
#include <stdio.h>

/* Goes up when what is kept changes its meaning. */
#define VERSION "listbrief.told/1"

void
past_add(
    struct json *told, const char *id, const struct dossier *d, const struct summarize_result *r)
{
	struct json *claims = json_array();

	for (size_t i = 0; i < r->n; i++) {
		const struct claim *claim = &r->claims[i];
		struct json *v = claim_json(claim), *ids = json_array();

		for (size_t k = 0; k < claim->ncites; k++)
			json_add(ids, json_text(d->mails[claim->cites[k].mail - 1].id));
		json_set(v, "mails", ids);
		json_add(claims, v);
	}
	json_set(told, id, claims);
}

static struct hash
key_of(const char *language, int64_t until)
{
	char time[24];
	struct bytes runs[3];

	snprintf(time, sizeof time, "%" PRId64, until);
	runs[0] = BYTES_LIT(VERSION);
	runs[1] = bytes_from(language);
	runs[2] = bytes_from(time);
	return hash_runs(runs, 3);
}

enum store_status
past_put(struct store *s, const char *language, int64_t until, const struct json *told)
{
	const struct hash key = key_of(language, until);
	struct buf text = BUF_INIT;
	enum store_status status;

	json_write(&text, told, false);
	status = store_put_summary(s, &key, buf_bytes(&text));
	buf_release(&text);
	return status;
}

enum store_status
past_get(struct store *s, const char *language, int64_t until, struct json **told)
{
	const struct hash key = key_of(language, until);
	struct arena *a = arena_new();
	struct bytes text;
	enum store_status status = store_get_summary(s, &key, a, &text);

	*told = status == STORE_OK ? json_parse(text, NULL) : NULL;
	arena_free(a);
	return status == STORE_OK && !*told ? STORE_NONE : status;
}

/* Its n today; 0 where it is not listed, or new. */
static size_t
find_mail(const struct dossier *d, struct bytes id)
{
	for (size_t i = 0; id.n && i < d->n; i++)
		if (bytes_equal(d->mails[i].id, id))
			return d->mails[i].new ? 0 : i + 1;
	return 0;
}

/* Gives the claim the numbers of today.  False where a mail is gone, or it is not known which
 * sentence it meant. */
static bool
place(const struct dossier *d, const struct json *ids, struct claim *claim)
{
	bool posted = true;

	for (size_t i = 0; i < claim->ncites; i++) {
		const size_t n = find_mail(d, json_text_of(json_at(ids, i)));

		if (n == 0 || claim->cites[i].sentence == 0)
			return false;
		claim->cites[i].mail = n;
		posted = posted && d->mails[n - 1].posting;
	}
	claim->part = posted ? CLAIM_ORIGINAL : CLAIM_EARLIER;
	return claim->ncites > 0;
}

struct claim *
past_claims(struct arena *a, const struct lexicon *l, const struct dossier *d,
    const struct json *told, const char *id, size_t *n)
{
	const struct json *all = json_get(told, id);
	struct claim *claims = arena_array(a, SUMMARIZE_CLAIMS_MAX, sizeof *claims);
	struct verify_result r;
	size_t given = 0;

	for (size_t i = 0; i < json_count(all) && given < SUMMARIZE_CLAIMS_MAX; i++) {
		struct claim *claim = &claims[given];

		if (claim_read(json_at(all, i), claim) &&
		    place(d, json_get(json_at(all, i), "mails"), claim))
			given++;
	}
	r = verify(a, l, d, claims, given);
	*n = 0;
	for (size_t i = 0; i < given; i++)
		if (r.rule[i] == 0) {
			claims[*n] = claim_copy(a, &claims[i]);
			claims[*n].text = defang(a, claims[*n].text);
			++*n;
		}
	return claims;
}
