/* SPDX-License-Identifier: ISC */
#include "filters/report/digest.h"

#include "common/clock.h"
#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/entry/changes.h"
#include "filters/report/entry/collect.h"
#include "filters/report/entry/fold.h"
#include "filters/report/entry/links.h"
#include "filters/report/entry/mails.h"
#include "filters/report/entry/outcome.h"
#include "filters/report/entry/overview.h"
#include "filters/report/entry/people.h"
#include "filters/report/entry/pulls.h"
#include "filters/report/entry/questions.h"
#include "filters/report/entry/rank.h"
#include "filters/report/entry/reach.h"
#include "filters/report/entry/related.h"
#include "filters/report/entry/series.h"
#include "filters/report/entry/summary.h"
#include "filters/report/entry/told.h"
#include "filters/report/entry/trailers.h"
#include "filters/report/entry/waiting.h"

#include <stdlib.h>
#include <string.h>

#define SCHEMA "listbrief.digest/1"

/* One thread of the digest, ranked. */
struct item {
	struct overview_thread o;
	size_t *person; /* of each mail */
	size_t people;
	struct json *related;
	long points;
};

struct maker {
	struct store *store;
	const struct config_list *list;
	const struct window *w;
	const struct digest_means *means;
	struct arena *a;
	struct arena *each; /* for the thread in hand */
	struct series *series;
	struct json *told; /* by the last digest; NULL */
	struct item *items;
	size_t n;
};

static void
set_time(struct maker *k, struct json *v, const char *key, int64_t t)
{
	json_set_string(v, key, clock_rfc3339(k->each, t));
}

static size_t
number_people(struct arena *a, const struct collect_thread *t, size_t n, size_t *person)
{
	const struct store_mail **all = arena_array(a, n, sizeof(*all));

	for (size_t i = 0; i < n; i++)
		all[i] = t->mails[i].mail;
	return people_number(a, all, n, person);
}

static int
compare_items(const void *a, const void *b)
{
	const struct item *x = a, *y = b;
	int64_t xlast = x->o.t->mails[x->o.t->n - 1].date,
		ylast = y->o.t->mails[y->o.t->n - 1].date;

	if (x->points != y->points)
		return x->points > y->points ? -1 : 1;
	if (xlast != ylast)
		return xlast > ylast ? -1 : 1;
	return strcmp(x->o.t->id, y->o.t->id);
}

/* What became of a thread; a bug that has a patch does not wait. */
static enum store_status
judge(struct maker *k, struct item *item, const struct collect_thread *t)
{
	enum store_status status;

	item->o.t = t;
	item->o.state = state_of(k->a, k->series, t);
	item->o.state.was = state_was(k->a, k->series, t, k->w->since, &item->o.state);
	item->o.waiting = state_waiting(t, &item->o.state, k->w->until);
	item->person = arena_array(k->a, t->n, sizeof(*item->person));
	item->o.person = item->person;
	item->people = number_people(k->a, t, t->n, item->person);
	status = related_json(k->store, k->a, t, k->w->until, &item->related);
	if (status == STORE_OK && collect_entry(t)->version == 0 && json_count(item->related) &&
	    state_fix(&item->o.state))
		item->o.waiting = 0;
	return status;
}

static struct fold_item *
fold_items(struct maker *k)
{
	struct fold_item *items = arena_array(k->a, k->n, sizeof(*items));

	for (size_t i = 0; i < k->n; i++) {
		const struct collect_thread *t = k->items[i].o.t;

		items[i] = (struct fold_item){ t->id, series_newest(k->a, k->series, t),
			k->items[i].points };
	}
	return items;
}

/* By points; older versions directly behind the newest. */
static void
order(struct maker *k)
{
	struct fold_item *folds = fold_items(k);
	struct item *sorted = arena_array(k->a, k->n, sizeof(*sorted));
	size_t *places = arena_array(k->a, k->n, sizeof(*places));

	fold_raise(k->a, folds, k->n);
	for (size_t i = 0; i < k->n; i++)
		k->items[i].points = folds[i].points;
	qsort(k->items, k->n, sizeof(*k->items), compare_items);
	fold_order(k->a, fold_items(k), k->n, places);
	for (size_t i = 0; i < k->n; i++)
		sorted[i] = k->items[places[i]];
	k->items = sorted;
}

/* What became of threads by what became of others; then what each is worth. */
static void
settle(struct maker *k)
{
	struct outcome_thread *all = arena_array(k->a, k->n, sizeof(*all));

	for (size_t i = 0; i < k->n; i++)
		all[i] = (struct outcome_thread){ k->items[i].o.t, &k->items[i].o.state,
			k->items[i].related };
	outcome_settle(k->a, all, k->n);
	for (size_t i = 0; i < k->n; i++) {
		struct item *item = &k->items[i];

		told_compare(k->a, k->told, item->o.t->id, &item->o.state);
		item->points = rank_points(k->a, item->o.t, item->person, &item->o.state);
	}
}

static enum store_status
rank(struct maker *k, const struct collect *c)
{
	k->items = arena_array(k->a, c->n, sizeof(*k->items));
	for (k->n = 0; k->n < c->n; k->n++) {
		enum store_status status = judge(k, &k->items[k->n], &c->threads[k->n]);

		if (status != STORE_OK)
			return status;
	}
	settle(k);
	order(k);
	return STORE_OK;
}

static struct json *
list_json(const struct config_list *list)
{
	struct arena *a = arena_new();
	struct bytes from = address_first(a, bytes_from(list->from ? list->from : "")).address;
	struct json *v = json_object();

	json_set_string(v, "name", list->name);
	json_set_string(v, "title", list->title);
	json_set_string(v, "address", list->address);
	json_set_string(v, "language", list->language);
	json_set_string(v, "timezone", list->timezone);
	json_set(v, "from", from.n ? json_text(from) : json_null());
	arena_free(a);
	return v;
}

static struct json *
window_json(struct maker *k)
{
	struct json *v = json_object();

	set_time(k, v, "since", k->w->since);
	set_time(k, v, "until", k->w->until);
	return v;
}

/* Everybody in the digest, once. */
static size_t
count_people(struct maker *k, size_t messages)
{
	const struct store_mail **all = arena_array(k->a, messages, sizeof(*all));
	size_t n = 0;

	for (size_t i = 0; i < k->n; i++)
		for (size_t m = 0; m < k->items[i].o.t->n; m++)
			all[n++] = k->items[i].o.t->mails[m].mail;
	return people_number(k->a, all, n, arena_array(k->a, n, sizeof(size_t)));
}

static struct json *
totals_json(struct maker *k)
{
	struct json *v = json_object();
	size_t messages = 0, new = 0, large = 0;

	for (size_t i = 0; i < k->n; i++) {
		const struct collect_thread *t = k->items[i].o.t;

		messages += t->n;
		new += t->new;
		large += t->n > COLLECT_LARGE;
	}
	json_set_number(v, "messages", (int64_t)messages);
	json_set_number(v, "new", (int64_t) new);
	json_set_number(v, "context", (int64_t)(messages - new));
	json_set_number(v, "threads", (int64_t)k->n);
	json_set_number(v, "large_threads", (int64_t)large);
	json_set_number(v, "participants", (int64_t)count_people(k, messages));
	return v;
}

static struct json *
categories_json(const struct maker *k)
{
	struct json *all = json_array();

	for (unsigned c = 0; c < CATEGORY_COUNT; c++) {
		size_t threads = 0, messages = 0;
		struct json *v;

		for (size_t i = 0; i < k->n; i++)
			if (collect_entry(k->items[i].o.t)->category == c) {
				threads++;
				messages += k->items[i].o.t->n;
			}
		if (threads == 0)
			continue;
		v = json_object();
		json_set_string(v, "category", category_name(c));
		json_set_number(v, "threads", (int64_t)threads);
		json_set_number(v, "messages", (int64_t)messages);
		json_add(all, v);
	}
	return all;
}

static struct json *
parent_json(struct maker *k, const struct collect_thread *t)
{
	int32_t hangs = collect_entry(t)->hangs;

	if (hangs < 0)
		return json_null();
	return json_text(bytes_from(collect_id(k->each, t->thread, t->thread->nodes[hangs].entry)));
}

/* What hangs together with other threads and other times; each is NULL where it was not made. */
struct parts {
	struct json *series, *summary;
};

static void
free_parts(struct parts *p)
{
	json_free(p->series);
	json_free(p->summary);
}

/* "b4 shazam ID" for what may still be taken as it is: whole, the newest, and not decided on. */
static const char *
apply_command(struct maker *k, const struct item *item, const struct json *series)
{
	const struct collect_thread *t = item->o.t;
	enum state_kind kind = item->o.state.kind;

	if (kind != STATE_WAITING && kind != STATE_REVIEW && kind != STATE_REQUESTED)
		return NULL;
	if (!t->rooted || json_count(json_get(series, "missing")) > 0 ||
	    series_followed(k->series, t))
		return NULL;
	return link_b4(k->each, k->list->archive, t->root_id);
}

static enum store_status
make_parts(struct maker *k, const struct item *item, struct parts *p)
{
	const struct collect_thread *t = item->o.t;
	struct json *changes = NULL, *open = NULL;
	enum store_status status = changes_json(k->store, k->each, t, &changes);

	*p = (struct parts){ .series = series_json(k->each, k->series, t) };
	if (status == STORE_OK && json_type(p->series) == JSON_OBJECT) {
		json_set(p->series, "changes", changes);
		json_set(p->series, "fixes", json_copy(item->related));
		json_set_string(p->series, "apply", apply_command(k, item, p->series));
	} else {
		json_free(changes);
	}
	if (status == STORE_OK)
		status = questions_json(k->store, k->each, k->series, t, &item->o.state, &open);
	if (status == STORE_OK)
		status =
		    summary_json(k->store, k->each, t, item->person, k->means->length, &p->summary);
	if (status == STORE_OK)
		json_set(p->summary, "open", open);
	else
		json_free(open);
	if (status != STORE_OK)
		free_parts(p);
	return status;
}

static struct json *
state_with_fixes(struct maker *k, const struct item *item)
{
	struct json *v = state_json(k->each, k->list, item->o.t, &item->o.state);

	if (json_type(v) == JSON_OBJECT)
		json_set(v, "fixed_by",
		    collect_entry(item->o.t)->version > 0 ? json_array()
							  : json_copy(item->related));
	return v;
}

static enum store_status
thread_json(struct maker *k, const struct item *item, struct json **thread)
{
	const struct collect_thread *t = item->o.t;
	const struct store_entry *entry = collect_entry(t);
	struct json *v;
	struct parts p;
	enum store_status status = make_parts(k, item, &p);

	if (status != STORE_OK)
		return status;
	v = json_object();
	json_set_string(v, "id", t->id);
	json_set_string(v, "category", category_name(entry->category));
	json_set_text(v, "subject", utf8_clean(k->each, entry->subject, UTF8_LINE));
	/* Where the first mail is not here, and a part of the series is, the subject is that
	 * part's. */
	json_set_string(v, "url",
	    link_mail(
		k->each, k->list->archive, t->rooted || !t->posted ? t->root_id : t->author->id));
	json_set_number(v, "messages", (int64_t)t->n);
	json_set_number(v, "new", (int64_t)t->new);
	json_set_number(v, "context", (int64_t)(t->n - t->new));
	json_set_number(v, "participants", (int64_t)item->people);
	set_time(k, v, "started", t->mails[0].date);
	set_time(k, v, "last", t->mails[t->n - 1].date);
	json_set(
	    v, "waiting_days", item->o.waiting > 0 ? json_number(item->o.waiting) : json_null());
	json_set(v, "parent", parent_json(k, t));
	json_set(v, "series", p.series);
	json_set(v, "state", state_with_fixes(k, item));
	json_set(v, "trailers", trailers_json(k->each, t));
	json_set(v, "summary", p.summary);
	json_set(v, "mails", mails_json(k->each, k->list, t));
	json_set(v, "paths", reach_paths(k->each, t));
	json_set(v, "others", reach_others(k->each, t));
	*thread = v;
	return STORE_OK;
}

/* In place of the extracts, as far as it goes. */
static enum store_status
ask_model(struct maker *k, struct json **threads)
{
	struct model_thread *all = arena_array(k->a, k->n, sizeof(*all));

	if (k->means->model == NULL)
		return STORE_OK;
	for (size_t i = 0; i < k->n; i++)
		all[i] = (struct model_thread){ k->items[i].o.t, k->items[i].person, threads[i] };
	return model_summarize(k->means->model, k->store, k->means->keep, k->w->since, all, k->n);
}

static enum store_status
threads_json(struct maker *k, struct json *threads)
{
	struct json **all = arena_array(k->a, k->n, sizeof(*all));

	for (size_t i = 0; i < k->n; i++) {
		enum store_status status = thread_json(k, &k->items[i], &all[i]);

		arena_reset(k->each);
		if (status != STORE_OK)
			return status;
		json_add(threads, all[i]);
	}
	return ask_model(k, all);
}

static enum store_status
make_overview(struct maker *k, const struct collect *c, struct json **overview)
{
	struct overview_thread *threads = arena_array(k->a, k->n, sizeof(*threads));

	for (size_t i = 0; i < k->n; i++)
		threads[i] = k->items[i].o;
	*overview = overview_json(k->a, threads, k->n);
	return k->n ? waiting_add(k->store, k->a, k->list, k->w, c, *overview) : STORE_OK;
}

static enum store_status
make(struct maker *k, int64_t now, struct json **digest)
{
	struct collect c;
	struct json *v, *threads = json_array(), *overview = NULL;
	enum store_status status = collect(k->store, k->w, k->a, &c);

	if (status == STORE_OK)
		status = told_get(k->store, k->w->since, &k->told);
	if (status == STORE_OK)
		status = series_new(k->store, k->a, &c, k->w->until, &k->series);
	if (status == STORE_OK)
		status = pulls_find(k->store, k->a, &c, k->w->until);
	if (status == STORE_OK)
		status = rank(k, &c);
	if (status == STORE_OK)
		status = threads_json(k, threads);
	if (status == STORE_OK)
		status = make_overview(k, &c, &overview);
	if (status != STORE_OK) {
		json_free(overview);
		json_free(threads);
		return status;
	}
	v = json_object();
	json_set_string(v, "schema", SCHEMA);
	json_set(v, "list", list_json(k->list));
	set_time(k, v, "generated", now);
	json_set(v, "window", window_json(k));
	json_set(v, "totals", totals_json(k));
	json_set(v, "categories", categories_json(k));
	json_set(v, "overview", overview);
	json_set(v, "threads", threads);
	json_set(v, "model", model_json(k->means->model));
	*digest = v;
	return STORE_OK;
}

enum store_status
digest_make(struct store *s, const struct config_list *list, const struct window *w,
    const struct digest_means *means, struct json **digest)
{
	struct maker k = { .store = s,
		.list = list,
		.w = w,
		.means = means,
		.a = arena_new(),
		.each = arena_new() };
	enum store_status status = make(&k, means->now, digest);

	for (size_t i = 0; i < k.n; i++)
		json_free(k.items[i].related);
	json_free(k.told);
	arena_free(k.each);
	arena_free(k.a);
	return status;
}
