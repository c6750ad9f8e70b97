/* SPDX-License-Identifier: ISC */
/*
 * text.h: a mail's text as lines that know what they are.  aggregate tells the
 * kinds apart once (filters/aggregate/clean.h) and stores the lines; report reads
 * them.  The stored form is one line each: the kind's letter, the text, LF.
 */
#ifndef LISTBRIEF_TEXT_H
#define LISTBRIEF_TEXT_H

#include "common/arena.h"
#include "common/buf.h"

/* Text of one mail that is looked at; the rest is left out and said so (MAIL_CUT). */
#define TEXT_BYTES_MAX ((size_t)2 * 1024 * 1024)

enum text_kind {
	TEXT_PROSE = 'p',       /* the sender's own words */
	TEXT_BLANK = 'b',
	TEXT_QUOTE = 'q',       /* ">" lines, Outlook blocks, forwarded mail */
	TEXT_ATTRIBUTION = 'a', /* "On ..., X wrote:", in any language, over two lines too */
	TEXT_GREETING = 'g',    /* "Hi Marc,", "Thanks,", "Best regards" and what stands alone like them */
	TEXT_SIGNATURE = 's',   /* from "-- " on, and sign-offs with a name */
	TEXT_FOOTER = 'f',      /* the list's, a virus scanner's, a company's */
	TEXT_TRAILER = 't',     /* Reviewed-by: and its like, unquoted */
	TEXT_DIFF = 'd',        /* diff, diffstat, base-commit, PGP armour */
	TEXT_CHANGES = 'c',     /* what a patch says under "---" before the diff: its changelog */
	TEXT_CODE = 'k'         /* indented code, logs, tables, shortlog in prose */
};

struct text_line {
	enum text_kind kind;
	struct bytes text; /* UTF-8, clean, without its line end */
};

void text_write(struct buf *out, enum text_kind kind, struct bytes line);
/* Takes the next line off *rest.  A line of unknown kind reads as TEXT_QUOTE: never shown.  False at the end. */
bool text_next(struct bytes *rest, struct text_line *line);

#endif
