/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/entry.h"
#include "store/key.h"
#include "store/meta.h"
#include "store/open.h"

#include <string.h>

struct scan {
	uint64_t after;
	size_t max, max_bytes, taken;
	struct arena *arena;
	struct buf found; /* struct store_mail_raw */
	size_t n;
	uint64_t through;
};

static enum store_status
is_stored(struct txn *t, const struct store_key *mail, bool *stored)
{
	struct key key = key_mail(mail);
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_MAIL, key_bytes(&key), &value);

	*stored = status == STORE_OK;
	return status == STORE_NONE ? STORE_OK : status;
}

/* Of the linked copies of a mail's id those that others took the place of: they are stored no more.
 */
static enum store_status
find_gone(struct txn *t, struct arena *a, struct store_mail_raw *m)
{
	struct bytes id = { (const char *)m->key.b, KEY_ID_BYTES }, value;
	enum store_status status = txn_get(t, TABLE_ID, id, &value);
	struct store_key copy = m->key, *gone;
	struct places places;
	bool stored;

	if (status != STORE_OK)
		return status == STORE_NONE ? STORE_OK : status;
	if (!record_read_places(value, &places))
		return txn_damaged(t, TABLE_ID);
	m->gone = gone = arena_array(a, places.ncopies, sizeof *gone);
	for (size_t i = 0; status == STORE_OK && i < places.ncopies; i++) {
		memcpy(copy.b + KEY_ID_BYTES, places.copies[i].tail, KEY_TAIL_BYTES);
		status = is_stored(t, &copy, &stored);
		if (status == STORE_OK && !stored)
			gone[m->ngone++] = copy;
	}
	return status;
}

static enum store_status
scan_one(struct txn *t, struct scan *scan, uint64_t seq, struct bytes value, bool *enough)
{
	struct store_mail_raw m = { .seq = seq };
	struct slip slip;
	struct bytes packed;
	enum store_status status;
	size_t size;

	if (!record_read_slip(value, &slip, &packed) || !entry_size(packed, &size))
		return txn_damaged(t, TABLE_LOG);
	*enough = scan->n > 0 && (scan->n == scan->max || size > scan->max_bytes - scan->taken);
	if (*enough)
		return STORE_OK;
	m.key = slip.key;
	m.arrival = slip.arrival;
	m.taken = slip.taken;
	m.flags = slip.flags;
	m.id = arena_bytes(scan->arena, slip.id);
	if ((status = entry_raw(t, packed, scan->arena, &m.raw)) != STORE_OK ||
	    (status = find_gone(t, scan->arena, &m)) != STORE_OK)
		return status;
	buf_add(&scan->found, (struct bytes){ (const char *)&m, sizeof m });
	scan->n++;
	scan->taken += size < scan->max_bytes - scan->taken ? size : scan->max_bytes - scan->taken;
	scan->through = seq;
	return STORE_OK;
}

static enum store_status
scan_log(struct txn *t, void *arg)
{
	struct scan *scan = arg;
	struct key from = key_number(scan->after + 1);
	struct bytes key, value;
	bool enough = scan->after == UINT64_MAX || scan->max == 0;
	enum store_status status = STORE_OK;
	uint64_t seq;

	scan->through = scan->after;
	for (enum seek how = SEEK_AT; status == STORE_OK && !enough; how = SEEK_NEXT) {
		status = txn_seek(t, TABLE_LOG, how, key_bytes(&from), &key, &value);
		if (status == STORE_OK && !key_read_number(key, &seq))
			return txn_damaged(t, TABLE_LOG);
		if (status == STORE_OK)
			status = scan_one(t, scan, seq, value, &enough);
	}
	return status == STORE_NONE ? STORE_OK : status;
}

enum store_status
store_scan_log(struct store *s, uint64_t after, size_t max, size_t max_bytes, struct arena *a,
    struct store_mail_raw **mails, size_t *n, uint64_t *through)
{
	struct scan scan = {
		.after = after, .max = max, .max_bytes = max_bytes, .arena = a, .found = BUF_INIT
	};
	enum store_status status = store_read(s, scan_log, &scan);

	*mails = (void *)(uintptr_t)arena_bytes(a, buf_bytes(&scan.found)).p;
	*n = scan.n;
	*through = scan.through;
	buf_release(&scan.found);
	return status;
}

struct stored {
	const struct store_mail *mails;
	size_t n;
	bool *stored;
};

static enum store_status
find_stored(struct txn *t, void *arg)
{
	const struct stored *w = arg;
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < w->n; i++)
		status = is_stored(t, &w->mails[i].key, &w->stored[i]);
	return status;
}

enum store_status
store_find_stored(struct store *s, const struct store_mail *mails, size_t n, bool *stored)
{
	struct stored w = { mails, n, stored };

	return store_read(s, find_stored, &w);
}

static enum store_status
count(struct txn *t, void *arg)
{
	struct store_counts *counts = arg;
	enum store_status status = entry_log_end(t, &counts->log_end);

	if (status == STORE_OK)
		status = meta_get(t, META_LINKED, &counts->linked);
	if (status == STORE_OK)
		status = txn_entries(t, TABLE_MAIL, &counts->mails);
	return status;
}

enum store_status
store_count(struct store *s, struct store_counts *counts)
{
	*counts = (struct store_counts){ 0 };
	return store_read(s, count, counts);
}

struct get_raw {
	const struct store_key *key;
	struct arena *arena;
	struct bytes raw;
};

static enum store_status
get_raw(struct txn *t, void *arg)
{
	struct get_raw *get = arg;
	struct key key = key_mail(get->key);
	struct bytes value;
	struct entry e;
	uint64_t seq;
	enum store_status status = txn_get(t, TABLE_MAIL, key_bytes(&key), &value);

	if (status == STORE_OK && !key_read_number(value, &seq))
		return txn_damaged(t, TABLE_MAIL);
	if (status != STORE_OK || (status = entry_get(t, seq, &e)) != STORE_OK)
		return status;
	return entry_raw(t, e.packed, get->arena, &get->raw);
}

enum store_status
store_get_raw(struct store *s, const struct store_key *key, struct arena *a, struct bytes *raw)
{
	struct get_raw get = { .key = key, .arena = a };
	enum store_status status = store_read(s, get_raw, &get);

	*raw = get.raw;
	return status;
}
