/* SPDX-License-Identifier: ISC */
/* linear.h: that twice as much takes about twice the time, on any machine, under any sanitizer. */
#ifndef LISTBRIEF_TESTS_LINEAR_H
#define LISTBRIEF_TESTS_LINEAR_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

/* Seconds of the processor that this process has had. */
static inline double
processor_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/*
 * cost(shape, n): the seconds that n of a shape take.  A square would be four times as many for
 * twice the n; one try of five is enough, since others are at work here.
 */
static inline void
assert_linear(
    const char *name, double (*cost)(const void *shape, size_t n), const void *shape, size_t n)
{
	double once = 0, twice = 0;

	for (int try = 0; try < 5; try++) {
		once = cost(shape, n);
		twice = cost(shape, 2 * n);
		if (twice < 3 * once + 0.01)
			return;
	}
	fail_msg("%s: %.3f s, then %.3f s", name, once, twice);
}

#endif
