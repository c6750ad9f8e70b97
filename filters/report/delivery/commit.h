/* SPDX-License-Identifier: ISC */
/*
 * commit.h: a commit of the ledger that goes on while the mail it tells of is on its way: the disk and
 * the network are waited for at once.  Between commit_begin and commit_end nobody else uses the store.
 */
#ifndef LISTBRIEF_REPORT_COMMIT_H
#define LISTBRIEF_REPORT_COMMIT_H

#include "store/store.h"

#include <pthread.h>

/* The end of one attempt, and the begin of the next. */
#define COMMIT_MOVES_MAX 2

struct commit {
	struct store *store;
	uint64_t digest;
	struct store_move moves[COMMIT_MOVES_MAX];
	size_t n; /* 0: nothing to commit */
	int64_t now;
	enum store_status status;
	pthread_t thread;
	bool running;
};

/* store, digest, moves and n are set, and what moves point to stays until commit_end. */
void commit_begin(struct commit *c);
/* Waits; what became of it, however often it is asked. */
enum store_status commit_end(struct commit *c);

#endif
