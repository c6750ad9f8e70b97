/* SPDX-License-Identifier: ISC */
/*
 * fold.h: superseded versions stand directly behind the newest one.
 */
#ifndef LISTBRIEF_REPORT_FOLD_H
#define LISTBRIEF_REPORT_FOLD_H

#include "common/arena.h"

struct fold_item {
	const char *id;
	const char *newest; /* the id of the newest version, where this is an older one; else NULL */
	long points;
};

/* What is said below an old version speaks for the newest: it gets the highest points of all of them. */
void fold_raise(struct arena *a, struct fold_item *items, size_t n);

/* order[n]: the items as they stand, but those whose newest is among them directly behind it. */
void fold_order(struct arena *a, const struct fold_item *items, size_t n, size_t *order);

#endif
