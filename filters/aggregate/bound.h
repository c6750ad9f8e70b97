/* SPDX-License-Identifier: ISC */
/*
 * bound.h: how much of a multipart body may be given to libetpan, which recurses on nesting
 * and trusts its boundaries.  A look at the delimiter lines and part headers alone.
 */
#ifndef LISTBRIEF_AGGREGATE_BOUND_H
#define LISTBRIEF_AGGREGATE_BOUND_H

#include "common/buf.h"
#include "filters/aggregate/content.h"

/* RFC 2046 says 70. */
#define BOUND_BOUNDARY_MAX ((size_t)200)
/* Comments in one part's header. */
#define BOUND_COMMENTS_MAX ((size_t)200)

/* Whether libetpan reads this boundary as we do, and survives it. */
bool bound_boundary_usable(struct bytes boundary);

/*
 * The length of body's head that stays within MIME_DEPTH_MAX, MIME_PARTS_MAX and the bounds
 * above.  c: what the header in front of it says; multipart or message.  ends gets the closing
 * delimiters of what is open there: libetpan drops the last part of a mail that was cut.
 */
size_t bound_body(
    struct arena *a, struct bytes body, const struct content *c, struct buf *ends);

#endif
