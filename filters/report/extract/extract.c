/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/extract.h"

#include "filters/report/extract/candidate.h"
#include "filters/report/extract/phrases.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Two sentences more alike than this say the same. */
#define ALIKE_MAX 0.6

/* So many words have room for one open question. */
#define WORDS_A_QUESTION 100
/* What is shorter can hardly be read alone. */
#define PLAIN_WORDS 5

/* A set of them is their sum. */
enum role { ROLE_ROOT = 1, ROLE_PATCH = 2, ROLE_EARLIER = 4, ROLE_WEEK = 8, ROLE_ALL = 15 };

/* Which candidates may be chosen, and how many of them. */
struct rule {
	unsigned roles;
	size_t lines;	 /* of these roles at most, with what is chosen of them already */
	size_t per_mail; /* 0: any number */
	size_t most;	 /* taken by this rule; 0: any number */
	bool each_once;	 /* one of a sender */
	bool question;	 /* open ones only */
	bool whole;	 /* no fragments */
	bool plain;	 /* what can be read alone */
	bool good;	 /* better than the mean of these roles */
	bool decided;	 /* of the last mail of who decided something */
	bool stands;	 /* with its subject, or behind the sentence that has it */
};

struct job {
	const struct extract_mail *mails;
	size_t nmails, root;
	struct candidates all;
	struct candidate **pool; /* all, best first */
	size_t room;		 /* words left */
	struct candidate *chosen[EXTRACT_CLAIMS_MAX];
	size_t nchosen;
	size_t decided; /* a mail; nmails for none */
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

static double
mean_score(const struct job *j, unsigned roles)
{
	double sum = 0;
	size_t n = 0;

	for (size_t i = 0; i < j->all.n; i++)
		if (roles & role_of(j, j->all.of[i].mail)) {
			sum += j->all.of[i].score;
			n++;
		}
	return n ? sum / (double)n : 0;
}

static bool
is_said(const struct job *j, const struct candidate *c)
{
	/* All of it stands in the heading. */
	if (c->terms.n && terms_common(j->all.subject, c->terms) == c->terms.n)
		return true;
	for (size_t i = 0; i < j->nchosen; i++)
		if (j->chosen[i] == c || terms_alike(j->chosen[i]->terms, c->terms) > ALIKE_MAX)
			return true;
	return false;
}

/* "This is unlike that one.": behind another sentence it would say something else. */
static bool
stands(const struct job *j, const struct candidate *c)
{
	if (c->index == 0 || !phrase_has_no_subject(c->s.text))
		return true;
	for (size_t i = 0; c->follows && i < j->nchosen; i++)
		if (j->chosen[i] == c - 1)
			return true;
	return false;
}

static bool
is_plain(const struct candidate *c)
{
	return !c->s.dangles && !c->leans && c->s.words >= PLAIN_WORDS;
}

static bool
fits_rule(const struct job *j, const struct candidate *c, const struct rule *rule, double floor)
{
	const struct extract_mail *m = &j->mails[c->mail];

	return (rule->roles & role_of(j, c->mail)) && c->s.words <= j->room && c->score >= floor &&
	       (!rule->question || (c->s.question && !m->answered)) &&
	       (!rule->whole || !c->s.dangles) && (!rule->plain || is_plain(c)) &&
	       (!rule->decided || c->mail == j->decided) && (!rule->stands || stands(j, c));
}

/* Whether there is a place for it beside what is chosen. */
static bool
has_place(const struct job *j, const struct candidate *c, const struct rule *rule)
{
	size_t lines = 0, of_mail = 0;

	for (size_t i = 0; i < j->nchosen; i++) {
		size_t mail = j->chosen[i]->mail;

		if (!(rule->roles & role_of(j, mail)))
			continue;
		if (rule->each_once && j->mails[mail].person == j->mails[c->mail].person)
			return false;
		lines++;
		of_mail += mail == c->mail;
	}
	return lines < rule->lines && j->nchosen < EXTRACT_CLAIMS_MAX &&
	       (rule->per_mail == 0 || of_mail < rule->per_mail);
}

static void
choose(struct job *j, const struct rule *rule)
{
	double floor = rule->good ? mean_score(j, rule->roles) : -HUGE_VAL;
	size_t taken = 0;

	for (size_t i = 0; i < j->all.n && (rule->most == 0 || taken < rule->most); i++) {
		struct candidate *c = j->pool[i];

		if (!fits_rule(j, c, rule, floor) || !has_place(j, c, rule) || is_said(j, c))
			continue;
		j->chosen[j->nchosen++] = c;
		j->room -= c->s.words;
		taken++;
	}
}

static struct extract_part
part_of(struct arena *a, const struct job *j, unsigned roles)
{
	struct extract_part part = { 0 };

	part.claims = arena_array(a, j->nchosen, sizeof(*part.claims));
	for (size_t i = 0; i < j->nchosen; i++)
		if (roles & role_of(j, j->chosen[i]->mail))
			part.claims[part.n++] =
			    (struct extract_claim){ j->chosen[i]->s.text, j->chosen[i]->mail };
	return part;
}

/*
 * What it is about: the root's words, or where it has none, the patches'; its fragments where it
 * has no more. Twice, for what leans on a sentence that was chosen after it.
 */
static void
choose_original(struct job *j, size_t lines)
{
	struct rule root = { .roles = ROLE_ROOT, .lines = lines, .whole = true, .stands = true };
	struct rule patches = { .roles = ROLE_PATCH, .lines = lines, .per_mail = 1 };
	size_t before = j->nchosen;

	choose(j, &root);
	choose(j, &root);
	root.stands = root.whole = false;
	if (j->nchosen == before)
		choose(j, &root);
	if (j->nchosen == before)
		choose(j, &patches);
}

/* Who decided something, then what is still asked. */
static void
choose_kept(struct job *j, unsigned role, size_t lines, size_t questions)
{
	struct rule decided = { .roles = role, .lines = lines, .per_mail = 1, .decided = true };
	struct rule asked = {
		.roles = role, .lines = lines, .per_mail = 2, .most = questions, .question = true
	};

	choose(j, &decided);
	if (questions)
		choose(j, &asked);
}

/* Everyone once, by what can be read alone if there is such. */
static void
choose_part(struct job *j, unsigned role, size_t voices, size_t lines)
{
	struct rule once = { .roles = role, .lines = voices, .each_once = true, .plain = true };

	choose(j, &once);
	once.plain = false;
	choose(j, &once);
	choose_kept(j, role, lines, lines);
	choose(j, &(struct rule){ .roles = role, .lines = lines, .per_mail = 2, .good = true });
}

static void
choose_lines(struct job *j)
{
	choose_original(j, EXTRACT_ORIGINAL);
	choose_part(j, ROLE_WEEK, EXTRACT_VOICES_MAX, EXTRACT_WEEK);
	choose_part(j, ROLE_EARLIER, EXTRACT_EARLIER, EXTRACT_EARLIER);
}

/* Who began it is heard by the posting where that is new. */
static void
choose_words(struct job *j)
{
	const unsigned posting = ROLE_ROOT | ROLE_PATCH;
	const unsigned voices = j->mails[j->root].new ? ROLE_WEEK | posting : ROLE_WEEK;
	const size_t questions = j->room / WORDS_A_QUESTION;

	choose_original(j, 1);
	choose(j, &(struct rule){ .roles = voices, .lines = SIZE_MAX, .each_once = true });
	choose_kept(j, ROLE_WEEK, SIZE_MAX, questions);
	choose(j, &(struct rule){ .roles = ROLE_ALL, .lines = SIZE_MAX });
}

static int
compare_people(const void *a, const void *b)
{
	const size_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

/* The last new mail of somebody who decided something in the thread; n where there is none. */
static size_t
last_decided(struct arena *a, const struct extract_thread *t)
{
	size_t *deciders = arena_array(a, t->n, sizeof(*deciders)), n = 0;

	for (size_t i = 0; i < t->n; i++)
		if (t->mails[i].decides)
			deciders[n++] = t->mails[i].person;
	qsort(deciders, n, sizeof(*deciders), compare_people);
	for (size_t i = t->n; i-- > 0;) {
		const struct extract_mail *m = &t->mails[i];

		if (m->new && !m->patch &&
		    bsearch(&m->person, deciders, n, sizeof(*deciders), compare_people))
			return i;
	}
	return t->n;
}

void
extract_make(struct arena *a, const struct extract_thread *t, struct extract_length length,
    const double *weights, struct extract *out)
{
	struct job j = { .mails = t->mails, .nmails = t->n, .root = t->root };

	*out = (struct extract){ 0 };
	if (t->n == 0)
		return;
	j.all = candidates_of(a, t->subject, t->mails, t->n, t->root, weights);
	j.pool = arena_array(a, j.all.n, sizeof(*j.pool));
	for (size_t i = 0; i < j.all.n; i++)
		j.pool[i] = &j.all.of[i];
	qsort(j.pool, j.all.n, sizeof(*j.pool), compare_scores);
	j.decided = last_decided(a, t);
	j.room = extract_room(t, length);
	if (j.room == SIZE_MAX)
		choose_lines(&j);
	else
		choose_words(&j);
	qsort(j.chosen, j.nchosen, sizeof(*j.chosen), compare_places);
	out->original = part_of(a, &j, ROLE_ROOT | ROLE_PATCH);
	out->earlier = part_of(a, &j, ROLE_EARLIER);
	out->this_week = part_of(a, &j, ROLE_WEEK);
}
