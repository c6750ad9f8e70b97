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
entry_get(struct txn *t, uint64_t seq, struct entry *e)
{
	struct key key = key_number(seq);
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_LOG, key_bytes(&key), &value);

	e->seq = seq;
	if (status == STORE_NONE ||
	    (status == STORE_OK && !record_read_slip(value, &e->slip, &e->packed)))
		return txn_damaged(t, TABLE_LOG);
	return status;
}

enum store_status
entry_raw(struct txn *t, struct bytes packed, struct arena *a, struct bytes *raw)
{
	if (unpack(store_packer(txn_store(t)), packed, a, raw))
		return STORE_OK;
	return txn_damaged(t, TABLE_LOG);
}
