/* SPDX-License-Identifier: ISC */
/*
 * state.h: what became of a thread, from what code read in its mails, listed or not.  Nothing here is
 * guessed: where it is not sure there is no state.  What stands further up wins.
 */
#ifndef LISTBRIEF_REPORT_STATE_H
#define LISTBRIEF_REPORT_STATE_H

#include "common/config.h"
#include "common/json.h"
#include "filters/report/entry/series.h"

enum state_kind {
	STATE_NONE,
	STATE_REVERTED,   /* somebody said that he took it back after it was applied */
	STATE_APPLIED,    /* a person said so of the whole of it in a reply; name tells how: applied, queued, merged, pulled; or
	                     his pull request lists it: applied */
	STATE_PARTLY,     /* of some of its parts */
	STATE_DROPPED,    /* who had taken it took it out again, or its author withdrew it */
	STATE_NACKED,     /* somebody other than the author refused it, and nobody applied it after all */
	STATE_SUPERSEDED, /* a newer version is known */
	STATE_BACKPORTED, /* the mail itself says that it was added to a stable tree */
	STATE_FAILED,     /* the mail itself says that it could not be */
	STATE_AUTOSEL,    /* the mail itself proposes it for one */
	STATE_REQUESTED,  /* somebody else asked the author for another version */
	STATE_BROKEN,     /* a robot says that it does not build, and nobody else than the author wrote since */
	STATE_REVIEW,     /* a posting somebody else has answered */
	STATE_FIX,        /* a patch for it was posted: state_fix */
	STATE_ANSWERED,   /* a question or a bug somebody else has answered */
	STATE_WAITING     /* nobody else has */
};

/* Mails that are named as evidence. */
#define STATE_TOLD_MAX ((size_t)20)
/* Parts that are listed. */
#define STATE_PARTS_MAX ((size_t)100)
/* Pull requests that are named as evidence. */
#define STATE_PULLS_MAX ((size_t)4)

struct state {
	enum state_kind kind;
	const char *name;
	const char *was; /* its name at the window's start, where that was another; NULL */
	struct bytes by, tree; /* of the last who said so; may be empty */
	const struct store_mail *told[STATE_TOLD_MAX];
	size_t ntold;
	const struct collect_pull *pulls[STATE_PULLS_MAX]; /* that list patches of it */
	size_t npulls;
	int parts[STATE_PARTS_MAX]; /* of STATE_PARTLY, STATE_NACKED; none where it is not said which */
	size_t nparts;
};

struct state state_of(struct arena *a, const struct series *series, const struct collect_thread *t);

/* What it was when the window began, at since, by what was known then; NULL where it was the same, or none. */
const char *state_was(struct arena *a, const struct series *series, const struct collect_thread *t,
    int64_t since, const struct state *now);

/* Notes that there is a patch for what the thread reports; false where it came to more already. */
bool state_fix(struct state *state);

/* Notes that the patch for what the thread reports was applied. */
void state_fixed(struct state *state, const struct state *fix);

/*
 * Notes that what takes the posting back was applied, now: in this window, which found the posting as it was
 * until then; nothing where the posting itself never was applied.
 */
void state_reverted(struct state *state, const struct state *revert, bool now);

/* Whether the state is called so, or says the same: "applied", "queued", "merged" and "pulled" do. */
bool state_is(const struct state *state, struct bytes name);

/* {kind, by, tree, commits, parts, cites, was, pulls: [{subject, message_id, thread, by, url, pulled}]} or null. */
struct json *state_json(struct arena *a, const struct config_list *list, const struct collect_thread *t,
    const struct state *state);

/*
 * Whole days from its first mail to until, where nobody but the author (and robots) ever wrote in it and
 * nothing became of it; 0 where somebody did, or it waits for nothing.
 */
int64_t state_waiting(const struct collect_thread *t, const struct state *state, int64_t until);

#endif
