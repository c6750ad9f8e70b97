/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/requests.h"

#include "common/subject.h"
#include "filters/report/entry/find.h"
#include "filters/report/entry/people.h"
#include "filters/report/entry/state.h"

#include <stdlib.h>
#include <string.h>

static int
compare_hashes(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(struct hash));
}

struct hash
requests_patch(struct arena *a, struct bytes author, struct bytes title)
{
	const struct hash name = people_name(a, author), words = clue_hash(CLUE_LISTED, title);
	const struct bytes runs[] = { { (const char *)name.b, HASH_BYTES },
		{ (const char *)words.b, HASH_BYTES } };

	return hash_runs(runs, 2);
}

size_t
requests_listed(const struct request *r, const struct hash *patch)
{
	const struct hash *at = NULL;
	size_t n = 0;

	if (r->n)
		at = bsearch(patch, r->patches, r->n, sizeof(*at), compare_hashes);
	if (!at)
		return 0;
	while (at > r->patches && hash_equal(at - 1, patch))
		at--;
	while (at + n < r->patches + r->n && hash_equal(at + n, patch))
		n++;
	return n;
}

static void
read_patches(struct arena *a, struct request *r)
{
	const struct store_mail *m = r->mail;
	struct hash sender = people_name(a, m->name);

	r->patches = arena_array(a, m->nfacts, sizeof(*r->patches));
	r->lacks = (m->flags & MAIL_CUT) != 0;
	for (size_t i = 0; i < m->nfacts; i++) {
		const struct store_fact *f = &m->facts[i];
		struct hash name;

		if (f->kind != FACT_LISTED)
			continue;
		name = people_name(a, f->name);
		r->lacks = r->lacks || f->name.n == 0;
		r->others = r->others || (f->name.n && !hash_equal(&name, &sender));
		r->patches[r->n++] = requests_patch(a, f->name, f->value);
	}
	qsort(r->patches, r->n, sizeof(*r->patches), compare_hashes);
}

static int
version_of(struct arena *a, const struct store_mail *m, struct bytes *title)
{
	struct subject subject;

	subject_parse(a, m->subject, BYTES_NONE, &subject);
	*title = subject.title;
	return subject.version;
}

/* Whether its sender sent it again under a higher version. */
static enum store_status
is_replaced(
    struct store *s, struct arena *a, const struct request *r, int64_t until, bool *replaced)
{
	struct bytes title, other;
	int version = version_of(a, r->mail, &title);
	struct hash clue = clue_hash(CLUE_PULL, title);
	struct find_keys keys;
	struct store_mail *mails;
	enum store_status status;

	find_keys_init(&keys, a);
	status = find_clue(s, &clue, r->mail->arrival, &keys);
	if (status == STORE_OK)
		status = store_get_mails(s, keys.of, keys.n, a, &mails);
	*replaced = false;
	for (size_t i = 0; status == STORE_OK && i < keys.n; i++)
		if (mails[i].seq && mails[i].arrival < until && people_same(&mails[i], r->mail) &&
		    version_of(a, &mails[i], &other) > version)
			*replaced = true;
	return status;
}

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(
	    ((const struct collect_thread *)a)->id, ((const struct collect_thread *)b)->id);
}

static void
judge(struct arena *a, const struct series *series, const struct collect *c, struct request *r)
{
	const struct collect_thread key = { .id = r->id }, *t;
	struct state state;

	t = c->n && r->id ? bsearch(&key, c->threads, c->n, sizeof(key), compare_ids) : NULL;
	if (!t)
		return;
	state = state_of(a, series, t);
	r->pulled = state.kind == STATE_APPLIED;
	r->counts = r->pulled || state.kind == STATE_NONE || state.kind == STATE_PARTLY ||
		    state.kind == STATE_REVIEW || state.kind == STATE_ANSWERED ||
		    state.kind == STATE_WAITING;
}

/* What their own threads say of them. */
static enum store_status
judge_all(struct store *s, struct arena *a, int64_t until, const struct find_place *places,
    struct request *requests, size_t n)
{
	struct store_arrival *arrivals = arena_array(a, n, sizeof(*arrivals));
	struct collect c;
	struct series *series;
	size_t there = 0;
	enum store_status status;

	for (size_t i = 0; i < n; i++)
		if (requests[i].mail)
			arrivals[there++] = (struct store_arrival){ requests[i].mail->arrival,
				requests[i].mail->key, places[i].thread->number };
	status = collect_arrivals(s, a, arrivals, there, until, &c);
	if (status == STORE_OK)
		status = series_new(s, a, &c, until, &series);
	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		bool replaced = false;

		judge(a, series, &c, &requests[i]);
		if (requests[i].counts)
			status = is_replaced(s, a, &requests[i], until, &replaced);
		requests[i].counts = requests[i].counts && !replaced;
	}
	return status;
}

enum store_status
requests_read(struct store *s, struct arena *a, const struct store_key *keys, size_t n,
    int64_t until, struct request **requests)
{
	struct request *all = arena_array(a, n, sizeof(*all));
	struct find_place *places;
	enum store_status status = find_mails(s, a, keys, n, &places);

	*requests = all;
	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		const struct find_place *at = &places[i];

		if (!at->mail || !at->thread)
			continue;
		all[i].mail = at->mail;
		all[i].id = collect_id(a, at->thread, at->entry);
		read_patches(a, &all[i]);
	}
	return status == STORE_OK ? judge_all(s, a, until, places, all, n) : status;
}
