/* SPDX-License-Identifier: ISC */
/*
 * affected.h: the stored threads that a batch of mails may change, with all their mails.
 *
 * These are the threads that know an id of the batch, and those of the neighbours by soft ties, before
 * and after.  Where a mail leaves its place (a cut copy is replaced, an earlier arrival
 * comes to light), those tied to it look for a new neighbour.
 */
#ifndef LISTBRIEF_AGGREGATE_AFFECTED_H
#define LISTBRIEF_AGGREGATE_AFFECTED_H

#include "filters/aggregate/names.h"
#include "filters/aggregate/thread.h"

struct affected {
	struct store *s;
	struct arena *a;
	struct names *leaving; /* keys of the batch, and of mails that are gone: the store's word on them is old */

	struct store_mail *mails; /* the batch, then the mails of the threads */
	struct words *words;      /* of mails[] */
	size_t nmails;
	struct store_thread *threads;
	size_t nthreads;
	struct names *numbers; /* of the threads */
	struct names *asked;   /* ids whose threads were looked for */
};

/*
 * batch[n], words[n]: new or rewritten, each key once; gone[ngone]: unlinked, none of them in the batch.
 * f->s and f->a are set; all lives in the arena.
 */
enum store_status affected_find(struct affected *f, const struct store_mail *batch, const struct words *words,
    size_t n, const struct store_key *gone, size_t ngone);

#endif
