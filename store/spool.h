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

#include "store/pack.h"
#include "store/place.h"
#include "store/record.h"

/*
 * At once: so many mails, of so many bytes of raw mail, which is what it costs to store them; or so many bytes
 * packed, which is what is written, and the mail that goes beyond.  One mail, whatever its size.
 */
#define SPOOL_MAILS_MAX ((size_t)256)
#define SPOOL_RAW_MAX ((size_t)32 * 1024 * 1024)
#define SPOOL_BYTES_MAX ((size_t)4 * 1024 * 1024)
/* What a drain goes through; the next one takes the others. */
#define SPOOL_NAMES_MAX ((size_t)1024 * 1024)
#define SPOOL_STALE_SECONDS 3600

struct spooled {
	const char *name;
	struct slip slip;
	struct bytes packed;
	size_t size; /* unpacked */
};

/* Adds a mail, durably. */
enum store_status spool_add(struct place *p, const struct slip *slip, struct bytes packed);

/* What waits, by name, oldest first; next is the first that was not read yet. */
struct spool_names {
	const char **names;
	size_t n, next;
};

/* At most that many names, which live in the arena. */
enum store_status spool_list(struct place *p, struct arena *a, size_t most, struct spool_names *names);
/*
 * Under the lock: the next of them, as many as go at once; *n is 0 where there are no more.  What is no mail of
 * ours is renamed, and what cannot be read now is left as it is, both aloud: neither stands in the way of the
 * others.  All lives in the arena.
 */
void spool_read(struct place *p, struct packer *packer, struct arena *a, struct spool_names *names,
    struct spooled **mails, size_t *n);
/* Under the lock: takes away what is in the log now.  One that stays is a duplicate the next time. */
void spool_remove(struct place *p, const struct spooled *mails, size_t n);
/* Takes away what killed deliverers left. */
void spool_tidy(struct place *p, struct arena *a);

#endif
