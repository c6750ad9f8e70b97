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
 *	spool/        spool.h
 *	claim-WHAT    store_claim
 *
 * All of it is ours alone: a symbolic link, or what belongs to another user, is refused.  Files are
 * 0600 and folders 0700, whatever the umask.
 */
#ifndef LISTBRIEF_STORE_PLACE_H
#define LISTBRIEF_STORE_PLACE_H

#include "store/store.h"

#include <sys/stat.h>

#define PLACE_CLAIMS_MAX 4
#define PLACE_SPOOL "spool"

struct place {
	const char *dir;
	char *path; /* DIR/LIST */
	uid_t user; /* us */
	int folder, lock;
	int claims[PLACE_CLAIMS_MAX];
	size_t nclaims;
	bool made;   /* the mark is there; set by place_open and place_ready */
	off_t bytes; /* of data.mdb; set by place_ready */
};

/* Opens the folder and its lock file, making both with STORE_CREATE.  STORE_NONE: no store there.  dir stays the caller's. */
enum store_status place_open(struct place *p, const char *dir, const char *list, enum store_mode mode);
void place_close(struct place *p);

/* Waits at most seconds for the lock. */
enum store_status place_lock(struct place *p, int seconds);
/* STORE_AGAIN, unlogged, where another program holds it. */
enum store_status place_try_lock(struct place *p);
void place_unlock(struct place *p);

/* Under the lock: LMDB's files are there and plain, or are made with STORE_CREATE.  Refuses one that was lost. */
enum store_status place_ready(struct place *p, enum store_mode mode);
/* Makes the spool where it is missing, and sees to it that the folders above outlast a power cut. */
enum store_status place_settle(struct place *p);
/*
 * Under the lock: whether data.mdb, which could not be opened, is one that a power cut kept from being made:
 * no mark, small, and begun as LMDB begins one or with zeros.  Nothing in it was ever acknowledged.
 */
bool place_unfinished(const struct place *p);
/* Under the lock: renames it to data.mdb.unfinished. */
enum store_status place_set_aside(struct place *p);
/* Under the lock, once the store holds what a new one holds: settles it and sets the mark, durably. */
enum store_status place_mark(struct place *p);

/* Logs and gives STORE_BROKEN where st, of name in the folder, is no kind of file (S_IFREG, S_IFDIR), or not ours. */
enum store_status place_ours(const struct place *p, const char *name, const struct stat *st, mode_t kind);
enum store_status place_sync_folder(int fd, const char *path);

/* STORE_AGAIN, unlogged, where another program holds it. */
enum store_status place_claim(struct place *p, const char *what);

#endif
