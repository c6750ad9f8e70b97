/* SPDX-License-Identifier: ISC */
#include "filters/report/series.h"

#include "common/utf8.h"
#include "filters/report/people.h"

/* Versions in a chain. */
#define CHAIN_MAX 100

struct chain {
	const struct store_thread *thread;
	size_t entries[CHAIN_MAX];
	size_t n;
};

static const struct store_mail *
root_of(const struct collect_thread *t, size_t entry)
{
	return t->stored[t->thread->entries[entry].root];
}

/* Sure only where author and title are the same, and each version is there once. */
static bool
is_version(const struct collect_thread *t, size_t entry, struct bytes title, struct arena *a)
{
	const struct store_entry *other = &t->thread->entries[entry];
	const struct store_mail *root = root_of(t, entry);

	return root && other->version > 0 && other->version != collect_entry(t)->version &&
	       bytes_equal(utf8_fold(a, other->title), title) && people_same(root, t->author);
}

/* In order of version; a full chain takes no more. */
static void
insert(struct chain *c, size_t entry)
{
	const struct store_entry *entries = c->thread->entries;
	size_t at = c->n;

	while (at > 0 && entries[c->entries[at - 1]].version > entries[entry].version)
		at--;
	if (c->n == CHAIN_MAX ||
	    (at > 0 && entries[c->entries[at - 1]].version == entries[entry].version))
		return;
	for (size_t i = c->n++; i > at; i--)
		c->entries[i] = c->entries[i - 1];
	c->entries[at] = entry;
}

static void
chain_of(struct arena *a, const struct collect_thread *t, struct chain *c)
{
	struct bytes title = utf8_fold(a, collect_entry(t)->title);

	*c = (struct chain){ .thread = t->thread };
	insert(c, t->entry);
	if (title.n == 0 || !t->rooted)
		return;
	for (size_t e = 0; e < t->thread->nentries; e++)
		if (e != t->entry && is_version(t, e, title, a))
			insert(c, e);
}

size_t
series_newest(struct arena *a, const struct collect_thread *t)
{
	struct chain c;

	if (collect_entry(t)->version == 0)
		return t->entry;
	chain_of(a, t, &c);
	return c.entries[c.n - 1];
}

static struct json *
link_json(struct arena *a, const struct store_thread *thread, size_t entry)
{
	struct json *v = json_object();

	json_set_number(v, "version", thread->entries[entry].version);
	json_set_text(v, "message_id", thread->nodes[thread->entries[entry].root].id);
	json_set_string(v, "thread", collect_id(a, thread, entry));
	return v;
}

struct json *
series_json(struct arena *a, const struct collect_thread *t)
{
	const struct store_entry *entry = collect_entry(t);
	struct json *v, *links;
	struct chain c;

	if (entry->version == 0)
		return json_null();
	chain_of(a, t, &c);
	links = json_array();
	for (size_t i = 0; c.n > 1 && i < c.n; i++)
		json_add(links, link_json(a, t->thread, c.entries[i]));
	v = json_object();
	json_set_number(v, "version", entry->version);
	json_set_number(v, "parts", entry->total > 0 ? entry->total : 1);
	json_set_text(v, "title", entry->title);
	json_set(v, "chain", links);
	return v;
}
