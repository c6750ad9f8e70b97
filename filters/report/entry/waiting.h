/* SPDX-License-Identifier: ISC */
/*
 * waiting.h: postings of the weeks before that nobody has answered, and in which nothing happened in this
 * window, so that they are not in the digest.
 */
#ifndef LISTBRIEF_REPORT_WAITING_H
#define LISTBRIEF_REPORT_WAITING_H

#include "common/config.h"
#include "common/json.h"
#include "filters/report/entry/collect.h"

/* How far back is looked, and how many are listed: those that wait longest. */
#define WAITING_SECONDS ((int64_t)28 * 86400)
#define WAITING_MAX ((size_t)100)

/*
 * Adds to overview {kind: "waiting", text, threads, author, url, days, category, from, paths, others} for each; shown are
 * the threads of the digest.
 */
enum store_status waiting_add(struct store *s, struct arena *a, const struct config_list *list,
    const struct window *w, const struct collect *shown, struct json *overview);

#endif
