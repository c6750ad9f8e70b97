/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/collect.h"

#include "common/subject.h"
#include "filters/report/entry/arrived.h"
#include "filters/report/entry/people.h"
#include "filters/report/entry/who.h"

#include <stdlib.h>
#include <string.h>

/* One stored thread while it is looked through. */
struct work {
	const struct store_thread *thread;
	bool *new, *listed; /* by node */
	bool *entry_new;    /* by entry */
	int32_t *depth;	    /* by node */
	uint32_t *order;    /* nodes, entry by entry */
	size_t *first;	    /* by entry, and one more: where its nodes begin in order */
	const struct store_mail **stored;
	int64_t until; /* what arrived at or behind it is not known yet */
};

struct sorting {
	struct collect_mail m;
	int32_t depth;
	int part;
	uint32_t node;
};

const struct store_entry *
collect_entry(const struct collect_thread *t)
{
	return &t->thread->entries[t->entry];
}

const char *
collect_id(struct arena *a, const struct store_thread *thread, size_t entry)
{
	struct hash h = hash_bytes(thread->nodes[thread->entries[entry].root].id);

	return hash_hex(a, &h, COLLECT_ID_BYTES);
}

static int
compare_keys(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct store_key));
}

static int
compare_numbers(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static bool
is_ghost(const struct store_node *node)
{
	static const struct store_key none;

	return memcmp(&node->key, &none, sizeof(none)) == 0;
}

static int32_t
parent_within(const struct work *k, uint32_t node)
{
	int32_t parent = k->thread->nodes[node].parent;

	if (parent < 0 || k->thread->nodes[parent].entry != k->thread->nodes[node].entry)
		return -1;
	return parent;
}

/* Marks what is listed of each entry: its new mails and all that stands above them. */
static void
mark(struct work *k, const struct store_key *new, size_t nnew)
{
	const struct store_node *nodes = k->thread->nodes;

	for (uint32_t i = 0; i < k->thread->nnodes; i++) {
		if (is_ghost(&nodes[i]) ||
		    !bsearch(&nodes[i].key, new, nnew, sizeof(*new), compare_keys))
			continue;
		k->new[i] = k->entry_new[nodes[i].entry] = true;
		for (int32_t at = (int32_t)i; at >= 0 && !k->listed[at];
		     at = parent_within(k, (uint32_t)at))
			k->listed[at] = true;
	}
}

/* Counting sort of the nodes by entry. */
static void
order_by_entry(struct work *k)
{
	const struct store_thread *t = k->thread;

	for (size_t i = 0; i < t->nnodes; i++)
		k->first[t->nodes[i].entry + 1]++;
	for (size_t e = 0; e < t->nentries; e++)
		k->first[e + 1] += k->first[e];
	for (size_t i = t->nnodes; i-- > 0;)
		k->order[--k->first[t->nodes[i].entry + 1]] = (uint32_t)i;
	for (size_t e = 0; e < t->nentries; e++)
		k->first[e] = k->first[e + 1];
	k->first[t->nentries] = t->nnodes;
}

/* Depth below the entry's root, each node once: up to what is known, then down again. */
static void
measure(struct work *k, uint32_t *path)
{
	for (uint32_t i = 0; i < k->thread->nnodes; i++) {
		size_t n = 0;
		int32_t at = (int32_t)i, depth;

		while (at >= 0 && k->depth[at] == 0 && n < k->thread->nnodes) {
			path[n++] = (uint32_t)at;
			at = parent_within(k, (uint32_t)at);
		}
		depth = at >= 0 ? k->depth[at] : 0;
		while (n > 0)
			k->depth[path[--n]] = ++depth;
	}
}

static void
work_init(struct work *k, struct arena *a, const struct store_thread *t,
    const struct store_key *new, size_t nnew, int64_t until)
{
	*k = (struct work){ .thread = t,
		.new = arena_array(a, t->nnodes, sizeof(bool)),
		.listed = arena_array(a, t->nnodes, sizeof(bool)),
		.entry_new = arena_array(a, t->nentries, sizeof(bool)),
		.depth = arena_array(a, t->nnodes, sizeof(int32_t)),
		.order = arena_array(a, t->nnodes, sizeof(uint32_t)),
		.first = arena_array(a, t->nentries + 1, sizeof(size_t)),
		.stored = arena_array(a, t->nnodes, sizeof(struct store_mail *)) };
	mark(k, new, nnew);
	order_by_entry(k);
	k->until = until;
	measure(k, arena_array(a, t->nnodes, sizeof(uint32_t)));
}

/* Whether a node's record is needed: its entry is shown, or it is the root of a series that may be
 * a version of one. */
static bool
is_wanted(const struct work *k, uint32_t node)
{
	const struct store_node *at = &k->thread->nodes[node];
	const struct store_entry *entry = &k->thread->entries[at->entry];

	return !is_ghost(at) &&
	       (k->entry_new[at->entry] || (entry->version > 0 && entry->root == (int32_t)node));
}

/* Fetches the records of all works in one go, so from one snapshot. */
static enum store_status
fetch(struct store *s, struct arena *a, struct work *works, size_t n)
{
	size_t total = 0, at = 0;
	struct store_key *keys;
	struct store_mail *mails;
	enum store_status status;

	for (size_t i = 0; i < n; i++)
		total += works[i].thread->nnodes;
	keys = arena_array(a, total, sizeof(*keys));
	for (size_t i = 0; i < n; i++)
		for (uint32_t node = 0; node < works[i].thread->nnodes; node++)
			if (is_wanted(&works[i], node))
				keys[at++] = works[i].thread->nodes[node].key;
	status = store_get_mails(s, keys, at, a, &mails);
	if (status != STORE_OK)
		return status;
	at = 0;
	for (size_t i = 0; i < n; i++)
		for (uint32_t node = 0; node < works[i].thread->nnodes; node++)
			if (is_wanted(&works[i], node) && mails[at++].seq != 0)
				works[i].stored[node] = &mails[at - 1];
	return STORE_OK;
}

static int64_t
date_shown(const struct store_mail *m)
{
	int64_t skew = m->date > m->arrival ? m->date - m->arrival : m->arrival - m->date;

	return skew <= COLLECT_SKEW ? m->date : m->arrival;
}

/* In order of time; what is of one second stands parent first, then by part of the series. */
static int
compare_mails(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;

	if (x->m.date != y->m.date)
		return x->m.date < y->m.date ? -1 : 1;
	if (x->depth != y->depth)
		return x->depth < y->depth ? -1 : 1;
	if (x->part != y->part)
		return x->part < y->part ? -1 : 1;
	if (x->m.mail->arrival != y->m.mail->arrival)
		return x->m.mail->arrival < y->m.mail->arrival ? -1 : 1;
	return compare_keys(&x->m.mail->key, &y->m.mail->key);
}

static int
part_of(struct arena *a, const struct store_mail *m)
{
	struct subject subject;

	subject_parse(a, m->subject, BYTES_NONE, &subject);
	return subject.part;
}

static int
compare_places(const void *a, const void *b)
{
	const struct collect_place *x = a, *y = b;

	return (x->mail > y->mail) - (x->mail < y->mail);
}

static void
note_places(struct arena *a, struct collect_thread *t)
{
	t->places = arena_array(a, t->n, sizeof(*t->places));
	for (size_t i = 0; i < t->n; i++)
		t->places[i] = (struct collect_place){ t->mails[i].mail, i };
	qsort(t->places, t->n, sizeof(*t->places), compare_places);
}

/* Lists the entry's mails; *t has its root. */
static void
list_mails(struct arena *a, const struct work *k, struct collect_thread *t)
{
	size_t from = k->first[t->entry], to = k->first[t->entry + 1];
	struct sorting *all = arena_array(a, to - from, sizeof(*all));

	for (size_t i = from; i < to; i++) {
		uint32_t node = k->order[i];
		const struct store_mail *m = k->stored[node];

		if (!m || !k->listed[node])
			continue;
		all[t->n++] = (struct sorting){ { m, date_shown(m), k->new[node], false, false },
			k->depth[node], part_of(a, m), node };
		t->new += k->new[node];
	}
	qsort(all, t->n, sizeof(*all), compare_mails);
	t->mails = arena_array(a, t->n, sizeof(*t->mails));
	for (size_t i = 0; i < t->n; i++) {
		t->mails[i] = all[i].m;
		if ((int32_t)all[i].node == collect_entry(t)->root) {
			t->root = i;
			t->rooted = true;
		}
	}
	note_places(a, t);
}

static int
compare_sent(const void *a, const void *b)
{
	return compare_keys(&(*(const struct store_mail *const *)a)->key,
	    &(*(const struct store_mail *const *)b)->key);
}

static int
compare_arrivals(const void *a, const void *b)
{
	const struct store_mail *x = *(const struct store_mail *const *)a;
	const struct store_mail *y = *(const struct store_mail *const *)b;

	if (x->arrival != y->arrival)
		return x->arrival < y->arrival ? -1 : 1;
	return compare_keys(&x->key, &y->key);
}

/* All that had come in for the entry by the window's end. */
static void
know(struct arena *a, const struct work *k, struct collect_thread *t)
{
	size_t from = k->first[t->entry], to = k->first[t->entry + 1];

	t->known = arena_array(a, to - from, sizeof(*t->known));
	for (int new = 0; new < 2; new ++) {
		for (size_t i = from; i < to; i++) {
			uint32_t node = k->order[i];
			const struct store_mail *m = k->stored[node];

			if (m && k->new[node] == new && (m->arrival < k->until || k->listed[node]))
				t->known[t->nknown++] = m;
		}
		if (!new)
			t->nold = t->nknown;
	}
	qsort(t->known, t->nold, sizeof(*t->known), compare_arrivals);
	qsort(t->known + t->nold, t->nknown - t->nold, sizeof(*t->known), compare_arrivals);
}

/* Who began it: the sender of its root, else of the first posting in it that is known, else of the
 * first mail listed. */
static void
find_author(const struct work *k, struct collect_thread *t)
{
	const struct store_mail *root = k->stored[collect_entry(t)->root];

	t->author = root ? root : t->mails[t->root].mail;
	for (size_t i = 0; !root && i < t->nknown && !t->posted; i++)
		if (!(t->known[i]->flags & MAIL_REPLY)) {
			t->author = t->known[i];
			t->posted = true;
		}
	t->posted = t->posted || root;
}

/* What all mails of the entry say, listed or not: who was answered, whether the author was. */
static void
hear(struct arena *a, const struct work *k, struct collect_thread *t)
{
	size_t from = k->first[t->entry], to = k->first[t->entry + 1], n = 0;
	const struct store_mail **answered = arena_array(a, to - from, sizeof(*answered)), *m;
	int32_t parent;

	t->asked = INT64_MAX;
	for (size_t i = from; i < to; i++) {
		m = k->stored[k->order[i]];
		if (!m || m->arrival >= k->until)
			continue;
		if (m->arrival < t->asked)
			t->asked = m->arrival;
		if (!(m->flags & MAIL_BOT) && !people_same(m, t->author))
			t->heard = true;
		parent = parent_within(k, k->order[i]);
		if (parent >= 0 && k->stored[parent] && !people_same(m, k->stored[parent]))
			answered[n++] = k->stored[parent];
	}
	qsort(answered, n, sizeof(*answered), compare_sent);
	for (size_t i = 0; i < t->n; i++)
		t->mails[i].answered = bsearch(&t->mails[i].mail, answered, n, sizeof(*answered),
					   compare_sent) != NULL;
}

size_t
collect_cite(const struct collect_thread *t, const struct store_mail *m)
{
	const struct collect_place key = { .mail = m }, *place;

	if (t->n == 0)
		return 0;
	place = bsearch(&key, t->places, t->n, sizeof(*t->places), compare_places);
	return place ? place->at + 1 : 0;
}

static void
tell_replies(struct collect_thread *t)
{
	for (size_t i = 0; i < t->n; i++)
		t->mails[i].reply = collect_is_reply(t, t->mails[i].mail);
}

static void
add_entries(struct arena *a, const struct work *k, struct collect *c)
{
	for (size_t e = 0; e < k->thread->nentries; e++) {
		struct collect_thread *t = &c->threads[c->n];

		if (!k->entry_new[e])
			continue;
		*t =
		    (struct collect_thread){ .thread = k->thread, .entry = e, .stored = k->stored };
		list_mails(a, k, t);
		if (t->new == 0)
			continue;
		t->id = collect_id(a, k->thread, e);
		t->root_id = k->thread->nodes[k->thread->entries[e].root].id;
		know(a, k, t);
		find_author(k, t);
		hear(a, k, t);
		tell_replies(t);
		c->n++;
	}
}

static void
add_roots(const struct work *k, struct collect *c)
{
	for (size_t e = 0; e < k->thread->nentries; e++) {
		const struct store_entry *entry = &k->thread->entries[e];

		if (entry->version > 0 && k->stored[entry->root])
			c->roots[c->nroots++] =
			    (struct collect_root){ k->thread, e, k->stored[entry->root] };
	}
}

static int
compare_threads(const void *a, const void *b)
{
	return strcmp(
	    ((const struct collect_thread *)a)->id, ((const struct collect_thread *)b)->id);
}

/* The threads of the arrivals, each once. */
static enum store_status
get_threads(struct store *s, struct arena *a, const struct store_arrival *arrivals, size_t n,
    struct store_thread **threads, size_t *nthreads)
{
	uint64_t *numbers = arena_array(a, n, sizeof(*numbers));

	for (size_t i = 0; i < n; i++)
		numbers[i] = arrivals[i].thread;
	qsort(numbers, n, sizeof(*numbers), compare_numbers);
	*nthreads = 0;
	for (size_t i = 0; i < n; i++)
		if (i == 0 || numbers[i] != numbers[i - 1])
			numbers[(*nthreads)++] = numbers[i];
	return store_get_threads(s, numbers, *nthreads, a, threads);
}

enum store_status
collect_arrivals(struct store *s, struct arena *a, const struct store_arrival *arrivals, size_t n,
    int64_t until, struct collect *c)
{
	struct store_thread *threads;
	size_t nthreads, nentries = 0;
	struct store_key *new;
	struct work *works;
	enum store_status status = get_threads(s, a, arrivals, n, &threads, &nthreads);

	*c = (struct collect){ 0 };
	if (status != STORE_OK)
		return status;
	new = arena_array(a, n, sizeof(*new));
	for (size_t i = 0; i < n; i++)
		new[i] = arrivals[i].key;
	qsort(new, n, sizeof(*new), compare_keys);
	works = arena_array(a, nthreads, sizeof(*works));
	for (size_t i = 0; i < nthreads; i++) {
		work_init(&works[i], a, &threads[i], new, n, until);
		nentries += threads[i].nentries;
	}
	status = fetch(s, a, works, nthreads);
	if (status != STORE_OK)
		return status;
	c->threads = arena_array(a, nentries, sizeof(*c->threads));
	c->roots = arena_array(a, nentries, sizeof(*c->roots));
	for (size_t i = 0; i < nthreads; i++) {
		add_entries(a, &works[i], c);
		add_roots(&works[i], c);
	}
	for (size_t i = 0; status == STORE_OK && i < c->n; i++)
		status = who_has_standing(s, a, &c->threads[i]);
	qsort(c->threads, c->n, sizeof(*c->threads), compare_threads);
	return status;
}

enum store_status
collect(struct store *s, const struct window *w, struct arena *a, struct collect *c)
{
	struct store_arrival *arrivals;
	size_t n;
	enum store_status status = arrived(s, w, a, &arrivals, &n);

	*c = (struct collect){ 0 };
	return status == STORE_OK ? collect_arrivals(s, a, arrivals, n, w->until, c) : status;
}
