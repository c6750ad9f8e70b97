/* SPDX-License-Identifier: ISC */
/*
 * header.h: a tolerant look at a mail's header block (RFC 5322 section 2.2).
 * Nothing is refused: an mbox "From " line and blank lines before the header are
 * passed over, CRLF and LF both end lines, a line that is no field is passed
 * over, a mail without a blank line is all header.  Fields point into the raw
 * mail; nothing is allocated.
 */
#ifndef LISTBRIEF_HEADER_H
#define LISTBRIEF_HEADER_H

#include "common/arena.h"
#include "common/bytes.h"

/* Bytes of header that are looked at; the rest of a longer block is skipped as if absent. */
#define HEADER_BYTES_MAX ((size_t)102400)

struct header {
	struct bytes block; /* the fields, at most HEADER_BYTES_MAX */
	struct bytes body;  /* all behind the blank line; empty where there is none */
	bool cut;           /* the block was longer than HEADER_BYTES_MAX */
};

struct field {
	struct bytes name;  /* without the colon */
	struct bytes value; /* raw: still folded, ends trimmed */
};

void header_scan(struct bytes raw, struct header *h);

/* Takes the next field off *rest (start with h.block).  False at the end. */
bool header_next(struct bytes *rest, struct field *field);

/* The first field of that name, any case; BYTES_NONE (p NULL) where absent, p non-NULL where empty. */
struct bytes header_get(const struct header *h, const char *name);

/* A raw value on one line: each fold (line end + white space) becomes one blank. */
struct bytes header_unfold(struct arena *a, struct bytes value);

#endif
