/* SPDX-License-Identifier: ISC */
/*
 * stop.h: where a sentence ends: at a full stop that is none of an abbreviation's, a number's, a name's or
 * an aside's.  Pure and linear.
 */
#ifndef LISTBRIEF_REPORT_STOP_H
#define LISTBRIEF_REPORT_STOP_H

#include "common/bytes.h"

/* How long the first sentence of p is, its closing quotes and brackets included. */
size_t stop_find(struct bytes p);

#endif
