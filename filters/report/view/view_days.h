/* SPDX-License-Identifier: ISC */
/*
 * view_days.h: how the new mails of a window spread over its days.
 */
#ifndef LISTBRIEF_REPORT_VIEW_DAYS_H
#define LISTBRIEF_REPORT_VIEW_DAYS_H

#include "common/json.h"

/* A window of more days than this, or of one, has no chart. */
#define VIEW_DAYS_MAX 14
/* Blocks of the longest bar. */
#define VIEW_DAYS_BAR 16

/*
 * Sets activity: null, or its days.  A mail that arrived in the window counts for the day of its date, one dated
 * before or behind the window for the first or the last day, so that the days add up to the new mails.
 */
void view_days(struct json *root, const struct json *digest, const struct json *words);

#endif
