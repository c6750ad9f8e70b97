/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/key.h"
#include "store/open.h"
#include "store/record.h"

#include <stdlib.h>

struct one {
	struct key key;
	struct bytes value, old;
	struct arena *arena;
	struct store_member member;
	bool was_there;
};

static enum store_status
put(struct txn *t, void *arg)
{
	struct one *w = arg;
	struct bytes old;
	enum store_status status = txn_get(t, TABLE_MEMBER, key_bytes(&w->key), &old);

	w->was_there = status == STORE_OK;
	if (status != STORE_OK && status != STORE_NONE)
		return status;
	return txn_put(t, TABLE_MEMBER, key_bytes(&w->key), w->value);
}

enum store_status
store_put_member(struct store *s, const struct store_member *m)
{
	struct buf value = BUF_INIT;
	struct one w = { 0 };
	enum store_status status;

	arena_reset(store_scratch(s));
	w.key = key_address(store_scratch(s), m->address);
	record_write_member(&value, m);
	w.value = buf_bytes(&value);
	status = store_write(s, put, &w);
	buf_release(&value);
	return status == STORE_OK && w.was_there ? STORE_NONE : status;
}

static enum store_status
swap(struct txn *t, void *arg)
{
	struct one *w = arg;
	struct bytes there;
	enum store_status status = txn_get(t, TABLE_MEMBER, key_bytes(&w->key), &there);

	if (status == STORE_OK && !bytes_equal(there, w->old))
		status = STORE_NONE;
	return status == STORE_OK ? txn_put(t, TABLE_MEMBER, key_bytes(&w->key), w->value) : status;
}

enum store_status
store_swap_member(struct store *s, const struct store_member *old, const struct store_member *m)
{
	struct buf was = BUF_INIT, value = BUF_INIT;
	struct one w = { 0 };
	enum store_status status;

	arena_reset(store_scratch(s));
	w.key = key_address(store_scratch(s), old->address);
	record_write_member(&was, old);
	record_write_member(&value, m);
	w.old = buf_bytes(&was);
	w.value = buf_bytes(&value);
	status = store_write(s, swap, &w);
	buf_release(&was);
	buf_release(&value);
	return status;
}

static enum store_status
drop(struct txn *t, void *arg)
{
	struct one *w = arg;

	return txn_remove(t, TABLE_MEMBER, key_bytes(&w->key));
}

enum store_status
store_remove_member(struct store *s, struct bytes address)
{
	struct one w = { 0 };

	arena_reset(store_scratch(s));
	w.key = key_address(store_scratch(s), address);
	return store_write(s, drop, &w);
}

static enum store_status
read_member(struct txn *t, struct arena *a, struct bytes value, struct store_member *m)
{
	return record_read_member(arena_bytes(a, value), m) ? STORE_OK
							    : txn_damaged(t, TABLE_MEMBER);
}

static enum store_status
get(struct txn *t, void *arg)
{
	struct one *w = arg;
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_MEMBER, key_bytes(&w->key), &value);

	return status == STORE_OK ? read_member(t, w->arena, value, &w->member) : status;
}

enum store_status
store_get_member(struct store *s, struct bytes address, struct arena *a, struct store_member *m)
{
	struct one w = { .arena = a };
	enum store_status status;

	arena_reset(store_scratch(s));
	w.key = key_address(store_scratch(s), address);
	status = store_read(s, get, &w);
	*m = w.member;
	return status;
}

struct all {
	struct arena *arena;
	struct buf found; /* struct store_member */
};

static enum store_status
scan(struct txn *t, void *arg)
{
	struct all *w = arg;
	struct store_member m;
	struct bytes key, value;
	enum store_status status;

	for (enum seek how = SEEK_AT;; how = SEEK_NEXT) {
		status = txn_seek(t, TABLE_MEMBER, how, BYTES_LIT("\0"), &key, &value);
		if (status == STORE_OK)
			status = read_member(t, w->arena, value, &m);
		if (status != STORE_OK)
			return status == STORE_NONE ? STORE_OK : status;
		buf_add(&w->found, (struct bytes){ (const char *)&m, sizeof m });
	}
}

static int
compare(const void *a, const void *b)
{
	struct bytes x = ((const struct store_member *)a)->address;
	struct bytes y = ((const struct store_member *)b)->address;

	for (size_t i = 0; i < x.n && i < y.n; i++)
		if (to_lower(x.p[i]) != to_lower(y.p[i]))
			return (unsigned char)to_lower(x.p[i]) - (unsigned char)to_lower(y.p[i]);
	return (x.n > y.n) - (x.n < y.n);
}

enum store_status
store_scan_members(struct store *s, struct arena *a, struct store_member **members, size_t *n)
{
	struct all w = { .arena = a, .found = BUF_INIT };
	enum store_status status = store_read(s, scan, &w);

	*n = w.found.n / sizeof **members;
	*members = (void *)(uintptr_t)arena_bytes(a, buf_bytes(&w.found)).p;
	buf_release(&w.found);
	if (*n > 1)
		qsort(*members, *n, sizeof **members, compare);
	return status;
}
