/* SPDX-License-Identifier: ISC */
/*
 * who.h: whose word counts where somebody says that he took a posting, or took it back out.  A mail of
 * a stranger who wrote "Applied, thanks" decides nothing.
 */
#ifndef LISTBRIEF_REPORT_WHO_H
#define LISTBRIEF_REPORT_WHO_H

#include "filters/report/entry/collect.h"

/* Mails of one thread whose senders are looked into; of those behind, none counts. */
#define WHO_DOUBTED_MAX ((size_t)50)
/* Mails of the posting whose To and Cc are read, beside that of the part which is answered. */
#define WHO_POSTING_MAX ((size_t)4)

/*
 * Sets t->standing.  Somebody else than the author has standing where the mail tells commits or a tree, where
 * he had written in the thread before, is named in a trailer of the posting or among those it was sent
 * to (everybody, where that was the list alone), or has told commits of what he took in another thread before.  The author has where he tells commits: who
 * takes what he posted himself says so in full.  Where no mail of the posting is stored everybody has.
 */
enum store_status who_has_standing(struct store *s, struct arena *a, struct collect_thread *t);

/*
 * The same of somebody else than the author, by a mail of his that stands in another thread: he wrote in this one
 * before it, is named, was sent the posting, or took others.
 */
enum store_status who_is_concerned(struct store *s, struct arena *a, const struct collect_thread *t,
    const struct store_mail *m, bool *yes);

/* Whether m's sender told commits of what he took before. */
enum store_status who_takes(struct store *s, const struct store_mail *m, bool *yes);

#endif
