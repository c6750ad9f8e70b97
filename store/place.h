/* SPDX-License-Identifier: ISC */
/*
 * place.h: the folder of a store, DIR/LIST, and its lock.
 *
 *	lock          flock(2) on it is held around the opening of the environment and around each
 *	              write: LMDB's own lock is then never waited for, and no opener is killed while
 *	              another one waits in the same place (that loses a commit, LMDB 0.9).  Not empty
 *	              once the store was made: the mark by which a lost data.mdb is told from a new store.
 *	data.mdb      LMDB's
 *	lock.mdb      LMDB's; made here with room for its readers, so that a full disk is an
 *	              error here and no SIGBUS there
 *	claim-WHAT    store_claim
 */
#ifndef LISTBRIEF_STORE_PLACE_H
#define LISTBRIEF_STORE_PLACE_H

#include "store/store.h"

#include <sys/types.h>

#define PLACE_CLAIMS_MAX 4

struct place {
	char *path; /* DIR/LIST */
	int folder, lock;
	int claims[PLACE_CLAIMS_MAX];
	size_t nclaims;
	bool made;   /* the mark is there */
	off_t bytes; /* of data.mdb; set by place_ready */
};

/* Opens the folder and its lock file, making both with STORE_CREATE.  STORE_NONE: no store there. */
enum store_status place_open(struct place *p, const char *dir, const char *list, enum store_mode mode);
void place_close(struct place *p);

/* Waits at most seconds for the lock. */
enum store_status place_lock(struct place *p, int seconds);
void place_unlock(struct place *p);

/* Under the lock: LMDB's files are there and plain, or are made with STORE_CREATE.  Refuses one that was lost. */
enum store_status place_ready(struct place *p, enum store_mode mode);
/* Under the lock, once the store holds what a new one holds: sets the mark, durably. */
enum store_status place_mark(struct place *p);

/* STORE_AGAIN, unlogged, where another program holds it. */
enum store_status place_claim(struct place *p, const char *what);

#endif
