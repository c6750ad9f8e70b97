/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/versions.h"

#include "common/utf8.h"
#include "filters/report/entry/find.h"

#include <string.h>

struct gathering {
	struct store *s;
	struct arena *a;
	struct versions *v;
	int64_t until; /* what was posted at or behind it is not known yet */
	struct find_keys
	    keys; /* of postings' first mails, and of what was looked at for being one */
	struct find_keys roots; /* of postings: their numbers are those in v->of */
};

static void *
grown(struct arena *a, void *p, size_t n, size_t *room, size_t size)
{
	void *more;

	if (n < *room)
		return p;
	*room = *room ? 2 * *room : 64;
	more = arena_array(a, *room, size);
	if (n)
		memcpy(more, p, n * size);
	return more;
}

static struct bytes
change_id_of(const struct store_mail *m)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == FACT_CHANGE_ID)
			return m->facts[i].value;
	return BYTES_NONE;
}

static void
add_posting(
    struct gathering *g, const struct store_thread *t, size_t entry, const struct store_mail *mail)
{
	struct versions *v = g->v;
	struct posting *p;

	find_keys_add(&g->keys, &mail->key);
	if (t->entries[entry].version == 0 || mail->arrival >= g->until ||
	    !find_keys_add(&g->roots, &mail->key))
		return;
	v->of = grown(g->a, v->of, v->n, &v->room, sizeof(*v->of));
	p = &v->of[v->n++];
	*p = (struct posting){ .thread = t, .entry = entry, .mail = mail };
	subject_parse(g->a, mail->subject, BYTES_NONE, &p->subject);
	p->title = utf8_fold(g->a, t->entries[entry].title);
	p->change_id = change_id_of(mail);
}

/* "v2" is 2; 0 for other names of links. */
static int
version_named(struct bytes name)
{
	long long version;

	if (name.n < 2 || name.p[0] != 'v' || !bytes_number(bytes_slice(name, 1, name.n), &version))
		return 0;
	return version <= 9999 ? (int)version : 0;
}

static void
add_links(struct gathering *g, size_t from)
{
	struct versions *v = g->v;
	const struct store_mail *m = v->of[from].mail;
	size_t n = 0;

	for (size_t i = 0; i < m->nfacts && n < VERSIONS_LINKS_MAX; i++) {
		if (m->facts[i].kind != FACT_LINK)
			continue;
		v->links = grown(g->a, v->links, v->nlinks, &v->links_room, sizeof(*v->links));
		v->links[v->nlinks++] = (struct version_link){ from, SIZE_MAX,
			version_named(m->facts[i].name), false, m->facts[i].value };
		n++;
	}
}

/* The keys of what may be of one matter with posting i. */
static enum store_status
look_from(struct gathering *g, size_t i)
{
	const struct posting *p = &g->v->of[i];
	const struct hash clues[] = { clue_hash(CLUE_TITLE, p->title),
		clue_hash(CLUE_MENTION, p->mail->id), clue_hash(CLUE_CHANGE, p->change_id) };
	const bool there[] = { p->title.n > 0, true, p->change_id.n > 0 };
	enum store_status status = STORE_OK;

	for (size_t k = 0; status == STORE_OK && k < 3; k++)
		if (there[k])
			status = find_clue(g->s, &clues[k], p->mail->arrival, &g->keys);
	return status;
}

/* A place that is the first mail of a posting, or the one that stands for a lost cover. */
static void
add_place(struct gathering *g, const struct find_place *at)
{
	const struct store_mail *root;

	if (!at->thread || g->v->n >= VERSIONS_MAX)
		return;
	root = at->root;
	if (root && at->thread->entries[at->entry].root == (int32_t)at->node)
		add_posting(g, at->thread, at->entry, root);
}

/* Follows the links from number on. */
static enum store_status
follow(struct gathering *g, size_t from)
{
	struct versions *v = g->v;
	size_t n = v->nlinks - from;
	struct bytes *ids = arena_array(g->a, n, sizeof(*ids));
	struct find_place *places;
	enum store_status status;

	for (size_t i = 0; i < n; i++)
		ids[i] = v->links[from + i].id;
	status = find_ids(g->s, g->a, ids, n, &places);
	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		v->links[from + i].stored = places[i].mail != NULL;
		add_place(g, &places[i]);
	}
	return status;
}

/* Which posting each link goes to, now that all are known. */
static enum store_status
resolve(struct gathering *g)
{
	struct versions *v = g->v;
	struct bytes *ids = arena_array(g->a, v->nlinks, sizeof(*ids));
	struct find_place *places;
	enum store_status status;

	for (size_t i = 0; i < v->nlinks; i++)
		ids[i] = v->links[i].id;
	status = find_ids(g->s, g->a, ids, v->nlinks, &places);
	for (size_t i = 0; status == STORE_OK && i < v->nlinks; i++)
		if (places[i].mail)
			v->links[i].to = find_keys_number(&g->roots, &places[i].mail->key);
	return status;
}

/* Postings [from, to) are looked from. */
static enum store_status
gather_round(struct gathering *g, size_t from, size_t to)
{
	size_t known = g->keys.n, links = g->v->nlinks;
	struct find_place *places;
	enum store_status status = STORE_OK;

	for (size_t i = from; status == STORE_OK && i < to; i++) {
		add_links(g, i);
		status = look_from(g, i);
	}
	if (status == STORE_OK)
		status = find_mails(g->s, g->a, g->keys.of + known, g->keys.n - known, &places);
	known = g->keys.n - known;
	for (size_t i = 0; status == STORE_OK && i < known; i++)
		add_place(g, &places[i]);
	return status == STORE_OK ? follow(g, links) : status;
}

enum store_status
versions_gather(
    struct store *s, struct arena *a, const struct collect *c, int64_t until, struct versions *v)
{
	struct gathering g = { .s = s, .a = a, .v = v, .until = until };
	enum store_status status = STORE_OK;

	*v = (struct versions){ 0 };
	find_keys_init(&g.keys, a);
	find_keys_init(&g.roots, a);
	for (size_t i = 0; i < c->nroots; i++)
		add_posting(&g, c->roots[i].thread, c->roots[i].entry, c->roots[i].mail);
	for (size_t from = 0, to, i = 0; status == STORE_OK && i < VERSIONS_ROUNDS; i++) {
		to = v->n;
		if (from == to)
			break;
		status = gather_round(&g, from, to);
		from = to;
	}
	v->first = arena_array(a, v->n, sizeof(*v->first));
	for (size_t i = v->nlinks; i-- > 0;)
		v->first[v->links[i].from] = i;
	return status == STORE_OK ? resolve(&g) : status;
}
