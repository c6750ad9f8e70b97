/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/rank.h"

#include "common/subject.h"

static long
category_points(unsigned category)
{
	switch (category) {
	case CATEGORY_BUG:
		return 6;
	case CATEGORY_PULL:
	case CATEGORY_ANNOUNCEMENT:
		return 3;
	case CATEGORY_RFC:
	case CATEGORY_QUESTION:
		return 2;
	default:
		return 0;
	}
}

static long
state_points(enum state_kind kind)
{
	switch (kind) {
	case STATE_NACKED:
	case STATE_REVERTED:
		return 8;
	case STATE_APPLIED:
	case STATE_PARTLY:
		return 4;
	case STATE_REQUESTED:
		return 2;
	default:
		return 0;
	}
}

long
rank_points(
    struct arena *a, const struct collect_thread *t, const size_t *person, const struct state *s)
{
	bool *seen = arena_array(a, t->n, sizeof(*seen));
	size_t author = person[t->root];
	long points = category_points(collect_entry(t)->category) + state_points(s->kind);

	for (size_t i = 0; i < t->n; i++) {
		if (!t->mails[i].new || person[i] == SIZE_MAX || person[i] == author)
			continue;
		points += 4 + (seen[person[i]] ? 0 : 3);
		seen[person[i]] = true;
	}
	return points;
}
