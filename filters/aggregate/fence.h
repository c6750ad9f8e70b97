/* SPDX-License-Identifier: ISC */
/*
 * fence.h: takes from a process, for good, what opening mail does not need: every file and folder, the network,
 * and signals to others (landlock(7)).  What is open already stays open.
 */
#ifndef LISTBRIEF_AGGREGATE_FENCE_H
#define LISTBRIEF_AGGREGATE_FENCE_H

#include <stdbool.h>

/* How much of it this kernel has: its Landlock version; 0 where there is none. */
int fence_version(void);

/* False where it should be there and is not: the process must not go on.  Wants no_new_privs. */
bool fence_raise(void);

#endif
