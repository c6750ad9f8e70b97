/* SPDX-License-Identifier: ISC */
/*
 * sets.h: what belongs together (disjoint sets, by size and path halving).
 */
#ifndef LISTBRIEF_AGGREGATE_SETS_H
#define LISTBRIEF_AGGREGATE_SETS_H

#include "common/arena.h"

#include <stdint.h>

struct sets {
	uint32_t *up, *size;
	uint32_t n;
};

struct sets sets_new(struct arena *a, uint32_t n);
uint32_t sets_find(struct sets *s, uint32_t x);
void sets_join(struct sets *s, uint32_t x, uint32_t y);

#endif
