/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/extract.h"

#include "filters/report/extract/phrases.h"
#include "filters/report/extract/sentence.h"
#include "filters/report/extract/terms.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Sentences of one mail, and of a thread, that take part. */
#define PER_MAIL_MAX ((size_t)60)
#define CANDIDATES_MAX ((size_t)4000)
/* Two sentences more alike than this say the same. */
#define ALIKE_MAX 0.6
/* Below this a sentence is chosen only to hear its sender. */
#define SCORE_MIN 0.9
/* And below this not even then. */
#define SCORE_FLOOR 0.35

enum role { ROLE_ROOT, ROLE_PATCH, ROLE_EARLIER, ROLE_WEEK };

struct candidate {
	struct sentence s;
	struct terms terms;
	size_t mail, index; /* index within the mail's sentences */
	double score;
};

struct pool {
	struct candidate **of;
	size_t n;
};

/* Which of a pool may be chosen. */
struct rule {
	double floor;
	size_t per_mail;
	bool each_once; /* one of a sender */
	bool question;	/* open ones only */
};

/* How often a term stands in other mails: one entry for each (term, mail). */
struct clue {
	uint64_t term;
	size_t mail;
};

struct job {
	struct arena *a;
	const struct extract_mail *mails;
	size_t nmails, root;
	struct terms subject;
	struct candidate *c;
	size_t n;
	struct clue *clues;
	size_t nclues;
	struct candidate *chosen[EXTRACT_ORIGINAL + EXTRACT_EARLIER + EXTRACT_WEEK];
	size_t nchosen;
};

static enum role
role_of(const struct job *j, size_t mail)
{
	if (mail == j->root)
		return ROLE_ROOT;
	if (j->mails[mail].patch)
		return ROLE_PATCH;
	return j->mails[mail].new ? ROLE_WEEK : ROLE_EARLIER;
}

static int
compare_clues(const void *a, const void *b)
{
	const struct clue *x = a, *y = b;

	if (x->term != y->term)
		return x->term < y->term ? -1 : 1;
	return (x->mail > y->mail) - (x->mail < y->mail);
}

static void
gather_clues(struct job *j)
{
	size_t total = 0, n = 0;

	for (size_t i = 0; i < j->n; i++)
		total += j->c[i].terms.n;
	j->clues = arena_array(j->a, total, sizeof(*j->clues));
	for (size_t i = 0; i < j->n; i++)
		for (size_t t = 0; t < j->c[i].terms.n; t++)
			j->clues[n++] = (struct clue){ j->c[i].terms.of[t], j->c[i].mail };
	qsort(j->clues, n, sizeof(*j->clues), compare_clues);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || compare_clues(&j->clues[i], &j->clues[i - 1]) != 0)
			j->clues[j->nclues++] = j->clues[i];
}

/* In how many mails the term stands, counted up to 5. */
static size_t
mails_with(const struct job *j, uint64_t term)
{
	size_t low = 0, high = j->nclues, n = 0;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (j->clues[mid].term < term)
			low = mid + 1;
		else
			high = mid;
	}
	while (low + n < j->nclues && j->clues[low + n].term == term && n < 5)
		n++;
	return n;
}

static double
clue_feature(const struct job *j, const struct candidate *c)
{
	size_t sum = 0;

	for (size_t i = 0; i < c->terms.n; i++) {
		size_t n = mails_with(j, c->terms.of[i]);
		sum += n ? n - 1 : 0;
	}
	return c->terms.n ? (double)sum / (4.0 * (double)c->terms.n) : 0;
}

/* Best between 15 and 35 words. */
static double
length_feature(size_t words)
{
	if (words < 15)
		return (double)words / 15.0;
	return words <= 35 ? 1.0 : 35.0 / (double)words;
}

static double
subject_feature(const struct job *j, const struct candidate *c)
{
	if (j->subject.n == 0)
		return 0;
	return (double)terms_common(c->terms, j->subject) / (double)j->subject.n;
}

/* "[1]" of the mail's own would be read as one of ours. */
static bool
has_footnote(struct bytes text)
{
	for (size_t i = 0; i + 1 < text.n; i++)
		if (text.p[i] == '[' && is_digit(text.p[i + 1]))
			return true;
	return false;
}

static double
score(const struct job *j, const struct candidate *c)
{
	bool posting = role_of(j, c->mail) <= ROLE_PATCH;
	double place = 1.0 / (1.0 + (double)c->index);
	double sum = (posting ? 1.4 : 0.8) * place;

	sum += (posting ? 0.5 : 0.1) / (1.0 + (double)c->s.paragraph);
	sum += 0.2 * (c->s.place == 0);
	sum += 0.6 * clue_feature(j, c);
	sum += 0.7 * length_feature(c->s.words);
	sum += 0.5 * subject_feature(j, c);
	sum += 0.3 * phrase_cues(c->s.text, 2) / 2.0;
	sum += posting ? 0 : 0.2 * c->s.question + 0.15 * c->s.answers;
	sum -= c->s.dangles ? (posting ? 1.5 : 0.4) : 0;
	sum -= has_footnote(c->s.text) ? 0.5 : 0;
	sum -= !posting && phrase_leans(c->s.text) ? 0.25 : 0;
	return c->terms.n < 2 ? sum - 0.5 : sum;
}

static void
gather_mail(struct job *j, size_t mail)
{
	struct sentence *s;
	size_t n = sentence_split(j->a, j->mails[mail].text, &s);

	for (size_t i = 0; i < n && i < PER_MAIL_MAX && j->n < CANDIDATES_MAX; i++)
		j->c[j->n++] = (struct candidate){
			.s = s[i], .terms = terms_of(j->a, s[i].text), .mail = mail, .index = i
		};
}

static void
gather(struct job *j)
{
	size_t from = j->nmails > EXTRACT_MAILS_MAX ? j->nmails - EXTRACT_MAILS_MAX : 0;

	j->c = arena_array(j->a, CANDIDATES_MAX, sizeof(*j->c));
	if (j->root < from)
		gather_mail(j, j->root);
	for (size_t i = from; i < j->nmails; i++)
		gather_mail(j, i);
	gather_clues(j);
	for (size_t i = 0; i < j->n; i++)
		j->c[i].score = score(j, &j->c[i]);
}

static int
compare_scores(const void *a, const void *b)
{
	const struct candidate *x = *(struct candidate *const *)a,
			       *y = *(struct candidate *const *)b;

	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return (x > y) - (x < y);
}

static int
compare_places(const void *a, const void *b)
{
	const struct candidate *x = *(struct candidate *const *)a,
			       *y = *(struct candidate *const *)b;

	return (x > y) - (x < y);
}

/* The candidates of one role, best first. */
static struct pool
pool_of(const struct job *j, enum role role)
{
	struct pool pool = { .of = arena_array(j->a, j->n, sizeof(*pool.of)) };

	for (size_t i = 0; i < j->n; i++)
		if (role_of(j, j->c[i].mail) == role)
			pool.of[pool.n++] = &j->c[i];
	qsort(pool.of, pool.n, sizeof(*pool.of), compare_scores);
	return pool;
}

static bool
is_said(const struct job *j, const struct candidate *c)
{
	for (size_t i = 0; i < j->nchosen; i++)
		if (j->chosen[i] == c || terms_alike(j->chosen[i]->terms, c->terms) > ALIKE_MAX)
			return true;
	return false;
}

static bool
allowed(const struct job *j, const struct candidate *c, size_t from, const struct rule *rule)
{
	size_t of_mail = 0;

	if (c->score < rule->floor ||
	    (rule->question && (!c->s.question || j->mails[c->mail].answered)))
		return false;
	for (size_t i = from; i < j->nchosen; i++) {
		if (rule->each_once &&
		    j->mails[j->chosen[i]->mail].person == j->mails[c->mail].person)
			return false;
		of_mail += j->chosen[i]->mail == c->mail;
	}
	return of_mail < rule->per_mail;
}

/* Takes from the pool by the rule until the part, which begins at from, has its fill. */
static void
choose(struct job *j, struct pool pool, size_t from, size_t fill, const struct rule *rule)
{
	for (size_t i = 0; i < pool.n && j->nchosen - from < fill; i++)
		if (allowed(j, pool.of[i], from, rule) && !is_said(j, pool.of[i]))
			j->chosen[j->nchosen++] = pool.of[i];
}

static struct extract_part
part_of(struct job *j, size_t from)
{
	struct extract_part part = { .n = j->nchosen - from };

	part.claims = arena_array(j->a, part.n, sizeof(*part.claims));
	qsort(j->chosen + from, part.n, sizeof(*j->chosen), compare_places);
	for (size_t i = 0; i < part.n; i++)
		part.claims[i] = (struct extract_claim){ j->chosen[from + i]->s.text,
			j->chosen[from + i]->mail };
	return part;
}

static struct extract_part
choose_original(struct job *j)
{
	static const struct rule root = { .floor = SCORE_FLOOR, .per_mail = EXTRACT_ORIGINAL };
	static const struct rule patch = { .floor = SCORE_FLOOR, .per_mail = 1 };
	size_t from = j->nchosen;

	choose(j, pool_of(j, ROLE_ROOT), from, EXTRACT_ORIGINAL, &root);
	if (j->nchosen == from)
		choose(j, pool_of(j, ROLE_PATCH), from, EXTRACT_ORIGINAL, &patch);
	return part_of(j, from);
}

static struct extract_part
choose_replies(struct job *j, enum role role, size_t fill)
{
	static const struct rule voices = {
		.floor = SCORE_FLOOR, .per_mail = 1, .each_once = true
	};
	static const struct rule questions = {
		.floor = SCORE_FLOOR, .per_mail = 2, .question = true
	};
	static const struct rule best = { .floor = SCORE_MIN, .per_mail = 2 };
	struct pool pool = pool_of(j, role);
	size_t from = j->nchosen;

	choose(j, pool, from, fill, &voices);
	choose(j, pool, from, fill, &questions);
	choose(j, pool, from, fill, &best);
	return part_of(j, from);
}

void
extract_thread(struct arena *a, struct bytes subject, const struct extract_mail *mails, size_t n,
    size_t root, struct extract *out)
{
	struct job j = { .a = a, .mails = mails, .nmails = n, .root = root };

	*out = (struct extract){ 0 };
	if (n == 0)
		return;
	j.subject = terms_of(a, subject);
	gather(&j);
	out->original = choose_original(&j);
	out->this_week = choose_replies(&j, ROLE_WEEK, EXTRACT_WEEK);
	out->earlier = choose_replies(&j, ROLE_EARLIER, EXTRACT_EARLIER);
}
