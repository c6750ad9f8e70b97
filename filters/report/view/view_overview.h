/* SPDX-License-Identifier: ISC */
/*
 * view_overview.h: what stands on top of the page, by kind.
 */
#ifndef LISTBRIEF_REPORT_VIEW_OVERVIEW_H
#define LISTBRIEF_REPORT_VIEW_OVERVIEW_H

#include "filters/report/view/view_thread.h"

/* Entries of one kind; the rest is counted. */
#define VIEW_OVERVIEW_SHOWN ((size_t)10)

/* Sets overview and headline; of the page's threads the first shown ones are on it. */
void view_overview(struct json *root, const struct json *digest, const struct json *words,
    const struct view_places *places, size_t shown);

#endif
