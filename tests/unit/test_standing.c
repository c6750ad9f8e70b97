/* SPDX-License-Identifier: ISC */
/* What came back of a member's digests, in any order. */
#include "common/standing.h"

#include "common/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
/* cmocka.h wants those before it. */
#include <cmocka.h>

/* digests[i] comes back at the time i; then it is written and read. */
static struct standing
after(const uint64_t *digests, size_t n)
{
	struct arena *a = arena_new();
	struct standing s = { 0 };

	for (size_t i = 0; i < n; i++) {
		standing_count(&s, digests[i], (int64_t)i);
		s = standing_read(standing_write(a, BYTES_LIT("{\"depth\":\"full\"}"), &s));
	}
	arena_free(a);
	return s;
}

static void
assert_run(const struct standing_run *run, uint64_t from, uint64_t to, int64_t first)
{
	assert_int_equal(run->from, from);
	assert_int_equal(run->to, to);
	assert_int_equal(run->first, first);
}

static void
test_any_order(void **state)
{
	static const uint64_t orders[][5] = { { 4, 5, 6, 7, 8 }, { 8, 7, 6, 5, 4 },
		{ 4, 6, 8, 5, 7 }, { 8, 4, 6, 7, 5 }, { 6, 6, 5, 7, 4 } };

	(void)state;
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		struct standing s = after(orders[i], 5);

		assert_int_equal(s.n, 1);
		assert_run(&s.runs[0], 4, i == 4 ? 7 : 8, 0);
	}
}

static void
test_what_arrived_ends_a_run(void **state)
{
	static const uint64_t digests[] = { 1, 2, 4, 5 };
	struct standing s = after(digests, 4);

	(void)state;
	assert_int_equal(s.n, 2);
	assert_run(&s.runs[0], 1, 2, 0);
	assert_run(&s.runs[1], 4, 5, 2);
	assert_false(standing_count(&s, 2, 9));
	assert_true(standing_count(&s, 3, 9));
	assert_int_equal(s.n, 1);
	assert_run(&s.runs[0], 1, 5, 0);
}

static void
test_oldest_run_goes(void **state)
{
	static const uint64_t digests[] = { 10, 20, 30, 40, 50, 5 };
	struct standing s = after(digests, 6);

	(void)state;
	assert_int_equal(s.n, STANDING_RUNS_MAX);
	assert_run(&s.runs[0], 20, 20, 1);
	assert_run(&s.runs[STANDING_RUNS_MAX - 1], 50, 50, 4);
	assert_false(standing_count(&s, 10, 9));
}

static void
test_strange_options(void **state)
{
	static const char *const strange[] = { "", "[]", "{\"bounces\":1}",
		"{\"bounces\":{\"runs\":{}}}",
		"{\"bounces\":{\"runs\":[1,{\"from\":5,\"to\":4},{\"from\":-1,\"to\":-9},{}]}}" };

	(void)state;
	for (size_t i = 0; i < sizeof strange / sizeof *strange; i++)
		assert_int_equal(standing_read(bytes_from(strange[i])).n, 0);
	assert_int_equal(standing_read(BYTES_LIT("{\"bounces\":{\"runs\":[{\"from\":3,\"to\":4},"
						 "{\"from\":4,\"to\":6}]}}"))
			     .n,
	    1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order),
		cmocka_unit_test(test_what_arrived_ends_a_run),
		cmocka_unit_test(test_oldest_run_goes),
		cmocka_unit_test(test_strange_options),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
