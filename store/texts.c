/* SPDX-License-Identifier: ISC */
#include "store/texts.h"

#include "store/key.h"
#include "store/lines.h"
#include "store/meta.h"
#include "store/open.h"

#include <stdlib.h>

/* A longer mail is not unpacked to read its text. */
#define BESIDE_MAX ((size_t)1024 * 1024)

struct put_text {
	uint64_t seq;
	struct bytes text; /* as it was given */
	size_t from, to;   /* of packed */
};

struct put_texts {
	struct put_text *texts; /* in order of place */
	size_t n;
	struct buf packed, lines;
};

/* ---- reading ---- */

/* The mail that the text at seq is packed beside. */
static enum store_status
mail_beside(struct txn *t, uint64_t seq, struct arena *a, struct bytes *raw)
{
	struct entry e;
	enum store_status status = entry_get(t, seq, &e);

	return status == STORE_OK ? entry_look(t, e.packed, a, raw) : status;
}

enum store_status
texts_read(struct txn *t, uint64_t seq, struct bytes value, struct arena *a, struct bytes *text)
{
	struct bytes raw = BYTES_NONE, lines;
	enum store_status status = STORE_OK;

	if (pack_is(value, PACK_BESIDE))
		status = mail_beside(t, seq, a, &raw);
	if (status != STORE_OK)
		return status;
	if (!unpack_beside(store_packer(txn_store(t)), value, raw, a, &lines) ||
	    !lines_join(lines, a, text))
		return txn_damaged(t, TABLE_TEXT);
	return STORE_OK;
}

/* ---- writing ---- */

static enum store_status
put_alone(struct txn *t, uint64_t seq, struct bytes text)
{
	struct key place = key_number(seq);
	struct buf lines = BUF_INIT, packed = BUF_INIT;
	enum store_status status;

	lines_split(&lines, text);
	/* It has been packed before, so it is not too long. */
	pack(store_packer(txn_store(t)), &packed, buf_bytes(&lines));
	status = txn_append(t, TABLE_TEXT, key_bytes(&place), buf_bytes(&packed), BYTES_NONE);
	buf_release(&lines);
	buf_release(&packed);
	return status;
}

enum store_status
texts_part(struct txn *t, const struct entry *e)
{
	struct key place = key_number(e->seq);
	struct bytes value, text;
	enum store_status status = txn_get(t, TABLE_TEXT, key_bytes(&place), &value);

	if (status != STORE_OK || !pack_is(value, PACK_BESIDE))
		return status == STORE_NONE ? STORE_OK : status;
	status = texts_read(t, e->seq, value, store_scratch(txn_store(t)), &text);
	return status == STORE_OK ? put_alone(t, e->seq, text) : status;
}

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

/* Its mail may have left its place since the text was packed. */
static enum store_status
put_text(struct txn *t, struct put_texts *put, const struct put_text *text)
{
	struct key place = key_number(text->seq);
	struct bytes packed = bytes_slice(buf_bytes(&put->packed), text->from, text->to);
	struct entry e;
	enum store_status status = entry_find(t, text->seq, &e);

	if (status == STORE_NONE)
		return put_alone(t, text->seq, text->text);
	if (status != STORE_OK)
		return status;
	return txn_append(t, TABLE_TEXT, key_bytes(&place), packed, BYTES_NONE);
}

static enum store_status
put_all(struct txn *t, void *arg)
{
	struct put_texts *put = arg;
	enum store_status status = remove_unlinked(t);

	for (size_t i = 0; status == STORE_OK && i < put->n; i++)
		status = put_text(t, put, &put->texts[i]);
	return status;
}

static enum store_status
pack_one(struct txn *t, struct put_texts *put, struct put_text *text, struct arena *a)
{
	struct packer *p = store_packer(txn_store(t));
	enum store_status status;
	struct bytes raw = BYTES_NONE;
	struct entry e;
	size_t size;
	bool packed;

	if ((status = entry_find(t, text->seq, &e)) == STORE_OK && entry_size(e.packed, &size) &&
	    size <= BESIDE_MAX)
		status = entry_look(t, e.packed, a, &raw);
	if (status != STORE_OK && status != STORE_NONE)
		return status;
	buf_clear(&put->lines);
	lines_split(&put->lines, text->text);
	text->from = put->packed.n;
	packed = raw.n ? pack_beside(p, &put->packed, buf_bytes(&put->lines), raw)
		       : pack(p, &put->packed, buf_bytes(&put->lines));
	text->to = put->packed.n;
	return packed ? STORE_OK : STORE_BROKEN;
}

/* Before the lock is taken. */
static enum store_status
pack_all(struct txn *t, void *arg)
{
	struct put_texts *put = arg;
	struct arena *a = arena_new();
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < put->n; i++) {
		status = pack_one(t, put, &put->texts[i], a);
		arena_reset(a);
	}
	arena_free(a);
	return status;
}

enum store_status
store_put_texts(
    struct store *s, const struct store_mail *mails, const struct bytes *texts, size_t n)
{
	struct put_texts put = { .packed = BUF_INIT, .lines = BUF_INIT };
	enum store_status status;

	arena_reset(store_scratch(s));
	put.texts = arena_array(store_scratch(s), n, sizeof *put.texts);
	for (size_t i = 0; i < n; i++)
		if (texts[i].n)
			put.texts[put.n++] =
			    (struct put_text){ .seq = mails[i].seq, .text = texts[i] };
	if (put.n > 1)
		qsort(put.texts, put.n, sizeof *put.texts, compare_places);
	if ((status = store_read(s, pack_all, &put)) == STORE_OK)
		status = store_write(s, put_all, &put);
	buf_release(&put.packed);
	buf_release(&put.lines);
	return status;
}
