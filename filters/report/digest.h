/* SPDX-License-Identifier: ISC */
/*
 * digest.h: a window of a list's mail as the digest itself: the JSON value that
 * --format json prints and every other format is drawn from (schema
 * "listbrief.digest/1").  Pure but for the store it reads.
 */
#ifndef LISTBRIEF_REPORT_DIGEST_H
#define LISTBRIEF_REPORT_DIGEST_H

#include "common/json.h"
#include "filters/report/model/model.h"
#include "filters/report/window.h"

/*
 * The caller frees *digest.  now: its "generated" time.  model: NULL where extracts are all the
 * summaries; keep: s may be written, to keep what it says.
 */
enum store_status digest_make(struct store *s, const struct config_list *list,
    const struct window *w, int64_t now, struct model *model, bool keep, struct json **digest);

#endif
