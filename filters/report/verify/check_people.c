/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/check.h"

#include "common/address.h"
#include "common/utf8.h"

#include <string.h>

/* An innocent phrase is at most so long. */
#define INNOCENT_BYTES_MAX ((size_t)32)

static bool
has_word(struct bytes name, struct bytes word)
{
	struct bytes piece;

	while (word_next(&name, &piece))
		if (bytes_equal_fold(piece, word))
			return true;
	return false;
}

/* Whether who is the mail's sender, or words of his name. */
static bool
is_sender(const struct dossier_mail *m, struct bytes who)
{
	struct mailbox sender = { m->name, m->address }, named = { who, BYTES_NONE };
	struct bytes rest = who, word;
	size_t n = 0;

	if (address_same_person(sender, named) || bytes_equal_fold(who, m->address))
		return true;
	if (m->name.n && bytes_equal(m->name, who))
		return true;
	while (word_next(&rest, &word)) {
		if (!has_word(m->name, word))
			return false;
		n++;
	}
	return n > 0;
}

static bool
is_cited_sender(const struct check *c, struct bytes who)
{
	for (size_t i = 0; i < c->ncited; i++)
		if (is_sender(c->cited[i], who))
			return true;
	return false;
}

/* ---- V5 ---- */

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Whether somebody in the thread is called so. */
static bool
is_participant(const struct check *c, struct bytes who)
{
	for (size_t i = 0; i < c->t->d->n; i++)
		if (is_sender(&c->t->d->mails[i], who))
			return true;
	return false;
}

/* "Marc", not "KVM" or "The"; but "Will" where one is in the thread, and what follows a name. */
static bool
is_name_word(struct check *c, struct bytes word, bool adjoins)
{
	if (word.n < 2 || !(is_upper(word.p[0]) || (unsigned char)word.p[0] >= 0x80))
		return false;
	for (size_t i = 1; i < word.n; i++)
		if (is_upper(word.p[i]) && word.p[i - 1] != '-' && word.p[i - 1] != '\'' &&
		    !(i > 1 && word.p[i - 1] == 'c'))
			return false;
	/* "Minimally tested" is said of nobody. */
	if (bytes_ends(word, BYTES_LIT("ly")) && !is_participant(c, word))
		return false;
	return adjoins || is_participant(c, word) ||
	       !lexicon_find(c->t->l, LEXICON_SMALL, utf8_fold(c->t->a, word));
}

/* Whether what follows speaks of saying, or is a colon; known: the words in front name one of the
 * thread. */
static bool
is_saying(struct check *c, struct bytes behind, bool known)
{
	const struct lexicon_entry *e, *innocent;

	behind = bytes_trim(behind);
	/* A colon makes a name only of what the thread knows as one: "Fix: ..." speaks for nobody.
	 */
	if (bytes_starts(behind, BYTES_LIT(":")) || bytes_starts(behind, BYTES_LIT("\xef\xbc\x9a")))
		return known;
	behind = utf8_fold(c->t->a, bytes_slice(behind, 0, 64));
	if (behind.n == 0 || lexicon_search(c->t->l, LEXICON_SAYS, behind, 0, &e) != 0)
		return false;
	return (known || e->value.n == 0) &&
	       lexicon_search(c->t->l, LEXICON_INNOCENT, behind, 0, &innocent) != 0;
}

/* The words of a name in front of a verb of saying. */
static const char *
check_speaker(struct check *c, struct bytes name, struct bytes behind)
{
	if (!is_saying(c, behind, is_participant(c, name)) || is_cited_sender(c, name))
		return NULL;
	return arena_printf(c->t->a, "%.*s sent no cited mail", (int)name.n, name.p);
}

/* Names of the thread's people in other scripts, which have no capitals. */
static const char *
check_wide_names(struct check *c, struct bytes text)
{
	for (size_t i = 0; i < c->t->d->n; i++) {
		struct bytes name = c->t->d->mails[i].name, rest = name;
		size_t at = bytes_find(text, name);
		const char *why;
		uint32_t first;

		if (!utf8_next(&rest, &first) || !utf8_is_cjk(first) || at == text.n)
			continue;
		why = check_speaker(c, name, bytes_slice(text, at + name.n, text.n));
		if (why)
			return why;
	}
	return NULL;
}

static const char *
check_text_names(struct check *c, struct bytes text)
{
	struct bytes rest = text, word, name = BYTES_NONE;
	const char *why;

	while (word_next(&rest, &word)) {
		bool adjoins = name.n && name.p + name.n + 1 == word.p && name.p[name.n] == ' ';

		if (!is_name_word(c, word, adjoins)) {
			name = BYTES_NONE;
			continue;
		}
		name =
		    adjoins ? (struct bytes){ name.p, (size_t)(word.p - name.p) + word.n } : word;
		why = check_speaker(c, name, rest);
		if (why)
			return why;
	}
	return check_wide_names(c, text);
}

const char *
check_people(struct check *c)
{
	for (size_t i = 0; i < c->claim->nwho; i++)
		if (!is_cited_sender(c, check_plain(c->t->a, c->claim->who[i])))
			return "\"who\" names one who sent no cited mail";
	return check_text_names(c, check_plain(c->t->a, c->claim->text));
}

/* ---- V8 ---- */

static size_t
count_cited_people(const struct check *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->ncited; i++) {
		bool again = c->cited[i]->person == SIZE_MAX;

		for (size_t k = 0; k < i; k++)
			again |= c->cited[k]->person == c->cited[i]->person;
		n += !again;
	}
	return n;
}

/* A tag or a sentence by which a cited sender, who posted nothing of it, agrees. */
static bool
somebody_agrees(struct check *c)
{
	const struct json *trailers = json_get(c->t->d->thread, "trailers");

	for (size_t i = 0; i < c->ncited; i++) {
		size_t mail = (size_t)(c->cited[i] - c->t->d->mails);
		struct bytes own = utf8_fold(c->t->a, check_own(c->t, mail));
		const struct lexicon_entry *e;

		if (c->cited[i]->posting)
			continue;
		if (lexicon_search(c->t->l, LEXICON_AGREE, own, 0, &e) < own.n)
			return true;
		for (size_t k = 0; k < json_count(trailers); k++)
			for (size_t n = 0; n < json_count(json_get(json_at(trailers, k), "cites"));
			     n++)
				if (json_number_of(
					json_at(json_get(json_at(trailers, k), "cites"), n), 0) ==
				    (int64_t)mail + 1)
					return true;
	}
	return false;
}

static bool
is_held(const struct check *c, size_t at)
{
	const struct lexicon_entry *e;
	size_t from = at > INNOCENT_BYTES_MAX ? at - INNOCENT_BYTES_MAX : 0;

	while (from <= at) {
		from = lexicon_search(c->t->l, LEXICON_INNOCENT, c->text, from, &e);
		if (from <= at && from + e->word.n > at)
			return true;
		from++;
	}
	return false;
}

bool
check_guilty(const struct check *c, enum lexicon_list list, size_t from, size_t *at,
    const struct lexicon_entry **e)
{
	while ((*at = lexicon_search(c->t->l, list, c->text, from, e)) < c->text.n) {
		if (!is_held(c, *at))
			return true;
		from = *at + (*e)->word.n;
	}
	return false;
}

static bool
has_guilty(const struct check *c, enum lexicon_list list)
{
	const struct lexicon_entry *e;
	size_t at;

	return check_guilty(c, list, 0, &at, &e);
}

const char *
check_agreement(struct check *c)
{
	enum claim_kind kind = c->claim->kind;

	if (c->t->d->people < 2 &&
	    (kind == CLAIM_OBJECTION || kind == CLAIM_ANSWER || kind == CLAIM_DECISION))
		return "nobody answered, objected or decided: one person wrote";
	if (!has_guilty(c, LEXICON_CONSENSUS))
		return NULL;
	if (count_cited_people(c) < 2)
		return "agreement takes two cited senders";
	return somebody_agrees(c) ? NULL : "nobody cited agrees";
}

/* ---- V10 ---- */

const char *
check_hedge(struct check *c)
{
	const struct lexicon_entry *e, *doubt;
	size_t from = 0, at;

	while (check_guilty(c, LEXICON_HEDGES, from, &at, &e)) {
		bool doubted = e->value.n && lexicon_search(c->t->l, LEXICON_DOUBTS, c->quote, 0,
						 &doubt) < c->quote.n;

		if (!doubted && !check_holds(c->quote, e->word))
			return "a guess";
		from = at + e->word.n;
	}
	return NULL;
}
