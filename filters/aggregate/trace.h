/* SPDX-License-Identifier: ISC */
/*
 * trace.h: the clues (common/clue.h) that a mail leaves for report to find it by.  They join no
 * threads.
 */
#ifndef LISTBRIEF_AGGREGATE_TRACE_H
#define LISTBRIEF_AGGREGATE_TRACE_H

#include "common/subject.h"
#include "store/store.h"

/* Clues of one mail besides those of what it lists; further links and commits are left out. */
#define TRACE_MAX ((size_t)32)

/* How many clues a mail may leave. */
size_t trace_room(const struct store_mail *mail);

/*
 * A posting's title, change-id, the mails it links to and the commit it takes back; the address of a bug it
 * reports or mends; of who says that he took something: his address, and the commits it became; a pull request's
 * title, and those of the patches it lists.  clues: trace_room of them.
 */
size_t trace_clues(const struct store_mail *mail, const struct subject *s, struct store_tie *clues);

#endif
