/* SPDX-License-Identifier: ISC */
/*
 * block.h: many mails packed as one, since mails of a thread repeat each other.  A block is written once,
 * under a number that no other ever has; the log's entries say which piece of it is theirs.  What
 * another mail took the place of stays in its block.
 */
#ifndef LISTBRIEF_STORE_BLOCK_H
#define LISTBRIEF_STORE_BLOCK_H

#include "store/env.h"
#include "store/pack.h"
#include "store/record.h"

/* Unpacked; larger ones pack little better, and take longer to read one mail of. */
#define BLOCK_BYTES ((size_t)512 * 1024)
/* A smaller one is not worth its pages: mails wait for more, each alone. */
#define BLOCK_LEAST (BLOCK_BYTES / 4)
/* A longer mail is packed alone. */
#define BLOCK_MAIL_MAX (BLOCK_BYTES / 2)

struct blocks;

/* The block that is being filled, and those that were read last. */
struct blocks *blocks_new(void);
void blocks_free(struct blocks *b); /* NULL is ignored */
/* All of it; to be called behind each write that filled blocks, since one that was undone never was. */
void blocks_forget(struct blocks *b);

/* Mails from here on are put together, and packed with so much effort. */
enum store_status blocks_begin(struct txn *t, enum pack_effort effort);
/* False where a block must be ended before this mail is added. */
bool blocks_have_room(struct txn *t, size_t bytes);
/* Appends where raw, of at most BLOCK_MAIL_MAX, will be to out, as the log has it. */
void blocks_add(struct txn *t, struct bytes raw, struct buf *out);
/* The number of the block that is being filled, and its bytes so far. */
uint64_t blocks_filling(struct txn *t, size_t *bytes);
/* Writes it, where it is not empty, and begins the next. */
enum store_status blocks_end(struct txn *t);

/* A piece of any block, that which is being filled too; good until the next call. */
enum store_status blocks_get(struct txn *t, const struct piece *piece, struct bytes *raw);

#endif
