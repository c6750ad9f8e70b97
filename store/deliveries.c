/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/key.h"
#include "store/open.h"
#include "store/record.h"

#include <stdlib.h>

struct deliveries {
	uint64_t digest;
	struct arena *arena;
	struct buf found; /* struct store_delivery */
};

static enum store_status
scan(struct txn *t, void *arg)
{
	struct deliveries *w = arg;
	struct key digest = key_number(w->digest);
	struct store_delivery d;
	struct bytes key, value;
	enum store_status status;

	for (enum seek how = SEEK_AT;; how = SEEK_NEXT) {
		status = txn_seek(t, TABLE_DELIVERY, how, key_bytes(&digest), &key, &value);
		if (status == STORE_NONE ||
		    (status == STORE_OK && !bytes_starts(key, key_bytes(&digest))))
			return STORE_OK;
		if (status != STORE_OK)
			return status;
		if (!record_read_delivery(arena_bytes(w->arena, value), &d))
			return txn_damaged(t, TABLE_DELIVERY);
		buf_add(&w->found, (struct bytes){ (const char *)&d, sizeof d });
	}
}

static int
compare(const void *a, const void *b)
{
	return bytes_compare(((const struct store_delivery *)a)->address,
	    ((const struct store_delivery *)b)->address);
}

enum store_status
store_scan_deliveries(struct store *s, uint64_t digest, struct arena *a,
    struct store_delivery **deliveries, size_t *n)
{
	struct deliveries w = { .digest = digest, .arena = a, .found = BUF_INIT };
	enum store_status status = store_read(s, scan, &w);

	*n = w.found.n / sizeof **deliveries;
	*deliveries = (void *)(uintptr_t)arena_bytes(a, buf_bytes(&w.found)).p;
	buf_release(&w.found);
	if (*n > 1)
		qsort(*deliveries, *n, sizeof **deliveries, compare);
	return status;
}

struct mark {
	struct key key;
	enum store_delivery_state from, to;
	int64_t now;
};

static enum store_status
mark(struct txn *t, void *arg)
{
	const struct mark *w = arg;
	struct buf written = BUF_INIT;
	struct store_delivery d;
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_DELIVERY, key_bytes(&w->key), &value);

	if (status != STORE_OK)
		return status;
	if (!record_read_delivery(value, &d))
		return txn_damaged(t, TABLE_DELIVERY);
	if (d.state != w->from)
		return STORE_NONE;
	d.state = w->to;
	d.last = w->now;
	d.tries += w->to == STORE_DELIVERY_ATTEMPTING;
	record_write_delivery(&written, &d);
	status = txn_put(t, TABLE_DELIVERY, key_bytes(&w->key), buf_bytes(&written));
	buf_release(&written);
	return status;
}

enum store_status
store_mark_delivery(struct store *s, uint64_t digest, struct bytes address,
    enum store_delivery_state from, enum store_delivery_state to, int64_t now)
{
	struct mark w = { .from = from, .to = to, .now = now };

	arena_reset(store_scratch(s));
	w.key = key_delivery(store_scratch(s), digest, address);
	return store_write(s, mark, &w);
}
