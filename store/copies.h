/* SPDX-License-Identifier: ISC */
/*
 * copies.h: the stored mails that have a new one's Message-ID, and how it stands to them; for the
 * modules of store/ alone.
 */
#ifndef LISTBRIEF_STORE_COPIES_H
#define LISTBRIEF_STORE_COPIES_H

#include "common/copy.h"
#include "store/entry.h"
#include "store/put.h"

/*
 * The stored copy of m: the same mail, or one that is the beginning of the other.  STORE_NONE: there
 * is none; with *crowded, none among as many mails of its id as are looked at: 16, or 1.5 MB.  A cut
 * copy of a mail of more than 8 MB is not known for one.  What it compared with, in bytes, is added to *compared.
 */
enum store_status copies_find(struct txn *t, struct put_mail *m, struct entry *old, enum copy *how, bool *crowded,
    size_t *compared);

/* A mail out of the spool is unpacked where it must be compared, and seldom is. */
enum store_status copies_raw(struct txn *t, struct put_mail *m, struct bytes *raw);

#endif
