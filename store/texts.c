/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/key.h"
#include "store/meta.h"
#include "store/open.h"

#include <stdlib.h>

struct put_text {
	uint64_t seq;
	struct bytes text; /* as it is, then packed */
};

struct put_texts {
	struct put_text *texts; /* in order of place */
	size_t n;
};

static int
compare_places(const void *a, const void *b)
{
	const struct put_text *x = a, *y = b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

/* What a run that was cut short left: no mail behind the mark has anything linked. */
static enum store_status
remove_unlinked(struct txn *t)
{
	uint64_t linked;
	enum store_status status = meta_get(t, META_LINKED, &linked);
	struct key from = key_number(linked + 1);
	struct bytes key, value;

	while (status == STORE_OK) {
		status = txn_seek(t, TABLE_TEXT, SEEK_AT, key_bytes(&from), &key, &value);
		if (status == STORE_OK)
			status = txn_remove(t, TABLE_TEXT, key);
	}
	return status == STORE_NONE ? STORE_OK : status;
}

static enum store_status
put_all(struct txn *t, void *arg)
{
	const struct put_texts *put = arg;
	enum store_status status = remove_unlinked(t);

	for (size_t i = 0; status == STORE_OK && i < put->n; i++) {
		struct key place = key_number(put->texts[i].seq);
		status =
		    txn_append(t, TABLE_TEXT, key_bytes(&place), put->texts[i].text, BYTES_NONE);
	}
	return status;
}

/* Needs no lock. */
static bool
pack_all(struct store *s, struct put_texts *put, struct buf *packed)
{
	size_t *ends = arena_array(store_scratch(s), put->n + 1, sizeof *ends);

	for (size_t i = 0; i < put->n; i++) {
		if (!pack(store_packer(s), packed, put->texts[i].text))
			return false;
		ends[i + 1] = packed->n;
	}
	for (size_t i = 0; i < put->n; i++)
		put->texts[i].text = bytes_slice(buf_bytes(packed), ends[i], ends[i + 1]);
	return true;
}

enum store_status
store_put_texts(
    struct store *s, const struct store_mail *mails, const struct bytes *texts, size_t n)
{
	struct put_texts put = { .n = 0 };
	struct buf packed = BUF_INIT;
	enum store_status status = STORE_BROKEN;

	arena_reset(store_scratch(s));
	put.texts = arena_array(store_scratch(s), n, sizeof *put.texts);
	for (size_t i = 0; i < n; i++)
		if (texts[i].n)
			put.texts[put.n++] = (struct put_text){ mails[i].seq, texts[i] };
	if (put.n > 1)
		qsort(put.texts, put.n, sizeof *put.texts, compare_places);
	if (pack_all(s, &put, &packed))
		status = store_write(s, put_all, &put);
	buf_release(&packed);
	return status;
}
