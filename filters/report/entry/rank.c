/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/rank.h"

#include "common/subject.h"

static long
category_points(unsigned category)
{
	switch (category) {
	case CATEGORY_BUG:
		return RANK_BUG;
	case CATEGORY_PULL:
	case CATEGORY_ANNOUNCEMENT:
		return RANK_PULL;
	case CATEGORY_RFC:
	case CATEGORY_QUESTION:
		return RANK_RFC;
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
		return RANK_REFUSED;
	case STATE_APPLIED:
	case STATE_PARTLY:
	case STATE_DROPPED:
		return RANK_APPLIED;
	case STATE_REQUESTED:
	case STATE_BROKEN:
		return RANK_REQUESTED;
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
		points += RANK_REPLY + (seen[person[i]] ? 0 : RANK_PERSON);
		seen[person[i]] = true;
	}
	return points;
}
