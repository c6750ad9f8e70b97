/* SPDX-License-Identifier: ISC */
#include "store/record.h"

#include "store/key.h"
#include "store/pack.h"
#include "store/wire.h"

/* ---- slips ---- */

void
record_write_slip(struct buf *out, const struct slip *slip)
{
	wire_put_version(out);
	wire_put_signed(out, slip->arrival);
	wire_put_signed(out, slip->taken);
	wire_put_number(out, slip->flags);
	wire_put_bytes(out, slip->id);
	wire_put_raw(out, slip->key.b, sizeof slip->key.b);
}

bool
record_read_slip(struct bytes in, struct slip *slip, struct bytes *packed)
{
	struct wire r = wire_begin(in);

	*slip = (struct slip){ .arrival = wire_get_signed(&r) };
	slip->taken = wire_get_signed(&r);
	slip->flags = wire_get_unsigned(&r);
	slip->id = wire_get_bytes(&r);
	wire_get_raw(&r, slip->key.b, sizeof slip->key.b);
	*packed = r.rest;
	return !r.bad;
}

void
record_write_piece(struct buf *out, const struct piece *piece)
{
	buf_addc(out, PACK_PIECE);
	wire_put_number(out, piece->block);
	wire_put_number(out, piece->at);
	wire_put_number(out, piece->n);
}

bool
record_read_piece(struct bytes in, struct piece *piece)
{
	struct wire r = { bytes_slice(in, 1, in.n), false };

	if (!pack_is(in, PACK_PIECE))
		return false;
	piece->block = wire_get_number(&r);
	piece->at = wire_get_number(&r);
	piece->n = wire_get_number(&r);
	return wire_done(&r) && piece->block != 0;
}

/* ---- mails ---- */

static void
put_ties(struct buf *out, const struct store_tie *const *ties, size_t nties)
{
	wire_put_number(out, nties);
	for (size_t i = 0; i < nties; i++) {
		wire_put_raw(out, ties[i]->hash.b, KEY_HASH_BYTES);
		wire_put_signed(out, ties[i]->arrival);
		wire_put_number(out, ties[i]->seeks);
	}
}

void
record_write_mail(struct buf *out, const struct store_mail *mail, bool whole,
    const struct store_tie *const *ties, size_t nties)
{
	wire_put_version(out);
	wire_put_number(out, whole);
	if (whole) {
		wire_put_raw(out, mail->key.b, sizeof mail->key.b);
		wire_put_signed(out, mail->arrival);
		wire_put_bytes(out, mail->id);
	}
	put_ties(out, ties, nties);
	wire_put_signed(out, mail->date);
	wire_put_signed(out, mail->zone);
	wire_put_number(out, mail->flags);
	wire_put_bytes(out, mail->subject);
	wire_put_bytes(out, mail->name);
	wire_put_bytes(out, mail->address);
	wire_put_number(out, mail->nrefs);
	for (size_t i = 0; i < mail->nrefs; i++)
		wire_put_bytes(out, mail->refs[i]);
	wire_put_number(out, mail->nfacts);
	for (size_t i = 0; i < mail->nfacts; i++) {
		wire_put_number(out, mail->facts[i].kind);
		wire_put_bytes(out, mail->facts[i].name);
		wire_put_bytes(out, mail->facts[i].value);
	}
}

#define TIE_BYTES_LEAST (KEY_HASH_BYTES + (size_t)2)

static void
get_tie(struct wire *r, struct store_tie *tie)
{
	tie->hash = (struct hash){ { 0 } };
	wire_get_raw(r, tie->hash.b, KEY_HASH_BYTES);
	tie->arrival = wire_get_signed(r);
	tie->seeks = wire_get_bool(r);
}

/* What the mail has in common with its slip. */
static struct wire
begin_mail(struct bytes in, const struct slip *slip, struct store_mail *mail)
{
	struct wire r = wire_begin(in);

	*mail = (struct store_mail){ .key = slip->key, .arrival = slip->arrival, .id = slip->id };
	if (wire_get_bool(&r)) {
		wire_get_raw(&r, mail->key.b, sizeof mail->key.b);
		mail->arrival = wire_get_signed(&r);
		mail->id = wire_get_bytes(&r);
	}
	return r;
}

bool
record_is_whole(struct bytes in)
{
	struct wire r = wire_begin(in);

	return wire_get_bool(&r);
}

bool
record_read_ties(struct bytes in, const struct slip *slip, struct arena *a, struct store_tie **ties,
    size_t *nties)
{
	struct store_mail mail;
	struct wire r = begin_mail(in, slip, &mail);

	*nties = wire_get_count(&r, TIE_BYTES_LEAST);
	*ties = arena_array(a, *nties, sizeof **ties);
	for (size_t i = 0; i < *nties; i++) {
		get_tie(&r, &(*ties)[i]);
		(*ties)[i].key = mail.key;
	}
	return !r.bad;
}

static void
get_refs(struct wire *r, struct arena *a, struct store_mail *mail)
{
	struct bytes *refs;

	mail->nrefs = wire_get_count(r, 1);
	mail->refs = refs = arena_array(a, mail->nrefs, sizeof *refs);
	for (size_t i = 0; i < mail->nrefs; i++)
		refs[i] = wire_get_bytes(r);
}

static void
get_facts(struct wire *r, struct arena *a, struct store_mail *mail)
{
	struct store_fact *facts;

	mail->nfacts = wire_get_count(r, 3);
	mail->facts = facts = arena_array(a, mail->nfacts, sizeof *facts);
	for (size_t i = 0; i < mail->nfacts; i++) {
		facts[i].kind = wire_get_unsigned(r);
		facts[i].name = wire_get_bytes(r);
		facts[i].value = wire_get_bytes(r);
	}
}

bool
record_read_mail(struct bytes in, const struct slip *slip, struct arena *a, struct store_mail *mail)
{
	struct wire r = begin_mail(in, slip, mail);
	struct store_tie tie;

	for (size_t n = wire_get_count(&r, TIE_BYTES_LEAST); n > 0; n--)
		get_tie(&r, &tie);
	mail->date = wire_get_signed(&r);
	mail->zone = wire_get_int(&r);
	mail->flags = wire_get_unsigned(&r);
	mail->subject = wire_get_bytes(&r);
	mail->name = wire_get_bytes(&r);
	mail->address = wire_get_bytes(&r);
	get_refs(&r, a, mail);
	get_facts(&r, a, mail);
	return wire_done(&r);
}

/* ---- threads ---- */

static void
put_node(struct buf *out, const struct store_node *node)
{
	wire_put_raw(out, node->key.b, sizeof node->key.b);
	wire_put_bytes(out, node->id);
	wire_put_signed(out, node->parent);
	wire_put_number(out, node->entry);
	wire_put_signed(out, node->arrival);
}

static void
put_entry(struct buf *out, const struct store_entry *entry)
{
	wire_put_signed(out, entry->root);
	wire_put_signed(out, entry->hangs);
	wire_put_number(out, entry->category);
	wire_put_signed(out, entry->version);
	wire_put_signed(out, entry->total);
	wire_put_bytes(out, entry->title);
	wire_put_bytes(out, entry->subject);
}

void
record_write_thread(struct buf *out, const struct store_thread *thread)
{
	wire_put_version(out);
	wire_put_number(out, thread->nnodes);
	wire_put_number(out, thread->nentries);
	for (size_t i = 0; i < thread->nnodes; i++)
		put_node(out, &thread->nodes[i]);
	for (size_t i = 0; i < thread->nentries; i++)
		put_entry(out, &thread->entries[i]);
}

#define NODE_BYTES_LEAST (sizeof((struct store_key *)0)->b + (size_t)4)
#define ENTRY_BYTES_LEAST ((size_t)7)

static void
get_node(struct wire *r, struct store_node *node, const struct store_thread *t)
{
	wire_get_raw(r, node->key.b, sizeof node->key.b);
	node->id = wire_get_bytes(r);
	node->parent = wire_get_int(r);
	node->entry = wire_get_unsigned(r);
	node->arrival = wire_get_signed(r);
	r->bad |= node->parent < -1 || node->parent >= (int64_t)t->nnodes;
	r->bad |= node->entry >= t->nentries;
}

static void
get_entry(struct wire *r, struct store_entry *entry, const struct store_thread *t)
{
	entry->root = wire_get_int(r);
	entry->hangs = wire_get_int(r);
	entry->category = wire_get_unsigned(r);
	entry->version = wire_get_int(r);
	entry->total = wire_get_int(r);
	entry->title = wire_get_bytes(r);
	entry->subject = wire_get_bytes(r);
	r->bad |= entry->root < 0 || entry->root >= (int64_t)t->nnodes;
	r->bad |= entry->hangs < -1 || entry->hangs >= (int64_t)t->nnodes;
}

bool
record_read_thread(struct bytes in, struct arena *a, struct store_thread *t)
{
	struct wire r = wire_begin(in);
	struct store_node *nodes;
	struct store_entry *entries;

	t->nnodes = wire_get_count(&r, NODE_BYTES_LEAST);
	t->nentries = wire_get_count(&r, ENTRY_BYTES_LEAST);
	t->nodes = nodes = arena_array(a, t->nnodes, sizeof *nodes);
	t->entries = entries = arena_array(a, t->nentries, sizeof *entries);
	for (size_t i = 0; i < t->nnodes; i++)
		get_node(&r, &nodes[i], t);
	for (size_t i = 0; i < t->nentries; i++)
		get_entry(&r, &entries[i], t);
	return wire_done(&r);
}

/* ---- places ---- */

void
record_write_places(struct buf *out, const struct places *places)
{
	wire_put_version(out);
	wire_put_number(out, places->thread);
	wire_put_number(out, places->ncopies);
	for (size_t i = 0; i < places->ncopies; i++) {
		wire_put_raw(out, places->copies[i].tail, sizeof places->copies[i].tail);
		wire_put_number(out, places->copies[i].seq);
	}
}

bool
record_read_places(struct bytes in, struct places *places)
{
	struct wire r = wire_begin(in);

	places->thread = wire_get_number(&r);
	places->ncopies = wire_get_count(&r, sizeof places->copies[0].tail + 1);
	if (places->ncopies > PLACES_COPIES_MAX)
		return false;
	for (size_t i = 0; i < places->ncopies; i++) {
		wire_get_raw(&r, places->copies[i].tail, sizeof places->copies[i].tail);
		places->copies[i].seq = wire_get_number(&r);
	}
	return wire_done(&r);
}
