/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/wordset.h"

#include "common/utf8.h"

#include <stdlib.h>
#include <string.h>

static const char joiners[] = "./-:+@#',";

static const char *const endings[] = { "izations", "ization", "isation", "ations", "ation", "ments",
	"ment", "ings", "ing", "ions", "ion", "edly", "ies", "ied", "ers", "ed", "es", "er", "ly",
	"al", "s", "y", "e" };

/* Letters of other scripts are letters; their punctuation and CJK are not. */
static bool
is_letter(uint32_t c)
{
	if (c < 0x80)
		return is_alnum((char)c) || c == '_';
	return c >= 0xC0 && c != 0xD7 && c != 0xF7 && (c < 0x2000 || c >= 0x2C00) &&
	       !utf8_is_cjk(c) && c < 0xFE00;
}

/* Bytes of the letter s begins with; 0 for none. */
static size_t
letter(struct bytes s)
{
	struct bytes rest = s;
	uint32_t c;

	return utf8_next(&rest, &c) && is_letter(c) ? s.n - rest.n : 0;
}

bool
word_next(struct bytes *rest, struct bytes *word)
{
	struct bytes s = *rest;
	size_t n = 0, more;
	uint32_t c;

	while (s.n && !letter(s))
		utf8_next(&s, &c);
	*word = s;
	while (n < s.n && n < WORD_BYTES_MAX) {
		more = letter(bytes_slice(s, n, s.n));
		if (more == 0 && n && memchr(joiners, s.p[n], sizeof(joiners) - 1) &&
		    letter(bytes_slice(s, n + 1, s.n)))
			more = 1;
		if (more == 0)
			break;
		n += more;
	}
	word->n = n;
	*rest = bytes_slice(s, n, s.n);
	return n > 0;
}

bool
word_piece(struct bytes *rest, const char *at, struct bytes *piece)
{
	size_t n = 0;

	while (rest->n && strchr(at, *rest->p))
		*rest = bytes_slice(*rest, 1, rest->n);
	while (n < rest->n && !strchr(at, rest->p[n]))
		n++;
	*piece = bytes_slice(*rest, 0, n);
	*rest = bytes_slice(*rest, n, rest->n);
	return n > 0;
}

/* FNV-1a over lower case; stems are hashed apart from words. */
static uint64_t
hash(struct bytes s, bool stem)
{
	uint64_t h = stem ? 0x9E3779B97F4A7C15u : 14695981039346656037u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)to_lower(s.p[i])) * 1099511628211u;
	return h;
}

static bool
ends_fold(struct bytes s, struct bytes tail)
{
	return s.n >= tail.n && bytes_equal_fold(bytes_slice(s, s.n - tail.n, s.n), tail);
}

/* Endings one after the other, so that "handling", "handled" and "handle" meet. */
static struct bytes
stem(struct bytes word)
{
	for (int i = 0; i < 2; i++)
		for (size_t e = 0; e < sizeof(endings) / sizeof(*endings); e++) {
			struct bytes ending = bytes_from(endings[e]);

			if (word.n < ending.n + 3 || !ends_fold(word, ending))
				continue;
			word.n -= ending.n;
			break;
		}
	/* "dropped" */
	if (word.n > 3 && word.p[word.n - 1] == word.p[word.n - 2])
		word.n--;
	return word;
}

static bool
is_plain(struct bytes word)
{
	for (size_t i = 0; i < word.n; i++)
		if (!is_alpha(word.p[i]))
			return false;
	return true;
}

/* Words while they are gathered. */
struct gather {
	const struct lexicon *l;
	uint64_t *of;
	size_t n, room;
};

static void
add(struct gather *g, struct bytes word)
{
	char lower[32];
	const struct lexicon_entry *e;
	size_t digits = 0;

	if (g->n + 3 > g->room)
		return;
	g->of[g->n++] = hash(word, false);
	/* "64bit" is of 64 too. */
	while (digits < word.n && is_digit(word.p[digits]))
		digits++;
	if (digits && digits < word.n && is_plain(bytes_slice(word, digits, word.n)))
		g->of[g->n++] = hash(bytes_slice(word, 0, digits), false);
	if (!is_plain(word))
		return;
	g->of[g->n++] = hash(stem(word), true);
	if (word.n > sizeof(lower))
		return;
	for (size_t i = 0; i < word.n; i++)
		lower[i] = to_lower(word.p[i]);
	e = lexicon_find(g->l, LEXICON_NUMERALS, (struct bytes){ lower, word.n });
	if (e)
		g->of[g->n++] = hash(e->value, false);
}

static void
add_word(struct gather *g, struct bytes word)
{
	struct bytes piece, part;
	bool joined = false;

	add(g, word);
	for (struct bytes rest = word; word_piece(&rest, "/-:+@#',", &piece);) {
		joined = piece.n < word.n;
		if (joined)
			add(g, piece);
		for (struct bytes inner = piece; word_piece(&inner, ".", &part);)
			/* "5.19" is not 19. */
			if (part.n < piece.n && !is_digit(part.p[0]))
				add(g, part);
	}
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

struct wordset
wordset_new(struct arena *a, const struct lexicon *l, struct bytes text)
{
	struct arena *scratch = arena_new();
	struct gather g = { .l = l, .room = WORDSET_MAX };
	struct bytes rest = text, word;
	uint64_t *of;
	size_t n = 0;

	/* A word of one letter and the blank behind it give three entries at most. */
	if (text.n < WORDSET_MAX / 2)
		g.room = 2 * text.n + 3;
	g.of = arena_array(scratch, g.room, sizeof(*g.of));
	while (word_next(&rest, &word))
		add_word(&g, word);
	if (g.n)
		qsort(g.of, g.n, sizeof(*g.of), compare);
	for (size_t i = 0; i < g.n; i++)
		if (i == 0 || g.of[i] != g.of[i - 1])
			g.of[n++] = g.of[i];
	of = arena_array(a, n, sizeof(*of));
	if (n)
		memcpy(of, g.of, n * sizeof(*of));
	arena_free(scratch);
	return (struct wordset){ of, n };
}

static bool
has(const struct wordset *set, uint64_t h)
{
	return set->n && bsearch(&h, set->of, set->n, sizeof(h), compare);
}

bool
wordset_has(const struct wordset *set, struct bytes word)
{
	return has(set, hash(word, false));
}

bool
wordset_has_stem(const struct wordset *set, struct bytes word)
{
	return is_plain(word) && has(set, hash(stem(word), true));
}
