/* SPDX-License-Identifier: ISC */
/*
 * texts.h: the text of a mail, under its place in the log.  Nearly all of it stands in the mail too, and
 * it is packed beside that: it can be read as long as the mail is at that place.
 */
#ifndef LISTBRIEF_STORE_TEXTS_H
#define LISTBRIEF_STORE_TEXTS_H

#include "store/entry.h"

/* A value of the table, of the mail at seq. */
enum store_status texts_read(struct txn *t, uint64_t seq, struct bytes value, struct arena *a, struct bytes *text);

/* Before the mail at e leaves its place: the text that may be there does without it from now on. */
enum store_status texts_part(struct txn *t, const struct entry *e);

#endif
