/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/key.h"
#include "store/open.h"
#include "store/records.h"

#include <stdlib.h>

/* ---- by arrival ---- */

struct arrivals {
	int64_t since, until;
	uint64_t after;
	struct arena *scratch;
	struct buf found; /* struct store_arrival */
};

static void
add(struct arrivals *w, const struct store_arrival *arrival)
{
	buf_add(&w->found, (struct bytes){ (const char *)arrival, sizeof *arrival });
}

static enum store_status
scan_arrivals(struct txn *t, void *arg)
{
	struct arrivals *w = arg;
	struct key from = key_arrival(w->since, &(struct store_key){ { 0 } });
	struct store_arrival found;
	struct bytes key, value;
	enum store_status status;

	for (enum seek how = SEEK_AT;; how = SEEK_NEXT) {
		status = txn_seek(t, TABLE_ARRIVAL, how, key_bytes(&from), &key, &value);
		if (status != STORE_OK)
			return status == STORE_NONE ? STORE_OK : status;
		if (!key_read_arrival(key, &found.arrival, &found.key) ||
		    !key_read_number(value, &found.thread))
			return txn_damaged(t, TABLE_ARRIVAL);
		if (found.arrival >= w->until)
			return STORE_OK;
		add(w, &found);
	}
}

static enum store_status
run(struct store *s, env_work *work, struct arrivals *w, struct arena *a,
    struct store_arrival **arrivals, size_t *n)
{
	enum store_status status;

	arena_reset(store_scratch(s));
	w->scratch = store_scratch(s);
	status = store_read(s, work, w);
	*arrivals = (void *)(uintptr_t)arena_bytes(a, buf_bytes(&w->found)).p;
	*n = w->found.n / sizeof **arrivals;
	buf_release(&w->found);
	return status;
}

enum store_status
store_scan_arrivals(struct store *s, int64_t since, int64_t until, struct arena *a,
    struct store_arrival **arrivals, size_t *n)
{
	struct arrivals w = { .since = since, .until = until, .found = BUF_INIT };

	return run(s, scan_arrivals, &w, a, arrivals, n);
}

/* ---- latecomers ---- */

/* The thread of a linked mail. */
static enum store_status
find_thread(struct txn *t, struct store_arrival *of)
{
	struct key key = key_arrival(of->arrival, &of->key);
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_ARRIVAL, key_bytes(&key), &value);

	if (status == STORE_NONE || (status == STORE_OK && !key_read_number(value, &of->thread)))
		return txn_damaged(t, TABLE_ARRIVAL);
	return status;
}

static enum store_status
scan_late(struct txn *t, void *arg)
{
	struct arrivals *w = arg;
	struct key from = key_number(w->after + 1);
	struct store_arrival found;
	struct store_mail mail;
	struct bytes key, value;
	enum store_status status = STORE_OK;
	uint64_t seq;

	for (enum seek how = SEEK_AT; status == STORE_OK; how = SEEK_NEXT) {
		status = txn_seek(t, TABLE_RECORD, how, key_bytes(&from), &key, &value);
		if (status != STORE_OK)
			break;
		if (!key_read_number(key, &seq))
			return txn_damaged(t, TABLE_RECORD);
		arena_reset(w->scratch);
		if ((status = records_read(t, seq, value, w->scratch, &mail)) != STORE_OK)
			return status;
		found.arrival = mail.arrival;
		found.key = mail.key;
		if (mail.arrival < w->until && (status = find_thread(t, &found)) == STORE_OK)
			add(w, &found);
	}
	return status == STORE_NONE ? STORE_OK : status;
}

static int
compare(const void *a, const void *b)
{
	const struct store_arrival *x = a, *y = b;

	if (x->arrival != y->arrival)
		return x->arrival > y->arrival ? 1 : -1;
	return key_compare(&x->key, &y->key);
}

enum store_status
store_scan_late(struct store *s, uint64_t seq, int64_t until, struct arena *a,
    struct store_arrival **arrivals, size_t *n)
{
	struct arrivals w = { .until = until, .after = seq, .found = BUF_INIT };
	enum store_status status;

	*arrivals = NULL;
	*n = 0;
	if (seq == UINT64_MAX)
		return STORE_OK;
	status = run(s, scan_late, &w, a, arrivals, n);
	if (*n > 1)
		qsort(*arrivals, *n, sizeof **arrivals, compare);
	return status;
}

/* ---- ties ---- */

struct find_tie {
	const struct store_tie *of;
	bool before;
	struct store_tie found;
};

static enum store_status
find_tie(struct txn *t, void *arg)
{
	struct find_tie *find = arg;
	struct key of = key_tie(&find->of->hash, find->of->arrival, &find->of->key);
	struct key all = key_ties(&find->of->hash);
	struct bytes key, value;
	enum store_status status = txn_seek(t, TABLE_TIE, SEEK_AT, key_bytes(&of), &key, &value);

	if (find->before && status == STORE_NONE)
		status = txn_seek(t, TABLE_TIE, SEEK_LAST, BYTES_NONE, &key, &value);
	else if (find->before && status == STORE_OK)
		status = txn_seek(t, TABLE_TIE, SEEK_PREVIOUS, BYTES_NONE, &key, &value);
	else if (status == STORE_OK && bytes_equal(key, key_bytes(&of)))
		status = txn_seek(t, TABLE_TIE, SEEK_NEXT, BYTES_NONE, &key, &value);
	if (status != STORE_OK)
		return status;
	if (!bytes_starts(key, key_bytes(&all)))
		return STORE_NONE;
	if (!key_read_tie(key, &find->found.arrival, &find->found.key) || value.n != 1)
		return txn_damaged(t, TABLE_TIE);
	find->found.hash = find->of->hash;
	find->found.seeks = value.p[0] == 's';
	return STORE_OK;
}

enum store_status
store_find_tie(struct store *s, const struct store_tie *of, bool before, struct store_tie *found)
{
	struct find_tie find = { .of = of, .before = before };
	enum store_status status = store_read(s, find_tie, &find);

	*found = find.found;
	return status;
}
