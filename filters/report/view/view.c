/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view.h"

#include "common/arena.h"
#include "common/clock.h"
#include "filters/report/view/view_days.h"
#include "filters/report/view/view_overview.h"
#include "filters/report/view/view_thread.h"
#include "filters/report/view/view_value.h"

/* A window this near to seven days, in seconds, is called a week: clocks change by an hour. */
#define WEEK ((int64_t)7 * 86400)
#define WEEK_SLACK ((int64_t)7200)

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
	view_line(list, "from", json_text_of(json_get(from, "from")));
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

/* What the reader chose not to see. */
static void
add_filtered(const struct view *v, struct json *root)
{
	const struct json *from = json_path(v->digest, "choice.left_out");
	struct json *filtered = json_null();

	if (json_number_of(json_get(from, "threads"), 0) > 0) {
		json_free(filtered);
		filtered = json_object();
		view_count(filtered, "threads", json_number_of(json_get(from, "threads"), 0));
		view_count(filtered, "messages", json_number_of(json_get(from, "messages"), 0));
	}
	json_set(root, "filtered", filtered);
}

/* Whether a summary that is shown is the model's. */
static bool
used_model(const struct json *threads)
{
	for (size_t i = 0; i < json_count(threads); i++)
		if (bytes_equal(
			json_text_of(json_get(json_get(json_at(threads, i), "summary"), "engine")),
			BYTES_LIT("model")))
			return true;
	return false;
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
	json_set_flag(model, "used", used_model(json_get(v->digest, "threads")));
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
	struct bytes depth = json_text_of(json_path(v->digest, "choice.depth"));
	size_t count = json_count(threads);

	v->order = arena_array(v->a, count, sizeof *v->order);
	for (size_t c = 0; c < json_count(categories); c++)
		for (size_t i = 0; i < count && v->n < count; i++)
			if (is_of(json_at(threads, i), json_at(categories, c)))
				v->order[v->n++] = json_at(threads, i);
	v->places = view_places(v->a, v->order, v->n);
	v->places.brief = bytes_equal(depth, BYTES_LIT("overview"));
	v->places.full = bytes_equal(depth, BYTES_LIT("full"));
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
	view_count(root, "left_out", v->places.brief ? 0 : (int64_t)(v->n - at));
}

struct json *
view_make(const struct json *digest, const struct json *words, size_t threads)
{
	struct view v = { .a = arena_new(), .digest = digest, .words = words };
	struct json *root = json_object();

	order_threads(&v);
	add_list(&v, root);
	add_window(&v, root);
	threads = v.places.brief ? 0 : threads;
	json_set_flag(root, "brief", v.places.brief);
	add_totals(&v, root);
	add_filtered(&v, root);
	add_categories(&v, root, threads);
	view_overview(root, digest, words, &v.places, threads);
	view_days(root, digest, words);
	add_model(&v, root);
	arena_free(v.a);
	return root;
}
