/* SPDX-License-Identifier: ISC */
/*
 * skeleton.h: a composite mail with every header in it replaced by one of ours.  libetpan
 * recurses on nesting, dies of a quote in a boundary and of comments in a field, and loses a header
 * for one bad line; so it gets the sender's bodies, and fields that we have read and written anew.
 */
#ifndef LISTBRIEF_AGGREGATE_SKELETON_H
#define LISTBRIEF_AGGREGATE_SKELETON_H

#include "common/buf.h"
#include "filters/aggregate/content.h"

/* RFC 2046 says 70. */
#define SKELETON_BOUNDARY_MAX ((size_t)200)

/* Whether it may stand between quotes in a header of ours. */
bool skeleton_boundary_usable(struct bytes boundary);

/* Whether a line of body delimits a part. */
bool skeleton_has_parts(struct bytes body, struct bytes boundary);

/*
 * Appends body under a header that says c (multipart or message/rfc822), each part under its own;
 * what is open at the end is closed.  A part deeper than MIME_DEPTH_MAX becomes one closed
 * application/octet-stream; what lies behind MIME_PARTS_MAX parts is left out.  False where
 * something was closed or left out.
 */
bool skeleton_write(struct buf *out, struct arena *a, struct bytes body, const struct content *c);

#endif
