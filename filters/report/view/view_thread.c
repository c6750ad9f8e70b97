/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_thread.h"

#include "common/address.h"
#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/view/view.h"
#include "filters/report/view/view_facts.h"
#include "filters/report/view/view_summary.h"
#include "filters/report/view/view_value.h"

#include <stdlib.h>
#include <string.h>

static int
compare_places(const void *a, const void *b)
{
	const struct view_place *x = a, *y = b;
	int c = bytes_compare(x->id, y->id);

	return c ? c : (x->place > y->place) - (x->place < y->place);
}

/* Ids are texts or numbers. */
static struct bytes
id_of(struct arena *a, const struct json *id)
{
	if (json_type(id) == JSON_NUMBER)
		return bytes_from(arena_printf(a, "%lld", (long long)json_number_of(id, 0)));
	return json_text_of(id);
}

struct view_places
view_places(struct arena *a, const struct json *const *threads, size_t n)
{
	struct view_places places = { .threads = threads, .n = n };

	places.by_id = arena_array(a, n, sizeof *places.by_id);
	for (size_t i = 0; i < n; i++)
		places.by_id[i] = (struct view_place){ id_of(a, json_get(threads[i], "id")), i };
	if (n)
		qsort(places.by_id, n, sizeof *places.by_id, compare_places);
	return places;
}

size_t
view_place_of(const struct view_places *places, const struct json *id)
{
	struct arena *a = arena_new();
	struct bytes wanted = id_of(a, id);
	size_t low = 0, high = places->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (bytes_compare(places->by_id[mid].id, wanted) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < places->n && (wanted.n == 0 || !bytes_equal(places->by_id[low].id, wanted)))
		low = places->n;
	arena_free(a);
	return low < places->n ? places->by_id[low].place : places->n;
}

struct json *
view_pointer(const struct json *thread, size_t place, bool shown)
{
	struct json *pointer = json_object();

	json_set_number(pointer, "number", (int64_t)place + 1);
	json_set_flag(pointer, "shown", shown);
	view_line(pointer, "subject", json_text_of(json_get(thread, "subject")));
	view_url(pointer, "url", json_text_of(json_get(thread, "url")));
	json_set_flag(pointer, "linked", shown || json_type(json_get(pointer, "url")) == JSON_TEXT);
	view_count(pointer, "waiting", json_number_of(json_get(thread, "waiting_days"), 0));
	return pointer;
}

/* ---- series ---- */

static struct json *
version_view(const struct json *from, const struct json *thread, const struct view_places *places,
    bool first)
{
	struct json *version = json_object();
	int64_t number = json_number_of(json_get(from, "version"), 0);
	size_t place = view_place_of(places, json_get(from, "thread"));
	bool here = place < places->n && places->threads[place] != thread;
	bool current = bytes_equal(
	    json_text_of(json_get(from, "thread")), json_text_of(json_get(thread, "id")));

	json_set_number(version, "version", number);
	json_set_flag(version, "rfc", json_flag_of(json_get(from, "rfc")));
	json_set_flag(version, "current", current);
	json_set_flag(version, "first", first);
	json_set(version, "number", here ? json_number((int64_t)place + 1) : json_null());
	view_url(version, "url",
	    here ? json_text_of(json_get(places->threads[place], "url")) : BYTES_NONE);
	return version;
}

static void
add_versions(struct json *v, const struct json *thread, const struct view_places *places)
{
	const struct json *from = json_get(thread, "series"), *chain = json_get(from, "chain");
	struct json *versions, *list;

	if (json_count(chain) < 2) {
		json_set(v, "versions", json_null());
		return;
	}
	versions = json_object();
	list = json_array();
	for (size_t i = 0; i < json_count(chain); i++)
		json_add(list, version_view(json_at(chain, i), thread, places, i == 0));
	json_set(versions, "chain", list);
	json_set(v, "versions", versions);
}

/*
 * How many of its patches are here, where some are not.  Of one alone its subject tells; and where
 * a hundred are listed as missing there are more.
 */
static void
add_arrived(struct json *v, const struct json *thread)
{
	size_t missing = json_count(json_path(thread, "series.missing"));
	int64_t total = json_number_of(json_path(thread, "series.parts"), 0);
	int64_t n = total - (int64_t)missing;
	struct json *arrived;

	if (missing == 0 || missing >= 100 || n < 2) {
		json_set(v, "arrived", json_null());
		return;
	}
	arrived = json_object();
	json_set_number(arrived, "n", n);
	json_set_number(arrived, "total", total);
	json_set(v, "arrived", arrived);
}

/* ---- mails ---- */

/* Blanks that set numbers under each other. */
static const char *
padding(int64_t n, size_t count)
{
	static const char blanks[] = "     ";
	size_t width = 1, needed = 1;

	for (size_t i = count; i >= 10; i /= 10)
		needed++;
	for (int64_t i = n; i >= 10; i /= 10)
		width++;
	return needed - width < sizeof blanks ? blanks + sizeof blanks - 1 - (needed - width) : "";
}

static struct json *
mail_view(
    struct arena *a, const struct json *mail, const struct json *thread, const struct json *words)
{
	struct json *v = json_object();
	struct bytes name = json_text_of(json_path(mail, "from.name"));
	struct bytes address = json_text_of(json_path(mail, "from.address"));
	struct bytes subject = json_text_of(json_get(mail, "subject"));
	int64_t n = json_number_of(json_get(mail, "n"), 0);
	bool again =
	    bytes_equal(subject_heading(a, subject), json_text_of(json_get(thread, "subject")));

	json_set_number(v, "n", n);
	json_set_string(v, "pad", padding(n, json_count(json_get(thread, "mails"))));
	view_time(v, "time", json_text_of(json_get(mail, "date")),
	    json_text_of(json_path(words, "formats.time")));
	view_line(
	    v, "subject", subject.n ? subject : view_word(words, "other", BYTES_LIT("no_subject")));
	json_set_flag(v, "again", again);
	view_line(v, "sender",
	    name.n	? name
	    : address.n ? address
			: view_word(words, "other", BYTES_LIT("nobody")));
	view_line(v, "address", name.n && address_valid(address) ? address : BYTES_NONE);
	json_set_flag(v, "new", json_flag_of(json_get(mail, "new")));
	view_url(v, "url", json_text_of(json_get(mail, "url")));
	return v;
}

static void
add_mails(struct arena *a, struct json *v, const struct json *thread, const struct json *words)
{
	const struct json *from = json_get(thread, "mails");
	struct json *mails = json_array();

	for (size_t i = 0; i < json_count(from); i++)
		json_add(mails, mail_view(a, json_at(from, i), thread, words));
	json_set(v, "mails", mails);
}

/* ---- the thread ---- */

static void
add_numbers(struct json *v, const struct json *thread, const struct json *words)
{
	static const char *const names[] = { "messages", "new", "context", "participants" };
	struct bytes format = json_text_of(json_path(words, "formats.started"));

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		view_count(v, names[i], json_number_of(json_get(thread, names[i]), 0));
	view_time(v, "started", json_text_of(json_get(thread, "started")), format);
	view_time(v, "last", json_text_of(json_get(thread, "last")), format);
}

/* Whether the posting is here, and who posted it. */
static void
add_author(struct arena *a, struct json *v, const struct json *thread)
{
	const struct json *first = json_at(json_get(thread, "mails"), 0);
	struct bytes name = json_text_of(json_path(first, "from.name"));

	json_set_flag(v, "missing", view_is_missing(a, thread));
	view_line(v, "author", view_is_missing(a, thread) ? BYTES_NONE : name);
}

static void
add_parent(struct json *v, const struct json *thread, const struct view_places *places)
{
	size_t place = view_place_of(places, json_get(thread, "parent"));

	json_set(v, "parent",
	    place < places->n ? view_pointer(places->threads[place], place, true) : json_null());
}

/* Whether there is more to say than who wrote when. */
static bool
has_facts(const struct json *v)
{
	return json_type(json_get(v, "state")) != JSON_NULL ||
	       json_flag_of(json_path(v, "waiting.any")) ||
	       json_count(json_get(v, "trailers")) > 0 ||
	       json_type(json_get(v, "versions")) != JSON_NULL ||
	       json_type(json_get(v, "arrived")) != JSON_NULL ||
	       json_type(json_get(v, "changes")) != JSON_NULL ||
	       json_count(json_get(v, "related")) > 0 ||
	       json_type(json_get(v, "open")) != JSON_NULL ||
	       json_type(json_get(v, "apply")) != JSON_NULL ||
	       json_type(json_get(v, "parent")) != JSON_NULL;
}

/* A command that a shell takes as it stands; empty otherwise. */
static struct bytes
command(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && !memchr(" @._+=-", s.p[i], 7))
			return BYTES_NONE;
	return s;
}

struct json *
view_thread(struct arena *a, const struct json *thread, size_t place, const struct json *words,
    const struct view_places *places)
{
	struct json *v = view_pointer(thread, place, true);

	add_numbers(v, thread, words);
	add_author(a, v, thread);
	add_parent(v, thread, places);
	add_versions(v, thread, places);
	add_arrived(v, thread);
	view_state(v, thread, words, places);
	view_changes(v, thread, places);
	view_related(v, thread, words, places);
	view_open(v, thread);
	view_line(v, "apply", command(json_text_of(json_path(thread, "series.apply"))));
	view_trailers(v, thread, words, places);
	view_summary(a, v, thread, words, places);
	add_mails(a, v, thread, words);
	json_set_flag(
	    v, "long", !places->full && json_count(json_get(thread, "mails")) > VIEW_LONG);
	json_set_flag(v, "facts", has_facts(v));
	return v;
}
