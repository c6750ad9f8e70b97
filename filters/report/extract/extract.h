/* SPDX-License-Identifier: ISC */
/*
 * extract.h: the summary of a thread without a model: sentences of its mails, verbatim, in
 * three parts.  Pure; the same bytes on every run.
 *
 * Each sentence has a score (candidate.h).  Of what the posting says the best is taken; then every
 * sender of new mail is heard once before anyone is twice, the last word of who decided something is
 * kept, and so are questions nobody answered; then the best of the rest, as far as there is room.  No two
 * chosen sentences say nearly the same.  What is chosen stands in the thread's order.
 */
#ifndef LISTBRIEF_REPORT_EXTRACT_H
#define LISTBRIEF_REPORT_EXTRACT_H

#include "common/arena.h"
#include "common/bytes.h"

/* Sentences of each part at most, where no length is asked for; of new mail one for each sender even so. */
#define EXTRACT_ORIGINAL 3
#define EXTRACT_EARLIER 3
#define EXTRACT_WEEK 5
#define EXTRACT_VOICES_MAX 20
/* Sentences at most where one is. */
#define EXTRACT_CLAIMS_MAX ((size_t)300)
/* Mails of a thread that are read: the first one and the newest others. */
#define EXTRACT_MAILS_MAX ((size_t)300)
#define EXTRACT_WORDS_MAX 100000

/* How long the extract of a thread may be; all zero: a few lines a part. */
struct extract_length {
	unsigned words;
	unsigned percent; /* of the words of its mails, quotes and all, but for code and diffs */
};

struct extract_mail {
	struct bytes text; /* text.h's form */
	size_t person;     /* people_number; SIZE_MAX for a robot */
	bool new;
	bool patch;        /* part of the posting itself, no reply */
	bool answered;     /* a mail of the thread replies to it */
	bool decides;      /* it tells that something was applied, refused, or is wanted anew */
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

struct extract_thread {
	struct bytes subject;
	const struct extract_mail *mails; /* in the digest's order */
	size_t n;
	size_t root; /* which of them the thread is about: its root, else its first */
};

/* "200" or "30%": 1 to EXTRACT_WORDS_MAX words, 1 to 100 percent.  False for anything else. */
bool extract_length_read(const char *s, struct extract_length *length);

/* The words an extract of this length may have. */
size_t extract_room(const struct extract_thread *t, struct extract_length length);

/*
 * Every claim of original is from the root or a patch of the posting, of earlier from an older reply, of
 * this_week from a new one.  weights: as in candidate.h, NULL for the fitted ones.
 */
void extract_make(struct arena *a, const struct extract_thread *t, struct extract_length length,
    const double *weights, struct extract *out);

#endif
