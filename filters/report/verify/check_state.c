/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/check.h"

#include "common/utf8.h"

#include <string.h>

/* Around a word of state is looked so far for what it is said of, and whether it happened. */
#define AROUND_BYTES ((size_t)48)

static const char *const stops[] = { ". ", ", ", "; ", ": ", " (", ") ", "\xe3\x80\x82",
	"\xef\xbc\x8c", "\xef\xbc\x9b", "\xef\xbc\x9a", "\xef\xbc\x88", "\xef\xbc\x89" };

/* The end of s from its last stop on. */
static struct bytes
clause_before(struct bytes s)
{
	size_t from = s.n > AROUND_BYTES ? s.n - AROUND_BYTES : 0;

	while (from > 0 && from < s.n && ((unsigned char)s.p[from] & 0xC0) == 0x80)
		from++;
	s = bytes_slice(s, from, s.n);
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++) {
		struct bytes stop = bytes_from(stops[i]);

		for (size_t at = bytes_find(s, stop); at < s.n; at = bytes_find(s, stop))
			s = bytes_slice(s, at + stop.n, s.n);
	}
	return s;
}

static struct bytes
clause_behind(struct bytes s)
{
	s = bytes_slice(s, 0, AROUND_BYTES);
	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		s = bytes_slice(s, 0, bytes_find(s, bytes_from(stops[i])));
	return s;
}

static bool
has(const struct check *c, enum lexicon_list list, struct bytes s)
{
	const struct lexicon_entry *e;

	return lexicon_search(c->t->l, list, s, 0, &e) < s.n;
}

/* Words of a name, and "has been": then it is said of this thread's posting. */
static bool
says_little(const struct check *c, struct bytes s)
{
	struct bytes word;
	size_t names = 0;

	while (word_next(&s, &word))
		if (!lexicon_find(c->t->l, LEXICON_SMALL, word))
			names++;
	return names <= 2;
}

/* Whether the word at tells that something became of the posting. */
static bool
is_asserted(const struct check *c, size_t at, const struct lexicon_entry *e)
{
	struct bytes before = clause_before(bytes_slice(c->text, 0, at));
	struct bytes behind = clause_behind(bytes_slice(c->text, at + e->word.n, c->text.n));

	if (has(c, LEXICON_EXCUSES, before))
		return false;
	if ((unsigned char)*e->word.p >= 0x80)
		return true;
	return has(c, LEXICON_SUBJECTS, before) || has(c, LEXICON_SUBJECTS, behind) ||
	       says_little(c, before);
}

static bool
cites_one_of(const struct check *c, const struct json *cites)
{
	for (size_t i = 0; i < json_count(cites); i++)
		for (size_t k = 0; k < c->claim->ncites; k++)
			if (json_number_of(json_at(cites, i), 0) ==
			    (int64_t)c->claim->cites[k].mail)
				return true;
	return false;
}

/* "merged = applied merged": whether code found one of those, in a mail that is cited. */
static bool
code_agrees(const struct check *c, const struct lexicon_entry *e)
{
	const struct json *state = json_get(c->t->d->thread, "state");
	struct bytes kind = json_text_of(json_get(state, "kind")), kinds = e->value, one;
	const struct json *cites = json_get(state, "cites");

	while (bytes_word(&kinds, &one))
		if (check_holds(kind, one)) /* "partly applied" too */
			return json_count(cites) == 0 || cites_one_of(c, cites);
	return false;
}

static const char *
check_states(struct check *c)
{
	const struct lexicon_entry *e;
	size_t from = 0, at;

	while (check_guilty(c, LEXICON_STATES, from, &at, &e)) {
		if (is_asserted(c, at, e) && !code_agrees(c, e))
			return arena_printf(c->t->a,
			    "\"%.*s\": code found no such state in a cited mail", (int)e->word.n,
			    e->word.p);
		from = at + e->word.n;
	}
	return NULL;
}

/* ---- tags ---- */

/* Whether a cited mail gave a tag of that kind; "Reviewed-and-tested-by" is of both. */
static bool
tag_was_given(const struct check *c, struct bytes kind)
{
	const struct json *trailers = json_get(c->t->d->thread, "trailers");
	struct bytes verb = bytes_slice(kind, 0, bytes_find_byte(kind, '-'));

	for (size_t i = 0; i < json_count(trailers); i++) {
		const struct json *trailer = json_at(trailers, i);
		struct bytes name = json_text_of(json_get(trailer, "name"));

		if (!json_flag_of(json_get(trailer, "relayed")) &&
		    bytes_find_fold(name, verb) < name.n &&
		    cites_one_of(c, json_get(trailer, "cites")))
			return true;
	}
	return false;
}

static const char *
check_tags(struct check *c)
{
	const struct lexicon_entry *e;
	size_t from = 0, at;

	while (check_guilty(c, LEXICON_TAGS, from, &at, &e)) {
		struct bytes before = clause_before(bytes_slice(c->text, 0, at));

		if (!has(c, LEXICON_EXCUSES, before) && !tag_was_given(c, e->value))
			return arena_printf(c->t->a, "\"%.*s\": no cited mail gave that tag",
			    (int)e->word.n, e->word.p);
		from = at + e->word.n;
	}
	return NULL;
}

/* ---- counts ---- */

static int64_t
count_of(const struct json *thread, struct bytes what)
{
	const struct json *series = json_get(thread, "series");

	if (bytes_equal(what, BYTES_LIT("parts")))
		return json_number_of(json_get(series, "parts"), -1);
	if (bytes_equal(what, BYTES_LIT("versions")))
		return (int64_t)json_count(json_get(series, "chain"));
	if (bytes_equal(what, BYTES_LIT("messages")))
		return json_number_of(json_get(thread, "messages"), -1);
	if (bytes_equal(what, BYTES_LIT("new")))
		return json_number_of(json_get(thread, "new"), -1);
	return json_number_of(json_get(thread, "participants"), -1);
}

bool
check_count(const struct check *c, long value, size_t end)
{
	struct bytes behind = bytes_trim(bytes_slice(c->text, end, c->text.n));
	const struct lexicon_entry *e;

	if (behind.n == 0 || lexicon_search(c->t->l, LEXICON_COUNTED, behind, 0, &e) != 0)
		return false;
	return count_of(c->t->d->thread, e->value) == value;
}

const char *
check_state(struct check *c)
{
	const char *why = check_states(c);

	return why ? why : check_tags(c);
}
