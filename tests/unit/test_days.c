/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_days.h"

#include "common/arena.h"
#include "common/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

/* "day number" of each day, with "=" for each block; or "-". */
static char *
drawn(const char *since, const char *until, const char *mails)
{
	static char out[2048];
	char text[4096];
	struct json *digest, *words, *root = json_object();
	const struct json *days;

	snprintf(text, sizeof text,
	    "{\"window\":{\"since\":\"%s\",\"until\":\"%s\"},\"threads\":[{\"mails\":[%s]}]}",
	    since, until, mails);
	digest = json_parse(bytes_from(text), NULL);
	words = json_parse(BYTES_LIT("{\"formats\":{\"day\":\"%-d %b\"}}"), NULL);
	assert_non_null(digest);
	view_days(root, digest, words);
	days = json_path(root, "activity.days");
	out[0] = '\0';
	for (size_t i = 0; i < json_count(days); i++) {
		const struct json *d = json_at(days, i);
		struct bytes day = json_text_of(json_get(d, "day")),
			     pad = json_text_of(json_get(d, "pad")),
			     number_pad = json_text_of(json_get(d, "number_pad")),
			     number = json_text_of(json_get(d, "number"));
		size_t n = strlen(out);

		snprintf(out + n, sizeof out - n, "%.*s%.*s %.*s%.*s %zu\n", (int)day.n, day.p,
		    (int)pad.n, pad.p ? pad.p : "", (int)number_pad.n,
		    number_pad.p ? number_pad.p : "", (int)number.n, number.p,
		    json_text_of(json_get(d, "bar")).n / 3);
	}
	if (json_type(json_get(root, "activity")) == JSON_NULL)
		strcpy(out, "-");
	json_free(root);
	json_free(words);
	json_free(digest);
	return out;
}

#define NEW(date) "{\"new\":true,\"date\":\"" date "\"}"
#define OLD(date) "{\"new\":false,\"date\":\"" date "\"}"

static void
test_days(void **state)
{
	(void)state;
	clock_set_zone("UTC");
	assert_string_equal(
	    drawn("2025-10-08T00:00:00+00:00", "2025-10-11T00:00:00+00:00",
		NEW("2025-10-08T00:00:00+00:00") "," NEW("2025-10-08T23:59:59+00:00") "," NEW(
		    "2025-10-10T12:00:00+00:00") "," OLD("2025-10-09T12:00:00+00:00")),
	    "8 Oct  2 16\n9 Oct  0 0\n10 Oct 1 8\n");
}

/* They add up to the new mails: what is dated outside counts for the edge, what is not dated for
 * the first. */
static void
test_outside(void **state)
{
	(void)state;
	clock_set_zone("UTC");
	assert_string_equal(
	    drawn("2025-10-08T00:00:00+00:00", "2025-10-10T00:00:00+00:00",
		NEW("2025-10-01T00:00:00+00:00") "," NEW("2025-10-12T00:00:00+00:00") "," NEW(
		    "") "," NEW("2025-10-10T00:00:00+00:00")),
	    "8 Oct 2 16\n9 Oct 2 16\n");
}

/* One mail beside a thousand is seen. */
static void
test_small(void **state)
{
	char many[3000] = NEW("2025-10-09T00:00:00+00:00");

	(void)state;
	clock_set_zone("UTC");
	for (int i = 0; i < 60; i++)
		strcat(many, "," NEW("2025-10-08"));
	assert_string_equal(drawn("2025-10-08T00:00:00+00:00", "2025-10-10T00:00:00+00:00", many),
	    "8 Oct 60 16\n9 Oct  1 1\n");
}

/* A day of 25 hours is one day, in the list's zone. */
static void
test_zone(void **state)
{
	(void)state;
	assert_true(clock_set_zone("Europe/Stockholm"));
	assert_string_equal(
	    drawn("2025-10-25T00:00:00+02:00", "2025-10-28T00:00:00+01:00",
		NEW("2025-10-26T23:30:00+01:00") "," NEW("2025-10-24T22:30:00+00:00")),
	    "25 Oct 1 16\n26 Oct 1 16\n27 Oct 0 0\n");
	clock_set_zone("UTC");
}

static void
test_none(void **state)
{
	(void)state;
	assert_string_equal(
	    drawn("2025-10-08T00:00:00+00:00", "2025-10-09T00:00:00+00:00", NEW("2025-10-08")),
	    "-");
	assert_string_equal(
	    drawn("2025-10-08T00:00:00+00:00", "2025-10-23T00:00:00+00:00", NEW("2025-10-08")),
	    "-");
	assert_string_not_equal(
	    drawn("2025-10-08T00:00:00+00:00", "2025-10-22T00:00:00+00:00", NEW("2025-10-08")),
	    "-");
	assert_string_equal(
	    drawn("2025-10-08T00:00:00+00:00", "2025-10-15T00:00:00+00:00", ""), "-");
	assert_string_equal(drawn("", "", NEW("2025-10-08")), "-");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days),
		cmocka_unit_test(test_outside),
		cmocka_unit_test(test_small),
		cmocka_unit_test(test_zone),
		cmocka_unit_test(test_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
