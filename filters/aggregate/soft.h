/* SPDX-License-Identifier: ISC */
/*
 * soft.h: soft ties (tie.h) among the mails of a set: which belong together, and
 * what a mail without references hangs on.
 */
#ifndef LISTBRIEF_AGGREGATE_SOFT_H
#define LISTBRIEF_AGGREGATE_SOFT_H

#include "filters/aggregate/sets.h"
#include "filters/aggregate/thread.h"

struct soft;

/* For at most n mails, which are then added in order of (arrival, key); the set is their place in sets. */
struct soft *soft_new(struct arena *a, uint32_t n);
void soft_add(struct soft *s, const struct words *words, uint32_t set);

/* Joins what is tied; sets already holds what references join. */
void soft_join(struct soft *s, struct sets *sets);

/*
 * The mail that mail i (as added) hangs on, or UINT32_MAX: for a reply the nearest earlier mail
 * of its subject that starts something, else the nearest at all; for a part of a series its cover or first part.
 */
uint32_t soft_parent(const struct soft *s, uint32_t i);

#endif
