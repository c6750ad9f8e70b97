/* SPDX-License-Identifier: ISC */
/*
 * standing.h: how a member's mail fares, in the member's options (a JSON object: keys that
 * are not ours are kept).  listbrief-members writes it, report passes over who is suspended.
 */
#ifndef LISTBRIEF_STANDING_H
#define LISTBRIEF_STANDING_H

#include "common/arena.h"

#include <stdint.h>

/* All zero: no digest came back. */
struct standing {
	uint64_t digest;   /* the last one that came back */
	uint64_t count;    /* how many did, one after the other */
	int64_t first;     /* when the first of them did */
	int64_t suspended; /* since when no digest is sent; 0: they are */
};

/* What cannot be read counts as nothing. */
struct standing standing_read(struct bytes options);
struct bytes standing_write(struct arena *a, struct bytes options, const struct standing *s);

#endif
