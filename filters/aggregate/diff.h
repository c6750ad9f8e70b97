/* SPDX-License-Identifier: ISC */
/*
 * diff.h: the lines of a diff, told by their own syntax: a hunk says how many lines it has.
 */
#ifndef LISTBRIEF_AGGREGATE_DIFF_H
#define LISTBRIEF_AGGREGATE_DIFF_H

#include "filters/aggregate/lines.h"

struct diff {
	long long old, new; /* lines the hunk at hand still owes */
	bool binary;        /* in git's base85 */
};

/* Whether line i begins a diff. */
bool diff_head(const struct lines *l, size_t i);
/* Reads "@@ -1,7 +1,9 @@".  False where s is none. */
bool diff_hunk(struct diff *d, struct bytes s);
/* Whether line i goes on with the diff above it; takes it off the hunk at hand. */
bool diff_goes_on(struct diff *d, const struct lines *l, size_t i);

/* A diffstat's line: " path | 12 ++--", " path | Bin", " 3 files changed, ...", " create mode 100644 x". */
bool diff_stat(struct bytes s);

#endif
