/* SPDX-License-Identifier: ISC */
/*
 * meta.h: the store's own few numbers.
 */
#ifndef LISTBRIEF_STORE_META_H
#define LISTBRIEF_STORE_META_H

#include "store/env.h"

#define META_SCHEMA "schema"
#define META_LINKED "linked"
#define META_THREAD "thread" /* the last thread number given */
#define META_BLOCK "block"   /* the last block number given */
#define META_PACKED "packed" /* the place in the log behind which mails may lie alone */
#define META_TOLD "told"     /* the latest until of a digest: arrivals before it stay as they are */

/* 0 where never set. */
enum store_status meta_get(struct txn *t, const char *name, uint64_t *number);
enum store_status meta_put(struct txn *t, const char *name, uint64_t number);

#endif
