/* SPDX-License-Identifier: ISC */
/*
 * lines.h: a text (common/text.h's stored form) as two runs: the letters of its lines, then the lines.
 * Without the letters between them the lines are the raw mail's own, and pack to nearly nothing beside it.
 * Pure; any bytes come back as they were.
 */
#ifndef LISTBRIEF_STORE_LINES_H
#define LISTBRIEF_STORE_LINES_H

#include "common/arena.h"
#include "common/buf.h"

/* Appends to out. */
void lines_split(struct buf *out, struct bytes text);
/* False where split is damaged. */
bool lines_join(struct bytes split, struct arena *a, struct bytes *text);

#endif
