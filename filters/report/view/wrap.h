/* SPDX-License-Identifier: ISC */
/*
 * wrap.h: rendered text laid out for a terminal.  A template writes each paragraph on one
 * line, and says with two signs how it is to look:
 *
 *	a tab          what comes behind it is wrapped, its lines beginning in this column;
 *	               without a tab they begin under the line's own first word
 *	= or - alone   a rule as wide as the line above
 *
 * More than two empty lines become two; blanks at the ends of lines go.
 */
#ifndef LISTBRIEF_REPORT_WRAP_H
#define LISTBRIEF_REPORT_WRAP_H

#include "common/buf.h"

#define WRAP_COLUMNS ((size_t)78)

void wrap_text(struct buf *out, struct bytes text, size_t columns);

#endif
