/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/soft.h"
#include "filters/aggregate/tie.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
/* subject.h: a part's number is at most 9999. */
#define PARTS ((size_t)10000)

struct tied {
	const struct store_tie *tie;
	uint32_t mail;
};

struct soft {
	struct arena *a;
	const struct subject **subjects;
	uint32_t *set, *parent;
	uint32_t n;
	struct tied *ties; /* once joined, in order */
	size_t nties;
};

struct soft *
soft_new(struct arena *a, uint32_t n)
{
	struct soft *s = arena_alloc(a, sizeof *s);

	s->a = a;
	s->subjects = arena_array(a, n, sizeof *s->subjects);
	s->set = arena_array(a, n, sizeof *s->set);
	s->parent = arena_array(a, n, sizeof *s->parent);
	s->ties = arena_array(a, n * TIE_MAX, sizeof *s->ties);
	return s;
}

void
soft_add(struct soft *s, const struct words *words, uint32_t set)
{
	for (size_t i = 0; i < words->nties; i++)
		s->ties[s->nties++] = (struct tied){ &words->ties[i], s->n };
	s->subjects[s->n] = &words->subject;
	s->set[s->n] = set;
	s->parent[s->n++] = NONE;
}

static int
by_tie(const void *x, const void *y)
{
	return tie_compare(((const struct tied *)x)->tie, ((const struct tied *)y)->tie);
}

static bool
holds(const struct soft *s, size_t i)
{
	return i > 0 && i < s->nties && tie_holds(s->ties[i - 1].tie, s->ties[i].tie);
}

/* The last mail in each set that starts something; good where its tie lies at or behind a place. */
struct starter {
	size_t at;
	uint32_t mail;
};

/* [from, to): ties of one subject. */
static void
hang_replies(struct soft *s, struct sets *sets, struct starter *starters, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		uint32_t mail = s->ties[i].mail;
		struct starter *starter = &starters[sets_find(sets, s->set[mail])];

		if (i > from && holds(s, i))
			s->parent[mail] = starter->at > from ? starter->mail : s->ties[i - 1].mail;
		if (!(s->subjects[mail]->flags & SUBJECT_REPLY))
			*starter = (struct starter){ i + 1, mail };
	}
}

/* [from, to): one posting. All hang on its cover, else on its first part. */
static void
hang_parts(struct soft *s, size_t from, size_t to)
{
	uint32_t lead = s->ties[from].mail;

	for (size_t i = from + 1; i < to; i++)
		if (s->subjects[s->ties[i].mail]->part < s->subjects[lead]->part)
			lead = s->ties[i].mail;
	for (size_t i = from; i < to; i++)
		if (s->ties[i].mail != lead)
			s->parent[s->ties[i].mail] = lead;
}

/* [from, to): ties of one series.  A gap in time, or a part that was there already, begins another
 * posting. */
static void
hang_series(struct soft *s, uint32_t *seen, size_t from, size_t to)
{
	size_t begin = from;

	for (size_t i = from; i < to; i++) {
		uint32_t *part = &seen[(size_t)s->subjects[s->ties[i].mail]->part % PARTS];

		if (i > begin && (!holds(s, i) || *part > begin)) {
			hang_parts(s, begin, i);
			begin = i;
		}
		*part = (uint32_t)i + 1;
	}
	hang_parts(s, begin, to);
}

static size_t
run_end(const struct soft *s, size_t from)
{
	size_t to = from + 1;

	while (to < s->nties && hash_equal(&s->ties[from].tie->hash, &s->ties[to].tie->hash))
		to++;
	return to;
}

void
soft_join(struct soft *s, struct sets *sets)
{
	uint32_t *seen = arena_array(s->a, PARTS, sizeof *seen);
	struct starter *starters = arena_array(s->a, sets->n, sizeof *starters);

	qsort(s->ties, s->nties, sizeof *s->ties, by_tie);
	for (size_t i = 1; i < s->nties; i++)
		if (holds(s, i))
			sets_join(sets, s->set[s->ties[i - 1].mail], s->set[s->ties[i].mail]);
	for (size_t from = 0, to; from < s->nties; from = to) {
		to = run_end(s, from);
		if (tie_kind(s->ties[from].tie) == TIE_SERIES)
			hang_series(s, seen, from, to);
		else
			hang_replies(s, sets, starters, from, to);
	}
}

uint32_t
soft_parent(const struct soft *s, uint32_t i)
{
	return s->parent[i];
}
