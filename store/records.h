/* SPDX-License-Identifier: ISC */
/*
 * records.h: the header record of a linked mail, under its place in the log.  Its id, key and arrival are
 * those of the entry there, and are not written twice, as long as the mail is at that place.
 */
#ifndef LISTBRIEF_STORE_RECORDS_H
#define LISTBRIEF_STORE_RECORDS_H

#include "store/entry.h"

enum store_status records_put(struct txn *t, const struct store_mail *mail,
    const struct store_tie *const *ties, size_t nties);

/* A value of the table, of the mail at seq. */
enum store_status records_read(struct txn *t, uint64_t seq, struct bytes value, struct arena *a,
    struct store_mail *mail);
enum store_status records_ties(struct txn *t, uint64_t seq, struct bytes value, struct arena *a,
    struct store_tie **ties, size_t *nties);

/* Before the mail at e leaves its place: the record that may be there says all of it from now on. */
enum store_status records_part(struct txn *t, const struct entry *e);

#endif
