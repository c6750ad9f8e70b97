/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_overview.h"

#include "filters/report/view/view_facts.h"
#include "filters/report/view/view_value.h"

struct overview {
	const struct json *entries, *words;
	const struct view_places *places;
	size_t shown;
};

/* A posting that is looked at, or waits, is what one expects. */
static bool
is_news(const struct json *outcome)
{
	return json_type(json_get(outcome, "was")) == JSON_TEXT ||
	       !(bytes_equal(json_text_of(json_get(outcome, "kind")), BYTES_LIT("under review")) ||
		   json_flag_of(json_get(outcome, "waits")));
}

/* What became of it, where that is news; and by whom, under a heading that says what. */
static void
add_outcome(
    struct json *item, const struct overview *k, const struct json *thread, struct bytes kind)
{
	static const char *const decided[] = { "applied", "reverted", "nacked" };
	struct json *outcome = view_outcome(thread, k->words, k->places);

	/* What is much discussed stands under what became of it, too. */
	if (json_type(outcome) != JSON_NULL &&
	    (!is_news(outcome) || bytes_equal(kind, BYTES_LIT("discussed")))) {
		json_free(outcome);
		outcome = json_null();
	}
	json_set_flag(item, "decided", bytes_is_among(kind, BYTES_LIST(decided)));
	json_set(item, "outcome", outcome);
}

/* How much is said in it, where that is why it stands here. */
static void
add_numbers(struct json *item, const struct json *thread, struct bytes kind)
{
	bool told = bytes_equal(kind, BYTES_LIT("discussed"));

	json_set_flag(item, "discussed", told);
	view_count(item, "new", json_number_of(json_get(thread, "new"), 0));
	view_count(item, "participants", json_number_of(json_get(thread, "participants"), 0));
}

static int64_t
days_of(const struct json *entry, const struct json *thread)
{
	if (!bytes_equal(json_text_of(json_get(entry, "kind")), BYTES_LIT("waiting")))
		return 0;
	return json_number_of(
	    json_get(entry, "days"), json_number_of(json_get(thread, "waiting_days"), 0));
}

/* The pointer says how long the thread waits only where that is why it is here. */
static struct json *
pointer(const struct overview *k, const struct json *thread, size_t place, int64_t days)
{
	struct json *v = view_pointer(thread, place, place < k->shown);

	view_count(v, "waiting", days);
	return v;
}

/* Under what was decided stands who decided. */
static void
add_author(struct json *item, const struct overview *k, const struct json *from)
{
	struct bytes author = json_text_of(json_get(from, "author"));

	/* Where there is no number, something else must stand first. */
	if (author.n == 0 && k->places->brief)
		author = view_word(k->words, "other", BYTES_LIT("nobody"));
	view_line(item, "author", json_flag_of(json_get(item, "decided")) ? BYTES_NONE : author);
}

/* The thread an entry is about, and its place; NULL where it is none of the digest's. */
static const struct json *
thread_of(const struct overview *k, const struct json *from, size_t *place)
{
	*place = view_place_of(k->places, json_at(json_get(from, "threads"), 0));
	return *place < k->places->n ? k->places->threads[*place] : NULL;
}

/* An entry and the thread it is about. */
static struct json *
overview_item(const struct overview *k, const struct json *from)
{
	size_t place;
	const struct json *thread = thread_of(k, from, &place);
	struct bytes kind = json_text_of(json_get(from, "kind"));
	int64_t days = days_of(from, thread);
	struct json *item = json_object();

	view_line(item, "text", json_text_of(json_get(from, "text")));
	add_outcome(item, k, thread, kind);
	add_author(item, k, from);
	add_numbers(item, thread, kind);
	json_set(item, "thread", thread ? pointer(k, thread, place, days) : json_null());
	/* Of one that is not on the page. */
	view_url(item, "url", json_text_of(json_get(from, "url")));
	view_count(item, "waiting", days);
	return item;
}

/* The entries of one kind, which follow each other; gives where they end. */
static size_t
overview_group(const struct overview *k, struct json *overview, size_t at)
{
	struct bytes kind = json_text_of(json_get(json_at(k->entries, at), "kind"));
	struct json *group = json_object(), *items = json_array();
	size_t end = at, most = k->places->full ? json_count(k->entries) : VIEW_OVERVIEW_SHOWN;

	while (end < json_count(k->entries) &&
	       bytes_equal(json_text_of(json_get(json_at(k->entries, end), "kind")), kind))
		end++;
	for (size_t i = at; i < end && i - at < most; i++)
		json_add(items, overview_item(k, json_at(k->entries, i)));
	view_line(group, "kind", kind);
	view_line(group, "word", view_word(k->words, "overview", kind));
	json_set_flag(group, "first", at == 0);
	json_set(group, "items", items);
	view_count(group, "more", (int64_t)(end - at) - (int64_t)most);
	json_add(overview, group);
	return end;
}

/* What was applied in part stands with what was applied, and is counted apart. */
static struct bytes
headline_kind(const struct overview *k, const struct json *from)
{
	struct bytes kind = json_text_of(json_get(from, "kind"));
	size_t place;
	const struct json *thread = thread_of(k, from, &place);

	if (bytes_equal(kind, BYTES_LIT("applied")) &&
	    bytes_equal(json_text_of(json_path(thread, "state.kind")), BYTES_LIT("partly applied")))
		return BYTES_LIT("partly");
	return kind;
}

/* How many threads of each kind: what a mail's subject has room for. */
static void
add_headline(struct json *root, const struct overview *k)
{
	static const char *const kinds[] = { "applied", "partly", "reverted", "nacked", "discussed",
		"bug", "version", "series", "waiting" };
	struct json *headline = json_object();

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		int64_t count = 0;

		for (size_t e = 0; e < json_count(k->entries); e++)
			count += bytes_equal(
			    headline_kind(k, json_at(k->entries, e)), bytes_from(kinds[i]));
		view_count(headline, kinds[i], count);
	}
	json_set(root, "headline", headline);
}

void
view_overview(struct json *root, const struct json *digest, const struct json *words,
    const struct view_places *places, size_t shown)
{
	struct overview k = { json_get(digest, "overview"), words, places, shown };
	struct json *overview = json_array();

	for (size_t at = 0; at < json_count(k.entries);)
		at = overview_group(&k, overview, at);
	json_set(root, "overview", overview);
	add_headline(root, &k);
}
