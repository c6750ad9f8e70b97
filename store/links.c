/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/change.h"
#include "store/meta.h"
#include "store/open.h"
#include "store/records.h"

#include <stdlib.h>
#include <string.h>

struct link_work {
	struct store_link *link;
	const struct store_mail **mails; /* in order of place */
	const struct store_tie **ties;	 /* in order of their mail */
	const struct store_tie **index;	 /* the same, as their table has them */
	uint64_t *numbers;		 /* of the threads */
	struct changes changes;
	struct buf value;
};

static int
compare_places(const void *a, const void *b)
{
	const struct store_mail *x = *(const struct store_mail *const *)a;
	const struct store_mail *y = *(const struct store_mail *const *)b;

	return (x->seq > y->seq) - (x->seq < y->seq);
}

static int
compare_owners(const void *a, const void *b)
{
	const struct store_tie *x = *(const struct store_tie *const *)a;
	const struct store_tie *y = *(const struct store_tie *const *)b;

	return key_compare(&x->key, &y->key);
}

static int
compare_ties(const void *a, const void *b)
{
	const struct store_tie *x = *(const struct store_tie *const *)a;
	const struct store_tie *y = *(const struct store_tie *const *)b;
	int c = memcmp(x->hash.b, y->hash.b, KEY_HASH_BYTES);

	if (c == 0)
		c = (x->arrival > y->arrival) - (x->arrival < y->arrival);
	return c ? c : key_compare(&x->key, &y->key);
}

/* ---- mails ---- */

/* The ties of one mail. */
static const struct store_tie **
ties_of(const struct link_work *w, const struct store_key *key, size_t *n)
{
	size_t from = 0, to = w->link->nties;

	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (key_compare(&w->ties[middle]->key, key) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	for (to = from; to < w->link->nties && key_compare(&w->ties[to]->key, key) == 0; to++)
		;
	*n = to - from;
	return w->ties + from;
}

static enum store_status
put_ties(struct txn *t, const struct store_tie *const *ties, size_t n)
{
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		struct key key = key_tie(&ties[i]->hash, ties[i]->arrival, &ties[i]->key);
		status = txn_put(t, TABLE_TIE, key_bytes(&key),
		    ties[i]->seeks ? BYTES_LIT("s") : BYTES_LIT("f"));
	}
	return status;
}

static enum store_status
put_mail(struct txn *t, struct link_work *w, size_t i)
{
	const struct store_mail *mail = w->mails[i];
	size_t n;
	const struct store_tie **ties = ties_of(w, &mail->key, &n);

	return records_put(t, mail, ties, n);
}

/* ---- threads ---- */

static enum store_status
add_old(struct txn *t, struct link_work *w, uint64_t number)
{
	struct arena *a = store_scratch(txn_store(t));
	struct store_thread old = { .number = number };
	struct key key = key_number(number);
	struct bytes value;
	enum store_status status = txn_get(t, TABLE_THREAD, key_bytes(&key), &value);

	if (status != STORE_OK)
		return status == STORE_NONE ? STORE_OK : status;
	if (!record_read_thread(value, a, &old))
		return txn_damaged(t, TABLE_THREAD);
	changes_add_thread(&w->changes, &old, CHANGE_WAS, number);
	return STORE_OK;
}

static enum store_status
put_thread(struct txn *t, struct link_work *w, size_t i)
{
	struct key key = key_number(w->numbers[i]);
	struct bytes old;
	enum store_status status = STORE_NONE;

	buf_clear(&w->value);
	record_write_thread(&w->value, &w->link->threads[i]);
	if (w->link->threads[i].number)
		status = txn_get(t, TABLE_THREAD, key_bytes(&key), &old);
	if (status == STORE_OK && bytes_equal(old, buf_bytes(&w->value)))
		return STORE_OK;
	if (status != STORE_OK && status != STORE_NONE)
		return status;
	return txn_append(t, TABLE_THREAD, key_bytes(&key), buf_bytes(&w->value), BYTES_NONE);
}

static enum store_status
number_threads(struct txn *t, struct link_work *w)
{
	const struct store_link *link = w->link;
	uint64_t last;
	enum store_status status = meta_get(t, META_THREAD, &last);

	for (size_t i = 0; i < link->nthreads; i++)
		w->numbers[i] = link->threads[i].number ? link->threads[i].number : ++last;
	return status == STORE_OK ? meta_put(t, META_THREAD, last) : status;
}

/* ---- the step ---- */

static enum store_status
gather_changes(struct txn *t, struct link_work *w)
{
	const struct store_link *link = w->link;
	enum store_status status = STORE_OK;

	changes_clear(&w->changes);
	for (size_t i = 0; status == STORE_OK && i < link->ndead; i++)
		status = add_old(t, w, link->dead[i]);
	for (size_t i = 0; status == STORE_OK && i < link->nthreads; i++) {
		if (link->threads[i].number)
			status = add_old(t, w, link->threads[i].number);
		changes_add_thread(&w->changes, &link->threads[i], CHANGE_IS, w->numbers[i]);
	}
	for (size_t i = 0; i < link->ngone; i++)
		changes_add_mail(&w->changes, &link->gone[i], CHANGE_DROP, 0);
	for (size_t i = 0; i < link->nmails; i++)
		changes_add_mail(&w->changes, &link->mails[i].key, CHANGE_SET, link->mails[i].seq);
	return status;
}

static enum store_status
remove_dead(struct txn *t, const struct store_link *link)
{
	enum store_status status = STORE_OK;

	for (size_t i = 0; i < link->ndead && (status == STORE_OK || status == STORE_NONE); i++) {
		struct key key = key_number(link->dead[i]);
		status = txn_remove(t, TABLE_THREAD, key_bytes(&key));
	}
	return status == STORE_NONE ? STORE_OK : status;
}

static enum store_status
put_linked(struct txn *t, uint64_t linked)
{
	uint64_t before;
	enum store_status status = meta_get(t, META_LINKED, &before);

	if (status != STORE_OK || linked <= before)
		return status;
	return meta_put(t, META_LINKED, linked);
}

static enum store_status
link_all(struct txn *t, void *arg)
{
	struct link_work *w = arg;
	enum store_status status = number_threads(t, w);

	if (status == STORE_OK)
		status = gather_changes(t, w);
	if (status == STORE_OK)
		status = changes_apply(t, &w->changes);
	for (size_t i = 0; status == STORE_OK && i < w->link->nmails; i++)
		status = put_mail(t, w, i);
	if (status == STORE_OK)
		status = put_ties(t, w->index, w->link->nties);
	if (status == STORE_OK)
		status = remove_dead(t, w->link);
	for (size_t i = 0; status == STORE_OK && i < w->link->nthreads; i++)
		status = put_thread(t, w, i);
	return status == STORE_OK ? put_linked(t, w->link->linked) : status;
}

/* Sorting needs no lock. */
static void
prepare(struct store *s, struct link_work *w)
{
	const struct store_link *link = w->link;
	struct arena *a = store_scratch(s);

	w->mails = arena_array(a, link->nmails, sizeof(struct store_mail *));
	w->ties = arena_array(a, link->nties, sizeof(struct store_tie *));
	w->numbers = arena_array(a, link->nthreads, sizeof *w->numbers);
	for (size_t i = 0; i < link->nmails; i++)
		w->mails[i] = &link->mails[i];
	w->index = arena_array(a, link->nties, sizeof(struct store_tie *));
	for (size_t i = 0; i < link->nties; i++)
		w->index[i] = w->ties[i] = &link->ties[i];
	qsort(w->mails, link->nmails, sizeof(struct store_mail *), compare_places);
	qsort(w->ties, link->nties, sizeof(struct store_tie *), compare_owners);
	qsort(w->index, link->nties, sizeof(struct store_tie *), compare_ties);
}

enum store_status
store_link(struct store *s, struct store_link *link)
{
	struct link_work w = { .link = link, .changes = CHANGES_INIT, .value = BUF_INIT };
	enum store_status status;

	arena_reset(store_scratch(s));
	prepare(s, &w);
	status = store_write(s, link_all, &w);
	for (size_t i = 0; status == STORE_OK && i < link->nthreads; i++)
		link->threads[i].number = w.numbers[i];
	changes_release(&w.changes);
	buf_release(&w.value);
	return status;
}
