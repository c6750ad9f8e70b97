/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/series.h"

#include "common/utf8.h"
#include "filters/report/entry/lineage.h"

#include <stdlib.h>

struct series {
	struct versions v;
	struct lineage l;
	size_t *order; /* by group, then version */
	size_t *place; /* posting -> in order */
};

enum store_status
series_new(struct store *store, struct arena *a, const struct collect *c, int64_t until,
    struct series **series)
{
	struct series *s = arena_alloc(a, sizeof(*s));
	enum store_status status = versions_gather(store, a, c, until, &s->v);

	*series = s;
	if (status != STORE_OK)
		return status;
	lineage_find(a, &s->v, &s->l);
	s->order = lineage_order(a, &s->l);
	s->place = arena_array(a, s->v.n, sizeof(*s->place));
	for (size_t i = 0; i < s->v.n; i++)
		s->place[s->order[i]] = i;
	return STORE_OK;
}

/* ---- what is known of a thread ---- */

/* The thread's posting; SIZE_MAX where it has none. */
static size_t
own_posting(const struct series *s, const struct collect_thread *t)
{
	const struct store_entry *entry = collect_entry(t);
	struct store_key key = versions_key(&t->thread->nodes[entry->root]);

	return entry->version ? find_keys_number(&s->l.keys, &key) : SIZE_MAX;
}

/* [*from, *to) in order: the group of a posting. */
static void
group_of(const struct series *s, size_t own, size_t *from, size_t *to)
{
	size_t group = lineage_leader(&s->l, own);

	*from = *to = s->place[own];
	while (*from > 0 && s->place[own] - *from < SERIES_CHAIN_MAX &&
	       lineage_leader(&s->l, s->order[*from - 1]) == group)
		(*from)--;
	while (*to < s->v.n && *to - s->place[own] < SERIES_CHAIN_MAX &&
	       lineage_leader(&s->l, s->order[*to]) == group)
		(*to)++;
}

/* The newest posting of the group that is newer than own and arrived before; SIZE_MAX. */
static size_t
newest(const struct series *s, const struct collect_thread *t, int64_t before)
{
	size_t own = own_posting(s, t), from, to;

	if (own == SIZE_MAX)
		return SIZE_MAX;
	group_of(s, own, &from, &to);
	while (to-- > from)
		if (s->v.of[s->order[to]].arrival < before &&
		    lineage_is_newer(&s->v.of[s->order[to]], &s->v.of[own]))
			return s->order[to];
	return SIZE_MAX;
}

bool
series_superseded(const struct series *s, const struct collect_thread *t, int64_t before)
{
	return newest(s, t, before) != SIZE_MAX;
}

bool
series_followed(const struct series *s, const struct collect_thread *t)
{
	size_t own = own_posting(s, t), from, to;

	if (own == SIZE_MAX)
		return false;
	group_of(s, own, &from, &to);
	return s->place[own] + 1 < to;
}

const char *
series_newest(struct arena *a, const struct series *s, const struct collect_thread *t)
{
	size_t i = newest(s, t, INT64_MAX);

	return i == SIZE_MAX ? NULL : collect_id(a, s->v.of[i].thread, s->v.of[i].entry);
}

static struct json *
link_json(struct arena *a, int version, bool rfc, struct bytes id, const char *thread)
{
	struct json *v = json_object();

	json_set_number(v, "version", version);
	json_set_flag(v, "rfc", rfc);
	json_set_text(v, "message_id", utf8_clean(a, id, UTF8_LINE));
	json_set_string(v, "thread", thread);
	return v;
}

/* Of each version the last posting. */
static bool
is_shown(const struct series *s, size_t at, size_t to)
{
	const struct posting *p = &s->v.of[s->order[at]], *next;

	if (at + 1 == to)
		return true;
	next = &s->v.of[s->order[at + 1]];
	return next->version != p->version || next->rfc != p->rfc;
}

/* Which versions a group has, and by which id its letters name those that are not stored. */
struct told {
	bool known[SERIES_CHAIN_MAX];
	struct bytes id[SERIES_CHAIN_MAX];
};

/* Whether a link named "v5" goes to no posting that is known as it: to a mail that is not stored,
 * be there replies to something else below it. */
static bool
is_spoken_of(const struct series *s, const struct version_link *link)
{
	if (link->stored || link->to == SIZE_MAX)
		return !link->stored;
	return !s->v.of[link->to].mail &&
	       lineage_leader(&s->l, link->to) != lineage_leader(&s->l, link->from);
}

static void
hear_posting(const struct series *s, size_t posting, struct told *told)
{
	int version = s->v.of[posting].version;

	if (version < SERIES_CHAIN_MAX)
		told->known[version] = true;
	for (size_t i = s->v.first[posting]; i < s->v.nlinks && s->v.links[i].from == posting;
	     i++) {
		const struct version_link *link = &s->v.links[i];

		if (link->version > 0 && link->version < version && is_spoken_of(s, link) &&
		    link->version < SERIES_CHAIN_MAX && !told->id[link->version].n)
			told->id[link->version] = link->id;
	}
}

static void
add_version(struct arena *a, struct json *chain, const struct posting *p)
{
	json_add(
	    chain, link_json(a, p->version, p->rfc, p->id, collect_id(a, p->thread, p->entry)));
}

/* Versions below the given, down to the next that is known, that are only spoken of. */
static void
add_spoken_of(struct arena *a, struct json *chain, const struct told *told, int below)
{
	if (below > SERIES_CHAIN_MAX)
		return;
	while (--below > 0 && !told->known[below])
		if (told->id[below].n)
			json_add(chain, link_json(a, below, false, told->id[below], NULL));
}

/* The newest first; the same for all of the group. */
static struct json *
chain_json(struct arena *a, const struct series *s, const struct collect_thread *t)
{
	size_t own = own_posting(s, t), from, to;
	struct json *chain = json_array();
	struct told told = { 0 };

	if (own == SIZE_MAX)
		return chain;
	group_of(s, own, &from, &to);
	for (size_t i = from; i < to; i++)
		hear_posting(s, s->order[i], &told);
	for (size_t i = to; i-- > from;) {
		const struct posting *p = &s->v.of[s->order[i]];

		if (!is_shown(s, i, to))
			continue;
		add_version(a, chain, p);
		add_spoken_of(a, chain, &told, p->version);
	}
	if (json_count(chain) > 1)
		return chain;
	json_free(chain);
	return json_array();
}

/* The part a thread begins with; 0 where its first mail is lost. */
static int
own_part(struct arena *a, const struct collect_thread *t)
{
	const struct store_mail *root = t->stored[collect_entry(t)->root];
	struct subject subject;

	if (!root)
		return 0;
	subject_parse(a, root->subject, BYTES_NONE, &subject);
	return subject.part;
}

/* The parts nobody has seen; where none was seen, its posting was not, and none is missing. */
static struct json *
missing_json(struct arena *a, const struct collect_thread *t)
{
	const struct store_thread *thread = t->thread;
	int total = collect_entry(t)->total;
	bool *there = arena_array(a, (size_t)total + 1, sizeof(*there));
	struct json *missing = json_array();
	struct subject subject;
	bool any = false;

	/* One part posted anew below the old one. */
	if (collect_entry(t)->hangs >= 0 && own_part(a, t) > 1)
		return missing;
	for (size_t i = 0; total > 1 && i < thread->nnodes; i++) {
		const struct store_mail *m = t->stored[i];

		if (!m || thread->nodes[i].entry != t->entry || m->flags & MAIL_REPLY)
			continue;
		subject_parse(a, m->subject, BYTES_NONE, &subject);
		if (subject.total == total && subject.part >= 0 && subject.part <= total)
			any = there[subject.part] = true;
	}
	for (int i = 1; any && i <= total && json_count(missing) < SERIES_MISSING_MAX; i++)
		if (!there[i])
			json_add(missing, json_number(i));
	return missing;
}

struct json *
series_json(struct arena *a, const struct series *s, const struct collect_thread *t)
{
	const struct store_entry *entry = collect_entry(t);
	struct json *v;

	if (entry->version == 0 || entry->category == CATEGORY_PULL)
		return json_null();
	v = json_object();
	json_set_number(v, "version", entry->version);
	json_set_number(v, "parts", entry->total > 0 ? entry->total : 1);
	json_set_text(v, "title", utf8_clean(a, entry->title, UTF8_LINE));
	json_set(v, "chain", chain_json(a, s, t));
	json_set(v, "missing", missing_json(a, t));
	return v;
}
