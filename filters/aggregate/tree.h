/* SPDX-License-Identifier: ISC */
/*
 * tree.h: which mail answers which.
 *
 * A mail's parent is the last of its own references; where it has none, what a soft tie
 * gives (tie.h), else it has none.  A ghost's parent is what stands before it in the References of the
 * first mail that puts anything before it.  "First" is the order of (arrival, key), never
 * that of processing.  Where parents go in a circle, the first ghost in it loses its parent,
 * since that is hearsay; where there is none, the first mail.
 *
 * Mails of one id are one mail where author, date and title are the same: the first of them stands.
 * Others are mails of their own; replies to that id hang on the first.
 */
#ifndef LISTBRIEF_AGGREGATE_TREE_H
#define LISTBRIEF_AGGREGATE_TREE_H

#include "filters/aggregate/thread.h"

#define NODE_NONE UINT32_MAX

struct node {
	const struct store_mail *mail;  /* NULL for a ghost, and for a copy that does not stand */
	const struct subject *subject;  /* NULL where mail is */
	struct bytes id;
	uint32_t parent;  /* NODE_NONE: a root */
	uint32_t thread;  /* 0, 1, ...: in order of the first mail in each */
	uint32_t mention; /* where mail is NULL: the first mail that names it, or the one it is a copy of */
};

/* Mails in order first, then ghosts in order of their first mention, then copies. */
struct tree {
	struct node *nodes;
	uint32_t n, nmails;
	uint32_t nthreads;
};

/* mails[n] and words[n] outlive the tree; each key once. */
void tree_build(struct arena *a, const struct store_mail *mails, const struct words *words, size_t n,
    struct tree *tree);

#endif
