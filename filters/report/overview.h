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
 * [{kind, text, threads}]: kinds "applied", "disputed", "bug", "version" (a newer version was posted),
 * "series" (a first one was), "waiting" (for an answer), in that order and only those that have threads, each
 * in the order given.  text is the heading in English; templates have their own words for each kind.
 */
struct json *overview_json(const struct overview_thread *threads, size_t n);

#endif
