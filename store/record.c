/* SPDX-License-Identifier: ISC */
#include "store/record.h"

#include <string.h>

#define VERSION 1

/* ---- writing ---- */

static void
put_number(struct buf *out, uint64_t n)
{
	char *to = buf_room(out, 10);
	size_t i = 0;

	for (; n >= 0x80; n >>= 7)
		to[i++] = (char)(n | 0x80);
	to[i++] = (char)n;
	out->n += i;
}

static void
put_signed(struct buf *out, int64_t n)
{
	put_number(out, (uint64_t)n << 1 ^ (n < 0 ? UINT64_MAX : 0));
}

static void
put_raw(struct buf *out, const void *p, size_t n)
{
	buf_add(out, (struct bytes){ p, n });
}

static void
put_bytes(struct buf *out, struct bytes b)
{
	put_number(out, b.n);
	buf_add(out, b);
}

/* ---- reading ---- */

/* Reads past the end give zeros and set bad: a record's reader looks at it once, at its end. */
struct reader {
	struct bytes rest;
	bool bad;
};

static uint64_t
get_number(struct reader *r)
{
	uint64_t n = 0;

	for (unsigned shift = 0; shift < 64; shift += 7) {
		if (r->rest.n == 0)
			break;
		unsigned char c = (unsigned char)*r->rest.p;
		r->rest = bytes_slice(r->rest, 1, r->rest.n);
		if (shift == 63 && c > 1)
			break;
		n |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return n;
	}
	r->bad = true;
	return 0;
}

static int64_t
get_signed(struct reader *r)
{
	uint64_t n = get_number(r);

	return (int64_t)(n >> 1 ^ (n & 1 ? UINT64_MAX : 0));
}

static unsigned
get_unsigned(struct reader *r)
{
	uint64_t n = get_number(r);

	r->bad |= n > UINT32_MAX;
	return (unsigned)n;
}

static int
get_int(struct reader *r)
{
	int64_t n = get_signed(r);

	r->bad |= n < INT32_MIN || n > INT32_MAX;
	return (int)n;
}

static bool
get_bool(struct reader *r)
{
	uint64_t n = get_number(r);

	r->bad |= n > 1;
	return n == 1;
}

static void
get_raw(struct reader *r, void *to, size_t n)
{
	if (n > r->rest.n) {
		r->bad = true;
		memset(to, 0, n);
		return;
	}
	memcpy(to, r->rest.p, n);
	r->rest = bytes_slice(r->rest, n, r->rest.n);
}

static struct bytes
get_bytes(struct reader *r)
{
	uint64_t n = get_number(r);
	struct bytes b;

	if (n > r->rest.n) {
		r->bad = true;
		return BYTES_NONE;
	}
	b = bytes_slice(r->rest, 0, (size_t)n);
	r->rest = bytes_slice(r->rest, (size_t)n, r->rest.n);
	return b;
}

/* How many follow, each at least size bytes long: no count makes us take more memory than that. */
static size_t
get_count(struct reader *r, size_t size)
{
	uint64_t n = get_number(r);

	if (n > r->rest.n / size) {
		r->bad = true;
		return 0;
	}
	return (size_t)n;
}

static struct reader
begin(struct bytes in)
{
	struct reader r = { in, false };

	r.bad = get_number(&r) != VERSION;
	return r;
}

static bool
done(const struct reader *r)
{
	return !r->bad && r->rest.n == 0;
}

/* ---- slips ---- */

void
record_write_slip(struct buf *out, const struct slip *slip)
{
	put_number(out, VERSION);
	put_signed(out, slip->arrival);
	put_signed(out, slip->taken);
	put_number(out, slip->flags);
	put_bytes(out, slip->id);
	put_raw(out, slip->key.b, sizeof slip->key.b);
	put_number(out, slip->nreplaces);
	for (size_t i = 0; i < slip->nreplaces; i++)
		put_raw(out, slip->replaces[i].b, sizeof slip->replaces[i].b);
}

bool
record_read_slip(struct bytes in, struct slip *slip, struct bytes *packed)
{
	struct reader r = begin(in);

	*slip = (struct slip){ .arrival = get_signed(&r) };
	slip->taken = get_signed(&r);
	slip->flags = get_unsigned(&r);
	slip->id = get_bytes(&r);
	get_raw(&r, slip->key.b, sizeof slip->key.b);
	slip->nreplaces = get_count(&r, sizeof slip->key.b);
	if (slip->nreplaces > SLIP_REPLACES_MAX)
		return false;
	for (size_t i = 0; i < slip->nreplaces; i++)
		get_raw(&r, slip->replaces[i].b, sizeof slip->replaces[i].b);
	*packed = r.rest;
	return !r.bad;
}

/* ---- mails ---- */

static void
put_ties(struct buf *out, const struct store_tie *const *ties, size_t nties)
{
	put_number(out, nties);
	for (size_t i = 0; i < nties; i++) {
		put_raw(out, ties[i]->hash.b, sizeof ties[i]->hash.b);
		put_signed(out, ties[i]->arrival);
		put_number(out, ties[i]->seeks);
	}
}

void
record_write_mail(struct buf *out, const struct store_mail *mail,
    const struct store_tie *const *ties, size_t nties)
{
	put_number(out, VERSION);
	put_raw(out, mail->key.b, sizeof mail->key.b);
	put_ties(out, ties, nties);
	put_number(out, mail->seq);
	put_signed(out, mail->arrival);
	put_signed(out, mail->date);
	put_signed(out, mail->zone);
	put_number(out, mail->flags);
	put_bytes(out, mail->id);
	put_bytes(out, mail->subject);
	put_bytes(out, mail->name);
	put_bytes(out, mail->address);
	put_number(out, mail->nrefs);
	for (size_t i = 0; i < mail->nrefs; i++)
		put_bytes(out, mail->refs[i]);
	put_number(out, mail->nfacts);
	for (size_t i = 0; i < mail->nfacts; i++) {
		put_number(out, mail->facts[i].kind);
		put_bytes(out, mail->facts[i].name);
		put_bytes(out, mail->facts[i].value);
	}
}

#define TIE_BYTES_LEAST (HASH_BYTES + (size_t)2)

static void
get_tie(struct reader *r, struct store_tie *tie)
{
	get_raw(r, tie->hash.b, sizeof tie->hash.b);
	tie->arrival = get_signed(r);
	tie->seeks = get_bool(r);
}

bool
record_read_ties(struct bytes in, struct arena *a, struct store_tie **ties, size_t *nties)
{
	struct reader r = begin(in);
	struct store_key key;

	get_raw(&r, key.b, sizeof key.b);
	*nties = get_count(&r, TIE_BYTES_LEAST);
	*ties = arena_array(a, *nties, sizeof **ties);
	for (size_t i = 0; i < *nties; i++) {
		get_tie(&r, &(*ties)[i]);
		(*ties)[i].key = key;
	}
	return !r.bad;
}

static void
get_refs(struct reader *r, struct arena *a, struct store_mail *mail)
{
	struct bytes *refs;

	mail->nrefs = get_count(r, 1);
	mail->refs = refs = arena_array(a, mail->nrefs, sizeof *refs);
	for (size_t i = 0; i < mail->nrefs; i++)
		refs[i] = get_bytes(r);
}

static void
get_facts(struct reader *r, struct arena *a, struct store_mail *mail)
{
	struct store_fact *facts;

	mail->nfacts = get_count(r, 3);
	mail->facts = facts = arena_array(a, mail->nfacts, sizeof *facts);
	for (size_t i = 0; i < mail->nfacts; i++) {
		facts[i].kind = get_unsigned(r);
		facts[i].name = get_bytes(r);
		facts[i].value = get_bytes(r);
	}
}

bool
record_read_mail(struct bytes in, struct arena *a, struct store_mail *mail)
{
	struct reader r = begin(in);
	struct store_tie tie;

	get_raw(&r, mail->key.b, sizeof mail->key.b);
	for (size_t n = get_count(&r, TIE_BYTES_LEAST); n > 0; n--)
		get_tie(&r, &tie);
	mail->seq = get_number(&r);
	mail->arrival = get_signed(&r);
	mail->date = get_signed(&r);
	mail->zone = get_int(&r);
	mail->flags = get_unsigned(&r);
	mail->id = get_bytes(&r);
	mail->subject = get_bytes(&r);
	mail->name = get_bytes(&r);
	mail->address = get_bytes(&r);
	get_refs(&r, a, mail);
	get_facts(&r, a, mail);
	return done(&r);
}

/* ---- threads ---- */

static void
put_node(struct buf *out, const struct store_node *node)
{
	put_raw(out, node->key.b, sizeof node->key.b);
	put_bytes(out, node->id);
	put_signed(out, node->parent);
	put_number(out, node->entry);
	put_signed(out, node->arrival);
}

static void
put_entry(struct buf *out, const struct store_entry *entry)
{
	put_signed(out, entry->root);
	put_signed(out, entry->hangs);
	put_number(out, entry->category);
	put_signed(out, entry->version);
	put_signed(out, entry->total);
	put_bytes(out, entry->title);
	put_bytes(out, entry->subject);
}

void
record_write_thread(struct buf *out, const struct store_thread *thread)
{
	put_number(out, VERSION);
	put_number(out, thread->nnodes);
	put_number(out, thread->nentries);
	for (size_t i = 0; i < thread->nnodes; i++)
		put_node(out, &thread->nodes[i]);
	for (size_t i = 0; i < thread->nentries; i++)
		put_entry(out, &thread->entries[i]);
}

#define NODE_BYTES_LEAST (sizeof((struct store_key *)0)->b + (size_t)4)
#define ENTRY_BYTES_LEAST ((size_t)7)

static void
get_node(struct reader *r, struct store_node *node, const struct store_thread *t)
{
	get_raw(r, node->key.b, sizeof node->key.b);
	node->id = get_bytes(r);
	node->parent = get_int(r);
	node->entry = get_unsigned(r);
	node->arrival = get_signed(r);
	r->bad |= node->parent < -1 || node->parent >= (int64_t)t->nnodes;
	r->bad |= node->entry >= t->nentries;
}

static void
get_entry(struct reader *r, struct store_entry *entry, const struct store_thread *t)
{
	entry->root = get_int(r);
	entry->hangs = get_int(r);
	entry->category = get_unsigned(r);
	entry->version = get_int(r);
	entry->total = get_int(r);
	entry->title = get_bytes(r);
	entry->subject = get_bytes(r);
	r->bad |= entry->root < 0 || entry->root >= (int64_t)t->nnodes;
	r->bad |= entry->hangs < -1 || entry->hangs >= (int64_t)t->nnodes;
}

bool
record_read_thread(struct bytes in, struct arena *a, struct store_thread *t)
{
	struct reader r = begin(in);
	struct store_node *nodes;
	struct store_entry *entries;

	t->nnodes = get_count(&r, NODE_BYTES_LEAST);
	t->nentries = get_count(&r, ENTRY_BYTES_LEAST);
	t->nodes = nodes = arena_array(a, t->nnodes, sizeof *nodes);
	t->entries = entries = arena_array(a, t->nentries, sizeof *entries);
	for (size_t i = 0; i < t->nnodes; i++)
		get_node(&r, &nodes[i], t);
	for (size_t i = 0; i < t->nentries; i++)
		get_entry(&r, &entries[i], t);
	return done(&r);
}

/* ---- places ---- */

void
record_write_places(struct buf *out, const struct places *places)
{
	put_number(out, VERSION);
	put_number(out, places->thread);
	put_number(out, places->ncopies);
	for (size_t i = 0; i < places->ncopies; i++) {
		put_raw(out, places->copies[i].tail, sizeof places->copies[i].tail);
		put_number(out, places->copies[i].seq);
	}
}

bool
record_read_places(struct bytes in, struct places *places)
{
	struct reader r = begin(in);

	places->thread = get_number(&r);
	places->ncopies = get_count(&r, sizeof places->copies[0].tail + 1);
	if (places->ncopies > PLACES_COPIES_MAX)
		return false;
	for (size_t i = 0; i < places->ncopies; i++) {
		get_raw(&r, places->copies[i].tail, sizeof places->copies[i].tail);
		places->copies[i].seq = get_number(&r);
	}
	return done(&r);
}

/* ---- members, digests, deliveries ---- */

void
record_write_member(struct buf *out, const struct store_member *member)
{
	put_number(out, VERSION);
	put_bytes(out, member->address);
	put_bytes(out, member->name);
	put_signed(out, member->since);
	put_bytes(out, member->options);
}

bool
record_read_member(struct bytes in, struct store_member *member)
{
	struct reader r = begin(in);

	member->address = get_bytes(&r);
	member->name = get_bytes(&r);
	member->since = get_signed(&r);
	member->options = get_bytes(&r);
	return done(&r);
}

void
record_write_digest(struct buf *out, const struct store_digest *digest)
{
	put_number(out, VERSION);
	put_signed(out, digest->since);
	put_signed(out, digest->until);
	put_signed(out, digest->made);
	put_number(out, digest->log_mark);
	put_signed(out, digest->sent);
	put_bytes(out, digest->id);
}

bool
record_read_digest(struct bytes in, struct store_digest *digest, struct bytes *packed)
{
	struct reader r = begin(in);

	digest->since = get_signed(&r);
	digest->until = get_signed(&r);
	digest->made = get_signed(&r);
	digest->log_mark = get_number(&r);
	digest->sent = get_signed(&r);
	digest->id = get_bytes(&r);
	*packed = r.rest;
	return !r.bad;
}

void
record_write_delivery(struct buf *out, const struct store_delivery *delivery)
{
	put_number(out, VERSION);
	put_bytes(out, delivery->address);
	put_number(out, delivery->state);
	put_signed(out, delivery->tries);
	put_signed(out, delivery->last);
}

bool
record_read_delivery(struct bytes in, struct store_delivery *delivery)
{
	struct reader r = begin(in);
	unsigned state;

	delivery->address = get_bytes(&r);
	state = get_unsigned(&r);
	delivery->state = (enum store_delivery_state)state;
	delivery->tries = get_int(&r);
	delivery->last = get_signed(&r);
	return done(&r) && state <= STORE_DELIVERY_DEFERRED;
}
