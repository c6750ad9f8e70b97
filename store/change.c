/* SPDX-License-Identifier: ISC */
#include "store/change.h"

#include "common/log.h"
#include "store/open.h"
#include "store/records.h"

#include <stdlib.h>
#include <string.h>

void
changes_clear(struct changes *c)
{
	buf_clear(&c->ids);
	buf_clear(&c->arrivals);
}

void
changes_release(struct changes *c)
{
	buf_release(&c->ids);
	buf_release(&c->arrivals);
}

static void
add(struct buf *to, const struct change *change)
{
	buf_add(to, (struct bytes){ (const char *)change, sizeof *change });
}

void
changes_add_mail(
    struct changes *c, const struct store_key *key, enum change_kind kind, uint64_t seq)
{
	struct change change = { .kind = kind, .number = seq };

	memcpy(change.key, key->b, KEY_ID_BYTES);
	memcpy(change.tail, key->b + KEY_ID_BYTES, KEY_TAIL_BYTES);
	add(&c->ids, &change);
}

static void
add_node(struct changes *c, const struct store_node *node, enum change_kind kind, uint64_t number)
{
	struct change change = { .kind = kind, .number = number };
	struct key key;

	/* The key of a mail that is here begins with its id's hash. */
	if (key_is_none(&node->key)) {
		key = key_id(node->id);
		memcpy(change.key, key.b, KEY_ID_BYTES);
		add(&c->ids, &change);
		return;
	}
	memcpy(change.key, node->key.b, KEY_ID_BYTES);
	add(&c->ids, &change);
	key = key_arrival(node->arrival, &node->key);
	memcpy(change.key, key.b, KEY_ARRIVAL_BYTES);
	add(&c->arrivals, &change);
}

void
changes_add_thread(
    struct changes *c, const struct store_thread *thread, enum change_kind kind, uint64_t number)
{
	for (size_t i = 0; i < thread->nnodes; i++)
		add_node(c, &thread->nodes[i], kind, number);
}

/* ---- mails that are no longer linked as they were ---- */

static enum store_status
remove_ties(struct txn *t, uint64_t seq, struct bytes record)
{
	struct arena *a = store_scratch(txn_store(t));
	struct store_tie *ties;
	size_t n;
	/* The ties are copied before the first write moves the record. */
	enum store_status status = records_ties(t, seq, record, a, &ties, &n);

	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < n && (status == STORE_OK || status == STORE_NONE); i++) {
		struct key key = key_tie(&ties[i].hash, ties[i].arrival, &ties[i].key);
		status = txn_remove(t, TABLE_TIE, key_bytes(&key));
	}
	return status;
}

static enum store_status
unlink_mail(struct txn *t, uint64_t seq)
{
	struct key place = key_number(seq);
	struct bytes record;
	enum store_status status = txn_get(t, TABLE_RECORD, key_bytes(&place), &record);

	if (status == STORE_OK)
		status = remove_ties(t, seq, record);
	if (status == STORE_OK || status == STORE_NONE)
		status = txn_remove(t, TABLE_RECORD, key_bytes(&place));
	return status == STORE_NONE ? STORE_OK : status;
}

static enum store_status
remove_text(struct txn *t, uint64_t seq)
{
	struct key place = key_number(seq);
	enum store_status status = txn_remove(t, TABLE_TEXT, key_bytes(&place));

	return status == STORE_NONE ? STORE_OK : status;
}

/* A copy's old place is emptied; the text that was put where it is linked now stays. */
static enum store_status
leave_place(struct txn *t, const struct places_copy *copy, const struct change *change)
{
	enum store_status status = unlink_mail(t, copy->seq);

	if (status == STORE_OK && (change->kind == CHANGE_DROP || copy->seq != change->number))
		status = remove_text(t, copy->seq);
	return status;
}

/* ---- ids ---- */

static enum store_status
change_copy(struct txn *t, struct places *p, const struct change *change)
{
	enum store_status status;
	size_t i = 0;

	while (i < p->ncopies && memcmp(p->copies[i].tail, change->tail, KEY_TAIL_BYTES) != 0)
		i++;
	if (i < p->ncopies && (status = leave_place(t, &p->copies[i], change)) != STORE_OK)
		return status;
	if (change->kind == CHANGE_DROP) {
		if (i < p->ncopies)
			p->copies[i] = p->copies[--p->ncopies];
		return STORE_OK;
	}
	if (i == PLACES_COPIES_MAX) {
		log_error("linking mails: more than %zu have one Message-ID", PLACES_COPIES_MAX);
		return STORE_BROKEN;
	}
	if (i == p->ncopies)
		memcpy(p->copies[p->ncopies++].tail, change->tail, KEY_TAIL_BYTES);
	p->copies[i].seq = change->number;
	return STORE_OK;
}

static enum store_status
write_places(struct txn *t, struct bytes key, const struct places *p)
{
	struct buf value = BUF_INIT;
	enum store_status status;

	if (p->thread == 0 && p->ncopies == 0) {
		status = txn_remove(t, TABLE_ID, key);
		return status == STORE_NONE ? STORE_OK : status;
	}
	record_write_places(&value, p);
	status = txn_put(t, TABLE_ID, key, buf_bytes(&value));
	buf_release(&value);
	return status;
}

static enum store_status
apply_id(struct txn *t, const struct change *change, size_t n)
{
	struct bytes key = { (const char *)change->key, KEY_ID_BYTES }, value;
	struct places p = { .ncopies = 0 };
	enum store_status status;
	uint64_t was = 0, is = 0;
	size_t i;

	for (i = 0; i < n && change[i].kind <= CHANGE_IS; i++)
		*(change[i].kind == CHANGE_IS ? &is : &was) = change[i].number;
	if (i == n && was == is)
		return STORE_OK;
	status = txn_get(t, TABLE_ID, key, &value);
	if (status == STORE_OK && !record_read_places(value, &p))
		return txn_damaged(t, TABLE_ID);
	if (status != STORE_OK && status != STORE_NONE)
		return status;
	if (was || is)
		p.thread = is;
	for (; i < n; i++)
		if ((status = change_copy(t, &p, &change[i])) != STORE_OK)
			return status;
	return write_places(t, key, &p);
}

static enum store_status
apply_arrival(struct txn *t, const struct change *change, size_t n)
{
	struct bytes key = { (const char *)change->key, KEY_ARRIVAL_BYTES };
	const struct change *last = &change[n - 1];
	struct key number = key_number(last->number);
	enum store_status status;

	if (last->kind == CHANGE_IS && n > 1 && change->number == last->number)
		return STORE_OK;
	if (last->kind == CHANGE_IS)
		return txn_append(t, TABLE_ARRIVAL, key, key_bytes(&number), BYTES_NONE);
	status = txn_remove(t, TABLE_ARRIVAL, key);
	return status == STORE_NONE ? STORE_OK : status;
}

/* ---- the walk ---- */

static int
compare_changes(const void *a, const void *b)
{
	const struct change *x = a, *y = b;
	int c = memcmp(x->key, y->key, sizeof x->key);

	if (c == 0)
		c = (x->kind > y->kind) - (x->kind < y->kind);
	return c ? c : memcmp(x->tail, y->tail, sizeof x->tail);
}

static enum store_status
apply(struct txn *t, struct buf *b,
    enum store_status (*one)(struct txn *t, const struct change *change, size_t n))
{
	struct change *all = (void *)b->p;
	size_t n = b->n / sizeof *all, end;
	enum store_status status = STORE_OK;

	if (n > 1)
		qsort(all, n, sizeof *all, compare_changes);
	for (size_t i = 0; status == STORE_OK && i < n; i = end) {
		for (end = i + 1; end < n; end++)
			if (memcmp(all[i].key, all[end].key, sizeof all->key) != 0)
				break;
		status = one(t, &all[i], end - i);
	}
	return status;
}

enum store_status
changes_apply(struct txn *t, struct changes *c)
{
	enum store_status status = apply(t, &c->ids, apply_id);

	return status == STORE_OK ? apply(t, &c->arrivals, apply_arrival) : status;
}
