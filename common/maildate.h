/* SPDX-License-Identifier: ISC */
/*
 * maildate.h: the date of a mail (RFC 5322 section 3.3 and its obsolete forms):
 * two-digit years, zone names, +02:00, ISO 8601, ctime's order, comments, missing
 * seconds or weekday.  Absurd values are refused, not bent: day 32, hour 25, zone
 * beyond 14 h, years outside 1970..9999.
 */
#ifndef LISTBRIEF_MAILDATE_H
#define LISTBRIEF_MAILDATE_H

#include "common/header.h"

#include <stdint.h>

struct maildate {
	int64_t time; /* seconds since 1970-01-01T00:00:00Z */
	int zone;     /* minutes east of UTC; 0 for "-0000" and unknown names */
};

bool maildate_parse(struct bytes value, struct maildate *date);

/*
 * When the mail arrived, by its own word: the date of the top Received field where
 * it parses and lies between 1990 and now, else Date where it does, else now.
 * Never later than now.
 */
int64_t maildate_arrival(const struct header *h, int64_t now);

#endif
