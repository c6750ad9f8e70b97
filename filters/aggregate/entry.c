/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/entry.h"
#include "filters/aggregate/names.h"

#include <string.h>

#define TAGGED (SUBJECT_PATCH | SUBJECT_RFC | SUBJECT_PULL)
#define TAG_BYTES_MAX ((size_t)256)

#define NONE UINT32_MAX

/* What a node posts. */
struct post {
	const struct node *from; /* whose words tell: itself, or for a ghost the part that answers
				    it; NULL: no posting */
	uint32_t series;	 /* NONE: it is alone */
	uint32_t near;		 /* the nearest posting at or above the node; NONE */
};

struct cut {
	struct arena *a;
	const struct tree *t;
	struct entries *e;
	struct post *posts;
	struct names *names, *taken; /* what series say of themselves; the parts that are there */
	uint32_t *newest;	     /* name -> its newest series */
	uint32_t *entry;	     /* series -> entry */
	uint32_t nseries;
};

static bool
is_series(const struct subject *s)
{
	return s->total > 0 && s->part >= 0;
}

/* Another's mail without a diff, under the very subject of what it answers: its "Re:" got lost. */
static bool
is_answer(const struct node *n, const struct node *above)
{
	const struct subject *s = n->subject, *upper = above->subject;

	return !(n->mail->flags & MAIL_PATCH) && bytes_equal(s->base, upper->base) &&
	       s->version == upper->version && s->part == upper->part && s->total == upper->total &&
	       !bytes_equal(n->mail->address, above->mail->address);
}

static bool
is_posting(const struct tree *t, const struct node *n)
{
	const struct node *above = n->parent == NODE_NONE ? NULL : &t->nodes[n->parent];

	if (n->mail == NULL || n->subject->flags & SUBJECT_REPLY)
		return false;
	if (n->subject->flags & TAGGED || is_series(n->subject))
		return !(above && above->mail && is_answer(n, above));
	/* A diff under its parent's subject is a reply whose "Re:" got lost; what a robot
	 * says became of a patch comes with the patch. */
	return n->mail->flags & MAIL_PATCH && !(n->mail->flags & MAIL_BOT) && above &&
	       above->mail && !bytes_equal(n->subject->base, above->subject->base);
}

/* The ghost that mail i answers; NULL where it answers none. */
static struct post *
ghost_above(struct cut *c, uint32_t i)
{
	uint32_t above = c->t->nodes[i].parent;

	return above == NONE || c->t->nodes[above].mail ? NULL : &c->posts[above];
}

static void
find_postings(struct cut *c)
{
	for (uint32_t i = 0; i < c->t->nmails; i++) {
		const struct node *n = &c->t->nodes[i];
		struct post *ghost = ghost_above(c, i);

		if (!is_posting(c->t, n))
			continue;
		c->posts[i].from = n;
		if (ghost && ghost->from == NULL && is_series(n->subject) && n->subject->part > 0)
			ghost->from = n;
	}
}

/* A reply to the ghost that tells of another version shows that the ghost is no cover of those
 * parts. */
static void
doubt_covers(struct cut *c)
{
	for (uint32_t i = 0; i < c->t->nmails; i++) {
		const struct subject *s = c->t->nodes[i].subject;
		struct post *ghost = ghost_above(c, i);

		if (ghost && ghost->from && c->posts[i].from == NULL && s->flags & TAGGED &&
		    s->version != ghost->from->subject->version)
			ghost->from = NULL;
	}
}

/* Parents before their children, roots in order. */
static uint32_t *
top_down(struct arena *a, const struct tree *t)
{
	uint32_t *child = arena_array(a, t->n, sizeof *child),
		 *next = arena_array(a, t->n, sizeof *next);
	uint32_t *order = arena_array(a, t->n, sizeof *order), n = 0;

	memset(child, 0xff, t->n * sizeof *child);
	for (uint32_t i = t->n; i-- > 0;)
		if (t->nodes[i].parent != NODE_NONE) {
			next[i] = child[t->nodes[i].parent];
			child[t->nodes[i].parent] = i;
		}
	for (uint32_t i = 0; i < t->n; i++)
		if (t->nodes[i].parent == NODE_NONE)
			order[n++] = i;
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t k = child[order[i]]; k != NODE_NONE; k = next[k])
			order[n++] = k;
	return order;
}

/* A number for (thread, author, version, total, tags). */
static uint32_t
series_name(struct cut *c, const struct node *from)
{
	const struct subject *s = from->subject;
	const uint32_t head[] = { from->thread, (uint32_t)s->version, (uint32_t)s->total,
		(uint32_t)from->mail->address.n };
	const size_t ntags = s->tags.n < TAG_BYTES_MAX ? s->tags.n : TAG_BYTES_MAX;
	const size_t n = sizeof head + from->mail->address.n + ntags;
	char *p = arena_alloc(c->a, n), *tags = p + sizeof head + from->mail->address.n;

	memcpy(p, head, sizeof head);
	if (from->mail->address.n)
		memcpy(p + sizeof head, from->mail->address.p, from->mail->address.n);
	for (size_t i = 0; i < ntags; i++)
		tags[i] = to_lower(s->tags.p[i]);
	return names_add(c->names, (struct bytes){ p, n }, NULL);
}

/* Takes the node's part in the series; false where it is taken.  A ghost takes none. */
static bool
take_part(struct cut *c, uint32_t series, const struct node *n)
{
	uint32_t part[2] = { series, 0 };
	bool fresh = true;

	if (n->mail) {
		part[1] = (uint32_t)n->subject->part;
		names_add(c->taken,
		    arena_bytes(c->a, (struct bytes){ (const char *)part, sizeof part }), &fresh);
	}
	return fresh;
}

/* Whether b was sent together with a cover a that it answers, whose version it may fail to repeat.
 */
static bool
is_together(const struct cut *c, uint32_t a, uint32_t b)
{
	const struct node *x = c->posts[a].from, *y = c->posts[b].from;
	int64_t apart = y->mail->arrival - x->mail->arrival;

	if (c->t->nodes[b].parent != a || x->subject->part != 0)
		return false;
	if (apart > ENTRY_POSTING_SECONDS || apart < -ENTRY_POSTING_SECONDS)
		return false;
	return x->subject->version == y->subject->version ||
	       (y->subject->version == 1 && bytes_equal(x->mail->address, y->mail->address));
}

/* Whether b, which answers something at or below a, is of the same series. */
static bool
is_sibling(const struct cut *c, uint32_t a, uint32_t b)
{
	const struct node *x = c->posts[a].from, *y = c->posts[b].from;

	if (c->posts[a].series == NONE || x->subject->total != y->subject->total)
		return false;
	if (is_together(c, a, b))
		return true;
	return x->subject->version == y->subject->version &&
	       bytes_equal(x->mail->address, y->mail->address) &&
	       bytes_equal_fold(x->subject->tags, y->subject->tags);
}

static uint32_t
new_entry(struct cut *c, uint32_t root)
{
	c->e->root[c->e->n] = root;
	return c->e->n++;
}

/* The series that posting i is a part of, begun where there is none. */
static uint32_t
series_of(struct cut *c, uint32_t i, uint32_t near)
{
	const struct node *n = &c->t->nodes[i];
	uint32_t *newest = &c->newest[series_name(c, c->posts[i].from)];

	if (near != NONE && is_sibling(c, near, i) && take_part(c, c->posts[near].series, n))
		return c->posts[near].series;
	if (*newest != NONE && take_part(c, *newest, n))
		return *newest;
	*newest = c->nseries++;
	take_part(c, *newest, n);
	c->entry[*newest] = new_entry(c, i);
	return *newest;
}

/* The cover leads, then a ghost in its place, then the first part. */
static int
weight(const struct node *n)
{
	if (n->mail == NULL)
		return 1;
	return n->subject->part <= 0 ? 0 : n->subject->part + 1;
}

static uint32_t
entry_of_series(struct cut *c, uint32_t i)
{
	uint32_t entry = c->entry[c->posts[i].series];
	uint32_t *root = &c->e->root[entry];
	int w = weight(&c->t->nodes[i]), least = weight(&c->t->nodes[*root]);

	if (w < least || (w == least && i < *root))
		*root = i;
	return entry;
}

/* The entry of node i, whose parent has one. */
static uint32_t
place(struct cut *c, uint32_t i)
{
	uint32_t above = c->t->nodes[i].parent;
	uint32_t near = above == NONE ? NONE : c->posts[above].near;
	struct post *p = &c->posts[i];

	p->series = NONE;
	p->near = p->from ? i : near;
	if (p->from && is_series(p->from->subject)) {
		p->series = series_of(c, i, near);
		return entry_of_series(c, i);
	}
	return p->from || above == NONE ? new_entry(c, i) : c->e->of[above];
}

/* The first mail of each entry; NONE where it has only ghosts. */
static void
find_leads(struct cut *c)
{
	memset(c->e->lead, 0xff, c->e->n * sizeof *c->e->lead);
	for (uint32_t i = 0; i < c->t->nmails; i++)
		if (c->e->lead[c->e->of[i]] == NONE)
			c->e->lead[c->e->of[i]] = i;
}

/* An entry of ghosts alone goes to the first entry that hangs on it, else to the mail that spoke of
 * it. */
static void
dissolve_empty(struct cut *c)
{
	uint32_t *into = arena_array(c->a, c->e->n, sizeof *into);

	memset(into, 0xff, c->e->n * sizeof *into);
	for (uint32_t i = 0; i < c->t->nmails; i++) {
		uint32_t above = c->t->nodes[i].parent;

		if (above != NONE && into[c->e->of[above]] == NONE)
			into[c->e->of[above]] = c->e->of[i];
	}
	for (uint32_t i = c->t->nmails; i < c->t->n; i++) {
		uint32_t old = c->e->of[i];

		if (c->e->lead[old] != NONE)
			continue;
		if (into[old] == NONE)
			into[old] = c->e->of[c->t->nodes[i].mention];
		c->e->of[i] = into[old];
	}
}

/* Entries in order of thread and first mail; the empty ones are gone. */
static void
renumber(struct cut *c)
{
	struct entries *e = c->e;
	uint32_t *at = arena_array(c->a, c->t->nthreads + 1, sizeof *at);
	uint32_t *number = arena_array(c->a, e->n, sizeof *number);
	uint32_t *root = e->root, *lead = e->lead, n = 0;

	e->root = arena_array(c->a, e->n, sizeof *root);
	e->lead = arena_array(c->a, e->n, sizeof *lead);
	for (uint32_t i = 0; i < c->t->nmails; i++)
		at[c->t->nodes[i].thread + 1] += lead[e->of[i]] == i;
	for (uint32_t i = 0; i < c->t->nthreads; i++)
		at[i + 1] += at[i];
	for (uint32_t i = 0; i < c->t->nmails; i++)
		if (lead[e->of[i]] == i) {
			uint32_t new = at[c->t->nodes[i].thread]++;

			number[e->of[i]] = new;
			e->root[new] = root[e->of[i]];
			e->lead[new] = i;
			n++;
		}
	for (uint32_t i = 0; i < c->t->n; i++)
		e->of[i] = number[e->of[i]];
	e->n = n;
}

void
entries_cut(struct arena *a, const struct tree *t, struct entries *e)
{
	struct cut c = { .a = a, .t = t, .e = e, .names = names_new(a), .taken = names_new(a) };
	uint32_t *order = top_down(a, t);

	*e = (struct entries){ arena_array(a, t->n, sizeof *e->of),
		arena_array(a, t->n, sizeof *e->root), arena_array(a, t->n, sizeof *e->lead), 0 };
	c.posts = arena_array(a, t->n, sizeof *c.posts);
	c.newest = arena_array(a, t->n, sizeof *c.newest);
	c.entry = arena_array(a, t->n, sizeof *c.entry);
	memset(c.newest, 0xff, t->n * sizeof *c.newest);
	find_postings(&c);
	doubt_covers(&c);
	for (uint32_t i = 0; i < t->n; i++)
		e->of[order[i]] = place(&c, order[i]);
	find_leads(&c);
	dissolve_empty(&c);
	renumber(&c);
}
