/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view.h"

#include "common/arena.h"
#include "common/clock.h"
#include "filters/report/view/view_days.h"
#include "filters/report/view/view_thread.h"
#include "filters/report/view/view_value.h"

/* A window this near to seven days, in seconds, is called a week: clocks change by an hour. */
#define WEEK ((int64_t)7 * 86400)
#define WEEK_SLACK ((int64_t)7200)
/* Entries of one kind in the overview; the rest is counted. */
#define OVERVIEW_SHOWN ((size_t)12)

struct view {
	struct arena *a;
	const struct json *digest, *words;
	struct view_places places;
	const struct json **order; /* threads as the page has them */
	size_t n;
};

static void
add_list(const struct view *v, struct json *root)
{
	const struct json *from = json_get(v->digest, "list");
	struct json *list = json_object();

	view_line(list, "title", json_text_of(json_get(from, "title")));
	view_line(list, "name", json_text_of(json_get(from, "name")));
	view_line(list, "address", json_text_of(json_get(from, "address")));
	view_line(list, "language", json_text_of(json_get(from, "language")));
	view_line(list, "timezone", json_text_of(json_get(from, "timezone")));
	json_set(root, "list", list);
}

static struct bytes
day(const struct view *v, const char *format, int64_t t)
{
	char *wanted = arena_string(v->a, json_text_of(json_path(v->words, format)));

	return bytes_from(clock_format(v->a, wanted, t));
}

/* The day a window ends on is the last one with a second in it. */
static void
add_days(const struct view *v, struct json *window, int64_t since, int64_t until)
{
	struct bytes first = day(v, "formats.date", since),
		     last = day(v, "formats.date", until - 1);
	int64_t length = until - since;

	view_line(window, "first", first);
	view_line(window, "last", bytes_equal(first, last) ? BYTES_NONE : last);
	view_line(window, "first_day", day(v, "formats.day", since));
	view_line(window, "last_day", day(v, "formats.day", until - 1));
	json_set_flag(window, "week", length > WEEK - WEEK_SLACK && length < WEEK + WEEK_SLACK);
}

static void
add_window(const struct view *v, struct json *root)
{
	const struct json *from = json_get(v->digest, "window");
	struct json *window = json_object();
	int64_t since = 0, until = 0;

	view_line(window, "since", json_text_of(json_get(from, "since")));
	view_line(window, "until", json_text_of(json_get(from, "until")));
	clock_parse(json_text_of(json_get(from, "since")), 0, &since);
	clock_parse(json_text_of(json_get(from, "until")), 0, &until);
	add_days(v, window, since, until);
	json_set(root, "window", window);
	view_line(root, "generated", json_text_of(json_get(v->digest, "generated")));
}

static void
add_totals(const struct view *v, struct json *root)
{
	static const char *const names[] = { "messages", "new", "context", "threads",
		"large_threads", "participants" };
	const struct json *from = json_get(v->digest, "totals");
	struct json *totals = json_object();

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		view_count(totals, names[i], json_number_of(json_get(from, names[i]), 0));
	json_set(root, "totals", totals);
}

static void
add_model(const struct view *v, struct json *root)
{
	const struct json *from = json_get(v->digest, "model");
	const double cost = json_real_of(json_get(from, "cost"), 0);
	struct json *model;

	if (json_text_of(json_get(from, "name")).n == 0) {
		json_set(root, "model", json_null());
		return;
	}
	model = json_object();
	view_line(model, "name", json_text_of(json_get(from, "name")));
	view_line(model, "prompt_version", json_text_of(json_get(from, "prompt_version")));
	view_count(model, "calls", json_number_of(json_get(from, "calls"), 0));
	view_count(model, "cached", json_number_of(json_get(from, "cached"), 0));
	view_count(model, "failed", json_number_of(json_get(from, "failed"), 0));
	view_count(model, "prompt_tokens", json_number_of(json_get(from, "prompt_tokens"), 0));
	view_count(
	    model, "completion_tokens", json_number_of(json_get(from, "completion_tokens"), 0));
	view_line(
	    model, "cost", cost > 0 ? bytes_from(arena_printf(v->a, "%.4f", cost)) : BYTES_NONE);
	json_set(root, "model", model);
}

/* ---- the order of the page: by category, and as the digest ranks them within ---- */

static bool
is_of(const struct json *thread, const struct json *category)
{
	return bytes_equal(json_text_of(json_get(thread, "category")),
	    json_text_of(json_get(category, "category")));
}

static void
order_threads(struct view *v)
{
	const struct json *threads = json_get(v->digest, "threads");
	const struct json *categories = json_get(v->digest, "categories");
	size_t count = json_count(threads);

	v->order = arena_array(v->a, count, sizeof *v->order);
	for (size_t c = 0; c < json_count(categories); c++)
		for (size_t i = 0; i < count && v->n < count; i++)
			if (is_of(json_at(threads, i), json_at(categories, c)))
				v->order[v->n++] = json_at(threads, i);
	v->places = view_places(v->a, v->order, v->n);
}

static struct json *
category_view(const struct view *v, const struct json *from)
{
	struct bytes name = json_text_of(json_get(from, "category"));
	struct json *category = json_object();

	view_line(category, "name", name);
	view_line(category, "word", view_word(v->words, "categories", name));
	view_line(category, "icon",
	    json_text_of(json_get(
		json_get(json_get(v->words, "categories"), arena_string(v->a, name)), "icon")));
	view_count(category, "threads", json_number_of(json_get(from, "threads"), 0));
	view_count(category, "messages", json_number_of(json_get(from, "messages"), 0));
	return category;
}

static void
add_categories(const struct view *v, struct json *root, size_t shown)
{
	const struct json *categories = json_get(v->digest, "categories");
	struct json *all = json_array(), *groups = json_array();
	size_t at = 0;

	for (size_t c = 0; c < json_count(categories); c++) {
		const struct json *from = json_at(categories, c);
		struct json *group = category_view(v, from), *threads = json_array();

		json_add(all, category_view(v, from));
		for (; at < shown && at < v->n && is_of(v->order[at], from); at++)
			json_add(
			    threads, view_thread(v->a, v->order[at], at, v->words, &v->places));
		if (json_count(threads)) {
			json_set(group, "entries", threads);
			json_add(groups, group);
		} else {
			json_free(group);
			json_free(threads);
		}
	}
	json_set_flag(root, "has_categories", json_count(all) > 0);
	json_set(root, "categories", all);
	json_set(root, "groups", groups);
	view_count(root, "left_out", (int64_t)(v->n - at));
}

/* ---- the overview ---- */

/* What an entry of its kind is told by: who and where to, or for how long. */
static void
add_details(
    struct json *pointer, const struct json *thread, struct bytes kind, const struct json *words)
{
	bool decided =
	    bytes_equal(kind, BYTES_LIT("applied")) || bytes_equal(kind, BYTES_LIT("contested"));
	const struct json *state = decided ? json_get(thread, "state") : NULL;

	const struct json *now = json_get(thread, "state");
	struct bytes was = json_text_of(json_get(now, "was"));
	struct bytes word = view_word(words, "states", json_text_of(json_get(now, "kind")));

	view_line(pointer, "by", json_text_of(json_get(state, "by")));
	view_line(pointer, "tree", json_text_of(json_get(state, "tree")));
	view_line(pointer, "was", was.n ? view_word(words, "states", was) : BYTES_NONE);
	view_line(pointer, "now", was.n ? word : BYTES_NONE);
	if (!bytes_equal(kind, BYTES_LIT("waiting")))
		view_count(pointer, "waiting", 0);
}

/* An entry and the thread it is about. */
static struct json *
overview_item(const struct view *v, const struct json *from, size_t shown)
{
	size_t place = view_place_of(&v->places, json_at(json_get(from, "threads"), 0));
	struct json *item = json_object(), *thread = json_null();

	view_line(item, "text", json_text_of(json_get(from, "text")));
	if (place < v->n) {
		json_free(thread);
		thread = view_pointer(v->order[place], place, place < shown);
		add_details(
		    thread, v->order[place], json_text_of(json_get(from, "kind")), v->words);
	}
	json_set(item, "thread", thread);
	/* Of one that is not on the page. */
	view_url(item, "url", json_text_of(json_get(from, "url")));
	view_count(item, "waiting", json_number_of(json_get(from, "days"), 0));
	return item;
}

/* The entries of one kind, which follow each other; gives where they end. */
static size_t
overview_group(const struct view *v, struct json *overview, size_t at, size_t shown)
{
	const struct json *entries = json_get(v->digest, "overview");
	struct bytes kind = json_text_of(json_get(json_at(entries, at), "kind"));
	struct json *group = json_object(), *items = json_array();
	size_t end = at;

	while (end < json_count(entries) &&
	       bytes_equal(json_text_of(json_get(json_at(entries, end), "kind")), kind))
		end++;
	for (size_t i = at; i < end && i - at < OVERVIEW_SHOWN; i++)
		json_add(items, overview_item(v, json_at(entries, i), shown));
	view_line(group, "kind", kind);
	view_line(group, "word", view_word(v->words, "overview", kind));
	json_set_flag(group, "first", at == 0);
	json_set(group, "items", items);
	view_count(group, "more", (int64_t)(end - at) - (int64_t)OVERVIEW_SHOWN);
	json_add(overview, group);
	return end;
}

/* How many threads of each kind: what a mail's subject has room for. */
static void
add_headline(const struct view *v, struct json *root)
{
	static const char *const kinds[] = { "applied", "reverted", "contested", "bug", "version",
		"series", "waiting" };
	const struct json *entries = json_get(v->digest, "overview");
	struct json *headline = json_object();

	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		int64_t count = 0;
		for (size_t i = 0; i < json_count(entries); i++)
			count += bytes_equal(json_text_of(json_get(json_at(entries, i), "kind")),
			    bytes_from(kinds[k]));
		view_count(headline, kinds[k], count);
	}
	json_set(root, "headline", headline);
}

static void
add_overview(const struct view *v, struct json *root, size_t shown)
{
	struct json *overview = json_array();
	size_t n = json_count(json_get(v->digest, "overview"));

	for (size_t at = 0; at < n;)
		at = overview_group(v, overview, at, shown);
	json_set(root, "overview", overview);
}

struct json *
view_make(const struct json *digest, const struct json *words, size_t threads)
{
	struct view v = { .a = arena_new(), .digest = digest, .words = words };
	struct json *root = json_object();

	order_threads(&v);
	add_list(&v, root);
	add_window(&v, root);
	add_totals(&v, root);
	add_categories(&v, root, threads);
	add_overview(&v, root, threads);
	add_headline(&v, root);
	view_days(root, digest, words);
	add_model(&v, root);
	arena_free(v.a);
	return root;
}
