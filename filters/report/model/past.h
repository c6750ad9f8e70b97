/* SPDX-License-Identifier: ISC */
/*
 * past.h: what a digest told of its threads by a model's claims, kept in the store when it is sent, so that
 * the next one asks about what is new and is told the rest in few words.
 */
#ifndef LISTBRIEF_REPORT_PAST_H
#define LISTBRIEF_REPORT_PAST_H

#include "filters/report/model/summarize.h"
#include "store/store.h"

/* Adds to told, an object, the claims of the thread with this id; those that name mails by number name them for good. */
void past_add(struct json *told, const char *id, const struct dossier *d, const struct summarize_result *r);

/* Keeps it as told in this language by the digest whose window ended at until. */
enum store_status past_put(struct store *s, const char *language, int64_t until, const struct json *told);
/* STORE_NONE: no digest that was sent ended there.  The caller frees *told. */
enum store_status past_get(struct store *s, const char *language, int64_t until, struct json **told);

/*
 * The claims of a thread that still hold (verify.h), at most SUMMARIZE_CLAIMS_MAX: all mails they cite are there, and
 * none is new.  Their cites are the mails' numbers of today; a claim on replies is of CLAIM_EARLIER.  told may be NULL.
 */
struct claim *past_claims(struct arena *a, const struct lexicon *l, const struct dossier *d, const struct json *told,
    const char *id, size_t *n);

#endif
