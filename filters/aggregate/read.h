/* SPDX-License-Identifier: ISC */
/*
 * read.h: one raw mail -> its header record, its text by lines, its facts.  MIME is
 * opened in a child with limits (worker.h); a mail that kills the child costs its
 * own text only: it is marked MAIL_UNREADABLE and its raw body is read as plain text.
 */
#ifndef LISTBRIEF_AGGREGATE_READ_H
#define LISTBRIEF_AGGREGATE_READ_H

#include "store/store.h"

struct reader;

/* Starts the child when the first mail needs it.  NULL never. */
struct reader *reader_new(void);
void reader_free(struct reader *r);

/*
 * *mail and *text (text.h's stored form) live in the arena.  No mail makes it fail: the worst gives an empty text.
 * False where no child could be started: try again; logged.
 */
bool reader_read(struct reader *r, const struct store_mail_raw *raw, struct arena *a,
    struct store_mail *mail, struct bytes *text);

#endif
