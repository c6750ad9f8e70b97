/* SPDX-License-Identifier: ISC */
/*
 * parts.h: which patches of a series words name.
 */
#ifndef LISTBRIEF_AGGREGATE_PARTS_H
#define LISTBRIEF_AGGREGATE_PARTS_H

#include "common/arena.h"
#include "common/bytes.h"

/* Patches one line names; more are left out. */
#define PARTS_MAX 64

struct parts {
	int at[PARTS_MAX];
	size_t n;
};

/*
 * Takes "3", "#2", "[1/2]", "1-3", "6~18", "2 to 4", and more of them behind "," or "and", off the
 * front of *s. False where there is none.
 */
bool parts_take(struct bytes *s, struct parts *p);

/*
 * What a line says the tags below it are for: "For patches 6-18:", "With that, patch 2,", "for the
 * series:", which leaves *p empty.  False where it says none of this.
 */
bool parts_scope(struct bytes line, struct parts *p);

/* "6 7 8". */
struct bytes parts_text(struct arena *a, const struct parts *p);

#endif
