/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/open.h"

struct summary {
	struct bytes key;
	struct arena *arena;
	struct bytes value;
};

static struct bytes
hash_of(const struct hash *h)
{
	return (struct bytes){ (const char *)h->b, sizeof h->b };
}

static enum store_status
get(struct txn *t, void *arg)
{
	struct summary *w = arg;
	struct bytes packed;
	enum store_status status = txn_get(t, TABLE_SUMMARY, w->key, &packed);

	if (status == STORE_OK && !unpack(store_packer(txn_store(t)), packed, w->arena, &w->value))
		return txn_damaged(t, TABLE_SUMMARY);
	return status;
}

enum store_status
store_get_summary(struct store *s, const struct hash *key, struct arena *a, struct bytes *value)
{
	struct summary w = { .key = hash_of(key), .arena = a };
	enum store_status status = store_read(s, get, &w);

	*value = w.value;
	return status;
}

static enum store_status
put(struct txn *t, void *arg)
{
	struct summary *w = arg;

	return txn_put(t, TABLE_SUMMARY, w->key, w->value);
}

enum store_status
store_put_summary(struct store *s, const struct hash *key, struct bytes value)
{
	struct buf packed = BUF_INIT;
	enum store_status status = STORE_BROKEN;
	struct summary w = { .key = hash_of(key) };

	if (pack(store_packer(s), &packed, value)) {
		w.value = buf_bytes(&packed);
		status = store_write(s, put, &w);
	}
	buf_release(&packed);
	return status;
}
