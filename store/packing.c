/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/entry.h"
#include "store/key.h"
#include "store/meta.h"
#include "store/open.h"

#include <string.h>

/* One transaction: about so many bytes of raw mail, and one look at so many entries of the log. */
#define BYTES_MAX ((size_t)4 * 1024 * 1024)
#define LOOKS_MAX ((size_t)4096)

/* Mails that lie alone, in order of place, and will be one block. */
struct packing {
	struct buf slips; /* struct entry, in the scratch */
	size_t bytes;
	struct buf value;
	size_t packed; /* bytes, in this transaction */
	bool more;     /* it did not come to the end of the log */
};

static struct entry *
entries(const struct packing *p, size_t *n)
{
	*n = p->slips.n / sizeof(struct entry);
	return (void *)p->slips.p;
}

static enum store_status
remove_alone(struct txn *t, const struct packing *p)
{
	enum store_status status = STORE_OK;
	size_t n;
	const struct entry *e = entries(p, &n);

	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		struct key place = key_number(e[i].seq);
		status = txn_remove(t, TABLE_LOG, key_bytes(&place));
	}
	return status;
}

static enum store_status
put_pieces(struct txn *t, struct packing *p)
{
	enum store_status status = STORE_OK;
	size_t n;
	const struct entry *e = entries(p, &n);

	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		struct key place = key_number(e[i].seq);

		buf_clear(&p->value);
		record_write_slip(&p->value, &e[i].slip);
		buf_add(&p->value, e[i].packed);
		status =
		    txn_append(t, TABLE_LOG, key_bytes(&place), buf_bytes(&p->value), BYTES_NONE);
	}
	return status;
}

/* Their entries are removed before they are put again, smaller, so that no page is left half empty.
 */
static enum store_status
write_block(struct txn *t, struct packing *p)
{
	enum store_status status = remove_alone(t, p);

	if (status == STORE_OK)
		status = put_pieces(t, p);
	p->packed += p->bytes;
	p->bytes = 0;
	buf_clear(&p->slips);
	return status == STORE_OK ? blocks_end(t) : status;
}

/* Takes a mail into the block; what its entry says is copied, since pages move. */
static enum store_status
take(struct txn *t, struct packing *p, const struct entry *e)
{
	struct arena *scratch = store_scratch(txn_store(t));
	struct buf piece = BUF_INIT;
	struct entry copy = *e;
	struct bytes raw;
	enum store_status status = entry_look(t, e->packed, scratch, &raw);

	if (status != STORE_OK)
		return status;
	blocks_add(t, raw, &piece);
	copy.slip.id = arena_bytes(scratch, e->slip.id);
	copy.packed = arena_bytes(scratch, buf_bytes(&piece));
	buf_release(&piece);
	buf_add(&p->slips, (struct bytes){ (const char *)&copy, sizeof copy });
	p->bytes += raw.n;
	return STORE_OK;
}

/* The next entry at or behind *seq. */
static enum store_status
next_entry(struct txn *t, uint64_t seq, struct entry *e)
{
	struct key from = key_number(seq);
	struct bytes key, value;
	enum store_status status = txn_seek(t, TABLE_LOG, SEEK_AT, key_bytes(&from), &key, &value);

	if (status == STORE_OK &&
	    (!key_read_number(key, &e->seq) || !record_read_slip(value, &e->slip, &e->packed)))
		return txn_damaged(t, TABLE_LOG);
	return status;
}

/* Takes the next mail behind *at that lies alone; where it does not go into the block, a new one is
 * begun. */
static enum store_status
pack_next(struct txn *t, struct packing *p, uint64_t *at)
{
	struct entry e;
	size_t size;
	enum store_status status = next_entry(t, *at + 1, &e);

	if (status != STORE_OK)
		return status;
	*at = e.seq;
	if (!entry_size(e.packed, &size))
		return txn_damaged(t, TABLE_LOG);
	if (pack_is(e.packed, PACK_PIECE) || size > BLOCK_MAIL_MAX)
		return STORE_OK;
	if (!blocks_have_room(t, size) && ((status = write_block(t, p)) != STORE_OK ||
					      (status = entry_get(t, *at, &e)) != STORE_OK))
		return status;
	return take(t, p, &e);
}

/* Behind the mark lies what waits for a block to be full, or was not looked at. */
static enum store_status
move_mark(struct txn *t, const struct packing *p, uint64_t was, uint64_t at)
{
	size_t n;
	const struct entry *e = entries(p, &n);

	if (n)
		at = e[0].seq - 1;
	return at == was ? STORE_OK : meta_put(t, META_PACKED, at);
}

/*
 * Whole blocks alone are written: what does not fill one waits.  But where so much else lies among
 * them that it would be walked over again and again, they wait no longer.
 */
static enum store_status
pack_some(struct txn *t, void *arg)
{
	struct packing *p = arg;
	uint64_t was, at;
	enum store_status status = meta_get(t, META_PACKED, &was);

	buf_clear(&p->slips);
	p->bytes = p->packed = 0;
	at = was;
	if (status == STORE_OK)
		status = blocks_begin(t, PACK_THOROUGH);
	for (size_t i = 0; status == STORE_OK && i < LOOKS_MAX && p->packed < BYTES_MAX; i++)
		status = pack_next(t, p, &at);
	p->more = status == STORE_OK;
	if (p->more && p->packed < BYTES_MAX)
		status = write_block(t, p);
	if (status == STORE_NONE)
		status = STORE_OK;
	return status == STORE_OK ? move_mark(t, p, was, at) : status;
}

enum store_status
store_pack(struct store *s)
{
	struct packing p = { .slips = BUF_INIT, .value = BUF_INIT };
	enum store_status status;

	do {
		arena_reset(store_scratch(s));
		status = store_write(s, pack_some, &p);
		blocks_forget(store_blocks(s));
	} while (status == STORE_OK && p.more);
	buf_release(&p.slips);
	buf_release(&p.value);
	return status;
}
