/* SPDX-License-Identifier: ISC */
#include "filters/report/view_thread.h"

#include "common/address.h"
#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/view.h"
#include "filters/report/view_value.h"

#include <stdlib.h>

/* Commits are shown by this many digits. */
#define COMMIT_DIGITS ((size_t)12)
#define COMMITS_SHOWN ((size_t)5)
#define TRAILER_NAMES_MAX ((size_t)32)

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

/* ---- cites: the numbers of mails, with their links ---- */

static struct json *
cites_view(const struct json *thread, const struct json *from)
{
	const struct json *mails = json_get(thread, "mails");
	struct json *cites = json_array();

	for (size_t i = 0; i < json_count(from); i++) {
		int64_t n = json_number_of(json_at(from, i), 0);
		const struct json *mail = n > 0 ? json_at(mails, (size_t)n - 1) : NULL;
		struct json *cite;
		if (mail == NULL || json_number_of(json_get(mail, "n"), 0) != n)
			continue;
		cite = json_object();
		json_set_number(cite, "n", n);
		view_url(cite, "url", json_text_of(json_get(mail, "url")));
		json_add(cites, cite);
	}
	return cites;
}

/* ---- state ---- */

static struct json *
commits_view(const struct json *from)
{
	struct json *commits = json_array();

	for (size_t i = 0; i < json_count(from) && i < COMMITS_SHOWN; i++) {
		struct json *commit = json_object();
		view_line(
		    commit, "id", bytes_slice(json_text_of(json_at(from, i)), 0, COMMIT_DIGITS));
		json_set_flag(commit, "first", i == 0);
		json_add(commits, commit);
	}
	return commits;
}

static void
add_state(struct json *v, const struct json *thread, const struct json *words)
{
	const struct json *from = json_get(thread, "state"), *commits = json_get(from, "commits");
	struct bytes kind = json_text_of(json_get(from, "kind"));
	struct json *state;

	if (kind.n == 0) {
		json_set(v, "state", json_null());
		return;
	}
	state = json_object();
	view_line(state, "kind", kind);
	view_line(state, "word", view_word(words, "states", kind));
	view_line(state, "by", json_text_of(json_get(from, "by")));
	view_line(state, "tree", json_text_of(json_get(from, "tree")));
	json_set(state, "commits", commits_view(commits));
	json_set_number(state, "commit_count", (int64_t)json_count(commits));
	view_count(state, "more_commits", (int64_t)json_count(commits) - (int64_t)COMMITS_SHOWN);
	json_set(state, "cites", cites_view(thread, json_get(from, "cites")));
	json_set(v, "state", state);
}

/* ---- trailers: one line for each name ---- */

/* "N <a@b>" is N; anything else stays whole. */
static struct bytes
person_of(struct bytes value)
{
	size_t open = bytes_find(value, BYTES_LIT(" <"));
	struct bytes name = bytes_trim(bytes_slice(value, 0, open));
	struct bytes address = bytes_slice(value, open + 2, value.n);

	if (name.n == 0 || !bytes_ends(address, BYTES_LIT(">")) ||
	    bytes_find_byte(address, '@') == address.n)
		return value;
	if (name.n > 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
		return bytes_slice(name, 1, name.n - 1);
	return name;
}

struct trailer_group {
	struct bytes name;
	struct json *values; /* owned by the view */
};

/* The values of this name so far; a new group where it is the first.  The names come from a short
 * list. */
static struct json *
trailer_values(struct trailer_group *groups, size_t *n, struct json *all, struct bytes name)
{
	struct json *group, *values;

	for (size_t i = 0; i < *n; i++)
		if (bytes_equal_fold(groups[i].name, name))
			return groups[i].values;
	if (*n == TRAILER_NAMES_MAX)
		return NULL;
	group = json_object();
	values = json_array();
	view_line(group, "name", name);
	json_set(group, "values", values);
	json_add(all, group);
	groups[(*n)++] = (struct trailer_group){ name, values };
	return values;
}

static void
add_trailers(struct json *v, const struct json *thread)
{
	const struct json *from = json_get(thread, "trailers");
	struct json *all = json_array();
	struct trailer_group groups[TRAILER_NAMES_MAX];
	size_t n = 0;

	for (size_t i = 0; i < json_count(from); i++) {
		const struct json *trailer = json_at(from, i);
		struct json *value;
		struct json *values =
		    trailer_values(groups, &n, all, json_text_of(json_get(trailer, "name")));
		if (values == NULL)
			continue;
		value = json_object();
		view_line(value, "value", person_of(json_text_of(json_get(trailer, "value"))));
		json_set_flag(value, "first", json_count(values) == 0);
		json_set(value, "cites", cites_view(thread, json_get(trailer, "cites")));
		json_add(values, value);
	}
	json_set(v, "trailers", all);
}

/* ---- summary ---- */

/* Who wrote the mail a claim cites first. */
static struct bytes
sender_of(const struct json *thread, const struct json *claim)
{
	int64_t n = json_number_of(json_at(json_get(claim, "cites"), 0), 0);
	const struct json *mail = n > 0 ? json_at(json_get(thread, "mails"), (size_t)n - 1) : NULL;
	struct bytes name = json_text_of(json_path(mail, "from.name"));

	return name.n ? name : json_text_of(json_path(mail, "from.address"));
}

/* quoted: the sentences are somebody's own, so it is said whose. */
static void
add_part(struct json *parts, const struct json *thread, struct bytes label, const struct json *from,
    bool quoted)
{
	struct json *part, *claims;

	if (json_count(from) == 0)
		return;
	claims = json_array();
	for (size_t i = 0; i < json_count(from); i++) {
		struct json *claim = json_object();
		view_line(claim, "text", json_text_of(json_get(json_at(from, i), "text")));
		view_line(claim, "who", quoted ? sender_of(thread, json_at(from, i)) : BYTES_NONE);
		json_set(claim, "cites", cites_view(thread, json_get(json_at(from, i), "cites")));
		json_add(claims, claim);
	}
	part = json_object();
	view_line(part, "label", label);
	json_set(part, "claims", claims);
	json_add(parts, part);
}

/* A category may have a name of its own for what a thread began with: a patch, a problem, a
 * question. */
static struct bytes
original_label(struct arena *a, const struct json *thread, const struct json *words)
{
	const char *category = arena_string(a, json_text_of(json_get(thread, "category")));
	struct bytes label =
	    json_text_of(json_get(json_get(json_get(words, "categories"), category), "original"));

	return label.n ? label : view_word(words, "parts", BYTES_LIT("original"));
}

static void
add_summary(struct arena *a, struct json *v, const struct json *thread, const struct json *words)
{
	const struct json *from = json_get(thread, "summary");
	struct bytes engine = json_text_of(json_get(from, "engine"));
	bool extract = bytes_equal(engine, BYTES_LIT("extractive"));
	struct json *parts = json_array(), *summary;

	add_part(
	    parts, thread, original_label(a, thread, words), json_get(from, "original"), false);
	add_part(parts, thread, view_word(words, "parts", BYTES_LIT("earlier")),
	    json_get(from, "earlier"), extract);
	add_part(parts, thread, view_word(words, "parts", BYTES_LIT("this_week")),
	    json_get(from, "this_week"), extract);
	if (json_count(parts) == 0) {
		json_free(parts);
		json_set(v, "summary", json_null());
		return;
	}
	summary = json_object();
	json_set(summary, "parts", parts);
	json_set_flag(summary, "extract", extract);
	json_set_flag(summary, "mixed", bytes_equal(engine, BYTES_LIT("mixed")));
	json_set(v, "summary", summary);
}

/* ---- series ---- */

static struct json *
version_view(const struct json *from, const struct json *thread, int64_t current,
    const struct view_places *places, bool first)
{
	struct json *version = json_object();
	int64_t number = json_number_of(json_get(from, "version"), 0);
	size_t place = view_place_of(places, json_get(from, "thread"));
	bool here = place < places->n && places->threads[place] != thread;

	json_set_number(version, "version", number);
	json_set_flag(version, "current", number == current);
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
	int64_t current = json_number_of(json_get(from, "version"), 0);
	struct json *versions, *list;

	if (json_count(chain) < 2) {
		json_set(v, "versions", json_null());
		return;
	}
	versions = json_object();
	list = json_array();
	for (size_t i = 0; i < json_count(chain); i++)
		json_add(list, version_view(json_at(chain, i), thread, current, places, i == 0));
	json_set(versions, "chain", list);
	json_set(v, "versions", versions);
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
	bool again = n > 1 && bytes_equal(subject_heading(a, subject),
				  json_text_of(json_get(thread, "subject")));

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
	json_set_flag(v, "long", json_count(from) > VIEW_LONG);
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
	       json_type(json_get(v, "parent")) != JSON_NULL;
}

struct json *
view_thread(struct arena *a, const struct json *thread, size_t place, const struct json *words,
    const struct view_places *places)
{
	struct json *v = view_pointer(thread, place, true);

	add_numbers(v, thread, words);
	add_parent(v, thread, places);
	add_versions(v, thread, places);
	add_state(v, thread, words);
	add_trailers(v, thread);
	add_summary(a, v, thread, words);
	add_mails(a, v, thread, words);
	json_set_flag(v, "facts", has_facts(v));
	return v;
}
