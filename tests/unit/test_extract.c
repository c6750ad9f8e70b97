/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/extract.h"

#include "common/buf.h"
#include "filters/report/extract/terms.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#define ROOT                                                                                       \
	"pThe reset path leaves the timer armed, so the guest sees a stale interrupt. Fix it by "  \
	"disarming it.\n"

static struct extract_mail
mail(const char *text, size_t person, bool new)
{
	return (struct extract_mail){ bytes_from(text), person, new, false, false };
}

static bool
says(const struct extract_part *part, const char *words)
{
	for (size_t i = 0; i < part->n; i++)
		if (bytes_find(part->claims[i].text, bytes_from(words)) < part->claims[i].text.n)
			return true;
	return false;
}

static void
three_parts(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, false),
		mail("q> Fix it by disarming it.\npThis should be done under the lock instead, I "
		     "believe.\n",
		    1, false),
		mail("q> under the lock\npThe lock is taken by all callers already, so nothing is "
		     "missing.\n",
		    0, true) };
	struct extract e;

	(void)state;
	extract_thread(a, BYTES_LIT("[PATCH] timer: disarm on reset"), mails, 3, 0, &e);
	assert_true(e.original.n == 2 && e.earlier.n == 1 && e.this_week.n == 1);
	assert_int_equal(e.original.claims[0].mail, 0);
	assert_int_equal(e.earlier.claims[0].mail, 1);
	assert_int_equal(e.this_week.claims[0].mail, 2);
	assert_false(says(&e.this_week, "under the lock."));
	arena_free(a);
}

static void
empty_parts_stay_empty(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("q> all of it is quoted here.\n", 1, true) };
	struct extract e;

	(void)state;
	extract_thread(a, BYTES_NONE, mails, 2, 0, &e);
	assert_true(e.original.n > 0 && e.earlier.n == 0 && e.this_week.n == 0);
	extract_thread(a, BYTES_NONE, NULL, 0, 0, &e);
	assert_int_equal(e.original.n + e.earlier.n + e.this_week.n, 0);
	arena_free(a);
}

static void
every_sender_is_heard(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("pThe problem should be fixed in the timer core because others fail too. We "
		     "must drop the hack, "
		     "and instead fix the reset. A race with the timer needs a lock as well.\n",
		    1, true),
		mail("psame thing happens over here on hardware\n", 2, true),
		mail("pBisecting leads to nothing of interest on this machine.\n", 3, true) };
	struct extract e;

	(void)state;
	extract_thread(a, BYTES_NONE, mails, 4, 0, &e);
	assert_true(says(&e.this_week, "over here on hardware"));
	assert_true(says(&e.this_week, "Bisecting leads"));
	for (size_t i = 1; i < e.this_week.n; i++)
		assert_true(e.this_week.claims[i - 1].mail <= e.this_week.claims[i].mail);
	arena_free(a);
}

static void
open_questions_come_before_more_words(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("pThe problem should be fixed in the timer core, because others fail too. We "
		     "must drop the hack "
		     "and instead fix the reset path itself. A race with the timer needs a lock as "
		     "well.\n"
		     "b\npWhich kernels need a backport of this?\n",
		    1, true) };
	struct extract e;

	(void)state;
	extract_thread(a, BYTES_NONE, mails, 2, 0, &e);
	assert_true(says(&e.this_week, "need a backport"));
	mails[1].answered = true;
	extract_thread(a, BYTES_NONE, mails, 2, 0, &e);
	assert_false(says(&e.this_week, "need a backport"));
	arena_free(a);
}

static void
nothing_is_said_twice(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("pThe reset path leaves the timer armed, so the guest sees a stale "
		     "interrupt.\n",
		    1, true) };
	struct extract e;

	(void)state;
	extract_thread(a, BYTES_NONE, mails, 2, 0, &e);
	assert_int_equal(e.this_week.n, 0);
	arena_free(a);
}

static void
a_series_is_no_discussion(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail("d 2 files changed\n", 0, true), mail(ROOT, 0, true),
		mail("pAdd a selftest that arms the timer and resets the machine.\n", 0, true) };
	struct extract e;

	(void)state;
	mails[1].patch = mails[2].patch = true;
	extract_thread(a, BYTES_NONE, mails, 3, 0, &e);
	assert_int_equal(e.this_week.n, 0);
	assert_int_equal(e.original.n, 2);
	arena_free(a);
}

static void
bounds(void **state)
{
	struct arena *a = arena_new();
	size_t n = EXTRACT_MAILS_MAX + 50;
	struct extract_mail *mails = arena_array(a, n, sizeof(*mails));
	struct extract e;
	clock_t start = clock();

	(void)state;
	for (size_t i = 0; i < n; i++)
		mails[i] = mail(arena_printf(a,
				    "pWord%zu%zu should be a problem%zu of the timer%zu here. "
				    "Another%zu one, too.\n",
				    i, i * 7, i * 3, i * 5, i * 11),
		    i, i > 10);
	extract_thread(a, BYTES_NONE, mails, n, 0, &e);
	assert_true(e.original.n > 0 && e.original.n <= EXTRACT_ORIGINAL);
	assert_true(e.earlier.n <= EXTRACT_EARLIER && e.this_week.n <= EXTRACT_WEEK);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
	arena_free(a);
}

static void
terms(void **state)
{
	struct arena *a = arena_new();
	struct terms x = terms_of(a, BYTES_LIT("The guests are resets of their timers"));
	struct terms y = terms_of(a, BYTES_LIT("timer, guest: reset!"));

	(void)state;
	assert_int_equal(terms_common(x, y), 3);
	assert_true(terms_alike(x, x) > 0.99);
	assert_true(terms_alike(x, terms_of(a, BYTES_NONE)) == 0);
	assert_int_equal(terms_of(a, BYTES_LIT("页表竞争")).n, 3);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(three_parts),
		cmocka_unit_test(empty_parts_stay_empty),
		cmocka_unit_test(every_sender_is_heard),
		cmocka_unit_test(open_questions_come_before_more_words),
		cmocka_unit_test(nothing_is_said_twice),
		cmocka_unit_test(a_series_is_no_discussion),
		cmocka_unit_test(bounds),
		cmocka_unit_test(terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
