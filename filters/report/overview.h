/* SPDX-License-Identifier: ISC */
/*
 * overview.h: what stands on top of a digest: which threads were applied, which are disputed, and so on.
 */
#ifndef LISTBRIEF_REPORT_OVERVIEW_H
#define LISTBRIEF_REPORT_OVERVIEW_H

#include "common/json.h"
#include "filters/report/state.h"

/* What the overview looks at in one thread. */
struct overview_thread {
	const struct collect_thread *t;
	struct state state;
	int64_t waiting; /* days */
};

/*
 * [{kind, text, threads}]: one for each thread that is "applied", "contested", a "bug", a new "version", or
 * "waiting" for an answer, by kind in that order, and within a kind in the order given.  text is the
 * thread's subject.  A thread may stand under two kinds.
 */
struct json *overview_json(struct arena *a, const struct overview_thread *threads, size_t n);

#endif
