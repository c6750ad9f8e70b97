/* SPDX-License-Identifier: ISC */
#include "store/entry.h"

#include "store/key.h"
#include "store/open.h"

enum store_status
entry_log_end(struct txn *t, uint64_t *end)
{
	struct bytes key, value;
	enum store_status status = txn_seek(t, TABLE_LOG, SEEK_LAST, BYTES_NONE, &key, &value);

	*end = 0;
	if (status == STORE_OK && !key_read_number(key, end))
		return txn_damaged(t, TABLE_LOG);
	return status == STORE_NONE ? STORE_OK : status;
}

enum store_status
entry_find(struct txn *t, uint64_t seq, struct entry *e)
{
	struct key key = key_number(seq);
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_LOG, key_bytes(&key), &value);

	e->seq = seq;
	if (status == STORE_OK && !record_read_slip(value, &e->slip, &e->packed))
		return txn_damaged(t, TABLE_LOG);
	return status;
}

enum store_status
entry_get(struct txn *t, uint64_t seq, struct entry *e)
{
	enum store_status status = entry_find(t, seq, e);

	return status == STORE_NONE ? txn_damaged(t, TABLE_LOG) : status;
}

bool
entry_size(struct bytes packed, size_t *n)
{
	struct piece piece;

	if (!pack_is(packed, PACK_PIECE))
		return pack_size(packed, n);
	if (!record_read_piece(packed, &piece) || piece.n > BLOCK_BYTES)
		return false;
	*n = piece.n;
	return true;
}

enum store_status
entry_look(struct txn *t, struct bytes packed, struct arena *a, struct bytes *raw)
{
	struct piece piece;

	if (record_read_piece(packed, &piece))
		return blocks_get(t, &piece, raw);
	if (unpack(store_packer(txn_store(t)), packed, a, raw))
		return STORE_OK;
	return txn_damaged(t, TABLE_LOG);
}

enum store_status
entry_raw(struct txn *t, struct bytes packed, struct arena *a, struct bytes *raw)
{
	enum store_status status = entry_look(t, packed, a, raw);

	if (status == STORE_OK && pack_is(packed, PACK_PIECE))
		*raw = arena_bytes(a, *raw);
	return status;
}
