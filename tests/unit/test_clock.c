/* SPDX-License-Identifier: ISC */
#include "common/clock.h"
#include "tests/unit/arena_fixture.h"

#include <stdlib.h>

#define MONDAY ((int64_t)1760284800) /* 2025-10-12T16:00:00Z, midnight in Shanghai */

static void
test_now(void **state)
{
	(void)state;
	setenv("SOURCE_DATE_EPOCH", "1760284800", 1);
	assert_int_equal(clock_now(), MONDAY);
	setenv("SOURCE_DATE_EPOCH", "yesterday", 1);
	assert_true(clock_now() > MONDAY);
	unsetenv("SOURCE_DATE_EPOCH");
	assert_true(clock_now() > MONDAY);
}

static void
test_zone_refused(void **state)
{
	static const char *const wrong[] = { "", "Asia/Nowhere", "../../etc/passwd", "/etc/passwd",
		"+8:00", "+99:00", "+08:60", "UTC\n", "Asia",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };

	(void)state;
	assert_true(clock_set_zone("+02:00"));
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(clock_set_zone(wrong[i]));
	assert_string_equal(clock_rfc3339(arena, 0), "1970-01-01T02:00:00+02:00");
}

static void
test_rfc3339(void **state)
{
	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	assert_string_equal(clock_rfc3339(arena, MONDAY), "2025-10-13T00:00:00+08:00");
	assert_true(clock_set_zone("-03:30"));
	assert_string_equal(clock_rfc3339(arena, MONDAY), "2025-10-12T12:30:00-03:30");
	assert_true(clock_set_zone("UTC"));
	assert_string_equal(clock_rfc3339(arena, MONDAY), "2025-10-12T16:00:00+00:00");
}

static void
test_rfc5322(void **state)
{
	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	assert_string_equal(clock_rfc5322(arena, MONDAY), "Mon, 13 Oct 2025 00:00:00 +0800");
}

static void
test_absurd_times_are_written(void **state)
{
	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	assert_int_equal(bytes_from(clock_rfc3339(arena, INT64_MAX)).n, 25);
	assert_int_equal(bytes_from(clock_rfc3339(arena, INT64_MIN)).n, 25);
	assert_true(clock_set_zone("Africa/Monrovia")); /* -00:44:30 until 1972 */
	assert_string_equal(clock_rfc3339(arena, 0), "1969-12-31T23:16:00-00:44");
}

static void
is_parsed(const char *s, const char *wanted)
{
	int64_t t;

	assert_true(clock_parse(bytes_from(s), MONDAY, &t));
	assert_string_equal(clock_rfc3339(arena, t), wanted);
}

static void
test_parse(void **state)
{
	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	is_parsed("2025-10-13", "2025-10-13T00:00:00+08:00");
	is_parsed("2025-10-13T00:00:00Z", "2025-10-13T08:00:00+08:00");
	is_parsed("2025-10-13t00:00:00.25-03:30", "2025-10-13T11:30:00+08:00");
	is_parsed("2025-10-13 00:00:00+08:00", "2025-10-13T00:00:00+08:00");
	is_parsed("2016-12-31T23:59:60Z", "2017-01-01T08:00:00+08:00");
	is_parsed("7d", "2025-10-06T00:00:00+08:00");
	is_parsed("2w", "2025-09-29T00:00:00+08:00");
	is_parsed("36h", "2025-10-11T12:00:00+08:00");
	is_parsed("90m", "2025-10-12T22:30:00+08:00");
}

static void
test_parse_refused(void **state)
{
	static const char *const wrong[] = { "", "today", "2025-13-01", "2025-02-29", "2025-10-32",
		"2025-1-1", "0000-01-01", "2025-10-13T", "2025-10-13T24:00:00Z",
		"2025-10-13T00:00:00", "2025-10-13T00:00Z", "2025-10-13T00:00:00.Z",
		"2025-10-13T00:00:00+0800", "2025-10-13T00:00:00Zx", "2025-10-13x", "7", "d", "0d",
		"-7d", "7y", "99999999999999999d", "9999999999999999999d" };
	int64_t t;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_false(clock_parse(bytes_from(wrong[i]), MONDAY, &t));
}

static void
test_midnight_in_daylight_saving(void **state)
{
	(void)state;
	/* The hour of midnight was left out that day, */
	assert_true(clock_set_zone("America/Sao_Paulo"));
	is_parsed("2018-11-04", "2018-11-04T01:00:00-02:00");
	is_parsed("2018-11-05", "2018-11-05T00:00:00-02:00");
	/* or came twice, */
	assert_true(clock_set_zone("America/Havana"));
	is_parsed("2025-11-02", "2025-11-02T00:00:00-04:00");
	/* or the whole day was left out. */
	assert_true(clock_set_zone("Pacific/Apia"));
	is_parsed("2011-12-30", "2011-12-31T00:00:00+14:00");
}

static void
test_format(void **state)
{
	(void)state;
	assert_true(clock_set_zone("Asia/Shanghai"));
	assert_string_equal(clock_format(arena, "%m-%d %H:%M", MONDAY), "10-13 00:00");
	assert_string_equal(clock_format(arena, "", MONDAY), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_now),
		cmocka_unit_test(test_zone_refused), cmocka_unit_test(test_rfc3339),
		cmocka_unit_test(test_rfc5322), cmocka_unit_test(test_absurd_times_are_written),
		cmocka_unit_test(test_parse), cmocka_unit_test(test_parse_refused),
		cmocka_unit_test(test_midnight_in_daylight_saving), cmocka_unit_test(test_format) };

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
