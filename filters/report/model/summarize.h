/* SPDX-License-Identifier: ISC */
/*
 * summarize.h: one thread's way through a model: request, answer, check, at most one more try, and then
 * verified claims or the reason why there are none.  No I/O but the prompt's template: who drives it sends the
 * requests.
 *
 *	s = summarize_new(...);
 *	while ((p = summarize_request(s)))
 *		if (asked p) summarize_answer(s, text); else summarize_fail(s, "timeout");
 *	r = summarize_result(s);
 */
#ifndef LISTBRIEF_REPORT_SUMMARIZE_H
#define LISTBRIEF_REPORT_SUMMARIZE_H

#include "filters/report/model/prompt.h"
#include "filters/report/verify/verify.h"

/* Pieces a thread is cut into. */
#define SUMMARIZE_SCOPES_MAX ((size_t)64)
/* Claims of one thread that are kept, all its scopes together. */
#define SUMMARIZE_CLAIMS_MAX ((size_t)12)

struct summarize;

/*
 * scopes[n]: the thread as it is cut where it does not fit a model's context, at most SUMMARIZE_SCOPES_MAX; one scope of
 * all mails else.  calls: requests there may be of it; a second try only leaves as many as the other scopes need.  All
 * that is given must outlive it.
 */
struct summarize *summarize_new(struct arena *a, const struct prompt_setup *setup, const struct dossier *d,
    const struct prompt_scope *scopes, size_t n, size_t calls);

/* The request to be sent next, the same until it is answered; NULL where all is done or the template cannot be read. */
const struct prompt *summarize_request(struct summarize *s);
/* What came back for it: the message's content. */
void summarize_answer(struct summarize *s, struct bytes content);
/* Nothing came back; why is a literal.  The scope is given up. */
void summarize_fail(struct summarize *s, const char *why);

/* The claims that hold, those that do not and why, or that the extract has to do. */
struct summarize_result {
	const char *failed; /* NULL, or why the extract has to do: "timeout", "no JSON", "too few sentences held" */
	bool answered;      /* all that was asked was answered with what could be read, be it nothing */
	struct claim *claims, *dropped;
	size_t n, ndropped;
	const int *rules;       /* of dropped */
	const char *const *why; /* of dropped */
	size_t mended;
	size_t given, held;     /* how many were checked, and how many of those held; n of them are kept */
};

struct summarize_result summarize_result(struct summarize *s);

/* Whether asking once more would be a waste: it is for the cache. */
bool summarize_is_final(const struct summarize_result *r);

/* For the cache; false where v is none such. */
struct json *summarize_json(const struct summarize_result *r);
bool summarize_read(struct arena *a, const struct json *v, struct summarize_result *r);

/*
 * The summary of the digest (digest.h): extract is what summary_json made of the thread; it is returned as it is
 * where r failed, else freed.  A part for which there are no claims though the extract has some is the
 * extract's, each claim with "extract": true, and the engine "mixed"; else "model".  "checked": {held, of}; "open" stays.
 */
struct json *summarize_summary(struct arena *a, const struct summarize_result *r, struct json *extract);

#endif
