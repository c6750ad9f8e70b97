/* SPDX-License-Identifier: ISC */
/*
 * state.h: what became of a thread, from what code read in its mails.  Nothing here is guessed: where it
 * is not sure there is no state.
 */
#ifndef LISTBRIEF_REPORT_STATE_H
#define LISTBRIEF_REPORT_STATE_H

#include "common/json.h"
#include "filters/report/series.h"

enum state_kind {
	STATE_NONE,
	STATE_APPLIED, /* a person said so of the whole of it in a reply; name tells how: applied, queued, merged, pulled */
	STATE_NACKED, /* somebody other than the author refused it, and nobody applied it after all */
	STATE_SUPERSEDED /* a newer version is known */
};

struct state {
	enum state_kind kind;
	const char *name;
	struct bytes by, tree; /* of the last who said so; may be empty */
};

struct state state_of(struct arena *a, const struct series *series, const struct collect_thread *t);

/* {kind, by, tree, commits, cites} or null. */
struct json *state_json(struct arena *a, const struct collect_thread *t, const struct state *state);

/*
 * Whole days from its first mail to until, where nobody but the author (and robots) ever wrote in it and
 * nothing became of it; 0 where somebody did, or it waits for nothing.
 */
int64_t state_waiting(const struct collect_thread *t, const struct state *state, int64_t until);

#endif
