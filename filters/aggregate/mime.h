/* SPDX-License-Identifier: ISC */
/*
 * mime.h: a raw mail's texts, decoded (RFC 2045-2047, 2231, 3676, 2183), by libetpan.
 * Runs in worker.c's child: what libetpan makes of hostile mail is not to be trusted.
 */
#ifndef LISTBRIEF_AGGREGATE_MIME_H
#define LISTBRIEF_AGGREGATE_MIME_H

#include "common/arena.h"
#include "common/buf.h"

/* Real mail nests 4 deep. */
#define MIME_DEPTH_MAX 20
#define MIME_PARTS_MAX 1000

enum mime_kind {
	MIME_TEXT = 't',    /* the mail's own text */
	MIME_FORWARD = 'f', /* text of a mail inside this one */
	MIME_PATCH = 'd',   /* an attached patch */
	MIME_FILE = 'k'     /* a text file shown inline: a log, a config */
};

enum { MIME_HTML = 1, MIME_CUT = 2 };

struct mime_part {
	enum mime_kind kind;
	struct bytes text; /* UTF-8, clean */
};

/*
 * Appends the mail's texts in order, in mime_next's form, at most TEXT_BYTES_MAX of text; what lies
 * deeper than MIME_DEPTH_MAX or behind MIME_PARTS_MAX parts is left out.  Returns MIME_ flags.
 */
unsigned mime_read(struct arena *a, struct bytes raw, struct buf *out);

/* Takes one part off what mime_read wrote.  False at the end, or where it is malformed. */
bool mime_next(struct bytes *rest, struct mime_part *part);

#endif
