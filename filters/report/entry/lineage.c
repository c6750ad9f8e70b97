/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/lineage.h"

#include "filters/report/entry/people.h"

#include <stdlib.h>
#include <string.h>

/* Earlier postings of one title that are looked at. */
#define SAME_TITLE_MAX ((size_t)64)
/* A second posting of one version within this time is the same once more. */
#define RESEND_SECONDS ((int64_t)60 * 86400)
/* Words of a title that are compared. */
#define TITLE_WORDS_MAX 32

/* ---- what makes one a version of the other ---- */

/* A part of a series posted by itself speaks for no series. */
static bool
is_whole(const struct posting *p)
{
	return p->total <= 1 || p->part <= 1;
}

static bool
is_chained(const struct posting *p)
{
	return p->thread->entries[p->entry].category != CATEGORY_PULL && is_whole(p) &&
	       !(p->mail && p->mail->flags & MAIL_BOT);
}

/* When a ghost came is not known. */
bool
lineage_is_newer(const struct posting *p, const struct posting *than)
{
	if (p->mail && than->mail && p->arrival <= than->arrival)
		return false;
	if (p->rfc > than->rfc)
		return false;
	return p->version > than->version || p->rfc < than->rfc;
}

/* "20260301.1-1-ann@a.example" is of ann@a.example: git send-email writes ids so. */
static bool
is_id_of(struct bytes id, struct bytes address)
{
	struct bytes tail = bytes_slice(id, id.n - address.n, id.n);

	return address.n && id.n > address.n && id.p[id.n - address.n - 1] == '-' &&
	       bytes_equal_fold(tail, address);
}

static bool
same_author(const struct posting *p, const struct posting *other)
{
	if (p->mail && other->mail)
		return people_same(p->mail, other->mail);
	if (p->mail)
		return is_id_of(other->id, p->mail->address);
	return other->mail && is_id_of(p->id, other->mail->address);
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

size_t
lineage_leader(const struct lineage *l, size_t i)
{
	while (l->up[i] != i) {
		l->up[i] = l->up[l->up[i]];
		i = l->up[i];
	}
	return i;
}

static void
unite(struct lineage *l, size_t i, size_t k)
{
	i = lineage_leader(l, i);
	k = lineage_leader(l, k);
	if (i < k)
		l->up[k] = i;
	else
		l->up[i] = k;
}

/* qsort has no argument of its own. */
struct sorting {
	const struct posting *p;
	size_t number, group;
};

static int
compare_postings(const struct posting *x, const struct posting *y)
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

	return c ? c : compare_postings(x->p, y->p);
}

static int
compare_changes(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;
	int c = bytes_compare(x->p->change_id, y->p->change_id);

	return c ? c : compare_postings(x->p, y->p);
}

static struct sorting *
sorted(struct arena *a, const struct lineage *l, int (*compare)(const void *, const void *))
{
	struct sorting *all = arena_array(a, l->v->n, sizeof(*all));

	for (size_t i = 0; i < l->v->n; i++)
		all[i] = (struct sorting){ &l->v->of[i], i, lineage_leader(l, i) };
	qsort(all, l->v->n, sizeof(*all), compare);
	return all;
}

/* Whether p is what an earlier posting of its title became, or that posting once more. */
static bool
follows(const struct posting *p, const struct posting *earlier)
{
	int64_t apart = p->arrival - earlier->arrival;

	if (apart > LINEAGE_SECONDS || !same_author(p, earlier))
		return false;
	if (lineage_is_newer(p, earlier))
		return true;
	if (!p->mail || !earlier->mail)
		return lineage_is_newer(earlier, p);
	return apart <= RESEND_SECONDS && p->version == earlier->version &&
	       p->rfc == earlier->rfc && p->total == earlier->total;
}

static void
unite_titles(struct arena *a, struct lineage *l)
{
	struct sorting *all = sorted(a, l, compare_titles);

	for (size_t i = 1; i < l->v->n; i++) {
		if (!is_chained(all[i].p) || all[i].p->title.n == 0)
			continue;
		for (size_t k = i; k-- > 0 && i - k <= SAME_TITLE_MAX;) {
			if (!bytes_equal(all[k].p->title, all[i].p->title))
				break;
			if (is_chained(all[k].p) && follows(all[i].p, all[k].p)) {
				unite(l, all[i].number, all[k].number);
				break;
			}
		}
	}
}

static void
unite_changes(struct arena *a, struct lineage *l)
{
	struct sorting *all = sorted(a, l, compare_changes);

	for (size_t i = 1; i < l->v->n; i++)
		if (all[i].p->change_id.n &&
		    bytes_equal(all[i].p->change_id, all[i - 1].p->change_id) &&
		    (same_author(all[i].p, all[i - 1].p) ||
			bytes_equal(all[i].p->title, all[i - 1].p->title)))
			unite(l, all[i].number, all[i - 1].number);
}

/* What a posting that names its older version by number must have in common with it. */
static bool
is_named(const struct posting *p, const struct posting *to)
{
	/* Replies to a posting tell its version, and maybe only a part's title. */
	return !to->mail || same_author(p, to) || is_alike(p->title, to->title);
}

static void
unite_links(struct lineage *l)
{
	for (size_t i = 0; i < l->v->nlinks; i++) {
		const struct version_link *link = &l->v->links[i];
		const struct posting *p = &l->v->of[link->from], *to;

		if (link->to == SIZE_MAX)
			continue;
		to = &l->v->of[link->to];
		if (!is_chained(p) || !is_chained(to) || !lineage_is_newer(p, to))
			continue;
		if (link->version == to->version ? is_named(p, to)
		    : link->version == 0 ? (same_author(p, to) ? is_alike(p->title, to->title)
							       : bytes_equal(p->title, to->title))
					 : false)
			unite(l, link->from, link->to);
	}
}

/* A ghost and a posting that has the part of that title, of one person, as the ghost's id says. */
static void
unite_twins(struct lineage *l)
{
	for (size_t i = 0; i < l->v->ntwins; i++) {
		size_t ghost = l->v->twins[i].ghost, of = l->v->twins[i].of;
		const struct posting *p = &l->v->of[ghost], *other = &l->v->of[of];
		int64_t apart = other->arrival - p->arrival;

		if (is_chained(p) && is_chained(other) && same_author(p, other) &&
		    apart < LINEAGE_SECONDS && apart > -LINEAGE_SECONDS &&
		    (lineage_is_newer(p, other) || lineage_is_newer(other, p)))
			unite(l, ghost, of);
	}
}

/* Whether p, posted as a reply to the first mail of to, is a version of it. */
static bool
answers(const struct posting *p, const struct posting *to)
{
	return is_chained(p) && is_chained(to) && lineage_is_newer(p, to) && same_author(p, to) &&
	       (p->total > 1 || to->total <= 1 || is_alike(p->title, to->title));
}

static void
unite_replies(struct lineage *l)
{
	for (size_t i = 0; i < l->v->n; i++) {
		const struct posting *p = &l->v->of[i];
		int32_t hangs = p->thread->entries[p->entry].hangs;
		size_t k = SIZE_MAX;

		if (hangs >= 0) {
			struct store_key key = versions_key(&p->thread->nodes[hangs]);

			k = find_keys_number(&l->keys, &key);
		}
		if (k != SIZE_MAX && answers(p, &l->v->of[k]))
			unite(l, i, k);
	}
}

/* Oldest version first, an RFC before what came of it. */
static int
compare_groups(const void *a, const void *b)
{
	const struct sorting *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->p->rfc != y->p->rfc)
		return x->p->rfc ? -1 : 1;
	if (x->p->version != y->p->version)
		return x->p->version < y->p->version ? -1 : 1;
	return compare_postings(x->p, y->p);
}

void
lineage_find(struct arena *a, const struct versions *v, struct lineage *l)
{
	*l = (struct lineage){ .v = v, .up = arena_array(a, v->n, sizeof(*l->up)) };
	find_keys_init(&l->keys, a);
	for (size_t i = 0; i < v->n; i++) {
		l->up[i] = i;
		find_keys_add(&l->keys, &v->of[i].key);
	}
	unite_changes(a, l);
	unite_titles(a, l);
	unite_links(l);
	unite_twins(l);
	unite_replies(l);
}

size_t *
lineage_order(struct arena *a, const struct lineage *l)
{
	struct sorting *all = sorted(a, l, compare_groups);
	size_t *order = arena_array(a, l->v->n, sizeof(*order));

	for (size_t i = 0; i < l->v->n; i++)
		order[i] = all[i].number;
	return order;
}
