/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_facts.h"

#include "common/subject.h"
#include "filters/report/view/view_value.h"

/* Commits are shown by this many digits. */
#define COMMIT_DIGITS ((size_t)12)
#define COMMITS_SHOWN ((size_t)5)
#define TRAILER_NAMES_MAX ((size_t)32)
/* Values of one trailer that are shown, and mails cited for one fact; the rest is counted. */
#define TRAILER_VALUES_SHOWN 8
#define CITES_SHOWN ((size_t)6)
/* Items of a changelog that are shown; the rest is counted. */
#define CHANGES_SHOWN ((size_t)6)

/* ---- cites: the numbers of mails, with their links ---- */

static struct json *
cites_view(const struct json *thread, const struct json *from)
{
	const struct json *mails = json_get(thread, "mails");
	struct json *cites = json_array();

	for (size_t i = 0; i < json_count(from) && i < CITES_SHOWN; i++) {
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

/* "1-3, 5". */
static void
parts_view(struct json *state, const struct json *from)
{
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < json_count(from);) {
		int64_t first = json_number_of(json_at(from, i), 0), last = first;

		while (++i < json_count(from) && json_number_of(json_at(from, i), 0) == last + 1)
			last++;
		buf_addf(&text, "%s%lld", text.n ? ", " : "", (long long)first);
		if (last > first)
			buf_addf(&text, "-%lld", (long long)last);
	}
	view_line(state, "parts", buf_bytes(&text));
	buf_release(&text);
}

void
view_state(struct json *v, const struct json *thread, const struct json *words)
{
	const struct json *from = json_get(thread, "state"), *commits = json_get(from, "commits");
	struct bytes kind = json_text_of(json_get(from, "kind")), was;
	struct json *state;

	/* How long one waits is said apart. */
	if (kind.n == 0 || bytes_equal(kind, BYTES_LIT("waiting"))) {
		json_set(v, "state", json_null());
		return;
	}
	state = json_object();
	view_line(state, "kind", kind);
	view_line(state, "word", view_word(words, "states", kind));
	view_line(state, "by", json_text_of(json_get(from, "by")));
	view_line(state, "tree", json_text_of(json_get(from, "tree")));
	was = json_text_of(json_get(from, "was"));
	view_line(state, "was", was.n ? view_word(words, "states", was) : BYTES_NONE);
	parts_view(state, json_get(from, "parts"));
	json_set(state, "commits", commits_view(commits));
	json_set_number(state, "commit_count", (int64_t)json_count(commits));
	view_count(state, "more_commits", (int64_t)json_count(commits) - (int64_t)COMMITS_SHOWN);
	json_set(state, "cites", cites_view(thread, json_get(from, "cites")));
	json_set(v, "state", state);
}

/* ---- bugs and what mends them, questions ---- */

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
		json_set(item, "cites", cites_view(thread, json_get(link, "cites")));
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
		view_line(item, "to", json_text_of(json_get(question, "to")));
		json_set(item, "cites", cites_view(thread, json_get(question, "cites")));
		json_add(items, item);
	}
	json_set(open, "items", items);
	json_set(v, "open", open);
}

/* ---- the changelog ---- */

void
view_changes(struct json *v, const struct json *thread)
{
	const struct json *from = json_path(thread, "series.changes");
	struct json *changes, *items;

	if (json_count(from) == 0) {
		json_set(v, "changes", json_null());
		return;
	}
	changes = json_object();
	items = json_array();
	for (size_t i = 0; i < json_count(from) && i < CHANGES_SHOWN; i++) {
		struct json *item = json_object();

		view_line(item, "text", json_text_of(json_get(json_at(from, i), "text")));
		json_set(item, "cites", cites_view(thread, json_get(json_at(from, i), "cites")));
		json_add(items, item);
	}
	json_set_number(changes, "version", json_number_of(json_path(thread, "series.version"), 0));
	json_set(changes, "items", items);
	view_count(changes, "more", (int64_t)json_count(from) - (int64_t)CHANGES_SHOWN);
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

struct trailer_group {
	struct bytes name;
	struct json *object, *values; /* owned by the view */
	int64_t count;
};

/* The group of this name; made where it is the first, NULL where there are too many.  The names
 * come from a short list. */
static struct trailer_group *
trailer_group(struct trailer_group *groups, size_t *n, struct json *all, struct bytes name)
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
	json_add(all, g->object);
	(*n)++;
	return g;
}

static struct json *
trailer_view(const struct json *thread, const struct json *trailer, bool first)
{
	struct json *value = json_object();

	view_line(value, "value", person_of(json_text_of(json_get(trailer, "value"))));
	json_set_flag(value, "first", first);
	json_set_flag(value, "relayed", json_flag_of(json_get(trailer, "relayed")));
	json_set(value, "cites", cites_view(thread, json_get(trailer, "cites")));
	return value;
}

void
view_trailers(struct json *v, const struct json *thread)
{
	const struct json *from = json_get(thread, "trailers");
	struct json *all = json_array();
	struct trailer_group groups[TRAILER_NAMES_MAX], *g;
	size_t n = 0;

	for (size_t i = 0; i < json_count(from); i++) {
		const struct json *trailer = json_at(from, i);
		struct bytes name = json_text_of(json_get(trailer, "name"));

		/* Where a patch was talked about is for machines. */
		if (bytes_equal_fold(name, BYTES_LIT("Link")) ||
		    !(g = trailer_group(groups, &n, all, name)))
			continue;
		if (g->count++ < TRAILER_VALUES_SHOWN)
			json_add(
			    g->values, trailer_view(thread, trailer, json_count(g->values) == 0));
	}
	for (size_t i = 0; i < n; i++) {
		view_count(groups[i].object, "count", groups[i].count);
		view_count(
		    groups[i].object, "more", groups[i].count - (int64_t)TRAILER_VALUES_SHOWN);
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
    bool extract, bool quoted)
{
	struct json *part, *claims;

	if (json_count(from) == 0)
		return;
	/* A part the model had nothing for. */
	extract = extract || json_flag_of(json_get(json_at(from, 0), "extract"));
	claims = json_array();
	for (size_t i = 0; i < json_count(from); i++) {
		struct json *claim = json_object();
		view_line(claim, "text", json_text_of(json_get(json_at(from, i), "text")));
		view_line(claim, "who",
		    extract && quoted ? sender_of(thread, json_at(from, i)) : BYTES_NONE);
		json_set(claim, "cites", cites_view(thread, json_get(json_at(from, i), "cites")));
		json_add(claims, claim);
	}
	part = json_object();
	view_line(part, "label", label);
	json_set_flag(part, "extract", extract);
	json_set(part, "claims", claims);
	json_add(parts, part);
}

/* How many of the model's sentences held. */
static void
add_checked(struct json *summary, const struct json *from)
{
	struct json *checked = json_null();

	if (json_type(from) == JSON_OBJECT) {
		json_free(checked);
		checked = json_object();
		view_count(checked, "held", json_number_of(json_get(from, "held"), 0));
		view_count(checked, "of", json_number_of(json_get(from, "of"), 0));
	}
	json_set(summary, "checked", checked);
}

/* Where the posting is not here, what is told first are words of those who answered it. */
static bool
is_missing(struct arena *a, const struct json *thread)
{
	struct bytes first =
	    json_text_of(json_get(json_at(json_get(thread, "mails"), 0), "subject"));
	struct subject s;

	subject_parse(a, first, BYTES_NONE, &s);
	return (s.flags & SUBJECT_REPLY) != 0;
}

/* A category may have a name of its own for what a thread began with: a patch, a problem, a
 * question. */
static struct bytes
original_label(struct arena *a, const struct json *thread, const struct json *words)
{
	const char *category = arena_string(a, json_text_of(json_get(thread, "category")));
	struct bytes label =
	    json_text_of(json_get(json_get(json_get(words, "categories"), category), "original"));

	if (is_missing(a, thread))
		return view_word(words, "parts", BYTES_LIT("missing"));
	return label.n ? label : view_word(words, "parts", BYTES_LIT("original"));
}

void
view_summary(struct arena *a, struct json *v, const struct json *thread, const struct json *words)
{
	const struct json *from = json_get(thread, "summary");
	struct bytes engine = json_text_of(json_get(from, "engine"));
	bool extract = bytes_equal(engine, BYTES_LIT("extractive"));
	struct json *parts = json_array(), *summary;

	add_part(parts, thread, original_label(a, thread, words), json_get(from, "original"),
	    extract, is_missing(a, thread));
	add_part(parts, thread, view_word(words, "parts", BYTES_LIT("earlier")),
	    json_get(from, "earlier"), extract, true);
	add_part(parts, thread, view_word(words, "parts", BYTES_LIT("this_week")),
	    json_get(from, "this_week"), extract, true);
	if (json_count(parts) == 0) {
		json_free(parts);
		json_set(v, "summary", json_null());
		return;
	}
	summary = json_object();
	json_set(summary, "parts", parts);
	json_set_flag(summary, "extract", extract);
	add_checked(summary, json_get(from, "checked"));
	json_set_flag(summary, "mixed", bytes_equal(engine, BYTES_LIT("mixed")));
	json_set(v, "summary", summary);
}
