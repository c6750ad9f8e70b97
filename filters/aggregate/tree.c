/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/tree.h"
#include "filters/aggregate/names.h"
#include "filters/aggregate/sets.h"
#include "filters/aggregate/soft.h"
#include "filters/aggregate/thread.h"

#include "common/buf.h"

#include <stdlib.h>
#include <string.h>

/* A mail while the tree grows; in order of (arrival, key). */
struct leaf {
	const struct store_mail *mail;
	const struct words *words;
	uint32_t id;	      /* number of its own id */
	const uint32_t *refs; /* numbers; own left out */
	uint32_t nrefs;
	uint32_t node; /* its own, or that of the mail it is a copy of */
};

struct work {
	struct arena *a;
	struct names *ids;
	struct leaf *leaves;
	uint32_t n;
	uint32_t *node_of; /* id number -> node */
	struct sets sets;  /* of id numbers */
};

static int
by_arrival(const void *x, const void *y)
{
	const struct store_mail *a = *(const struct store_mail *const *)x;
	const struct store_mail *b = *(const struct store_mail *const *)y;
	int c = (a->arrival > b->arrival) - (a->arrival < b->arrival);

	return c ? c : memcmp(a->key.b, b->key.b, sizeof a->key.b);
}

static const struct store_mail **
in_order(struct arena *a, const struct store_mail *mails, size_t n)
{
	const struct store_mail **order = arena_array(a, n, sizeof *order);

	for (size_t i = 0; i < n; i++)
		order[i] = &mails[i];
	qsort(order, n, sizeof *order, by_arrival);
	return order;
}

static void
leaf_read(struct work *w, struct leaf *l, const struct store_mail *mail, const struct words *words)
{
	uint32_t *refs = arena_array(w->a, mail->nrefs, sizeof *refs);

	l->mail = mail;
	l->words = words;
	l->id = names_add(w->ids, mail->id, NULL);
	l->refs = refs;
	for (size_t i = 0; i < mail->nrefs; i++) {
		uint32_t ref = names_add(w->ids, mail->refs[i], NULL);

		if (ref != l->id)
			refs[l->nrefs++] = ref;
	}
}

static void
work_begin(struct work *w, struct arena *a, const struct store_mail *mails,
    const struct words *words, size_t n)
{
	const struct store_mail **order = in_order(a, mails, n);
	uint32_t nids;

	w->a = a;
	w->ids = names_new(a);
	w->n = (uint32_t)n;
	w->leaves = arena_array(a, n, sizeof *w->leaves);
	for (size_t i = 0; i < n; i++)
		leaf_read(w, &w->leaves[i], order[i], &words[order[i] - mails]);
	nids = names_count(w->ids);
	w->sets = sets_new(a, nids);
	w->node_of = arena_array(a, nids, sizeof *w->node_of);
	memset(w->node_of, 0xff, nids * sizeof *w->node_of);
	for (uint32_t i = 0; i < w->n; i++)
		for (uint32_t k = 0; k < w->leaves[i].nrefs; k++)
			sets_join(&w->sets, w->leaves[i].id, w->leaves[i].refs[k]);
}

/* What is the same in two copies of one mail. */
static struct bytes
copy_name(struct work *w, uint32_t id, const struct store_mail *mail, const struct subject *s)
{
	const int64_t date = mail->flags & MAIL_NO_DATE ? 0 : mail->date;
	struct buf b = BUF_INIT;
	struct bytes name;

	buf_add(&b, (struct bytes){ (const char *)&id, sizeof id });
	buf_add(&b, (struct bytes){ (const char *)&date, sizeof date });
	buf_add(&b, (struct bytes){ (const char *)&mail->address.n, sizeof mail->address.n });
	buf_add(&b, mail->address);
	buf_add(&b, s->title);
	name = arena_bytes(w->a, buf_bytes(&b));
	buf_release(&b);
	return name;
}

static uint32_t
add_node(struct tree *t, struct node node)
{
	node.parent = NODE_NONE;
	t->nodes[t->n] = node;
	return t->n++;
}

/* Numbers of the mails of one id that are not copies of each other. */
struct copies {
	struct names *names;
	uint32_t *nodes;
};

/* The node that l is a copy of; NODE_NONE where it is none, and then l is known from now on. */
static uint32_t
copy_of(struct work *w, struct tree *t, struct copies *c, const struct leaf *l)
{
	const uint32_t first = w->node_of[l->id];
	const struct node *head = &t->nodes[first];
	uint32_t name;
	bool fresh;

	name = names_add(c->names, copy_name(w, l->id, head->mail, head->subject), &fresh);
	if (fresh)
		c->nodes[name] = first;
	name = names_add(c->names, copy_name(w, l->id, l->mail, &l->words->subject), &fresh);
	if (fresh)
		c->nodes[name] = t->n;
	return fresh ? NODE_NONE : c->nodes[name];
}

static void
add_mails(struct work *w, struct tree *t)
{
	struct copies c = { names_new(w->a), arena_array(w->a, 2 * (size_t)w->n, sizeof *c.nodes) };

	for (uint32_t i = 0; i < w->n; i++) {
		struct leaf *l = &w->leaves[i];
		uint32_t *first = &w->node_of[l->id];

		/* Most ids have one mail: only from the second on is it asked whose copy. */
		l->node = *first == NODE_NONE ? NODE_NONE : copy_of(w, t, &c, l);
		if (l->node == NODE_NONE)
			l->node = add_node(t, (struct node){ l->mail, &l->words->subject,
						  l->mail->id, 0, 0, NODE_NONE });
		if (*first == NODE_NONE)
			*first = l->node;
	}
	t->nmails = t->n;
}

static void
add_ghosts(struct work *w, struct tree *t)
{
	for (uint32_t i = 0; i < w->n; i++) {
		const struct leaf *l = &w->leaves[i];

		for (uint32_t k = 0; k < l->nrefs; k++)
			if (w->node_of[l->refs[k]] == NODE_NONE)
				w->node_of[l->refs[k]] =
				    add_node(t, (struct node){ NULL, NULL,
						    names_get(w->ids, l->refs[k]), 0, 0, l->node });
	}
}

/* Copies keep a place in the thread, so that the same set of mails is at hand the next time. */
static void
add_copies(struct work *w, struct tree *t)
{
	for (uint32_t i = 0; i < w->n; i++) {
		const struct leaf *l = &w->leaves[i];

		if (t->nodes[l->node].mail == l->mail)
			continue;
		add_node(t, (struct node){
				NULL, NULL, thread_copy_id(w->a, &l->mail->key), 0, 0, l->node });
		t->nodes[t->n - 1].parent = l->node;
	}
}

static void
set_parents(struct work *w, struct tree *t)
{
	for (uint32_t i = 0; i < w->n; i++) {
		const struct leaf *l = &w->leaves[i];

		if (l->nrefs && t->nodes[l->node].mail == l->mail)
			t->nodes[l->node].parent = w->node_of[l->refs[l->nrefs - 1]];
		for (uint32_t k = 1; k < l->nrefs; k++) {
			struct node *ghost = &t->nodes[w->node_of[l->refs[k]]];

			if (ghost->mail == NULL && ghost->parent == NODE_NONE)
				ghost->parent = w->node_of[l->refs[k - 1]];
		}
	}
}

/* The member of the circle through x that loses its parent. */
static uint32_t
weakest(const struct tree *t, uint32_t x)
{
	uint32_t best = x;

	for (uint32_t y = t->nodes[x].parent; y != x; y = t->nodes[y].parent) {
		bool ghost = t->nodes[y].mail == NULL, best_ghost = t->nodes[best].mail == NULL;

		if (ghost != best_ghost ? ghost : y < best)
			best = y;
	}
	return best;
}

static void
cut_circles(struct work *w, struct tree *t)
{
	uint32_t *walk = arena_array(w->a, t->n, sizeof *walk), x;

	for (uint32_t i = 0; i < t->n; i++) {
		for (x = i; x != NODE_NONE && walk[x] == 0; x = t->nodes[x].parent)
			walk[x] = i + 1;
		if (x != NODE_NONE && walk[x] == i + 1)
			t->nodes[weakest(t, x)].parent = NODE_NONE;
	}
}

static void
number_threads(struct work *w, struct tree *t)
{
	uint32_t nids = names_count(w->ids), *number = arena_array(w->a, nids, sizeof *number);

	memset(number, 0xff, nids * sizeof *number);
	for (uint32_t i = 0; i < w->n; i++) {
		uint32_t set = sets_find(&w->sets, w->leaves[i].id);

		if (number[set] == NODE_NONE)
			number[set] = t->nthreads++;
		t->nodes[w->leaves[i].node].thread = number[set];
	}
	for (uint32_t i = t->nmails; i < t->n; i++)
		t->nodes[i].thread = t->nodes[t->nodes[i].mention].thread;
}

/* Hands what soft.c needs to it, and takes the parents it found. */
static void
tie_softly(struct work *w, struct tree *t)
{
	struct soft *s = soft_new(w->a, w->n);

	for (uint32_t i = 0; i < w->n; i++)
		soft_add(s, w->leaves[i].words, w->leaves[i].id);
	soft_join(s, &w->sets);
	for (uint32_t i = 0; i < w->n; i++) {
		const struct leaf *l = &w->leaves[i];
		uint32_t above = soft_parent(s, i);

		if (above == NODE_NONE || t->nodes[l->node].mail != l->mail)
			continue;
		if (w->leaves[above].node != l->node)
			t->nodes[l->node].parent = w->leaves[above].node;
	}
}

void
tree_build(struct arena *a, const struct store_mail *mails, const struct words *words, size_t n,
    struct tree *tree)
{
	struct work w = { 0 };

	work_begin(&w, a, mails, words, n);
	*tree = (struct tree){ 0 };
	tree->nodes = arena_array(a, n + names_count(w.ids), sizeof *tree->nodes);
	add_mails(&w, tree);
	add_ghosts(&w, tree);
	set_parents(&w, tree);
	tie_softly(&w, tree);
	cut_circles(&w, tree);
	add_copies(&w, tree);
	number_threads(&w, tree);
}
