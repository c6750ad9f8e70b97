/* SPDX-License-Identifier: ISC */
/*
 * related.h: bugs and what mends them.  A patch names the bug (Closes: URL, Link: URL of a bug report,
 * Reported-by: the address made for one bug), or a mail below the bug names the patch ("#syz fix: TITLE").
 * And patches and what takes them back: by the commit that one said it became and the other reverts, or by
 * the title in 'Revert "TITLE"'.
 */
#ifndef LISTBRIEF_REPORT_RELATED_H
#define LISTBRIEF_REPORT_RELATED_H

#include "common/json.h"
#include "filters/report/entry/collect.h"

/* Links of one thread that are listed, and looked at. */
#define RELATED_MAX ((size_t)10)
#define RELATED_LOOKED_AT ((size_t)64)

/*
 * [{kind, subject, message_id, thread, cites}], kind "fixes", "fixed by", "reverts" or "reverted by"; thread need not be in this
 * digest, and is null for a title nobody has posted.  until: the window's end.
 */
enum store_status related_json(struct store *s, struct arena *a, const struct collect_thread *t,
    int64_t until, struct json **related);

#endif
