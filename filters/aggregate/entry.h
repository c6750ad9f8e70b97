/* SPDX-License-Identifier: ISC */
/*
 * entry.h: a thread's tree cut into what a digest shows as one.
 *
 * A mail with a PATCH, RFC or PULL tag that is no reply by its subject, or that brings a diff under a
 * subject of its own, is a posting.  Wherever it was sent, it begins an entry, unless it is a part of a series
 * that has one: same author, version, total and tags, in that thread, and that part not there yet; or
 * sent at the same time as the cover it answers.  All else belongs to what it answers.  A ghost that parts of
 * a series answer stands for its cover.
 */
#ifndef LISTBRIEF_AGGREGATE_ENTRY_H
#define LISTBRIEF_AGGREGATE_ENTRY_H

#include "filters/aggregate/tree.h"

/* Parts that answer a cover within this time of it were posted with it, whatever their version says. */
#define ENTRY_POSTING_SECONDS ((int64_t)10 * 60)

struct entries {
	uint32_t *of;   /* node -> entry; entries of all threads are numbered through */
	uint32_t *root; /* entry -> node */
	uint32_t *lead; /* entry -> its first mail */
	uint32_t n;     /* in order of thread, then of first mail */
};

void entries_cut(struct arena *a, const struct tree *tree, struct entries *entries);

#endif
