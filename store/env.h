/* SPDX-License-Identifier: ISC */
/*
 * env.h: the LMDB environment of a store, for the modules of store/ alone; no LMDB word
 * stands outside env.c.
 *
 * Keys are at most 40 bytes: what senders wrote is hashed first.  By table:
 *
 *	meta      name -> number
 *	mail      store_key -> place in the log
 *	log       place -> slip and raw mail, or which piece of a block that is; an entry that a later one
 *	          replaced is gone
 *	block     number -> many raw mails as one
 *	record    place -> header record of a linked mail: what its slip does not say
 *	text      place -> its text, packed beside the mail at that place
 *	arrival   arrival, store_key -> thread; linked mails only
 *	id        16 bytes of an id's hash -> thread, and the linked copies: 8 bytes of key, place
 *	thread    number -> nodes and entries
 *	tie       hash, arrival, store_key -> whether it seeks
 *	summary   hash -> value
 *	member    hash of the address -> member
 *	digest    number -> digest
 *	form      number of the digest, of the form -> what is sent
 *	delivery  number of the digest, hash of the address -> delivery
 *
 * Everything of a mail lies under its place in the log, so that both taking mail in and
 * linking it write at the end of a table; what is in no order (mail, id, tie) is kept small.
 */
#ifndef LISTBRIEF_STORE_ENV_H
#define LISTBRIEF_STORE_ENV_H

#include "store/store.h"

#include <sys/types.h>

enum table {
	TABLE_META,
	TABLE_MAIL,
	TABLE_LOG,
	TABLE_BLOCK,
	TABLE_RECORD,
	TABLE_TEXT,
	TABLE_ARRIVAL,
	TABLE_ID,
	TABLE_THREAD,
	TABLE_TIE,
	TABLE_SUMMARY,
	TABLE_MEMBER,
	TABLE_DIGEST,
	TABLE_FORM,
	TABLE_DELIVERY,
	TABLE_COUNT
};

struct env;
struct txn;

/* What is done in one transaction.  Its status is that of the whole. */
typedef enum store_status env_work(struct txn *t, void *arg);

/*
 * Opens the environment in the folder path, under the store's lock.  data: bytes of its data.mdb.
 * The tables are not open yet.  NULL where it fails.
 */
enum env_use {
	ENV_READ,
	ENV_MAKE, /* it may not be a store yet, and stays as small as one that is not */
	ENV_WRITE
};
enum store_status env_open(struct env **e, const char *path, off_t data, enum env_use use);
void env_close(struct env *e); /* NULL is ignored */
/* From LMDB 0.9.26 on, a close must not meet an open: it wants the store's lock too. */
bool env_close_needs_lock(void);

/*
 * Opens all tables: meta first, then check looks, since in another schema there may be no more.  STORE_NONE:
 * empty, a new environment.  Without it, a write opens the tables that it uses.
 */
enum store_status env_open_tables(struct env *e, struct store *s, env_work *check);
/* Makes all tables. */
enum store_status env_make_tables(struct env *e, struct store *s, env_work *fill);

/*
 * Runs work with one snapshot; with a transaction that is committed where work gives STORE_OK, and
 * undone otherwise.  Writes want the store's lock.  A write's work may run more than once (the map
 * was full), and must then do all of it again.
 */
enum store_status env_read(struct env *e, struct store *s, env_work *work, void *arg);
enum store_status env_write(struct env *e, struct store *s, env_work *work, void *arg);

/* For the tests: the flags are those that lose nothing; the map's size now. */
bool env_durable(const struct env *e);
size_t env_map_bytes(const struct env *e);

struct store *txn_store(struct txn *t);

/*
 * A value points into the map: it is good until the next write of the same transaction.
 * STORE_NONE: not there.  All other failures are logged here.
 */
enum store_status txn_get(struct txn *t, enum table table, struct bytes key, struct bytes *value);
enum store_status txn_put(struct txn *t, enum table table, struct bytes key, struct bytes value);
/* head and tail as one value; cheaper than txn_put where key is behind all others. */
enum store_status txn_append(struct txn *t, enum table table, struct bytes key, struct bytes head, struct bytes tail);
enum store_status txn_remove(struct txn *t, enum table table, struct bytes key);

/* One place a table; gets of the same table move it too. */
enum seek {
	SEEK_AT, /* the first entry at or behind key */
	SEEK_NEXT,
	SEEK_PREVIOUS,
	SEEK_LAST
};
enum store_status txn_seek(struct txn *t, enum table table, enum seek how, struct bytes from,
    struct bytes *key, struct bytes *value);

enum store_status txn_entries(struct txn *t, enum table table, uint64_t *n);

/* Logs that a value of table cannot be read, and gives STORE_BROKEN. */
enum store_status txn_damaged(struct txn *t, enum table table);

#endif
