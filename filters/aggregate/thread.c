/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/thread.h"
#include "filters/aggregate/entry.h"
#include "filters/aggregate/tree.h"

#include <string.h>

/* No id holds a NUL in front: mailid.h gives none that is empty before it. */
static const struct bytes copy_mark = { "\0copy:", 6 };

struct bytes
thread_copy_id(struct arena *a, const struct store_key *key)
{
	char *p = arena_alloc(a, copy_mark.n + sizeof key->b);

	memcpy(p, copy_mark.p, copy_mark.n);
	memcpy(p + copy_mark.n, key->b, sizeof key->b);
	return (struct bytes){ p, copy_mark.n + sizeof key->b };
}

bool
thread_copy_key(struct bytes id, struct store_key *key)
{
	if (id.n != copy_mark.n + sizeof key->b || !bytes_starts(id, copy_mark))
		return false;
	memcpy(key->b, id.p + copy_mark.n, sizeof key->b);
	return true;
}

void
words_read(struct arena *a, const struct store_mail *mail, struct words *words)
{
	subject_parse(a, mail->subject, BYTES_NONE, &words->subject);
	words->nties = tie_make(mail, &words->subject, words->ties);
}

/* Where each node and entry stands in its own thread. */
struct places {
	uint32_t *node, *entry;
};

static void
count(struct arena *a, const struct tree *t, const struct entries *e, struct store_thread *threads,
    struct places *p)
{
	p->node = arena_array(a, t->n, sizeof *p->node);
	p->entry = arena_array(a, e->n, sizeof *p->entry);
	for (uint32_t i = 0; i < t->n; i++)
		p->node[i] = (uint32_t)threads[t->nodes[i].thread].nnodes++;
	for (uint32_t i = 0; i < e->n; i++)
		p->entry[i] = (uint32_t)threads[t->nodes[e->lead[i]].thread].nentries++;
}

static struct store_node
node_made(const struct tree *t, const struct entries *e, const struct places *p, uint32_t i)
{
	const struct node *n = &t->nodes[i];
	struct store_node made = { .id = n->id, .entry = p->entry[e->of[i]] };

	made.parent = n->parent == NODE_NONE ? -1 : (int32_t)p->node[n->parent];
	if (n->mail) {
		made.key = n->mail->key;
		made.arrival = n->mail->arrival;
	}
	return made;
}

/* A diff sent without a tag: no question, no bug report that shows one. */
static bool
is_untagged(const struct node *n, unsigned category)
{
	return n->mail->flags & MAIL_PATCH && !(n->subject->flags & SUBJECT_REPLY) &&
	       (category == CATEGORY_DISCUSSION || category == CATEGORY_SELFTEST);
}

static struct store_entry
entry_made(struct arena *a, const struct tree *t, const struct entries *e, const struct places *p,
    uint32_t i)
{
	const struct node *root = &t->nodes[e->root[i]];
	const struct node *first = root->mail ? root : &t->nodes[e->lead[i]];
	const struct subject *s = first->subject;
	struct store_entry made = { .root = (int32_t)p->node[e->root[i]], .hangs = -1 };

	if (root->parent != NODE_NONE && e->of[root->parent] != i)
		made.hangs = (int32_t)p->node[root->parent];
	made.subject = subject_heading(a, first->mail->subject);
	made.title = s->title;
	made.category = subject_category(a, made.subject);
	if (s->flags & (SUBJECT_PATCH | SUBJECT_RFC | SUBJECT_PULL)) {
		made.version = s->version;
		made.total = s->total > 0 ? s->total : 1;
	} else if (is_untagged(first, made.category)) {
		made.version = made.total = 1;
	}
	return made;
}

size_t
thread_build(struct arena *a, const struct store_mail *mails, const struct words *words, size_t n,
    struct store_thread **threads)
{
	struct tree t;
	struct entries e;
	struct places p;
	struct store_node *nodes;
	struct store_entry *entries;

	tree_build(a, mails, words, n, &t);
	entries_cut(a, &t, &e);
	*threads = arena_array(a, t.nthreads, sizeof **threads);
	count(a, &t, &e, *threads, &p);
	nodes = arena_array(a, t.n, sizeof *nodes);
	entries = arena_array(a, e.n, sizeof *entries);
	for (uint32_t i = 0, node = 0, entry = 0; i < t.nthreads; i++) {
		(*threads)[i].nodes = nodes + node;
		(*threads)[i].entries = entries + entry;
		node += (uint32_t)(*threads)[i].nnodes;
		entry += (uint32_t)(*threads)[i].nentries;
	}
	for (uint32_t i = 0; i < t.n; i++) {
		const struct store_thread *thread = &(*threads)[t.nodes[i].thread];

		nodes[(size_t)(thread->nodes - nodes) + p.node[i]] = node_made(&t, &e, &p, i);
	}
	for (uint32_t i = 0; i < e.n; i++)
		entries[i] = entry_made(a, &t, &e, &p, i);
	return t.nthreads;
}
