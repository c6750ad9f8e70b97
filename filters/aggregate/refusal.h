/* SPDX-License-Identifier: ISC */
/*
 * refusal.h: what people and robots write when they do not want a posting, not as it is, or no
 * longer.  Only forms that are used for nothing else count; a line each.
 */
#ifndef LISTBRIEF_AGGREGATE_REFUSAL_H
#define LISTBRIEF_AGGREGATE_REFUSAL_H

#include "common/bytes.h"

/* "NACK", and nothing else before its first stop. */
bool refusal_nacks(struct bytes line);

/* Asks the author for another version. */
bool refusal_asks_again(struct bytes line);

/* "I've dropped this patch", "Dropping this for now": the sender takes it back out; of a line that opens a paragraph. */
bool refusal_dropped(struct bytes line);

/* "Please drop this patch", "please don't backport this": asks that it not be taken. */
bool refusal_asks_drop(struct bytes line);

/* "Please ignore this series": the author's own. */
bool refusal_withdraws(struct bytes line);

/* A build robot's: that what was posted does not build.  Warnings are none. */
bool refusal_breaks(struct bytes line);

#endif
