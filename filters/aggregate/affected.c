/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/affected.h"

#include <stdlib.h>
#include <string.h>

/* Ids whose threads are wanted. */
struct wanted {
	struct bytes *ids;
	size_t n, room;
};

static struct bytes
key_bytes(const struct store_key *key)
{
	return (struct bytes){ (const char *)key->b, sizeof key->b };
}

static bool
is_leaving(const struct affected *f, const struct store_key *key)
{
	return names_find(f->leaving, key_bytes(key)) != NAMES_NONE;
}

static bool
is_ghost(const struct store_node *node)
{
	static const struct store_key none;

	return memcmp(node->key.b, none.b, sizeof none.b) == 0;
}

/* The key of a mail or a copy; false for a ghost. */
static bool
node_key(const struct store_node *node, struct store_key *key)
{
	*key = node->key;
	return !is_ghost(node) || thread_copy_key(node->id, key);
}

static void
want(struct affected *f, struct wanted *w, struct bytes id)
{
	bool fresh;

	names_add(f->asked, id, &fresh);
	if (!fresh)
		return;
	w->ids = arena_grow(f->a, w->ids, w->n, &w->room, sizeof *w->ids);
	w->ids[w->n++] = id;
}

/* Room for n more mails. */
static void
reserve(struct affected *f, size_t n)
{
	struct store_mail *mails = arena_array(f->a, f->nmails + n, sizeof *mails);
	struct words *words = arena_array(f->a, f->nmails + n, sizeof *words);

	if (f->nmails) {
		memcpy(mails, f->mails, f->nmails * sizeof *mails);
		memcpy(words, f->words, f->nmails * sizeof *words);
	}
	f->mails = mails;
	f->words = words;
}

static struct words *
add_mail(struct affected *f, const struct store_mail *mail)
{
	f->mails[f->nmails] = *mail;
	return &f->words[f->nmails++];
}

/*
 * What stands nearest on one side of a tie and stays there.  Ties of one subject are asked for one
 * after the other, towards the far side: where the way to the neighbour comes by the tie asked for
 * before, it goes on as it did from there, and each stored tie is passed once.
 */
struct neighbour {
	struct store_tie of, found;
	struct bytes id; /* of the mail found; empty: there is none */
	bool known;
};

static bool
is_passed(const struct neighbour *last, const struct store_tie *of, const struct store_tie *at,
    bool before)
{
	int c = tie_compare(at, &last->of);

	return last->known && hash_equal(&last->of.hash, &of->hash) && (before ? c <= 0 : c >= 0);
}

static enum store_status
find_neighbour(struct affected *f, const struct store_tie *of, bool before, struct neighbour *last)
{
	struct store_tie at = *of, found;
	struct bytes id = BYTES_NONE;
	enum store_status status;

	for (;; at = found) {
		struct store_mail *mail;

		status = store_find_tie(f->s, &at, before, &found);
		if (status == STORE_OK && is_passed(last, of, &found, before)) {
			last->of = *of;
			return STORE_OK;
		}
		if (status == STORE_NONE)
			break;
		if (status == STORE_OK && is_leaving(f, &found.key))
			continue;
		if (status == STORE_OK)
			status = store_get_mails(f->s, &found.key, 1, f->a, &mail);
		if (status != STORE_OK)
			return status;
		if (mail->seq == 0 || mail->arrival != found.arrival)
			continue;
		id = mail->id;
		break;
	}
	*last = (struct neighbour){ *of, found, id, true };
	return STORE_OK;
}

/* Wants the id of the mail that is tied to this one on one side, if there is one. */
static enum store_status
want_neighbour(struct affected *f, const struct store_tie *tie, bool before, struct wanted *w,
    struct neighbour *last)
{
	enum store_status status = find_neighbour(f, tie, before, last);

	if (status == STORE_OK && last->id.n &&
	    (before ? tie_holds(&last->found, tie) : tie_holds(tie, &last->found)))
		want(f, w, last->id);
	return status;
}

static int
compare_ties(const void *a, const void *b)
{
	return tie_compare(
	    *(const struct store_tie *const *)a, *(const struct store_tie *const *)b);
}

/* The ties of mails [from, to), in order. */
static const struct store_tie **
sorted_ties(struct affected *f, size_t from, size_t to, size_t *n)
{
	const struct store_tie **ties = arena_array(f->a, (to - from) * TIE_MAX, sizeof *ties);

	*n = 0;
	for (size_t i = from; i < to; i++)
		for (size_t k = 0; k < f->words[i].nties; k++)
			ties[(*n)++] = &f->words[i].ties[k];
	if (*n)
		qsort(ties, *n, sizeof *ties, compare_ties);
	return ties;
}

/* Wants what mails [from, to) seek. */
static enum store_status
want_sought(struct affected *f, size_t from, size_t to, struct wanted *w)
{
	struct neighbour last = { .known = false };
	enum store_status status = STORE_OK;
	size_t n;
	const struct store_tie **ties = sorted_ties(f, from, to, &n);

	for (size_t i = 0; status == STORE_OK && i < n; i++)
		if (ties[i]->seeks)
			status = want_neighbour(f, ties[i], true, w, &last);
	return status;
}

/* Wants what may seek mails [from, to). */
static enum store_status
want_seekers(struct affected *f, size_t from, size_t to, struct wanted *w)
{
	struct neighbour last = { .known = false };
	enum store_status status = STORE_OK;
	size_t n;
	const struct store_tie **ties = sorted_ties(f, from, to, &n);

	for (size_t i = n; status == STORE_OK && i-- > 0;)
		status = want_neighbour(f, ties[i], false, w, &last);
	return status;
}

/* Where a loaded mail stood. */
struct place {
	const struct store_thread *thread;
	size_t node;
};

/* The keys of a thread's mails and copies, but for those that leave. */
static size_t
thread_keys(const struct affected *f, const struct store_thread *t, struct store_key *keys,
    struct place *places)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nnodes; i++) {
		struct store_key key;

		if (!node_key(&t->nodes[i], &key) || is_leaving(f, &key))
			continue;
		keys[n] = key;
		places[n++] = (struct place){ t, i };
	}
	return n;
}

/* A sender can write an id that looks like a copy's: a copy has the id of the mail it hangs below.
 */
static bool
was_there(const struct place *p, const struct store_mail *mail)
{
	const struct store_node *at = &p->thread->nodes[p->node];

	if (is_ghost(at) && at->parent >= 0)
		at = &p->thread->nodes[at->parent];
	return mail->seq != 0 && bytes_equal(mail->id, at->id);
}

static enum store_status
load_mails(struct affected *f, const struct store_thread *threads, size_t nthreads)
{
	struct store_key *keys;
	struct place *places;
	struct store_mail *mails;
	enum store_status status;
	size_t room = 0, n = 0;

	for (size_t i = 0; i < nthreads; i++)
		room += threads[i].nnodes;
	keys = arena_array(f->a, room, sizeof *keys);
	places = arena_array(f->a, room, sizeof *places);
	for (size_t i = 0; i < nthreads; i++)
		n += thread_keys(f, &threads[i], keys + n, places + n);
	status = store_get_mails(f->s, keys, n, f->a, &mails);
	reserve(f, n);
	for (size_t i = 0; status == STORE_OK && i < n; i++)
		if (was_there(&places[i], &mails[i]))
			words_read(f->a, &mails[i], add_mail(f, &mails[i]));
	return status;
}

static enum store_status
load_threads(struct affected *f, const uint64_t *numbers, size_t n)
{
	struct store_thread *threads, *all = arena_array(f->a, f->nthreads + n, sizeof *all);
	const size_t old = f->nthreads;
	enum store_status status = store_get_threads(f->s, numbers, n, f->a, &threads);

	if (status != STORE_OK)
		return status;
	if (old)
		memcpy(all, f->threads, old * sizeof *all);
	f->threads = all;
	for (size_t i = 0; i < n; i++) {
		threads[i].number = numbers[i];
		if (threads[i].nnodes)
			all[f->nthreads++] = threads[i];
	}
	return load_mails(f, all + old, f->nthreads - old);
}

/* Loads the threads of the wanted ids that are not loaded yet. */
static enum store_status
load_wanted(struct affected *f, const struct wanted *w)
{
	uint64_t *numbers = arena_array(f->a, w->n, sizeof *numbers);
	enum store_status status = store_find_threads(f->s, w->ids, w->n, numbers);
	size_t n = 0;

	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < w->n; i++) {
		bool fresh = false;

		if (numbers[i])
			names_add(f->numbers,
			    arena_bytes(
				f->a, (struct bytes){ (const char *)&numbers[i], sizeof *numbers }),
			    &fresh);
		if (fresh)
			numbers[n++] = numbers[i];
	}
	return load_threads(f, numbers, n);
}

/* Whether a mail of the thread leaves the place it had; a copy that is read anew may. */
static bool
is_disturbed(const struct affected *f, const struct store_thread *t, size_t nbatch)
{
	for (size_t i = 0; i < t->nnodes; i++) {
		struct store_key key;
		uint32_t number = NAMES_NONE;

		if (node_key(&t->nodes[i], &key))
			number = names_find(f->leaving, key_bytes(&key));
		if (number == NAMES_NONE)
			continue;
		if (number >= nbatch || f->mails[number].arrival != t->nodes[i].arrival)
			return true;
	}
	return false;
}

static void
want_ids(struct affected *f, const struct store_mail *batch, size_t n, struct wanted *w)
{
	for (size_t i = 0; i < n; i++) {
		want(f, w, batch[i].id);
		for (size_t k = 0; k < batch[i].nrefs; k++)
			want(f, w, batch[i].refs[k]);
	}
}

static void
note_leaving(struct affected *f, const struct store_mail *batch, const struct words *words,
    size_t n, const struct store_key *gone, size_t ngone)
{
	f->leaving = names_new(f->a);
	f->numbers = names_new(f->a);
	f->asked = names_new(f->a);
	reserve(f, n);
	for (size_t i = 0; i < n; i++) {
		names_add(f->leaving, key_bytes(&batch[i].key), NULL);
		*add_mail(f, &batch[i]) = words[i];
	}
	for (size_t i = 0; i < ngone; i++)
		names_add(f->leaving, key_bytes(&gone[i]), NULL);
}

enum store_status
affected_find(struct affected *f, const struct store_mail *batch, const struct words *words,
    size_t n, const struct store_key *gone, size_t ngone)
{
	struct wanted first = { 0 }, again = { 0 };
	enum store_status status;
	bool disturbed = false;

	note_leaving(f, batch, words, n, gone, ngone);
	want_ids(f, batch, n, &first);
	status = want_sought(f, 0, n, &first);
	if (status == STORE_OK)
		status = want_seekers(f, 0, n, &first);
	if (status == STORE_OK)
		status = load_wanted(f, &first);
	for (size_t i = 0; i < f->nthreads && !disturbed; i++)
		disturbed = is_disturbed(f, &f->threads[i], n);
	if (disturbed && status == STORE_OK)
		status = want_sought(f, n, f->nmails, &again);
	return status == STORE_OK && again.n ? load_wanted(f, &again) : status;
}
