/* SPDX-License-Identifier: ISC */
/*
 * outcome.h: what became of a thread by what became of another one in the digest: a bug's patch was
 * applied, a patch's revert was.
 */
#ifndef LISTBRIEF_REPORT_OUTCOME_H
#define LISTBRIEF_REPORT_OUTCOME_H

#include "filters/report/entry/state.h"

struct outcome_thread {
	const struct collect_thread *t;
	struct state *state;
	const struct json *related; /* related_json */
};

void outcome_settle(struct arena *a, const struct outcome_thread *threads, size_t n);

#endif
