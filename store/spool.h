/* SPDX-License-Identifier: ISC */
/*
 * spool.h: DIR/LIST/spool, where a mail waits that could not be stored at once: one file each,
 * named by the time, its slip and its packed bytes as the log will hold them.
 *
 *	tmp-NAME  being written; its deliverer has said nothing yet.  Left by one that was killed, it is
 *	          taken away after SPOOL_STALE_SECONDS.
 *	NAME      spooled: whole, and on the disk; until it is in the log.
 *	bad-NAME  no mail of ours can be read in it; it is kept, and never looked at again.
 *
 * Anyone may add to it; only who holds the store's lock takes away.
 */
#ifndef LISTBRIEF_STORE_SPOOL_H
#define LISTBRIEF_STORE_SPOOL_H

#include "store/place.h"
#include "store/record.h"

/* At once: so many mails, or so many bytes and the mail that goes beyond. */
#define SPOOL_MAILS_MAX ((size_t)256)
#define SPOOL_BYTES_MAX ((size_t)4 * 1024 * 1024)
#define SPOOL_STALE_SECONDS 3600

struct spooled {
	const char *name;
	struct slip slip;
	struct bytes packed;
};

/* Adds a mail, durably. */
enum store_status spool_add(struct place *p, const struct slip *slip, struct bytes packed);

/*
 * Under the lock: some of what is there, oldest first; *n is 0 where there is nothing more.  Files that cannot
 * be read are renamed, aloud.  All lives in the arena.
 */
enum store_status spool_read(struct place *p, struct arena *a, struct spooled **mails, size_t *n);
/* Under the lock: takes away what is in the log now.  One that stays is a duplicate the next time. */
void spool_remove(struct place *p, const struct spooled *mails, size_t n);
/* Takes away what killed deliverers left. */
void spool_tidy(struct place *p, struct arena *a);

#endif
