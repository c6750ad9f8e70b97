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

#include "filters/aggregate/tie.h"

/* What a mail's subject says: read once, needed where it is tied and where it is put into its thread. */
struct words {
	struct subject subject;
	struct store_tie ties[TIE_MAX]; /* to be written with the mail, and looked up */
	size_t nties;
};

void words_read(struct arena *a, const struct store_mail *mail, struct words *words);

/*
 * mails[n]: every mail of some old threads and new ones, each key once; words[n] are theirs.  Each result
 * is one connected thread with its tree and entries.  number is 0 in each.
 */
size_t thread_build(struct arena *a, const struct store_mail *mails, const struct words *words, size_t n,
    struct store_thread **threads);

/* The id of a copy's place, and the key in such an id; false for every other id. */
struct bytes thread_copy_id(struct arena *a, const struct store_key *key);
bool thread_copy_key(struct bytes id, struct store_key *key);

#endif
