/* SPDX-License-Identifier: ISC */
/*
 * changes.h: what an author says is new in this version of a posting: the lines for it under "---" or
 * in the cover letter ("Changes since v2:", "v2 -> v3:", "v3: ...").  The find is pure and linear.
 */
#ifndef LISTBRIEF_REPORT_CHANGES_H
#define LISTBRIEF_REPORT_CHANGES_H

#include "common/json.h"
#include "filters/report/entry/collect.h"

/* Items of one mail that are listed, and of one posting. */
#define CHANGES_MAX ((size_t)12)
/* A longer item is cut at a blank, and ends in "...". */
#define CHANGES_BYTES_MAX ((size_t)300)

/*
 * The items of the changelog in text (text.h's form) that tell of this version, each one clean line;
 * items has room for CHANGES_MAX.  Returns how many.
 */
size_t changes_find(struct arena *a, struct bytes text, int version, struct bytes *items);

/*
 * [{text, cites}]: the posting's, cover first; what two of its mails both say stands once.  Empty for a
 * first version, and where the thread begins with no patch.
 */
enum store_status changes_json(struct store *s, struct arena *a, const struct collect_thread *t,
    struct json **changes);

#endif
