/* SPDX-License-Identifier: ISC */
/*
 * names.h: bytes -> small numbers, 0, 1, 2 ... in the order they were added.  Senders choose
 * what is hashed here, so the hash is keyed anew in each run (SipHash); no result depends on it.
 */
#ifndef LISTBRIEF_AGGREGATE_NAMES_H
#define LISTBRIEF_AGGREGATE_NAMES_H

#include "common/arena.h"

#include <stdint.h>

struct names;

/* Lives in the arena, as do the numbers; what is added must outlive it too. */
struct names *names_new(struct arena *a);

/* The number of s; *fresh (may be NULL) says whether it was new. */
uint32_t names_add(struct names *n, struct bytes s, bool *fresh);

#define NAMES_NONE UINT32_MAX

/* The number of s, or NAMES_NONE where it was never added. */
uint32_t names_find(const struct names *n, struct bytes s);

struct bytes names_get(const struct names *n, uint32_t number);
uint32_t names_count(const struct names *n);

#endif
