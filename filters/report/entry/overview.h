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
/* A thread in which two people, or more, each sent so many new replies is much discussed. */
#define OVERVIEW_FORTH 6

/* What the overview looks at in one thread. */
struct overview_thread {
	const struct collect_thread *t;
	const size_t *person; /* people_number of its mails */
	struct state state;
	int64_t waiting; /* days */
};

/*
 * [{kind, text, threads, author}]: one for each thread that was "applied" (in part, too), or "reverted" or dropped in
 * this window, is "nacked", or "discussed" (OVERVIEW_FORTH), is a "bug", came as a new "version" or a new "series" (an RFC,
 * too), or is "waiting" for an answer; by kind in that order, and within a kind in the order given.  text is the
 * thread's subject, author who posted it.  A thread may stand under two kinds.
 */
struct json *overview_json(struct arena *a, const struct overview_thread *threads, size_t n);

/* Sets author; null where the posting is not here. */
void overview_author(struct arena *a, struct json *v, const struct collect_thread *t);

#endif
