/* SPDX-License-Identifier: ISC */
#include "common/maildate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

/* 2025-10-13T00:00:00Z */
#define OCT_13 INT64_C(1760313600)

static void
reads(void **state)
{
	static const struct {
		const char *value;
		int64_t time;
		int zone;
	} cases[] = {
		{ "Mon, 13 Oct 2025 08:00:00 +0800", OCT_13, 480 },
		{ "13 Oct 2025 00:00 -0000", OCT_13, 0 },
		{ "Mon,13 Oct 2025 02:00:00 +02:00", OCT_13, 120 },
		{ "Mon, 13 Oct 2025 00:00:00 UTC", OCT_13, 0 },
		{ "Mon, 13 Oct 2025 00:00:00 GMT", OCT_13, 0 },
		{ "Mon, 13 Oct 2025 00:00:00 Z", OCT_13, 0 },
		{ "Mon, 13 Oct 2025 00:00:00", OCT_13, 0 },
		{ "Mon, 13 Oct 2025 00:00:00 XYZ", OCT_13, 0 },
		{ "Sun, 12 Oct 2025 20:00:00 EDT", OCT_13, -240 },
		{ "Mon, 13 Oct 2025 02:00:00 CEST", OCT_13, 120 },
		{ "Mon, 13 Oct 2025 05:30:00 IST", OCT_13, 330 },
		{ "Mon, 13 Oct 2025 02:00:00 GMT+0200", OCT_13, 120 },
		{ "Mon, 13 Oct 2025 08:00:00 +800", OCT_13, 480 },
		{ "Mon, 13 Oct 2025 08:00:00 +08", OCT_13, 480 },
		{ "Mon, 13 Oct 2025 08:00:00+0800", OCT_13, 480 },
		{ "Mon, 13 Oct 2025 08:00:00 +0800 (CST)", OCT_13, 480 },
		{ "Mon (a (b) \\) c), 13 (Oct 14) Oct 2025 00:00:00 (x", OCT_13, 0 },
		{ "Mon, 13 Oct 2025 14:00:00 +1400", OCT_13, 840 },
		{ "Mon, 13 Oct 25 00:00:00 GMT", OCT_13, 0 },
		{ "Mon, 13 Oct 125 00:00:00 GMT", OCT_13, 0 },
		{ "Monday, 13 October 2025 00:00:00 GMT", OCT_13, 0 },
		{ "Mon, 13-Oct-2025 00:00:00 GMT", OCT_13, 0 },
		{ "Mon Oct 13 00:00:00 2025", OCT_13, 0 },
		{ "Mon Oct 13 08:00:00 2025 +0800", OCT_13, 480 },
		{ "Oct 13, 2025 12:00 AM", OCT_13, 0 },
		{ "October 12, 2025 8:00 PM EDT", OCT_13, -240 },
		{ "Oct 12, 2025 8:00PM EDT", OCT_13, -240 },
		{ "2025-10-13T08:00:00+08:00", OCT_13, 480 },
		{ "2025-10-13t00:00:00.123z", OCT_13, 0 },
		{ "2025-10-13 00:00:00 +0000", OCT_13, 0 },
		{ "2025/10/13 00:00", OCT_13, 0 },
		{ "mar. 13 oct. 2025 00:00:00 +0000", OCT_13, 0 },
		{ "Mon, 13 Oct 2025\r\n 00:00:00\r\n +0000", OCT_13, 0 },
		{ "Mon, 13 Oct 2025 00.00.00 +0000", OCT_13, 0 },
		{ "\316\224, 13 Oct 2025 00:00:00 +0000", OCT_13, 0 },
		{ "Sun, 12 Oct 2025 23:59:60 +0000", OCT_13, 0 },
		{ "1 Jan 1970 00:00:00 +0000", 0, 0 },
		{ "1 Jan 1970 00:00:00 +0100", -3600, 60 },
		{ "31 Dec 9999 23:59:59 +0000", INT64_C(253402300799), 0 },
		{ "29 Feb 2024 00:00:00 +0000", INT64_C(1709164800), 0 },
		{ "1 Mar 2100 00:00:00 +0000", INT64_C(4107542400), 0 },
		{ "1 Jan 99 00:00:00 +0000", INT64_C(915148800), 0 },
	};
	struct maildate d;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		if (!maildate_parse(bytes_from(cases[i].value), &d))
			fail_msg("refused: %s", cases[i].value);
		if (d.time != cases[i].time || d.zone != cases[i].zone)
			fail_msg("%s: %lld, zone %d", cases[i].value, (long long)d.time, d.zone);
	}
}

static void
refuses(void **state)
{
	static const char *const cases[] = {
		"",
		"Whenever",
		"Mon, 32 Oct 2025 00:00:00 +0000",
		"Mon, 0 Oct 2025 00:00:00 +0000",
		"29 Feb 2025 00:00:00 +0000",
		"29 Feb 2100 00:00:00 +0000",
		"Mon, 13 Oct 2025 24:00:00 +0000",
		"Mon, 13 Oct 2025 25:00:00 +0000",
		"Mon, 13 Oct 2025 00:60:00 +0000",
		"Mon, 13 Oct 2025 00:00:61 +0000",
		"Mon, 13 Oct 2025 00:00:00 +1401",
		"Mon, 13 Oct 2025 00:00:00 -1500",
		"Mon, 13 Oct 2025 00:00:00 +9999",
		"Mon, 13 Oct 2025 00:00:00 +0060",
		"Mon, 13 Oct 1969 00:00:00 +0000",
		"Mon, 13 Oct 10000 00:00:00 +0000",
		"Mon, 13 Foo 2025 00:00:00 +0000",
		"13 2025 00:00:00 +0000",
		"Oct 2025 00:00:00 +0000",
		"Mon, 13 Oct 2025",
		"13.10.2025 00:00",
		"10/13/2025 00:00",
		"99999999999999999999 Oct 2025 00:00:00",
		"2025-13-01T00:00:00Z",
		"2025-10-13X00:00:00Z",
		"(((",
		"+",
		"-",
		":",
	};
	struct maildate d;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (maildate_parse(bytes_from(cases[i]), &d))
			fail_msg("taken: %s", cases[i]);
}

static void
arrives(void **state)
{
	static const struct {
		const char *what, *raw;
		int64_t want;
	} cases[] = {
		{ "top Received",
		    "Received: from a (b; c) by d; Mon, 13 Oct 2025 00:00:00 +0000\n"
		    "Received: by e; Sun, 12 Oct 2025 00:00:00 +0000\nDate: Sat, 11 Oct 2025 "
		    "00:00:00 +0000\n\n",
		    OCT_13 },
		{ "Received in the future",
		    "Received: x; 13 Oct 2036 00:00:00 +0000\nDate: 13 Oct 2025 00:00:00 +0000\n\n",
		    OCT_13 },
		{ "Received before mail",
		    "Received: x; 13 Oct 1980 00:00:00 +0000\nDate: 13 Oct 2025 00:00:00 +0000\n\n",
		    OCT_13 },
		{ "Received without a date",
		    "Received: by mail\nDate: 13 Oct 2025 00:00:00 +0000\n\n", OCT_13 },
		{ "Received with a broken date",
		    "Received: x; whenever\nDate: 13 Oct 2025 00:00:00 +0000\n\n", OCT_13 },
		{ "Date alone", "Date: 13 Oct 2025 00:00:00 +0000\n\n", OCT_13 },
		{ "Date in the future", "Date: 13 Oct 2036 00:00:00 +0000\n\n", OCT_13 + 100 },
		{ "Date a second ahead", "Date: 13 Oct 2025 00:01:41 +0000\n\n", OCT_13 + 100 },
		{ "Date before mail", "Date: 31 Dec 1989 23:59:59 +0000\n\n", OCT_13 + 100 },
		{ "no date", "Subject: x\n\n", OCT_13 + 100 },
	};
	struct header h;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		header_scan(bytes_from(cases[i].raw), &h);
		if (maildate_arrival(&h, OCT_13 + 100) != cases[i].want)
			fail_msg("%s: %lld", cases[i].what,
			    (long long)maildate_arrival(&h, OCT_13 + 100));
	}
}

/* A megabyte of each: done at once, whatever the answer. */
static void
hostile_sizes(void **state)
{
	static const char *const units[] = { "(", "()", "1 ", "a", "+", ",", "Oct-", "1:", "\\(" };
	size_t n = (size_t)1 << 20;
	char *p = malloc(n);
	struct maildate d;

	(void)state;
	assert_non_null(p);
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		for (size_t k = 0; k < n; k++)
			p[k] = units[i][k % strlen(units[i])];
		assert_false(maildate_parse((struct bytes){ p, n }, &d));
	}
	free(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(refuses),
		cmocka_unit_test(arrives),
		cmocka_unit_test(hostile_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
