/* SPDX-License-Identifier: ISC */
/*
 * flowed.h: format=flowed text (RFC 3676) as the lines its sender wrote.
 */
#ifndef LISTBRIEF_AGGREGATE_FLOWED_H
#define LISTBRIEF_AGGREGATE_FLOWED_H

#include "common/buf.h"

/* Joins soft-broken lines of the same quote depth, never over "-- "; takes space-stuffing away. */
void flowed_join(struct buf *out, struct bytes text, bool delsp);

#endif
