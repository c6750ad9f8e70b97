/* SPDX-License-Identifier: ISC */
/*
 * thread.h: mails -> threads, by what the mails say and nothing else (RFC 5256's
 * REFERENCES without its merging by subject).  Pure: the same set of mails gives the same
 * threads in any order.  Iterative and near-linear, whatever the senders wrote.
 *
 * Nodes of a thread: its mails in order of (arrival, key), then ghosts.  A mail that is a
 * copy of another is not shown: it keeps a ghost's place below that mail, under an id made of its key.
 */
#ifndef LISTBRIEF_AGGREGATE_THREAD_H
#define LISTBRIEF_AGGREGATE_THREAD_H

#include "store/store.h"

/* A mail's soft ties (at most 2; tie.h): to be written with it, and looked up. */
size_t thread_ties(struct arena *a, const struct store_mail *mail, struct store_tie ties[2]);

/*
 * mails[n]: every mail of some old threads and new ones; each result is one connected
 * thread with its tree and entries.  number is 0 in each.
 */
size_t thread_build(struct arena *a, const struct store_mail *mails, size_t n, struct store_thread **threads);

/* The id of a copy's place, and the key in such an id; false for every other id. */
struct bytes thread_copy_id(struct arena *a, const struct store_key *key);
bool thread_copy_key(struct bytes id, struct store_key *key);

#endif
