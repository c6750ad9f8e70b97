/* SPDX-License-Identifier: ISC */
#include "filters/report/series.h"

#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/people.h"

#include <stdlib.h>
#include <string.h>

/* Postings of one title that are looked at. */
#define SAME_TITLE_MAX ((size_t)1000)

struct posting {
	struct bytes title; /* folded */
	int version;
	struct collect_root root;
};

struct series {
	struct posting *of; /* by title, version, arrival */
	size_t n;
};

struct chain {
	const struct posting *of[SERIES_CHAIN_MAX];
	size_t n;
};

static int
compare_postings(const void *a, const void *b)
{
	const struct posting *x = a, *y = b;
	int c = bytes_compare(x->title, y->title);

	if (c != 0)
		return c;
	if (x->version != y->version)
		return x->version < y->version ? -1 : 1;
	if (x->root.mail->arrival != y->root.mail->arrival)
		return x->root.mail->arrival < y->root.mail->arrival ? -1 : 1;
	return memcmp(&x->root.mail->key, &y->root.mail->key, sizeof(x->root.mail->key));
}

static struct posting
posting_of(struct arena *a, const struct collect_root *root)
{
	const struct store_entry *entry = &root->thread->entries[root->entry];

	return (struct posting){ utf8_fold(a, entry->title), entry->version, *root };
}

struct series *
series_new(struct arena *a, const struct collect *c)
{
	struct series *s = arena_alloc(a, sizeof(*s));

	s->of = arena_array(a, c->nroots, sizeof(*s->of));
	for (size_t i = 0; i < c->nroots; i++)
		if (c->roots[i].thread->entries[c->roots[i].entry].title.n)
			s->of[s->n++] = posting_of(a, &c->roots[i]);
	qsort(s->of, s->n, sizeof(*s->of), compare_postings);
	return s;
}

static const struct posting *
find(struct arena *a, const struct series *s, const struct collect_thread *t)
{
	const struct store_entry *entry = collect_entry(t);
	struct collect_root root = { t->thread, t->entry, t->stored[entry->root] };
	struct posting own;

	if (entry->version == 0 || !root.mail)
		return NULL;
	own = posting_of(a, &root);
	return bsearch(&own, s->of, s->n, sizeof(own), compare_postings);
}

/* A newer version arrives later; a tag of another author says nothing. */
static bool
is_version(const struct posting *own, const struct posting *p)
{
	const struct store_mail *a = own->root.mail, *b = p->root.mail;

	if (own->version == p->version || !bytes_equal(own->title, p->title) || !people_same(a, b))
		return false;
	return own->version < p->version ? a->arrival < b->arrival : b->arrival < a->arrival;
}

static void
chain_add(struct chain *c, const struct posting *p)
{
	if (c->n < SERIES_CHAIN_MAX && (c->n == 0 || c->of[c->n - 1]->version != p->version))
		c->of[c->n++] = p;
}

static void
chain_of(struct arena *a, const struct series *s, const struct collect_thread *t, struct chain *c)
{
	const struct posting *own = find(a, s, t), *p;
	const struct posting *end = s->of + s->n;

	c->n = 0;
	if (!own)
		return;
	p = own;
	while (
	    p > s->of && (size_t)(own - p) < SAME_TITLE_MAX && bytes_equal(p[-1].title, own->title))
		p--;
	for (; p < end && p < own + SAME_TITLE_MAX && bytes_equal(p->title, own->title); p++)
		if (p == own || is_version(own, p))
			chain_add(c, p);
}

bool
series_superseded(struct arena *a, const struct series *s, const struct collect_thread *t)
{
	struct chain c;

	chain_of(a, s, t, &c);
	return c.n > 0 && c.of[c.n - 1]->version > collect_entry(t)->version;
}

static struct json *
link_json(struct arena *a, const struct posting *p)
{
	struct json *v = json_object();

	json_set_number(v, "version", p->version);
	json_set_text(v, "message_id", utf8_clean(a, p->root.mail->id, UTF8_LINE));
	json_set_string(v, "thread", collect_id(a, p->root.thread, p->root.entry));
	return v;
}

struct json *
series_json(struct arena *a, const struct series *s, const struct collect_thread *t)
{
	const struct store_entry *entry = collect_entry(t);
	struct json *v, *links;
	struct chain c;

	if (entry->version == 0 || entry->category == CATEGORY_PULL)
		return json_null();
	chain_of(a, s, t, &c);
	links = json_array();
	for (size_t i = 0; c.n > 1 && i < c.n; i++)
		json_add(links, link_json(a, c.of[i]));
	v = json_object();
	json_set_number(v, "version", entry->version);
	json_set_number(v, "parts", entry->total > 0 ? entry->total : 1);
	json_set_text(v, "title", utf8_clean(a, entry->title, UTF8_LINE));
	json_set(v, "chain", links);
	return v;
}
