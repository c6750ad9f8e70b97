/* SPDX-License-Identifier: ISC */
/*
 * extract.h: the summary of a thread without a model: sentences of its mails, verbatim, in
 * three parts.  Pure; the same bytes on every run.
 *
 * How a sentence is chosen: features between 0 and 1 (its place in the mail and the paragraph, the
 * terms it shares with other mails of the thread and with the subject, its length, words that cue a
 * problem, a decision or a proposal, a question, an answer to a quote), weighted and summed in
 * extract.c.  Every sender of new mail is heard once before anyone is twice; questions nobody answered
 * come next; no two chosen sentences say nearly the same.  What is chosen stands in the thread's order.
 */
#ifndef LISTBRIEF_REPORT_EXTRACT_H
#define LISTBRIEF_REPORT_EXTRACT_H

#include "common/arena.h"
#include "common/bytes.h"

/* Sentences of each part at most. */
#define EXTRACT_ORIGINAL 3
#define EXTRACT_EARLIER 3
#define EXTRACT_WEEK 5
/* Mails of a thread that are read: the first one and the newest others. */
#define EXTRACT_MAILS_MAX ((size_t)300)

struct extract_mail {
	struct bytes text; /* text.h's form */
	size_t person;     /* people_number; SIZE_MAX for a robot */
	bool new;
	bool patch;        /* part of the posting itself, no reply */
	bool answered;     /* a mail of the thread replies to it */
};

struct extract_claim {
	struct bytes text;
	size_t mail; /* index into mails: its n is one more */
};

struct extract_part {
	struct extract_claim *claims;
	size_t n;
};

struct extract {
	struct extract_part original, earlier, this_week;
};

/*
 * mails[n] in the digest's order; root: which of them the thread is about (its root, else its
 * first).  Every claim of original is from the root or a patch of the posting, of earlier from an
 * older reply, of this_week from a new one.
 */
void extract_thread(struct arena *a, struct bytes subject, const struct extract_mail *mails, size_t n,
    size_t root, struct extract *out);

#endif
