/* SPDX-License-Identifier: ISC */
/*
 * leaf.h: a raw mail's parts by their boundary lines alone (RFC 2046 section 5.1), for
 * comparing copies where no library may be let near the bytes.  Not a MIME reader:
 * attached mails are one part, and nothing is decoded but on request.
 */
#ifndef LISTBRIEF_LEAF_H
#define LISTBRIEF_LEAF_H

#include "common/buf.h"
#include "common/header.h"

/* Multiparts inside each other; deeper ones are text of the innermost. */
#define LEAF_DEPTH_MAX 8
/* RFC 2046 allows 70; a longer boundary is none. */
#define LEAF_BOUNDARY_MAX ((size_t)200)

struct leaves {
	struct bytes rest;
	struct header header; /* of the part rest is in */
	struct bytes boundary[LEAF_DEPTH_MAX];
	size_t depth;
	bool more;
};

struct leaf {
	struct bytes encoding; /* Content-Transfer-Encoding; may be empty */
	struct bytes content;
};

void leaves_open(struct leaves *l, struct bytes raw);
/* The next run of text between two delimiters: a part, a preamble, an epilogue; it may be empty.  False at the end. */
bool leaves_next(struct leaves *l, struct leaf *leaf);

/* Appends the content with its transfer encoding undone. */
void leaf_decode(struct buf *out, const struct leaf *leaf);

#endif
