/* SPDX-License-Identifier: ISC */
/*
 * overview.h: what stands on top of a digest: which threads were applied, which are disputed, and so on.
 */
#ifndef LISTBRIEF_REPORT_OVERVIEW_H
#define LISTBRIEF_REPORT_OVERVIEW_H

#include "common/json.h"
#include "filters/report/entry/state.h"

/* A posting nobody answered stands there from this many days on. */
#define OVERVIEW_WAITING_DAYS 7
/* Two who each sent so many new replies in one thread go back and forth. */
#define OVERVIEW_FORTH 6

/* What the overview looks at in one thread. */
struct overview_thread {
	const struct collect_thread *t;
	const size_t *person; /* people_number of its mails */
	struct state state;
	int64_t waiting; /* days */
};

/*
 * [{kind, text, threads}]: one for each thread that was "applied" (in part, too) or "reverted" in this
 * window, is "contested" (refused, or two went back and forth in it), is a "bug", came as a new "version"
 * or a new "series" (an RFC, too), or is "waiting" for an answer; by kind in that order, and within a kind in the
 * order given.  text is the thread's subject.  A thread may stand under two kinds.
 */
struct json *overview_json(struct arena *a, const struct overview_thread *threads, size_t n);

#endif
