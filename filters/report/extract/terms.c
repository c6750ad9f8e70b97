/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/terms.h"

#include "common/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const small_words[] = { "the", "and", "for", "that", "this", "with", "are",
	"was", "not", "but", "you", "have", "has", "had", "can", "will", "would", "could", "should",
	"may", "might", "from", "they", "them", "there", "then", "than", "been", "being", "its",
	"it's", "any", "all", "some", "one", "which", "what", "when", "where", "who", "how", "why",
	"also", "just", "only", "into", "our", "your", "their", "his", "her", "does", "did", "done",
	"doing", "more", "most", "much", "very", "too", "here", "these", "those", "such", "other",
	"about", "over", "out", "now", "yes", "don", "isn", "doesn", "didn", "won", "i'm", "i've",
	"i'd", "i'll", "let", "see", "get", "got", "use", "using", "used", "like", "think", "know",
	"want", "make", "makes", "because", "since", "while", "after", "before", "still", "even",
	"though", "if" };

static const char *const endings[] = { "ations", "ation", "ings", "ing", "edly", "ies", "ied",
	"ers", "ed", "es", "er", "ly", "s", "y" };

static bool
is_small(struct bytes word)
{
	if (word.n < 3)
		return true;
	for (size_t i = 0; i < sizeof(small_words) / sizeof(*small_words); i++)
		if (bytes_equal(word, bytes_from(small_words[i])))
			return true;
	return false;
}

static struct bytes
stem(struct bytes word)
{
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		struct bytes ending = bytes_from(endings[i]);

		if (word.n >= ending.n + 4 && bytes_ends(word, ending))
			return bytes_slice(word, 0, word.n - ending.n);
	}
	return word;
}

/* FNV-1a: a clash costs a wrong weight, never a wrong word. */
static uint64_t
hash(struct bytes s)
{
	uint64_t h = 14695981039346656037u;

	for (size_t i = 0; i < s.n; i++)
		h = (h ^ (unsigned char)s.p[i]) * 1099511628211u;
	return h;
}

struct collector {
	uint64_t *of;
	size_t n;
	struct bytes wide; /* the CJK character before */
};

static void
add(struct collector *k, struct bytes s)
{
	if (k->n < TERMS_MAX)
		k->of[k->n++] = hash(s);
}

static void
add_word(struct collector *k, struct bytes word)
{
	while (word.n && !is_alnum(word.p[word.n - 1]) && (unsigned char)word.p[word.n - 1] < 0x80)
		word.n--;
	if (!is_small(word))
		add(k, stem(word));
}

static void
add_wide(struct collector *k, struct bytes character)
{
	if (k->wide.n && k->wide.p + k->wide.n == character.p)
		add(k, (struct bytes){ k->wide.p, k->wide.n + character.n });
	k->wide = character;
}

static bool
in_word(uint32_t c)
{
	return c > 0x7F || is_alnum((char)c) || c == '_' || c == '\'';
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

struct terms
terms_of(struct arena *a, struct bytes text)
{
	struct collector k = { .of = arena_array(a, TERMS_MAX, sizeof(uint64_t)) };
	struct bytes rest = utf8_fold(a, text), word = BYTES_NONE;
	size_t n = 0;

	while (rest.n) {
		struct bytes at = rest;
		uint32_t c;

		utf8_next(&rest, &c);
		at.n -= rest.n;
		if (in_word(c) && !utf8_is_cjk(c)) {
			word = word.n ? (struct bytes){ word.p, word.n + at.n } : at;
			continue;
		}
		add_word(&k, word);
		word = BYTES_NONE;
		if (utf8_is_cjk(c))
			add_wide(&k, at);
	}
	add_word(&k, word);
	qsort(k.of, k.n, sizeof(*k.of), compare);
	for (size_t i = 0; i < k.n; i++)
		if (i == 0 || k.of[i] != k.of[i - 1])
			k.of[n++] = k.of[i];
	return (struct terms){ k.of, n };
}

size_t
terms_common(struct terms a, struct terms b)
{
	size_t common = 0;

	for (size_t i = 0, j = 0; i < a.n && j < b.n;) {
		if (a.of[i] == b.of[j]) {
			common++;
			i++;
			j++;
		} else if (a.of[i] < b.of[j]) {
			i++;
		} else {
			j++;
		}
	}
	return common;
}

double
terms_alike(struct terms a, struct terms b)
{
	if (a.n == 0 || b.n == 0)
		return 0;
	return (double)terms_common(a, b) / sqrt((double)a.n * (double)b.n);
}
