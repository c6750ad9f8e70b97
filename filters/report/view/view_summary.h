/* SPDX-License-Identifier: ISC */
/*
 * view_summary.h: what was said in a thread.  Nothing is said twice: a sentence that stands among the open
 * questions, the changes or an earlier part, or in a newer version's posting on the same page, is left out, and so is one
 * of a few words in the mail that made the state.  The digest itself has all of them.
 */
#ifndef LISTBRIEF_REPORT_VIEW_SUMMARY_H
#define LISTBRIEF_REPORT_VIEW_SUMMARY_H

#include "common/arena.h"
#include "filters/report/view/view_thread.h"

/* "Applied to next, thanks!" is no longer than this. */
#define VIEW_DECISION_WORDS 8

/*
 * "summary": {parts: [{label, extract, claims: [{text, who, cites}]}], extract, mixed, checked: {held, of}} or null; parts
 * that are empty are left out.
 */
void view_summary(struct arena *a, struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places);

/* Whether the posting is not here: what is told first are words of those who answered it. */
bool view_is_missing(struct arena *a, const struct json *thread);

#endif
