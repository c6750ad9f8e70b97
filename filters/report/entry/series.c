/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/series.h"

#include "common/utf8.h"
#include "filters/report/entry/find.h"
#include "filters/report/entry/people.h"

#include <stdlib.h>
#include <string.h>

/* Earlier postings of one title that are looked at. */
#define SAME_TITLE_MAX ((size_t)64)
/* A second posting of one version within this time is the same once more. */
#define RESEND_SECONDS ((int64_t)60 * 86400)
/* Words of a title that are compared. */
#define TITLE_WORDS_MAX 32

struct series {
	struct versions v;
	struct find_keys keys; /* of the postings' first mails, in their order */
	size_t *up;	       /* posting -> another of its group, or itself */
	size_t *order;	       /* by group, then arrival */
	size_t *place;	       /* posting -> in order */
};

/* ---- what makes one a version of the other ---- */

static bool
is_rfc(const struct posting *p)
{
	return p->subject.flags & SUBJECT_RFC;
}

/* A part of a series posted by itself speaks for no series. */
static bool
is_whole(const struct posting *p)
{
	return p->subject.total <= 1 || p->subject.part <= 1;
}

static bool
is_chained(const struct posting *p)
{
	return p->thread->entries[p->entry].category != CATEGORY_PULL && is_whole(p) &&
	       !(p->mail->flags & MAIL_BOT);
}

static bool
is_newer(const struct posting *p, const struct posting *than)
{
	int version = p->subject.version, other = than->subject.version;

	if (p->mail->arrival <= than->mail->arrival || is_rfc(p) > is_rfc(than))
		return false;
	return version > other || is_rfc(p) < is_rfc(than);
}

static size_t
words_of(struct bytes title, struct bytes *words)
{
	size_t n = 0;

	while (n < TITLE_WORDS_MAX && bytes_word(&title, &words[n]))
		n++;
	return n;
}

/* Whether two titles share at least one word of two. */
static bool
is_alike(struct bytes a, struct bytes b)
{
	struct bytes x[TITLE_WORDS_MAX], y[TITLE_WORDS_MAX];
	size_t nx = words_of(a, x), ny = words_of(b, y), same = 0;

	for (size_t i = 0; i < nx; i++)
		for (size_t k = 0; k < ny; k++)
			if (bytes_equal(x[i], y[k])) {
				same++;
				break;
			}
	return nx && ny && 2 * same >= nx && 2 * same >= ny;
}

/* ---- groups ---- */

static size_t
leader(const struct series *s, size_t i)
{
	while (s->up[i] != i) {
		s->up[i] = s->up[s->up[i]];
		i = s->up[i];
	}
	return i;
}

static void
unite(struct series *s, size_t i, size_t k)
{
	i = leader(s, i);
	k = leader(s, k);
	if (i < k)
		s->up[k] = i;
	else
		s->up[i] = k;
}

/* qsort has no argument of its own. */
struct sorting {
	const struct posting *p;
	size_t number, group;
};

static int
compare_mails(const struct store_mail *x, const struct store_mail *y)
{
	if (x->arrival != y->arrival)
		return x->arrival < y->arrival ? -1 : 1;
	return memcmp(&x->key, &y->key, sizeof(x->key));
}

static int
compare_titles(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;
	int c = bytes_compare(x->p->title, y->p->title);

	return c ? c : compare_mails(x->p->mail, y->p->mail);
}

static int
compare_changes(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;
	int c = bytes_compare(x->p->change_id, y->p->change_id);

	return c ? c : compare_mails(x->p->mail, y->p->mail);
}

static struct sorting *
sorted(struct arena *a, const struct series *s, int (*compare)(const void *, const void *))
{
	struct sorting *all = arena_array(a, s->v.n, sizeof(*all));

	for (size_t i = 0; i < s->v.n; i++)
		all[i] = (struct sorting){ &s->v.of[i], i, leader(s, i) };
	qsort(all, s->v.n, sizeof(*all), compare);
	return all;
}

/* Whether p is what an earlier posting of its title became, or that posting once more. */
static bool
follows(const struct posting *p, const struct posting *earlier)
{
	int64_t apart = p->mail->arrival - earlier->mail->arrival;

	if (apart > SERIES_SECONDS || !people_same(p->mail, earlier->mail))
		return false;
	if (is_newer(p, earlier))
		return true;
	return apart <= RESEND_SECONDS && p->subject.version == earlier->subject.version &&
	       is_rfc(p) == is_rfc(earlier) && p->subject.total == earlier->subject.total;
}

static void
unite_titles(struct arena *a, struct series *s)
{
	struct sorting *all = sorted(a, s, compare_titles);

	for (size_t i = 1; i < s->v.n; i++) {
		if (!is_chained(all[i].p) || all[i].p->title.n == 0)
			continue;
		for (size_t k = i; k-- > 0 && i - k <= SAME_TITLE_MAX;) {
			if (!bytes_equal(all[k].p->title, all[i].p->title))
				break;
			if (is_chained(all[k].p) && follows(all[i].p, all[k].p)) {
				unite(s, all[i].number, all[k].number);
				break;
			}
		}
	}
}

static void
unite_changes(struct arena *a, struct series *s)
{
	struct sorting *all = sorted(a, s, compare_changes);

	for (size_t i = 1; i < s->v.n; i++)
		if (all[i].p->change_id.n &&
		    bytes_equal(all[i].p->change_id, all[i - 1].p->change_id) &&
		    (people_same(all[i].p->mail, all[i - 1].p->mail) ||
			bytes_equal(all[i].p->title, all[i - 1].p->title)))
			unite(s, all[i].number, all[i - 1].number);
}

static void
unite_links(struct series *s)
{
	for (size_t i = 0; i < s->v.nlinks; i++) {
		const struct version_link *link = &s->v.links[i];
		const struct posting *p = &s->v.of[link->from], *to;
		bool same;

		if (link->to == SIZE_MAX)
			continue;
		to = &s->v.of[link->to];
		same = people_same(p->mail, to->mail);
		if (!is_chained(p) || !is_chained(to) || !is_newer(p, to))
			continue;
		if (link->version == to->subject.version
			? same || is_alike(p->title, to->title)
			: link->version == 0 && (same ? is_alike(p->title, to->title)
						      : bytes_equal(p->title, to->title)))
			unite(s, link->from, link->to);
	}
}

/* Whether p, posted as a reply to the first mail of to, is a version of it. */
static bool
answers(const struct posting *p, const struct posting *to)
{
	return is_chained(p) && is_chained(to) && is_newer(p, to) &&
	       people_same(p->mail, to->mail) &&
	       (p->subject.total > 1 || to->subject.total <= 1 || is_alike(p->title, to->title));
}

static void
unite_replies(struct series *s)
{
	for (size_t i = 0; i < s->v.n; i++) {
		const struct posting *p = &s->v.of[i];
		int32_t hangs = p->thread->entries[p->entry].hangs;
		size_t k = SIZE_MAX;

		if (hangs >= 0)
			k = find_keys_number(&s->keys, &p->thread->nodes[hangs].key);
		if (k != SIZE_MAX && answers(p, &s->v.of[k]))
			unite(s, i, k);
	}
}

static int
compare_groups(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	return compare_mails(x->p->mail, y->p->mail);
}

static void
order_groups(struct arena *a, struct series *s)
{
	struct sorting *all = sorted(a, s, compare_groups);

	s->order = arena_array(a, s->v.n, sizeof(*s->order));
	s->place = arena_array(a, s->v.n, sizeof(*s->place));
	for (size_t i = 0; i < s->v.n; i++) {
		s->order[i] = all[i].number;
		s->place[all[i].number] = i;
	}
}

enum store_status
series_new(struct store *store, struct arena *a, const struct collect *c, int64_t until,
    struct series **series)
{
	struct series *s = arena_alloc(a, sizeof(*s));
	enum store_status status = versions_gather(store, a, c, until, &s->v);

	*series = s;
	if (status != STORE_OK)
		return status;
	find_keys_init(&s->keys, a);
	s->up = arena_array(a, s->v.n, sizeof(*s->up));
	for (size_t i = 0; i < s->v.n; i++) {
		s->up[i] = i;
		find_keys_add(&s->keys, &s->v.of[i].mail->key);
	}
	unite_changes(a, s);
	unite_titles(a, s);
	unite_links(s);
	unite_replies(s);
	order_groups(a, s);
	return STORE_OK;
}

/* ---- what is known of a thread ---- */

/* The thread's posting; SIZE_MAX where it has none, or its first mail is lost. */
static size_t
own_posting(const struct series *s, const struct collect_thread *t)
{
	const struct store_entry *entry = collect_entry(t);
	const struct store_mail *root = t->stored[entry->root];

	if (entry->version == 0 || !root)
		return SIZE_MAX;
	return find_keys_number(&s->keys, &root->key);
}

/* [*from, *to) in order: the group of a posting. */
static void
group_of(const struct series *s, size_t own, size_t *from, size_t *to)
{
	size_t group = leader(s, own);

	*from = *to = s->place[own];
	while (*from > 0 && s->place[own] - *from < SERIES_CHAIN_MAX &&
	       leader(s, s->order[*from - 1]) == group)
		(*from)--;
	while (*to < s->v.n && *to - s->place[own] < SERIES_CHAIN_MAX &&
	       leader(s, s->order[*to]) == group)
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
		if (s->v.of[s->order[to]].mail->arrival < before &&
		    is_newer(&s->v.of[s->order[to]], &s->v.of[own]))
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

/* Of each version one posting: this one, or the last of it. */
static bool
is_shown(const struct series *s, size_t own, size_t at, size_t from, size_t to)
{
	const struct posting *p = &s->v.of[s->order[at]];

	if (s->order[at] == own)
		return true;
	for (size_t i = from; i < to; i++) {
		const struct posting *other = &s->v.of[s->order[i]];

		if (i != at && other->subject.version == p->subject.version &&
		    is_rfc(other) == is_rfc(p) && (i > at || s->order[i] == own))
			return false;
	}
	return true;
}

/* Whether a posting of the group shows as this version. */
static bool
is_known(const struct series *s, size_t from, size_t to, int version)
{
	for (size_t i = from; i < to; i++)
		if (s->v.of[s->order[i]].subject.version == version)
			return true;
	return false;
}

/* Versions that are not stored, but that the posting's own letter names. */
static void
add_spoken_of(
    struct arena *a, struct json *chain, const struct series *s, size_t own, size_t from, size_t to)
{
	for (int version = 1; version < s->v.of[own].subject.version && version < SERIES_CHAIN_MAX;
	     version++) {
		if (is_known(s, from, to, version))
			continue;
		for (size_t i = s->v.first[own]; i < s->v.nlinks && s->v.links[i].from == own; i++)
			if (s->v.links[i].version == version && !s->v.links[i].stored) {
				json_add(
				    chain, link_json(a, version, false, s->v.links[i].id, NULL));
				break;
			}
	}
}

static struct json *
chain_json(struct arena *a, const struct series *s, const struct collect_thread *t)
{
	size_t own = own_posting(s, t), from, to;
	struct json *chain = json_array();

	if (own == SIZE_MAX)
		return chain;
	group_of(s, own, &from, &to);
	add_spoken_of(a, chain, s, own, from, to);
	for (size_t i = from; i < to; i++) {
		const struct posting *p = &s->v.of[s->order[i]];

		if (is_shown(s, own, i, from, to))
			json_add(chain, link_json(a, p->subject.version, is_rfc(p), p->mail->id,
					    collect_id(a, p->thread, p->entry)));
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
