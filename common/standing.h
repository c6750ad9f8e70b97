/* SPDX-License-Identifier: ISC */
/*
 * standing.h: how a member's mail fares, in the member's options (a JSON object: keys that
 * are not ours are kept).  listbrief-members writes it, report passes over who is suspended.
 */
#ifndef LISTBRIEF_STANDING_H
#define LISTBRIEF_STANDING_H

#include "common/arena.h"

#include <stdint.h>

/* A member's digests are numbered without gaps, and bounces come in any order: one that fills a gap joins two runs. */
#define STANDING_RUNS_MAX 4

struct standing_run {
	uint64_t from, to; /* digests that came back, one after the other */
	int64_t first;     /* when the first of them did */
};

/* All zero: no digest came back. */
struct standing {
	struct standing_run runs[STANDING_RUNS_MAX]; /* oldest digests first */
	size_t n;
	int64_t suspended; /* since when no digest is sent; 0: they are */
};

/* What cannot be read counts as nothing. */
struct standing standing_read(struct bytes options);
struct bytes standing_write(struct arena *a, struct bytes options, const struct standing *s);

/* That digest came back.  False where that was known, or is older than what is kept. */
bool standing_count(struct standing *s, uint64_t digest, int64_t now);

#endif
