/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/key.h"
#include "store/meta.h"
#include "store/open.h"
#include "store/record.h"

#include <stdlib.h>

struct digest_work {
	struct store_digest *digest;
	struct arena *arena;
	const struct store_copy *copies;
	size_t n;
	struct bytes packed;
	struct buf value;
	int64_t now;
	uint64_t number;
	unsigned form;
};

static enum store_status
read_digest(struct txn *t, struct bytes key, struct bytes value, struct store_digest *d)
{
	if (key_read_number(key, &d->number) && record_read_digest(value, d))
		return STORE_OK;
	return txn_damaged(t, TABLE_DIGEST);
}

static enum store_status
write_digest(struct txn *t, struct digest_work *w, const struct store_digest *d)
{
	struct key key = key_number(d->number);

	buf_clear(&w->value);
	record_write_digest(&w->value, d);
	return txn_put(t, TABLE_DIGEST, key_bytes(&key), buf_bytes(&w->value));
}

/* STORE_OK: no digest ends at until, and *number is the next. */
static enum store_status
next_number(struct txn *t, int64_t until, uint64_t *number)
{
	struct store_digest d = { .number = 0 };
	struct bytes key, value;
	enum store_status status = txn_seek(t, TABLE_DIGEST, SEEK_LAST, BYTES_NONE, &key, &value);

	for (*number = 1; status == STORE_OK;) {
		if ((status = read_digest(t, key, value, &d)) != STORE_OK)
			return status;
		if (d.until == until)
			return STORE_NONE;
		if (*number <= d.number)
			*number = d.number + 1;
		status = txn_seek(t, TABLE_DIGEST, SEEK_PREVIOUS, BYTES_NONE, &key, &value);
	}
	return status == STORE_NONE ? STORE_OK : status;
}

/* ---- forms ---- */

static enum store_status
put_form(struct txn *t, void *arg)
{
	struct digest_work *w = arg;
	struct bytes key, value;
	struct key form;
	uint64_t last = 0;
	enum store_status status = txn_seek(t, TABLE_DIGEST, SEEK_LAST, BYTES_NONE, &key, &value);

	if (status == STORE_OK && !key_read_number(key, &last))
		return txn_damaged(t, TABLE_DIGEST);
	if (status != STORE_OK && status != STORE_NONE)
		return status;
	form = key_form(last + 1, w->form);
	return txn_put(t, TABLE_FORM, key_bytes(&form), w->packed);
}

enum store_status
store_put_form(struct store *s, unsigned form, struct bytes body)
{
	struct digest_work w = { .form = form };
	struct buf packed = BUF_INIT;
	enum store_status status = STORE_BROKEN;

	if (pack(store_packer(s), &packed, body)) {
		w.packed = buf_bytes(&packed);
		status = store_write(s, put_form, &w);
	}
	buf_release(&packed);
	return status;
}

static enum store_status
get_form(struct txn *t, void *arg)
{
	struct digest_work *w = arg;
	struct key key = key_form(w->number, w->form);
	struct bytes packed;
	enum store_status status = txn_get(t, TABLE_FORM, key_bytes(&key), &packed);

	if (status == STORE_OK && !unpack(store_packer(txn_store(t)), packed, w->arena, &w->packed))
		return txn_damaged(t, TABLE_FORM);
	return status;
}

enum store_status
store_get_form(struct store *s, uint64_t digest, unsigned form, struct arena *a, struct bytes *body)
{
	struct digest_work w = { .number = digest, .form = form, .arena = a };
	enum store_status status = store_read(s, get_form, &w);

	*body = w.packed;
	return status;
}

/* Those that a run which was cut short had begun, beyond the digest's own. */
static enum store_status
drop_forms(struct txn *t, const struct store_digest *d)
{
	enum store_status status = STORE_OK;

	for (unsigned form = d->forms; status == STORE_OK; form++) {
		struct key key = key_form(d->number, form);

		status = txn_remove(t, TABLE_FORM, key_bytes(&key));
	}
	return status == STORE_NONE ? STORE_OK : status;
}

/* ---- putting ---- */

static enum store_status
put_delivery(struct txn *t, struct digest_work *w, uint64_t digest, const struct store_delivery *d)
{
	struct key key = key_delivery(store_scratch(txn_store(t)), digest, d->address);

	buf_clear(&w->value);
	record_write_delivery(&w->value, d);
	return txn_put(t, TABLE_DELIVERY, key_bytes(&key), buf_bytes(&w->value));
}

static enum store_status
raise_told(struct txn *t, int64_t until)
{
	uint64_t told;
	enum store_status status = meta_get(t, META_TOLD, &told);

	if (status != STORE_OK || until <= (int64_t)told)
		return status;
	return meta_put(t, META_TOLD, (uint64_t)until);
}

static enum store_status
put_digest(struct txn *t, void *arg)
{
	struct digest_work *w = arg;
	struct store_digest d = *w->digest;
	enum store_status status = next_number(t, d.until, &d.number);

	w->number = d.number;
	if (status == STORE_OK)
		status = write_digest(t, w, &d);
	if (status == STORE_OK)
		status = drop_forms(t, &d);
	for (size_t i = 0; status == STORE_OK && i < w->n; i++)
		status = put_delivery(t, w, d.number,
		    &(struct store_delivery){ .address = w->copies[i].address,
			.form = w->copies[i].form,
			.queued = d.made,
			.last = d.made });
	return status == STORE_OK ? raise_told(t, d.until) : status;
}

enum store_status
store_put_digest(struct store *s, struct store_digest *d, const struct store_copy *copies, size_t n)
{
	struct digest_work w = { .digest = d, .copies = copies, .n = n, .value = BUF_INIT };
	enum store_status status;

	arena_reset(store_scratch(s));
	status = store_write(s, put_digest, &w);
	if (status == STORE_OK)
		d->number = w.number;
	buf_release(&w.value);
	return status;
}

/* ---- reading ---- */

static enum store_status
take_digest(struct txn *t, struct digest_work *w, struct bytes key, struct bytes value)
{
	struct store_digest *d = w->digest;
	enum store_status status = read_digest(t, key, value, d);

	if (status == STORE_OK)
		d->id = arena_bytes(w->arena, d->id);
	return status;
}

static enum store_status
last_digest(struct txn *t, void *arg)
{
	struct bytes key, value;
	enum store_status status = txn_seek(t, TABLE_DIGEST, SEEK_LAST, BYTES_NONE, &key, &value);

	return status == STORE_OK ? take_digest(t, arg, key, value) : status;
}

enum store_status
store_last_digest(struct store *s, struct arena *a, struct store_digest *d)
{
	struct digest_work w = { .digest = d, .arena = a };

	*d = (struct store_digest){ .number = 0 };
	return store_read(s, last_digest, &w);
}

struct digests {
	struct arena *arena;
	struct buf found; /* struct store_digest */
};

static enum store_status
scan_digests(struct txn *t, void *arg)
{
	struct digests *w = arg;
	const struct key first = key_number(1);
	struct store_digest d = { .number = 0 };
	struct bytes key, value;
	enum store_status status =
	    txn_seek(t, TABLE_DIGEST, SEEK_AT, key_bytes(&first), &key, &value);

	while (status == STORE_OK) {
		if ((status = read_digest(t, key, value, &d)) != STORE_OK)
			return status;
		d.id = arena_bytes(w->arena, d.id);
		buf_add(&w->found, (struct bytes){ (const char *)&d, sizeof d });
		status = txn_seek(t, TABLE_DIGEST, SEEK_NEXT, BYTES_NONE, &key, &value);
	}
	return status == STORE_NONE ? STORE_OK : status;
}

enum store_status
store_scan_digests(struct store *s, struct arena *a, struct store_digest **digests, size_t *n)
{
	struct digests w = { .arena = a, .found = BUF_INIT };
	enum store_status status = store_read(s, scan_digests, &w);

	*n = w.found.n / sizeof **digests;
	*digests = (void *)(uintptr_t)arena_bytes(a, buf_bytes(&w.found)).p;
	buf_release(&w.found);
	return status;
}

static enum store_status
get_digest(struct txn *t, void *arg)
{
	struct digest_work *w = arg;
	struct key key = key_number(w->number);
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_DIGEST, key_bytes(&key), &value);

	return status == STORE_OK ? take_digest(t, w, key_bytes(&key), value) : status;
}

enum store_status
store_get_digest(struct store *s, uint64_t number, struct arena *a, struct store_digest *d)
{
	struct digest_work w = { .digest = d, .arena = a, .number = number };

	*d = (struct store_digest){ .number = 0 };
	return store_read(s, get_digest, &w);
}

static enum store_status
mark_sent(struct txn *t, void *arg)
{
	struct digest_work *w = arg;
	struct key key = key_number(w->number);
	struct store_digest d;
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_DIGEST, key_bytes(&key), &value);

	if (status == STORE_OK)
		status = read_digest(t, key_bytes(&key), value, &d);
	if (status != STORE_OK || (d.sent && w->now))
		return status;
	d.sent = w->now;
	/* The write moves what d points to. */
	d.id = arena_bytes(w->arena, d.id);
	return write_digest(t, w, &d);
}

enum store_status
store_mark_sent(struct store *s, uint64_t digest, int64_t now)
{
	struct digest_work w = { .number = digest, .now = now, .value = BUF_INIT };
	enum store_status status;

	arena_reset(store_scratch(s));
	w.arena = store_scratch(s);
	status = store_write(s, mark_sent, &w);
	buf_release(&w.value);
	return status;
}
