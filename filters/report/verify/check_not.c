/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/check.h"

#include "common/utf8.h"

/* A text as words without those that deny, each with whether one stands before it. */
struct token {
	struct bytes word;
	bool denied;
};

struct tokens {
	struct token *of;
	size_t n, room;
	bool deny; /* the next word is denied */
	bool denies;
};

static void
add(struct arena *a, struct tokens *t, struct bytes word)
{
	t->of = arena_grow(a, t->of, t->n, &t->room, sizeof(*t->of));
	t->of[t->n++] = (struct token){ word, t->deny };
	t->deny = false;
}

/* "doesn't", "can't", "won't", "cannot": the word that is denied. */
static bool
take_off_not(struct bytes *word)
{
	static const struct {
		struct bytes end, with;
	} ends[] = { { BYTES_LIT("can't"), BYTES_LIT("can") },
		{ BYTES_LIT("cannot"), BYTES_LIT("can") },
		{ BYTES_LIT("won't"), BYTES_LIT("will") } };
	static const struct bytes end = BYTES_LIT("n't");

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (bytes_equal(*word, ends[i].end)) {
			*word = ends[i].with;
			return true;
		}
	if (word->n <= end.n || !bytes_ends(*word, end))
		return false;
	*word = bytes_slice(*word, 0, word->n - end.n);
	return true;
}

static struct tokens
tokens_of(struct check *c, struct bytes text)
{
	struct arena *a = c->t->a;
	struct bytes rest = utf8_fold(a, text), word;
	struct tokens t = { 0 };

	while (word_next(&rest, &word)) {
		bool behind = take_off_not(&word);

		if (!behind && lexicon_find(c->t->l, LEXICON_NOT, word))
			t.deny = true;
		else
			add(a, &t, word);
		t.deny = t.deny || behind;
		t.denies = t.denies || t.deny;
	}
	return t;
}

/* The first word behind that at from that says something: "is a hack" says of "is" that it is a
 * hack. */
static size_t
object_of(const struct check *c, const struct tokens *t, size_t from)
{
	size_t at = from + 1;

	while (at < t->n && lexicon_find(c->t->l, LEXICON_JOINS, t->of[at].word))
		at++;
	return at;
}

static bool
is_denied(const struct tokens *t, size_t from, size_t to)
{
	while (from < to)
		if (t->of[++from].denied)
			return true;
	return false;
}

static bool
same_words(const struct tokens *x, size_t at, size_t n, const struct tokens *y, size_t from)
{
	for (size_t i = 0; i <= n; i++)
		if (!bytes_equal(x->of[at + i].word, y->of[from + i].word))
			return false;
	return true;
}

/* Whether said has the words from at to end, and only with a "not" where text has none, or the
 * other way round. */
static bool
is_turned(const struct tokens *text, size_t at, size_t end, const struct tokens *said)
{
	const bool denied = is_denied(text, at, end);
	const size_t n = end - at;
	bool turned = false;

	for (size_t from = 0; from + n < said->n; from++) {
		if (!same_words(text, at, n, said, from))
			continue;
		if (is_denied(said, from, from + n) == denied)
			return false;
		turned = true;
	}
	return turned;
}

const char *
check_not(struct check *c)
{
	const struct tokens text = tokens_of(c, c->text), said = tokens_of(c, c->said);

	if (!text.denies && !said.denies)
		return NULL;
	/* One who denies in other words, "no lock is needed", may leave out a "not". */
	for (size_t at = 0; at + 1 < text.n; at++) {
		size_t end = object_of(c, &text, at);

		if (end == text.n || (text.denies && !is_denied(&text, at, end)))
			continue;
		if (is_turned(&text, at, end, &said))
			return "a \"not\" more or less than the cited sentences have";
	}
	return NULL;
}
