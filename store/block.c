/* SPDX-License-Identifier: ISC */
#include "store/block.h"

#include "store/key.h"
#include "store/meta.h"
#include "store/open.h"

#include <stdlib.h>

/*
 * Blocks kept unpacked: 8 MB at most.  A report looks at the mails of one entry after another,
 * which lie in the blocks of one week, and some older.
 */
#define KEPT_MAX 16

struct kept {
	uint64_t number; /* 0: none */
	uint64_t used;	 /* when it was last looked at */
	struct buf raw;
};

struct blocks {
	struct buf filling;
	enum pack_effort effort;
	uint64_t number; /* of the block being filled; 0: none is */
	struct kept kept[KEPT_MAX];
	uint64_t looks;
};

struct blocks *
blocks_new(void)
{
	struct blocks *b = calloc(1, sizeof *b);

	if (b == NULL)
		out_of_memory();
	return b;
}

void
blocks_free(struct blocks *b)
{
	if (b == NULL)
		return;
	for (size_t i = 0; i < KEPT_MAX; i++)
		buf_release(&b->kept[i].raw);
	buf_release(&b->filling);
	free(b);
}

void
blocks_forget(struct blocks *b)
{
	for (size_t i = 0; i < KEPT_MAX; i++)
		b->kept[i].number = 0;
	buf_clear(&b->filling);
}

/* ---- filling ---- */

enum store_status
blocks_begin(struct txn *t, enum pack_effort effort)
{
	struct blocks *b = store_blocks(txn_store(t));
	enum store_status status = meta_get(t, META_BLOCK, &b->number);

	b->number++;
	b->effort = effort;
	blocks_forget(b);
	return status;
}

bool
blocks_have_room(struct txn *t, size_t bytes)
{
	return bytes <= BLOCK_BYTES - store_blocks(txn_store(t))->filling.n;
}

void
blocks_add(struct txn *t, struct bytes raw, struct buf *out)
{
	struct blocks *b = store_blocks(txn_store(t));

	record_write_piece(out, &(struct piece){ b->number, b->filling.n, raw.n });
	buf_add(&b->filling, raw);
}

uint64_t
blocks_filling(struct txn *t, size_t *bytes)
{
	const struct blocks *b = store_blocks(txn_store(t));

	*bytes = b->filling.n;
	return b->number;
}

enum store_status
blocks_end(struct txn *t)
{
	struct store *s = txn_store(t);
	struct blocks *b = store_blocks(s);
	struct key key = key_number(b->number);
	struct buf packed = BUF_INIT;
	enum store_status status;

	if (b->filling.n == 0)
		return STORE_OK;
	/* It is far below what pack refuses. */
	pack_block(store_packer(s), &packed, buf_bytes(&b->filling), b->effort);
	status = txn_append(t, TABLE_BLOCK, key_bytes(&key), buf_bytes(&packed), BYTES_NONE);
	if (status == STORE_OK)
		status = meta_put(t, META_BLOCK, b->number);
	buf_release(&packed);
	buf_clear(&b->filling);
	b->number++;
	return status;
}

/* ---- reading ---- */

/* That which was not looked at for longest. */
static struct kept *
oldest(struct blocks *b)
{
	struct kept *k = &b->kept[0];

	for (size_t i = 1; i < KEPT_MAX; i++)
		if (b->kept[i].used < k->used)
			k = &b->kept[i];
	return k;
}

static enum store_status
load(struct txn *t, struct kept *k, uint64_t number)
{
	struct key key = key_number(number);
	struct bytes packed;
	enum store_status status = txn_get(t, TABLE_BLOCK, key_bytes(&key), &packed);
	size_t n;

	k->number = 0;
	if (status == STORE_OK && pack_size(packed, &n) && n <= BLOCK_BYTES) {
		buf_clear(&k->raw);
		if (unpack_to(
			store_packer(txn_store(t)), packed, BYTES_NONE, buf_room(&k->raw, n), n)) {
			k->raw.n = n;
			k->number = number;
			return STORE_OK;
		}
	}
	return status == STORE_AGAIN ? status : txn_damaged(t, TABLE_BLOCK);
}

enum store_status
blocks_get(struct txn *t, const struct piece *piece, struct bytes *raw)
{
	struct blocks *b = store_blocks(txn_store(t));
	struct kept *k = oldest(b);
	struct bytes block = buf_bytes(&b->filling);
	enum store_status status;

	if (piece->block != b->number || b->filling.n == 0) {
		for (size_t i = 0; i < KEPT_MAX; i++)
			if (b->kept[i].number == piece->block)
				k = &b->kept[i];
		if (k->number != piece->block && (status = load(t, k, piece->block)) != STORE_OK)
			return status;
		k->used = ++b->looks;
		block = buf_bytes(&k->raw);
	}
	if (piece->at > block.n || piece->n > block.n - piece->at)
		return txn_damaged(t, TABLE_BLOCK);
	*raw = bytes_slice(block, piece->at, piece->at + piece->n);
	return STORE_OK;
}
