/* SPDX-License-Identifier: ISC */
/*
 * open.h: an open store, for the modules of store/ alone.  A call of store.h is a function
 * that is run once in a transaction; see env.h.
 */
#ifndef LISTBRIEF_STORE_OPEN_H
#define LISTBRIEF_STORE_OPEN_H

#include "store/block.h"
#include "store/env.h"
#include "store/pack.h"
#include "store/place.h"

enum store_status store_read(struct store *s, env_work *work, void *arg);
/* Under the store's lock, waited for as long as store_open was told. */
enum store_status store_write(struct store *s, env_work *work, void *arg);

/* Memory of one call: each that uses it resets it first. */
/*
 * store_open in two steps, without waiting.  store_find: the folder alone, as with STORE_CREATE; nothing is
 * locked.  store_enter: takes the lock and keeps it until store_close; STORE_AGAIN, unlogged, where another has it.
 */
enum store_status store_find(struct store **s, const char *dir, const char *list);
enum store_status store_enter(struct store *s);

/* Keeps the lock over several writes. */
enum store_status store_hold(struct store *s);
void store_release(struct store *s);

struct place *store_place(struct store *s);
struct arena *store_scratch(struct store *s);
struct packer *store_packer(struct store *s);
struct blocks *store_blocks(struct store *s);
struct env *store_env(struct store *s);

#endif
