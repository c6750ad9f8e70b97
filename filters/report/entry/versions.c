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
	size_t nghosts;
};

static struct bytes
change_id_of(const struct store_mail *m)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == FACT_CHANGE_ID)
			return m->facts[i].value;
	return BYTES_NONE;
}

struct store_key
versions_key(const struct store_node *node)
{
	static const struct store_key none;
	struct store_key key = node->key;
	struct hash id;

	if (memcmp(&key, &none, sizeof(key)) != 0)
		return key;
	id = hash_bytes(node->id);
	memcpy(key.b, id.b, sizeof(key.b));
	return key;
}

static const struct store_node *
root_of(const struct store_thread *t, size_t entry)
{
	return &t->nodes[t->entries[entry].root];
}

/* A new posting, with what the entry says of it; NULL where it was there. */
static struct posting *
new_posting(struct gathering *g, const struct store_thread *t, size_t entry)
{
	struct versions *v = g->v;
	const struct store_entry *e = &t->entries[entry];
	struct store_key key = versions_key(root_of(t, entry));
	struct posting *p;

	find_keys_add(&g->keys, &key);
	if (e->version == 0 || v->n >= VERSIONS_MAX || !find_keys_add(&g->roots, &key))
		return NULL;
	v->of = arena_grow(g->a, v->of, v->n, &v->room, sizeof(*v->of));
	p = &v->of[v->n++];
	*p = (struct posting){ .thread = t, .entry = entry, .key = key, .part = -1 };
	p->id = root_of(t, entry)->id;
	p->version = e->version;
	p->total = e->total;
	p->rfc = e->category == CATEGORY_RFC;
	p->title = utf8_fold(g->a, e->title);
	return p;
}

static void
add_posting(
    struct gathering *g, const struct store_thread *t, size_t entry, const struct store_mail *mail)
{
	struct posting *p;
	struct subject subject;

	find_keys_add(&g->keys, &mail->key);
	if (mail->arrival >= g->until || !(p = new_posting(g, t, entry)))
		return;
	subject_parse(g->a, mail->subject, BYTES_NONE, &subject);
	p->mail = mail;
	p->arrival = mail->arrival;
	p->total = subject.total;
	p->part = subject.part;
	p->change_id = change_id_of(mail);
}

/* The arrival of the first mail of an entry; INT64_MAX where none has come. */
static int64_t
first_arrival(const struct store_thread *t, size_t entry)
{
	int64_t first = INT64_MAX;

	for (size_t i = 0; i < t->nnodes; i++)
		if (t->nodes[i].entry == entry && t->nodes[i].arrival &&
		    t->nodes[i].arrival < first)
			first = t->nodes[i].arrival;
	return first;
}

static void
add_ghost(struct gathering *g, const struct store_thread *t, size_t entry)
{
	int64_t arrival;
	struct posting *p;

	if (g->nghosts == VERSIONS_GHOSTS_MAX)
		return;
	g->nghosts++;
	arrival = first_arrival(t, entry);
	if (arrival < g->until && (p = new_posting(g, t, entry)))
		p->arrival = arrival;
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

	for (size_t i = 0; m && i < m->nfacts && n < VERSIONS_LINKS_MAX; i++) {
		if (m->facts[i].kind != FACT_LINK)
			continue;
		v->links = arena_grow(g->a, v->links, v->nlinks, &v->links_room, sizeof(*v->links));
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
		clue_hash(CLUE_MENTION, p->id), clue_hash(CLUE_CHANGE, p->change_id) };
	const bool there[] = { p->title.n > 0, true, p->change_id.n > 0 };
	enum store_status status = STORE_OK;

	for (size_t k = 0; status == STORE_OK && k < 3; k++)
		if (there[k])
			status = find_clue(g->s, &clues[k], p->arrival, &g->keys);
	return status;
}

/* The posting a place is of, where it is its first mail, or a mail that was found for what it says
 * itself. */
static void
add_place(struct gathering *g, const struct find_place *at, bool found)
{
	if (!at->thread)
		return;
	if (!found && at->thread->entries[at->entry].root != (int32_t)at->node)
		return;
	if (at->root)
		add_posting(g, at->thread, at->entry, at->root);
	else
		add_ghost(g, at->thread, at->entry);
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
		add_place(g, &places[i], false);
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
		if (places[i].thread) {
			struct store_key key =
			    versions_key(&places[i].thread->nodes[places[i].node]);

			v->links[i].to = find_keys_number(&g->roots, &key);
		}
	return status;
}

/* The postings with a part, or all, of the title of a ghost. */
static enum store_status
find_twins(struct gathering *g, size_t ghost)
{
	struct versions *v = g->v;
	struct hash clue = clue_hash(CLUE_TITLE, v->of[ghost].title);
	struct find_keys keys;
	struct find_place *places;
	enum store_status status;

	find_keys_init(&keys, g->a);
	status = find_clue(g->s, &clue, v->of[ghost].arrival, &keys);
	if (status == STORE_OK)
		status = find_mails(g->s, g->a, keys.of, keys.n, &places);
	for (size_t i = 0; status == STORE_OK && i < keys.n; i++) {
		struct store_key key;
		size_t of;

		if (!places[i].thread)
			continue;
		key = versions_key(root_of(places[i].thread, places[i].entry));
		of = find_keys_number(&g->roots, &key);
		if (of == SIZE_MAX || of == ghost)
			continue;
		v->twins = arena_grow(g->a, v->twins, v->ntwins, &v->twins_room, sizeof(*v->twins));
		v->twins[v->ntwins++] = (struct version_twin){ ghost, of };
	}
	return status;
}

static enum store_status
find_all_twins(struct gathering *g)
{
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < g->v->n; i++)
		if (!g->v->of[i].mail && g->v->of[i].title.n)
			status = find_twins(g, i);
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
		add_place(g, &places[i], true);
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
	for (size_t i = 0; i < c->n; i++)
		if (!c->threads[i].stored[collect_entry(&c->threads[i])->root])
			add_ghost(&g, c->threads[i].thread, c->threads[i].entry);
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
	if (status == STORE_OK)
		status = resolve(&g);
	return status == STORE_OK ? find_all_twins(&g) : status;
}
