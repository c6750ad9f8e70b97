/* SPDX-License-Identifier: ISC */
/*
 * change.h: what one store_link changes in the tables that say where ids and arrivals are.
 * All changes of a link are gathered, sorted by key, and applied in one walk each, so that a long
 * thread that grew by one mail costs its one new node and not all of them.
 */
#ifndef LISTBRIEF_STORE_CHANGE_H
#define LISTBRIEF_STORE_CHANGE_H

#include "common/buf.h"
#include "store/env.h"
#include "store/key.h"

enum change_kind {
	CHANGE_WAS,  /* in thread number before */
	CHANGE_IS,   /* in thread number now */
	CHANGE_DROP, /* the copy with this tail is unlinked */
	CHANGE_SET   /* the copy with this tail is linked at place number */
};

struct change {
	unsigned char key[KEY_ARRIVAL_BYTES]; /* an id's has KEY_ID_BYTES, zeros behind */
	unsigned char tail[KEY_TAIL_BYTES];
	enum change_kind kind;
	uint64_t number;
};

struct changes {
	struct buf ids, arrivals; /* struct change */
};

#define CHANGES_INIT { BUF_INIT, BUF_INIT }

void changes_clear(struct changes *c);
void changes_release(struct changes *c);

/* All nodes of a thread as it was or is. */
void changes_add_thread(struct changes *c, const struct store_thread *thread, enum change_kind kind,
    uint64_t number);
void changes_add_mail(struct changes *c, const struct store_key *key, enum change_kind kind, uint64_t seq);

/* Copies that are dropped, or set anew, lose their record, text and ties here. */
enum store_status changes_apply(struct txn *t, struct changes *c);

#endif
