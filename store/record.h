/* SPDX-License-Identifier: ISC */
/*
 * record.h: the store's values as bytes: a version byte, then varints (LEB128; zigzag
 * where signed) and runs of bytes with their length in front.  Pure: writing appends to a
 * buf; reading takes any bytes whatever, and is false where they are no such record.
 * What is read points into in, or lives in the arena.
 */
#ifndef LISTBRIEF_STORE_RECORD_H
#define LISTBRIEF_STORE_RECORD_H

#include "common/buf.h"
#include "store/store.h"

/* What the log says of a mail, in front of its packed raw bytes. */
struct slip {
	int64_t arrival, taken;
	unsigned flags;
	struct bytes id;
	struct store_key key;
};
void record_write_slip(struct buf *out, const struct slip *slip);
bool record_read_slip(struct bytes in, struct slip *slip, struct bytes *packed);

/* Where a mail lies that is packed with others: what the log has in place of its packed raw bytes. */
struct piece {
	uint64_t block; /* never 0 */
	size_t at, n;
};
void record_write_piece(struct buf *out, const struct piece *piece);
bool record_read_piece(struct bytes in, struct piece *piece);

/* A linked mail, with its ties (of their hash what keys have of it, arrival and seeks; the key is the mail's). */
/*
 * Not whole: without its id, key and arrival, which its slip has (not looked at where it is whole).  Its place is the
 * table's key.
 */
void record_write_mail(struct buf *out, const struct store_mail *mail, bool whole,
    const struct store_tie *const *ties, size_t nties);
bool record_is_whole(struct bytes in);
bool record_read_mail(struct bytes in, const struct slip *slip, struct arena *a, struct store_mail *mail);
bool record_read_ties(struct bytes in, const struct slip *slip, struct arena *a, struct store_tie **ties,
    size_t *nties);

/* A thread's nodes and entries; the number is its key. */
void record_write_thread(struct buf *out, const struct store_thread *thread);
bool record_read_thread(struct bytes in, struct arena *a, struct store_thread *thread);

/* What an id knows: its thread, and where its linked copies lie. */
#define PLACES_COPIES_MAX ((size_t)64)
struct places_copy {
	unsigned char tail[8];
	uint64_t seq;
};
struct places {
	uint64_t thread;
	size_t ncopies;
	struct places_copy copies[PLACES_COPIES_MAX];
};
void record_write_places(struct buf *out, const struct places *places);
bool record_read_places(struct bytes in, struct places *places);

void record_write_member(struct buf *out, const struct store_member *member);
bool record_read_member(struct bytes in, struct store_member *member);

/* Without its number. */
void record_write_digest(struct buf *out, const struct store_digest *digest);
bool record_read_digest(struct bytes in, struct store_digest *digest);

void record_write_delivery(struct buf *out, const struct store_delivery *delivery);
bool record_read_delivery(struct bytes in, struct store_delivery *delivery);

#endif
