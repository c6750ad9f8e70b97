/* SPDX-License-Identifier: ISC */
/*
 * clean.h: a mail's decoded text -> lines that know what they are (common/text.h).
 * Pure, linear, without recursion.  In doubt a line is not prose: what a digest
 * calls the sender's words must be that.
 */
#ifndef LISTBRIEF_AGGREGATE_CLEAN_H
#define LISTBRIEF_AGGREGATE_CLEAN_H

#include "common/text.h"

/* A line beyond this is cut there: no one reads it, and it is no prose. */
#define CLEAN_LINE_MAX ((size_t)8192)

/*
 * Appends the lines of one part of a mail to out.  text: UTF-8, fit to be shown.
 * True where it holds a diff.
 */
bool clean_text(struct buf *out, struct bytes text);

/* Appends all lines of text as one kind: a forwarded mail, an attached patch. */
void clean_as(struct buf *out, enum text_kind kind, struct bytes text);

#endif
