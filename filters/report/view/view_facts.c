/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_facts.h"

#include "filters/report/view/view_value.h"

/* Commits are shown by this many digits. */
#define COMMIT_DIGITS ((size_t)12)
#define COMMITS_SHOWN ((size_t)5)
#define TRAILER_NAMES_MAX ((size_t)32)
/* Values of one trailer that are shown, and mails cited for one fact; the rest is counted. */
#define TRAILER_VALUES_SHOWN 8
#define CITES_SHOWN ((size_t)6)
#define TRAILER_CITES_SHOWN ((size_t)3)

/* How many of n are shown where most are, or all. */
static size_t
shown(size_t n, size_t most, const struct view_places *places)
{
	return places->full || n < most ? n : most;
}

/* ---- state ---- */

static struct json *
commits_view(const struct json *from, size_t n)
{
	struct json *commits = json_array();

	for (size_t i = 0; i < n; i++) {
		struct json *commit = json_object();
		view_line(
		    commit, "id", bytes_slice(json_text_of(json_at(from, i)), 0, COMMIT_DIGITS));
		json_set_flag(commit, "first", i == 0);
		json_add(commits, commit);
	}
	return commits;
}

static void
add_parts(struct json *state, const struct json *thread, const struct json *parts,
    const struct json *words)
{
	int64_t total = json_number_of(json_path(thread, "series.parts"), 0);
	int64_t count = (int64_t)json_count(parts);

	view_ranges(state, "parts", parts, words);
	view_count(state, "part_count", count);
	view_count(state, "total", count <= total ? total : 0);
}

/* The newest version, where it is on the page or its number is known. */
static void
add_newer(struct json *state, const struct json *thread, const struct view_places *places)
{
	const struct json *chain = json_path(thread, "series.chain");
	const struct json *newest = json_at(chain, 0);
	size_t place = view_place_of(places, json_get(newest, "thread"));
	struct json *newer;

	if (json_count(chain) < 2 || place >= places->n || places->threads[place] == thread) {
		json_set(state, "newer", json_null());
		return;
	}
	newer = view_pointer(places->threads[place], place, true);
	json_set_number(newer, "version", json_number_of(json_get(newest, "version"), 0));
	json_set(state, "newer", newer);
}

struct json *
view_outcome(const struct json *thread, const struct json *words, const struct view_places *places)
{
	const struct json *from = json_get(thread, "state");
	struct bytes kind = json_text_of(json_get(from, "kind"));
	struct bytes was = json_text_of(json_get(from, "was"));
	struct json *state;

	if (kind.n == 0)
		return json_null();
	state = json_object();
	view_line(state, "kind", kind);
	view_line(state, "word", view_word(words, "states", kind));
	view_line(state, "by", json_text_of(json_get(from, "by")));
	view_line(state, "tree", json_text_of(json_get(from, "tree")));
	view_line(state, "was", was.n ? view_word(words, "states", was) : BYTES_NONE);
	json_set_flag(state, "review",
	    bytes_equal(kind, BYTES_LIT("under review")) ||
		bytes_equal(kind, BYTES_LIT("answered")));
	json_set_flag(state, "waits", bytes_equal(kind, BYTES_LIT("waiting")));
	add_parts(state, thread, json_get(from, "parts"), words);
	if (bytes_equal(kind, BYTES_LIT("superseded")))
		add_newer(state, thread, places);
	else
		json_set(state, "newer", json_null());
	return state;
}

/* The pull requests that list its patches. */
static struct json *
pulls_view(const struct json *from, const struct view_places *places)
{
	struct json *pulls = json_array();

	for (size_t i = 0; i < json_count(from); i++) {
		const struct json *pull = json_at(from, i);
		size_t place = view_place_of(places, json_get(pull, "thread"));
		struct json *item = json_object();

		view_line(item, "subject", json_text_of(json_get(pull, "subject")));
		json_set(item, "number",
		    place < places->n ? json_number((int64_t)place + 1) : json_null());
		view_url(item, "url", json_text_of(json_get(pull, "url")));
		json_set_flag(item, "pulled", json_flag_of(json_get(pull, "pulled")));
		json_add(pulls, item);
	}
	return pulls;
}

void
view_state(struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places)
{
	const struct json *from = json_get(thread, "state"), *commits = json_get(from, "commits");
	struct json *state = view_outcome(thread, words, places);
	size_t n = shown(json_count(commits), COMMITS_SHOWN, places);

	/* How long one waits is said apart. */
	if (json_type(state) == JSON_NULL || json_flag_of(json_get(state, "waits"))) {
		json_free(state);
		json_set(v, "state", json_null());
		return;
	}
	json_set(state, "commits", commits_view(commits, n));
	json_set_number(state, "commit_count", (int64_t)json_count(commits));
	view_count(state, "more_commits", (int64_t)(json_count(commits) - n));
	json_set(state, "cites", view_cites(thread, json_get(from, "cites"), CITES_SHOWN));
	json_set(state, "pulls", pulls_view(json_get(from, "pulls"), places));
	json_set(v, "state", state);
}

/* ---- what it is related to, what is open ---- */

void
view_related(struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places)
{
	const struct json *fixes = json_path(thread, "series.fixes");
	const struct json *from = fixes ? fixes : json_path(thread, "state.fixed_by");
	struct json *all = json_array();

	for (size_t i = 0; i < json_count(from); i++) {
		const struct json *link = json_at(from, i);
		size_t place = view_place_of(places, json_get(link, "thread"));
		bool here = place < places->n;
		struct json *item = json_object();

		view_line(item, "word",
		    view_word(words, "related", json_text_of(json_get(link, "kind"))));
		view_line(item, "subject", json_text_of(json_get(link, "subject")));
		json_set(item, "number", here ? json_number((int64_t)place + 1) : json_null());
		view_url(item, "url",
		    here ? json_text_of(json_get(places->threads[place], "url")) : BYTES_NONE);
		json_set(item, "cites", view_cites(thread, json_get(link, "cites"), CITES_SHOWN));
		json_add(all, item);
	}
	json_set(v, "related", all);
}

void
view_open(struct json *v, const struct json *thread)
{
	const struct json *from = json_path(thread, "summary.open");
	struct json *open, *items;

	if (json_count(from) == 0) {
		json_set(v, "open", json_null());
		return;
	}
	open = json_object();
	items = json_array();
	for (size_t i = 0; i < json_count(from); i++) {
		const struct json *question = json_at(from, i);
		struct json *item = json_object();

		view_line(item, "text", json_text_of(json_get(question, "text")));
		view_line(item, "who", view_sender(thread, question));
		view_line(item, "to", json_text_of(json_get(question, "to")));
		json_set(
		    item, "cites", view_cites(thread, json_get(question, "cites"), CITES_SHOWN));
		json_add(items, item);
	}
	json_set(open, "items", items);
	json_set(v, "open", open);
}

/* ---- the changelog ---- */

void
view_changes(struct json *v, const struct json *thread, const struct view_places *places)
{
	const struct json *from = json_path(thread, "series.changes");
	size_t n = shown(json_count(from), VIEW_CHANGES, places);
	struct json *changes, *items;

	if (json_count(from) == 0) {
		json_set(v, "changes", json_null());
		return;
	}
	changes = json_object();
	items = json_array();
	for (size_t i = 0; i < n; i++) {
		struct json *item = json_object();

		view_line(item, "text", json_text_of(json_get(json_at(from, i), "text")));
		json_set(item, "cites",
		    view_cites(thread, json_get(json_at(from, i), "cites"), CITES_SHOWN));
		json_add(items, item);
	}
	json_set_number(changes, "version", json_number_of(json_path(thread, "series.version"), 0));
	json_set(changes, "items", items);
	view_count(changes, "more", (int64_t)(json_count(from) - n));
	json_set(v, "changes", changes);
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

/* Where other tags of people, and what is none, stand among the groups. */
#define TRAILER_OTHERS 3
#define TRAILER_MATTERS 4

struct trailer_group {
	struct bytes name;
	struct json *object, *values; /* owned by the view */
	int64_t count;
};

/* The group of this name; made where it is the first, NULL where there are too many.  The names
 * come from a short list. */
static struct trailer_group *
trailer_group(struct trailer_group *groups, size_t *n, struct bytes name)
{
	struct trailer_group *g = &groups[*n];

	for (size_t i = 0; i < *n; i++)
		if (bytes_equal_fold(groups[i].name, name))
			return &groups[i];
	if (*n == TRAILER_NAMES_MAX)
		return NULL;
	*g = (struct trailer_group){ name, json_object(), json_array(), 0 };
	view_line(g->object, "name", name);
	json_set(g->object, "values", g->values);
	(*n)++;
	return g;
}

/* Who looked at it stands first, then who else had a hand in it, then what it is about. */
static int
trailer_order(struct bytes name)
{
	static const char *const first[] = { "Reviewed-by", "Acked-by", "Tested-by" };

	for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++)
		if (bytes_equal_fold(name, bytes_from(first[i])))
			return (int)i;
	return bytes_ends(name, BYTES_LIT("-by")) ? TRAILER_OTHERS : TRAILER_MATTERS;
}

static struct json *
trailers_in_order(const struct trailer_group *groups, size_t n)
{
	struct json *all = json_array();

	for (int order = 0; order <= TRAILER_MATTERS; order++)
		for (size_t i = 0; i < n; i++)
			if (trailer_order(groups[i].name) == order)
				json_add(all, groups[i].object);
	return all;
}

/* The patches a tag is for; none where it is for all of them. */
static void
add_tagged(struct json *value, const struct json *thread, const struct json *parts,
    const struct json *words)
{
	int64_t total = json_number_of(json_path(thread, "series.parts"), 0);
	bool some = (int64_t)json_count(parts) < total;

	view_ranges(value, "parts", some ? parts : NULL, words);
	json_set_flag(value, "one", json_count(parts) == 1);
	json_set_number(value, "total", total);
}

static struct json *
trailer_view(
    const struct json *thread, const struct json *trailer, const struct json *words, bool first)
{
	struct json *value = json_object();

	view_line(value, "value", person_of(json_text_of(json_get(trailer, "value"))));
	json_set_flag(value, "first", first);
	json_set_flag(value, "relayed", json_flag_of(json_get(trailer, "relayed")));
	add_tagged(value, thread, json_get(trailer, "parts"), words);
	json_set(
	    value, "cites", view_cites(thread, json_get(trailer, "cites"), TRAILER_CITES_SHOWN));
	return value;
}

void
view_trailers(struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places)
{
	const struct json *from = json_get(thread, "trailers");
	struct trailer_group groups[TRAILER_NAMES_MAX], *g;
	size_t n = 0;

	for (size_t i = 0; i < json_count(from); i++) {
		const struct json *trailer = json_at(from, i);
		struct bytes name = json_text_of(json_get(trailer, "name"));

		/* Where a patch was talked about is for machines. */
		if (bytes_equal_fold(name, BYTES_LIT("Link")) ||
		    !(g = trailer_group(groups, &n, name)))
			continue;
		if (g->count++ < TRAILER_VALUES_SHOWN || places->full)
			json_add(g->values,
			    trailer_view(thread, trailer, words, json_count(g->values) == 0));
	}
	for (size_t i = 0; i < n; i++) {
		view_count(groups[i].object, "count", groups[i].count);
		view_count(groups[i].object, "more",
		    groups[i].count - (int64_t)json_count(groups[i].values));
	}
	json_set(v, "trailers", trailers_in_order(groups, n));
}
