/* SPDX-License-Identifier: ISC */
/*
 * clock.h: now, and time as people write it.  SOURCE_DATE_EPOCH replaces the
 * clock.  A program shows times in one zone, its list's: clock_set_zone.
 */
#ifndef LISTBRIEF_CLOCK_H
#define LISTBRIEF_CLOCK_H

#include "common/arena.h"

#include <stdint.h>
#include <time.h>

/* Seconds since the epoch: SOURCE_DATE_EPOCH where it is a number, else the clock. */
int64_t clock_now(void);

/* Milliseconds since some fixed time, of a clock that only goes forward. */
int64_t clock_steady(void);

/*
 * Makes name ("Asia/Shanghai", "UTC", "+08:00") the program's zone.  False where the
 * system knows no such zone; then nothing has changed.
 */
bool clock_set_zone(const char *name);

/* t broken down in the program's zone; *minutes (may be NULL) is its offset east of UTC then. */
struct tm clock_local(int64_t t, int *minutes);

/* RFC 3339 in the program's zone: 2025-10-13T00:00:00+08:00. */
char *clock_rfc3339(struct arena *a, int64_t t);
/* RFC 5322 in the program's zone: Mon, 13 Oct 2025 00:00:00 +0800. */
char *clock_rfc5322(struct arena *a, int64_t t);
/* strftime in the program's zone and the C locale. */
char *clock_format(struct arena *a, const char *format, int64_t t);

/*
 * What --since and --until take: an RFC 3339 time; a date (midnight in the program's
 * zone, whatever daylight saving does that day); or a span back from base: 90m, 36h,
 * 7d, 2w.  False where s is none of these.
 */
bool clock_parse(struct bytes s, int64_t base, int64_t *t);

/* A span alone (7d) in seconds. */
bool clock_parse_span(struct bytes s, int64_t *seconds);

#endif
