/* SPDX-License-Identifier: ISC */
/*
 * entry.h: one stored mail in the log.
 */
#ifndef LISTBRIEF_STORE_ENTRY_H
#define LISTBRIEF_STORE_ENTRY_H

#include "store/env.h"
#include "store/record.h"

/* What slip and packed point to is good until the next write.  packed: the mail, or a piece of a block. */
struct entry {
	uint64_t seq;
	struct slip slip;
	struct bytes packed;
};

/* The last place of the log; 0 where it is empty. */
enum store_status entry_log_end(struct txn *t, uint64_t *end);

/* The entry at a place that another table names: one that is missing is damage. */
enum store_status entry_get(struct txn *t, uint64_t seq, struct entry *e);
/* The same where it may be gone: STORE_NONE. */
enum store_status entry_find(struct txn *t, uint64_t seq, struct entry *e);

/* The size of the raw mail.  False where packed is damaged. */
bool entry_size(struct bytes packed, size_t *n);

enum store_status entry_raw(struct txn *t, struct bytes packed, struct arena *a, struct bytes *raw);
/* The same, and good until the next call: what lies in a block is not copied. */
enum store_status entry_look(struct txn *t, struct bytes packed, struct arena *a, struct bytes *raw);

#endif
