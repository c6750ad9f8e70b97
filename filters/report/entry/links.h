/* SPDX-License-Identifier: ISC */
/*
 * links.h: where a mail is read on the web.
 */
#ifndef LISTBRIEF_REPORT_LINKS_H
#define LISTBRIEF_REPORT_LINKS_H

#include "common/arena.h"
#include "common/bytes.h"

/*
 * The archive's pattern with {message_id} replaced; all but unreserved characters (RFC 3986) and "@"
 * percent-encoded, "/" too.  NULL where archive is NULL or id empty.
 */
const char *link_mail(struct arena *a, const char *archive, struct bytes id);

/*
 * "b4 shazam ID", fit for a shell; NULL where the archive is not the one b4 looks in (lore.kernel.org), or
 * the id holds a byte that means something to a shell.
 */
const char *link_b4(struct arena *a, const char *archive, struct bytes id);

#endif
