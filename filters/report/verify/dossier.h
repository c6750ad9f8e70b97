/* SPDX-License-Identifier: ISC */
/*
 * dossier.h: one thread of a digest as the model is shown it and its sentences are checked
 * against: each mail's own words, who sent it, and the facts that code found.  Pure.
 */
#ifndef LISTBRIEF_REPORT_DOSSIER_H
#define LISTBRIEF_REPORT_DOSSIER_H

#include "common/arena.h"
#include "common/json.h"

/* Of one mail: bytes of its own words, and sentences. */
#define DOSSIER_MAIL_BYTES ((size_t)64 * 1024)
#define DOSSIER_SENTENCES ((size_t)400)
/* A longer sentence is cut there, between characters. */
#define DOSSIER_SENTENCE_BYTES ((size_t)600)

struct dossier_mail {
	struct bytes name, address, subject, id;
	size_t person;                 /* people_number; SIZE_MAX for a robot */
	bool new;
	bool posting;                  /* what the thread is about: its root, or a patch of the series */
	size_t parent;                 /* n of the mail it hangs on; 0 where that is not listed */
	struct bytes own;              /* its own words (no quote, signature, trailer, diff) as one clean line */
	const struct bytes *sentences; /* of own, in order */
	const bool *code;              /* of each: a line of code, a log or a table */
	size_t nsentences;
};

struct dossier {
	const struct json *thread; /* the digest's */
	struct bytes subject;
	struct dossier_mail *mails; /* a mail's n is its index + 1 */
	size_t n, people;
	struct bytes facts; /* what code found, a line each: "state: applied by ... [n]" */
};

/* What the digest's thread does not hold, one for each of its mails. */
struct dossier_source {
	struct bytes text; /* text.h's form */
	size_t person;
	bool posting;
	size_t parent;
};

/* thread is a thread of the digest (digest.h) and must outlive the dossier, as must the texts. */
struct dossier *dossier_new(struct arena *a, const struct json *thread, const struct dossier_source *sources);

#endif
