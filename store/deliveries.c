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

struct counting {
	uint64_t digest, copies;
	struct bytes address;
	struct arena *arena;
};

static enum store_status
count(struct txn *t, void *arg)
{
	struct counting *w = arg;
	struct bytes value;

	w->copies = 0;
	for (uint64_t digest = 1; digest <= w->digest; digest++) {
		struct key key = key_delivery(w->arena, digest, w->address);
		enum store_status status = txn_get(t, TABLE_DELIVERY, key_bytes(&key), &value);

		if (status != STORE_OK && status != STORE_NONE)
			return status;
		w->copies += status == STORE_OK;
		arena_reset(w->arena);
	}
	return STORE_OK;
}

enum store_status
store_count_copies(struct store *s, uint64_t digest, struct bytes address, uint64_t *n)
{
	struct counting w = { .digest = digest, .address = address, .arena = arena_new() };
	enum store_status status = store_read(s, count, &w);

	arena_free(w.arena);
	*n = w.copies;
	return status;
}

struct moving {
	uint64_t digest;
	const struct store_move *moves;
	size_t n;
	int64_t now;
	struct arena *arena;
	struct buf written;
};

static void
apply(struct store_delivery *d, const struct store_move *move, int64_t now)
{
	d->tries += move->to == STORE_DELIVERY_ATTEMPTING && move->from != move->to;
	if (move->to == STORE_DELIVERY_QUEUED)
		d->queued = now;
	d->state = move->to;
	d->last = now;
	d->due = move->due;
	d->said = bytes_slice(move->said, 0, STORE_SAID_MAX);
}

static enum store_status
move_one(struct txn *t, struct moving *w, const struct store_move *move)
{
	struct key key = key_delivery(w->arena, w->digest, move->address);
	struct store_delivery d;
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_DELIVERY, key_bytes(&key), &value);

	if (status != STORE_OK)
		return status;
	if (!record_read_delivery(value, &d))
		return txn_damaged(t, TABLE_DELIVERY);
	if (d.state != move->from)
		return STORE_NONE;
	apply(&d, move, w->now);
	buf_clear(&w->written);
	record_write_delivery(&w->written, &d);
	return txn_put(t, TABLE_DELIVERY, key_bytes(&key), buf_bytes(&w->written));
}

static enum store_status
move_all(struct txn *t, void *arg)
{
	struct moving *w = arg;
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < w->n; i++)
		status = move_one(t, w, &w->moves[i]);
	return status;
}

enum store_status
store_move_deliveries(
    struct store *s, uint64_t digest, const struct store_move *moves, size_t n, int64_t now)
{
	struct moving w = { digest, moves, n, now, store_scratch(s), BUF_INIT };
	enum store_status status;

	arena_reset(w.arena);
	status = store_write(s, move_all, &w);
	buf_release(&w.written);
	return status;
}
