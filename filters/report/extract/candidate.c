/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/candidate.h"

#include "filters/report/extract/phrases.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

/* More of either is worth no more. */
#define CLUES_MOST 4
#define CUES_MOST 2
/*
 * What an answer's sentence costs that leans on what may not be shown, a quote or the next
 * sentence.  Not fitted, for no ROUGE tells whether a sentence can be understood: chosen by
 * reading, as large as leaves the extract ahead of all others.
 */
#define LEANING 0.05

/* As tests/extract/fit.py prints them. */
const struct feature_weight candidate_weights[FEATURES] = {
	{ "place", 0.226 },
	{ "root", 0.082 },
	{ "early", 0.112 },
	{ "clues", 0.458 },
	{ "length", -0.100 },
	{ "subject", 0.258 },
	{ "cues", 0.038 },
	{ "dangles", -0.072 },
};

/* A term of the thread. */
struct clue {
	uint64_t term;
	size_t mail; /* the last one it was seen in */
	size_t mails;
};

struct clues {
	struct clue *of; /* by term */
	size_t n;
};

static int
compare_clues(const void *a, const void *b)
{
	const struct clue *x = a, *y = b;

	if (x->term != y->term)
		return x->term < y->term ? -1 : 1;
	return (x->mail > y->mail) - (x->mail < y->mail);
}

/* One for each term, from one for each term of each sentence. */
static void
count_clues(struct clues *k, size_t total)
{
	qsort(k->of, total, sizeof(*k->of), compare_clues);
	for (size_t i = 0; i < total; i++) {
		struct clue c = k->of[i], *last = k->n ? &k->of[k->n - 1] : NULL;

		if (last == NULL || last->term != c.term) {
			k->of[k->n++] = (struct clue){ c.term, c.mail, 1 };
			continue;
		}
		last->mails += last->mail != c.mail;
		last->mail = c.mail;
	}
}

static struct clues
gather_clues(struct arena *a, const struct candidates *all)
{
	struct clues k = { 0 };
	size_t total = 0, n = 0;

	for (size_t i = 0; i < all->n; i++)
		total += all->of[i].terms.n;
	k.of = arena_array(a, total, sizeof(*k.of));
	for (size_t i = 0; i < all->n; i++)
		for (size_t t = 0; t < all->of[i].terms.n; t++)
			k.of[n++] = (struct clue){ all->of[i].terms.of[t], all->of[i].mail, 0 };
	count_clues(&k, total);
	return k;
}

/* The term is one of them. */
static const struct clue *
find_clue(const struct clues *k, uint64_t term)
{
	size_t low = 0, high = k->n;

	while (high - low > 1) {
		size_t mid = low + (high - low) / 2;

		if (k->of[mid].term <= term)
			low = mid;
		else
			high = mid;
	}
	return &k->of[low];
}

static void
set_clues(struct candidate *c, const struct clues *k)
{
	double mails = 0;

	if (c->terms.n == 0)
		return;
	for (size_t i = 0; i < c->terms.n; i++) {
		const struct clue *clue = find_clue(k, c->terms.of[i]);
		size_t others = clue->mails - 1;

		mails += (double)(others < CLUES_MOST ? others : CLUES_MOST);
	}
	c->features[FEATURE_CLUES] = mails / (CLUES_MOST * (double)c->terms.n);
}

static void
set_features(struct candidate *c, struct terms subject, bool root, double early)
{
	double place = 1.0 / (1.0 + (double)c->index);

	c->features[FEATURE_PLACE] = place;
	c->features[FEATURE_ROOT] = root ? place : 0;
	c->features[FEATURE_EARLY] = early;
	c->features[FEATURE_LENGTH] = log(1.0 + (double)c->s.words) / log(1.0 + SENTENCE_WORDS_MAX);
	if (subject.n)
		c->features[FEATURE_SUBJECT] =
		    (double)terms_common(c->terms, subject) / (double)subject.n;
	c->features[FEATURE_CUES] = (double)phrase_cues(c->s.text, CUES_MOST) / CUES_MOST;
	c->features[FEATURE_DANGLES] = c->s.dangles;
}

static double
weigh(const struct candidate *c, const double *weights)
{
	double sum = 0;

	for (unsigned f = 0; f < FEATURES; f++)
		sum += c->features[f] * (weights ? weights[f] : candidate_weights[f].weight);
	return sum;
}

/* "That is a possibility.  But ..." */
static void
set_context(struct candidate *c, const struct sentence *s, size_t n, size_t i)
{
	const struct sentence *next =
	    i + 1 < n && sentence_follows(&s[i], &s[i + 1]) ? &s[i + 1] : NULL;

	c->leans = phrase_leans(c->s.text) || (next && phrase_turns(next->text));
	c->follows = i > 0 && sentence_follows(&s[i - 1], &s[i]);
}

static void
gather_mail(struct arena *a, struct candidates *all, struct bytes text, size_t mail)
{
	struct sentence *s;
	size_t n = sentence_split(a, text, &s);

	for (size_t i = 0; i < n && i < CANDIDATES_MAIL_MAX && all->n < CANDIDATES_MAX; i++) {
		struct candidate *c = &all->of[all->n++];

		*c = (struct candidate){
			.s = s[i], .terms = terms_of(a, s[i].text), .mail = mail, .index = i
		};
		set_context(c, s, n, i);
	}
}

struct candidates
candidates_of(struct arena *a, struct bytes subject, const struct extract_mail *mails, size_t n,
    size_t root, const double *weights)
{
	struct candidates all = { .subject = terms_of(a, subject) };
	size_t from = n > EXTRACT_MAILS_MAX ? n - EXTRACT_MAILS_MAX : 0;
	struct clues clues;

	all.of = arena_array(a, CANDIDATES_MAX, sizeof(*all.of));
	if (root < from)
		gather_mail(a, &all, mails[root].text, root);
	/* What a robot answers is code, logs and what it says every time. */
	for (size_t i = from; i < n; i++)
		if (i == root || mails[i].person != SIZE_MAX)
			gather_mail(a, &all, mails[i].text, i);
	clues = gather_clues(a, &all);
	for (size_t i = 0; i < all.n; i++) {
		struct candidate *c = &all.of[i];

		set_features(c, all.subject, c->mail == root, 1.0 - (double)c->mail / (double)n);
		set_clues(c, &clues);
		c->score = weigh(c, weights);
		if (c->leans && c->mail != root)
			c->score -= LEANING;
	}
	return all;
}
