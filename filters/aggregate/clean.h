/* SPDX-License-Identifier: ISC */
/*
 * clean.h: a mail's decoded text -> lines that know what they are (common/text.h).
 * Pure, linear, without recursion.  In doubt a line is not prose: what a digest
 * calls the sender's words must be that.
 */
#ifndef LISTBRIEF_AGGREGATE_CLEAN_H
#define LISTBRIEF_AGGREGATE_CLEAN_H

#include "common/text.h"

/* A longer line is cut there: no one reads it, and it is no prose. */
#define CLEAN_LINE_MAX ((size_t)8192)
/* More lines are left out. */
#define CLEAN_LINES_MAX ((size_t)200000)

enum { CLEAN_DIFF = 1, CLEAN_CUT = 2 };

/*
 * Appends the lines of one part of a mail to out.  text: UTF-8, fit to be shown.
 * sender: name and address of its From, by which a lone name at the end is known; may be
 * empty.  Returns CLEAN_DIFF where it holds a diff, CLEAN_CUT where lines were left out.
 */
unsigned clean_text(struct buf *out, struct bytes text, struct bytes sender);

/* Appends all lines of text as one kind: a forwarded mail, an attached patch. */
void clean_as(struct buf *out, enum text_kind kind, struct bytes text);

#endif
