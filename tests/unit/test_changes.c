/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/changes.h"

#include "common/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The items for a version, each in brackets. */
static void
check(const char *text, int version, const char *want)
{
	struct arena *a = arena_new();
	struct bytes items[CHANGES_MAX];
	struct buf out = BUF_INIT;
	size_t n = changes_find(a, bytes_from(text), version, items);

	for (size_t i = 0; i < n; i++)
		buf_addf(&out, "[%.*s]", (int)items[i].n, items[i].p);
	assert_string_equal(arena_string(a, buf_bytes(&out)), want);
	buf_release(&out);
	arena_free(a);
}

static void
only_this_version(void **state)
{
	static const char log[] = "cChanges since v2:\nc- third a\nc  goes on\nc- third b\nb\n"
				  "cChanges since v1:\nc- second\n";

	(void)state;
	check(log, 3, "[third a goes on][third b]");
	check(log, 2, "[second]");
	check(log, 4, "");
}

static void
headings(void **state)
{
	(void)state;
	check("cv3:\nc - one thing\ncv2:\nc - two things\n", 3, "[one thing]");
	check("cv2 -> v3:\nc* one thing\ncv1 -> v2:\nc* two things\n", 3, "[one thing]");
	check("cv2->v3: one thing\ncv1->v2: two things\n", 3, "[one thing]");
	check("cV3: one thing\ncV2: two things\n", 3, "[one thing]");
	check("cChanges in v3:\nc- one thing\n", 3, "[one thing]");
	check("cChangelog v3:\nc- one thing\n", 3, "[one thing]");
	check("cChangelog:\nb\ncv3\nc- one thing\nb\ncv2\nc- two things\n", 3, "[one thing]");
	check("cChangelog:\nc- one thing\n", 3, "[one thing]");
	check("p* From v2 [1]:\np  - one thing [2]\np  - two\np    things\n", 3,
	    "[one thing][two things]");
	check("pChnages in V3:\np- one thing\n", 3, "[one thing]");
	check("cv3 (2026-03-01):\nc - one thing\n", 3, "[one thing]");
}

static void
no_headings(void **state)
{
	(void)state;
	check("pThis is v3 of the series: read it.\np- a list\n", 3, "");
	check("cv3: https://lists.example.org/r/3\ncv2: https://lists.example.org/r/2\n", 3, "");
	check("cv3:\nc- Link to v2: https://lists.example.org/r/2\n", 3, "");
	check("qChanges in v3:\nq- quoted\n", 3, "");
	check("cv3:\nd diff --git\nc- behind a diff\n", 3, "");
}

static void
what_follows_is_left_out(void **state)
{
	(void)state;
	check("cv3:\nb\npAddressed what Ann said:\nb\np- one thing\nb\npThe rest of the letter.\n",
	    3, "[one thing]");
	check("cv3:\nc- one thing\nb\npThanks to all.\np- no item\n", 3, "[one thing]");
}

static void
bounds(void **state)
{
	struct arena *a = arena_new();
	struct bytes items[CHANGES_MAX];
	struct buf b = BUF_INIT;

	(void)state;
	buf_add(&b, BYTES_LIT("cv2:\n"));
	for (size_t i = 0; i < CHANGES_MAX + 1; i++) {
		buf_add(&b, BYTES_LIT("c- "));
		for (size_t k = 0; k < CHANGES_BYTES_MAX; k++)
			buf_addc(&b, k % 10 == 9 ? ' ' : 'x');
		buf_addf(&b, "%zu\n", i);
	}
	assert_int_equal(changes_find(a, buf_bytes(&b), 2, items), CHANGES_MAX);
	for (size_t i = 0; i < CHANGES_MAX; i++)
		assert_true(items[i].n <= CHANGES_BYTES_MAX + 4);
	assert_true(bytes_ends(items[0], BYTES_LIT("x ...")));
	buf_release(&b);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_this_version),
		cmocka_unit_test(headings),
		cmocka_unit_test(no_headings),
		cmocka_unit_test(what_follows_is_left_out),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
