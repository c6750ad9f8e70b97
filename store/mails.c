/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "common/log.h"
#include "store/copies.h"
#include "store/key.h"
#include "store/meta.h"
#include "store/open.h"
#include "store/put.h"
#include "store/records.h"
#include "store/texts.h"

#include <string.h>

/* One transaction compares with about so many bytes that are stored. */
#define COMPARED_MAX ((size_t)32 * 1024 * 1024)

struct put {
	struct put_mail *mails;
	size_t n, done;
	size_t compared;
	bool blocks; /* some are to be put into blocks */
	struct buf head;
	uint64_t end;	/* of the log */
	uint64_t first; /* no mail before this place is in the block that is being filled */
};

/* ---- blocks ---- */

/* Appends where a mail that is not packed will lie. */
static enum store_status
put_in_block(struct txn *t, struct put *p, struct bytes raw)
{
	enum store_status status = STORE_OK;

	if (!blocks_have_room(t, raw.n)) {
		status = blocks_end(t);
		p->first = p->end + 1;
	}
	if (status == STORE_OK)
		blocks_add(t, raw, &p->head);
	return status;
}

/* Takes a mail out of the block that is being filled. */
static enum store_status
put_alone(struct txn *t, struct put *p, uint64_t seq)
{
	struct key place = key_number(seq);
	struct buf packed = BUF_INIT;
	struct piece piece;
	struct bytes raw;
	struct entry e;
	size_t bytes;
	enum store_status status = entry_find(t, seq, &e);

	if (status != STORE_OK || !record_read_piece(e.packed, &piece) ||
	    piece.block != blocks_filling(t, &bytes))
		return status == STORE_NONE ? STORE_OK : status;
	if ((status = blocks_get(t, &piece, &raw)) != STORE_OK)
		return status;
	buf_clear(&p->head);
	record_write_slip(&p->head, &e.slip);
	pack(store_packer(txn_store(t)), &packed, raw);
	buf_add(&p->head, buf_bytes(&packed));
	buf_release(&packed);
	return txn_put(t, TABLE_LOG, key_bytes(&place), buf_bytes(&p->head));
}

/* A block that would be small is none: store_pack makes one of its mails and those that come. */
static enum store_status
end_blocks(struct txn *t, struct put *p)
{
	enum store_status status = STORE_OK;
	size_t bytes;

	blocks_filling(t, &bytes);
	if (bytes >= BLOCK_LEAST)
		return blocks_end(t);
	for (uint64_t seq = p->first; bytes && status == STORE_OK && seq <= p->end; seq++)
		status = put_alone(t, p, seq);
	return status;
}

/* ---- mails ---- */

/* Writes a mail at the end of the log.  packed empty: it goes into a block. */
static enum store_status
append(struct txn *t, struct put *p, const struct slip *slip, struct bytes packed, struct bytes raw)
{
	struct key mail = key_mail(&slip->key), place = key_number(p->end + 1);
	enum store_status status = STORE_OK;

	buf_clear(&p->head);
	record_write_slip(&p->head, slip);
	if (packed.n == 0)
		status = put_in_block(t, p, raw);
	if (status == STORE_OK)
		status = txn_append(t, TABLE_LOG, key_bytes(&place), buf_bytes(&p->head), packed);
	if (status == STORE_OK)
		status = txn_put(t, TABLE_MAIL, key_bytes(&mail), key_bytes(&place));
	if (status == STORE_OK)
		p->end++;
	return status;
}

static enum store_status
remove_entry(struct txn *t, const struct entry *e)
{
	struct key place = key_number(e->seq);
	enum store_status status = texts_part(t, e);

	if (status == STORE_OK)
		status = records_part(t, e);
	return status == STORE_OK ? txn_remove(t, TABLE_LOG, key_bytes(&place)) : status;
}

static enum store_status
was_told(struct txn *t, int64_t arrival, bool *told)
{
	uint64_t until;
	enum store_status status = meta_get(t, META_TOLD, &until);

	*told = arrival < (int64_t)until;
	return status;
}

static enum store_status
is_smaller(struct txn *t, struct put_mail *m, const struct entry *old, bool *smaller)
{
	struct arena *a = arena_new();
	struct bytes raw, old_raw;
	enum store_status status = copies_raw(t, m, &raw);

	if (status == STORE_OK)
		status = entry_raw(t, old->packed, a, &old_raw);
	*smaller = status == STORE_OK && bytes_compare(raw, old_raw) < 0;
	arena_free(a);
	return status;
}

/*
 * Whether of two copies this one is to be kept: the one that arrived first, so that the order they
 * come in does not matter; at the same time, the smaller one, for the same reason.
 */
static enum store_status
comes_before(
    struct txn *t, struct put_mail *m, const struct entry *old, enum copy how, bool *before)
{
	enum store_status status = STORE_OK;
	bool told;

	*before = m->slip.arrival < old->slip.arrival;
	if (m->slip.arrival == old->slip.arrival && how == COPY_SAME)
		status = is_smaller(t, m, old, before);
	if (status != STORE_OK || !*before)
		return status;
	status = was_told(t, old->slip.arrival, &told);
	*before = !told;
	return status;
}

/* A duplicate: the stored copy stays where it is, or this one's time, and with it its bytes, count.
 */
static enum store_status
keep_earlier(
    struct txn *t, struct put *p, struct put_mail *m, const struct entry *old, enum copy how)
{
	struct slip slip = m->slip;
	struct bytes packed = m->packed;
	enum store_status status;
	bool before;

	m->result = STORE_PUT_DUPLICATE;
	if ((status = comes_before(t, m, old, how, &before)) != STORE_OK || !before)
		return status;
	if (how != COPY_SAME) {
		slip.flags = old->slip.flags;
		packed = arena_bytes(store_scratch(txn_store(t)), old->packed);
	}
	slip.key = old->slip.key;
	slip.taken = old->slip.taken;
	status = remove_entry(t, old);
	return status == STORE_OK ? append(t, p, &slip, packed, m->raw) : status;
}

/* What a whole mail takes from the cut copy before it: the earlier arrival, unless that was told.
 */
static enum store_status
inherit(struct txn *t, const struct entry *old, struct slip *slip)
{
	bool told;
	enum store_status status = was_told(t, old->slip.arrival, &told);

	if (status == STORE_OK && !told && old->slip.arrival < slip->arrival)
		slip->arrival = old->slip.arrival;
	return status;
}

/* The stored copy is the beginning of this mail. */
static enum store_status
replace(struct txn *t, struct put *p, struct put_mail *m, const struct entry *old)
{
	struct slip slip = m->slip;
	struct key gone = key_mail(&old->slip.key);
	enum store_status status = inherit(t, old, &slip);

	m->result = STORE_PUT_REPLACED;
	if (status == STORE_OK)
		status = remove_entry(t, old);
	/* Cut where its words do not show it, in the header, the copy has the key of the whole. */
	if (status == STORE_OK && key_compare(&old->slip.key, &slip.key) != 0)
		status = txn_remove(t, TABLE_MAIL, key_bytes(&gone));
	return status == STORE_OK ? append(t, p, &slip, m->packed, m->raw) : status;
}

/* Some mailer gives all its mails one id: this one gets another, the same however it comes in
 * again. */
static void
give_id(struct txn *t, struct put_mail *m)
{
	struct arena *a = store_scratch(txn_store(t));
	struct hash hash =
	    hash_bytes((struct bytes){ (const char *)m->slip.key.b, sizeof m->slip.key.b });

	m->slip.id = bytes_from(arena_printf(a, "%s@no-id.invalid", hash_hex(a, &hash, 16)));
	m->slip.flags |= STORE_MAIL_NO_ID;
	hash = hash_bytes(m->slip.id);
	memcpy(m->slip.key.b, hash.b, KEY_ID_BYTES);
}

static enum store_status
put_new(struct txn *t, struct put *p, struct put_mail *m)
{
	m->result = STORE_PUT_NEW;
	return append(t, p, &m->slip, m->packed, m->raw);
}

/* *crowded: it is of an id that too many have; nothing was done. */
static enum store_status
put_beside(struct txn *t, struct put *p, struct put_mail *m, bool *crowded)
{
	struct entry old;
	enum copy how;
	enum store_status status = copies_find(t, m, &old, &how, crowded, &p->compared);

	if (status == STORE_OK)
		return how == COPY_LONGER ? replace(t, p, m, &old)
					  : keep_earlier(t, p, m, &old, how);
	if (status != STORE_NONE || *crowded)
		return status == STORE_NONE ? STORE_OK : status;
	return put_new(t, p, m);
}

static enum store_status
put_one(struct txn *t, struct put *p, struct put_mail *m)
{
	bool crowded = false;
	enum store_status status = put_beside(t, p, m, &crowded);

	if (status == STORE_OK && crowded) {
		give_id(t, m);
		status = put_beside(t, p, m, &crowded);
	}
	/* Somebody may have filled that id too: it is kept all the same. */
	return status == STORE_OK && crowded ? put_new(t, p, m) : status;
}

static enum store_status
put_all(struct txn *t, void *arg)
{
	struct put *p = arg;
	enum store_status status = entry_log_end(t, &p->end);

	p->first = p->end + 1;
	if (status == STORE_OK && p->blocks)
		status = blocks_begin(t, PACK_QUICK);
	p->compared = 0;
	for (p->done = 0; status == STORE_OK && p->done < p->n && p->compared < COMPARED_MAX;)
		status = put_one(t, p, &p->mails[p->done++]);
	return status == STORE_OK && p->blocks ? end_blocks(t, p) : status;
}

static struct put_mail
taken(const struct store_mail_in *in, int64_t now)
{
	return (struct put_mail){ .raw = in->raw,
		.slip = { .arrival = in->arrival,
		    .taken = now,
		    .flags = in->flags,
		    .id = in->id,
		    .key = key_of_mail(in->id, in->raw) } };
}

enum store_status
put_prepare(struct store *s, const struct store_mail_in *in, int64_t now, struct put_mail *mail)
{
	struct buf packed = BUF_INIT;

	*mail = taken(in, now);
	if (!pack(store_packer(s), &packed, in->raw)) {
		log_error("storing a mail: it has %zu bytes, at most %zu are kept", in->raw.n,
		    PACK_BYTES_MAX);
		return STORE_BROKEN;
	}
	mail->packed = arena_bytes(store_scratch(s), buf_bytes(&packed));
	buf_release(&packed);
	return STORE_OK;
}

enum store_status
put_write(struct store *s, struct put_mail *mails, size_t n, size_t *done)
{
	struct put p = { .mails = mails, .n = n, .head = BUF_INIT };
	enum store_status status = store_write(s, put_all, &p);

	*done = p.done;
	buf_release(&p.head);
	return status;
}

static enum store_status
put_in_blocks(struct store *s, struct put_mail *mails, size_t n, size_t *done)
{
	struct put p = { .mails = mails, .n = n, .blocks = true, .head = BUF_INIT };
	enum store_status status = store_write(s, put_all, &p);

	*done = p.done;
	blocks_forget(store_blocks(s));
	buf_release(&p.head);
	return status;
}

enum store_status
store_put_mails(struct store *s, struct store_mail_in *mails, size_t n, int64_t now)
{
	enum store_status status = STORE_OK;
	struct put_mail *put;

	arena_reset(store_scratch(s));
	put = arena_array(store_scratch(s), n, sizeof *put);
	for (size_t i = 0; status == STORE_OK && i < n; i++)
		if (mails[i].raw.n > 0 && mails[i].raw.n <= BLOCK_MAIL_MAX)
			put[i] = taken(&mails[i], now);
		else
			status = put_prepare(s, &mails[i], now, &put[i]);
	for (size_t at = 0, done; status == STORE_OK && at < n; at += done)
		status = put_in_blocks(s, put + at, n - at, &done);
	for (size_t i = 0; i < n; i++)
		mails[i].result = put[i].result;
	return status;
}
