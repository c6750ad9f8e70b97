/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_summary.h"

#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/view/view_facts.h"
#include "filters/report/view/view_value.h"

#include <stdlib.h>

/* Mails cited for one claim, and texts that are remembered as said. */
#define CITES_SHOWN ((size_t)6)
#define SAID_MAX ((size_t)64)
/* Texts of fewer letters are not looked for within others. */
#define WITHIN_MIN ((size_t)24)

/* One thread's summary in the making. */
struct telling {
	struct arena *a;
	const struct json *thread, *words;
	struct bytes said[SAID_MAX]; /* letters and digits only */
	size_t n;
};

/* ---- what was said ---- */

/* What two texts are compared by: "Fix the leak." and "* fix the leak" are one. */
static struct bytes
letters(struct arena *a, struct bytes s)
{
	struct bytes folded = utf8_fold(a, s);
	char *p = arena_alloc(a, folded.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < folded.n; i++)
		if (is_alnum(folded.p[i]) || (unsigned char)folded.p[i] > 0x7F)
			p[n++] = folded.p[i];
	return (struct bytes){ p, n };
}

static void
say(struct telling *k, struct bytes text)
{
	if (k->n < SAID_MAX)
		k->said[k->n++] = letters(k->a, text);
}

static void
say_all(struct telling *k, const struct json *from, size_t most)
{
	for (size_t i = 0; i < json_count(from) && i < most; i++)
		say(k, json_text_of(json_get(json_at(from, i), "text")));
}

static bool
is_said(const struct telling *k, struct bytes text)
{
	struct bytes wanted = letters(k->a, text);

	for (size_t i = 0; i < k->n; i++)
		if (bytes_equal(k->said[i], wanted) ||
		    (wanted.n >= WITHIN_MIN && bytes_find(k->said[i], wanted) < k->said[i].n))
			return true;
	return false;
}

/* The posting of the newest version, where that is another thread of the page. */
static const struct json *
newest_original(const struct json *thread, const struct view_places *places)
{
	const struct json *chain = json_path(thread, "series.chain");
	size_t place = view_place_of(places, json_get(json_at(chain, 0), "thread"));

	if (place >= places->n || places->threads[place] == thread)
		return NULL;
	return json_path(places->threads[place], "summary.original");
}

static bool
is_taken(struct bytes kind)
{
	static const char *const kinds[] = { "applied", "queued", "merged", "pulled",
		"partly applied" };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (bytes_equal(kind, bytes_from(kinds[i])))
			return true;
	return false;
}

static bool
is_among(const struct json *number, const struct json *numbers)
{
	for (size_t i = 0; i < json_count(numbers); i++)
		if (json_number_of(json_at(numbers, i), 0) == json_number_of(number, -1))
			return true;
	return false;
}

/* A few words, all of them in mails by which it was applied. */
static bool
is_decision(const struct telling *k, const struct json *claim)
{
	const struct json *cites = json_get(claim, "cites");
	const struct json *told = json_path(k->thread, "state.cites");

	if (!is_taken(json_text_of(json_path(k->thread, "state.kind"))) ||
	    bytes_words(json_text_of(json_get(claim, "text"))) > VIEW_DECISION_WORDS)
		return false;
	for (size_t i = 0; i < json_count(cites); i++)
		if (!is_among(json_at(cites, i), told))
			return false;
	return json_count(cites) > 0;
}

/* ---- parts ---- */

static struct json *
claim_view(const struct telling *k, const struct json *from, bool told)
{
	struct json *claim = json_object();

	view_line(claim, "text", json_text_of(json_get(from, "text")));
	view_line(claim, "who", told ? view_sender(k->thread, from) : BYTES_NONE);
	json_set(claim, "cites", view_cites(k->thread, json_get(from, "cites"), CITES_SHOWN));
	return claim;
}

/* quoted: the sentences are somebody's own, so it is said whose. */
static void
add_part(struct telling *k, struct json *parts, struct bytes label, const struct json *from,
    bool extract, bool quoted)
{
	struct json *part, *claims = json_array();

	/* A part the model had nothing for. */
	extract = extract || json_flag_of(json_get(json_at(from, 0), "extract"));
	for (size_t i = 0; i < json_count(from); i++) {
		struct bytes text = json_text_of(json_get(json_at(from, i), "text"));

		if (extract && (is_said(k, text) || is_decision(k, json_at(from, i))))
			continue;
		say(k, text);
		json_add(claims, claim_view(k, json_at(from, i), extract && quoted));
	}
	if (json_count(claims) == 0) {
		json_free(claims);
		return;
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

bool
view_is_missing(struct arena *a, const struct json *thread)
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

	if (view_is_missing(a, thread))
		return view_word(words, "parts", BYTES_LIT("missing"));
	return label.n ? label : view_word(words, "parts", BYTES_LIT("original"));
}

static void
add_parts(struct telling *k, struct json *parts, bool extract)
{
	const struct json *from = json_get(k->thread, "summary");

	add_part(k, parts, original_label(k->a, k->thread, k->words), json_get(from, "original"),
	    extract, view_is_missing(k->a, k->thread));
	add_part(k, parts, view_word(k->words, "parts", BYTES_LIT("earlier")),
	    json_get(from, "earlier"), extract, true);
	add_part(k, parts, view_word(k->words, "parts", BYTES_LIT("this_week")),
	    json_get(from, "this_week"), extract, true);
}

void
view_summary(struct arena *a, struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places)
{
	const struct json *from = json_get(thread, "summary");
	struct bytes engine = json_text_of(json_get(from, "engine"));
	struct telling k = { .a = a, .thread = thread, .words = words };
	bool extract = bytes_equal(engine, BYTES_LIT("extractive"));
	struct json *parts = json_array(), *summary;

	say_all(&k, json_get(from, "open"), SAID_MAX);
	say_all(&k, json_path(thread, "series.changes"), VIEW_CHANGES);
	say_all(&k, newest_original(thread, places), SAID_MAX);
	add_parts(&k, parts, extract);
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
