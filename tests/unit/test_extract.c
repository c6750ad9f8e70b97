/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/extract.h"

#include "common/buf.h"
#include "filters/report/extract/sentence.h"
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
	return (struct extract_mail){ .text = bytes_from(text), .person = person, .new = new };
}

static void
extract(struct arena *a, struct bytes subject, const struct extract_mail *mails, size_t n,
    struct extract_length length, struct extract *e)
{
	extract_make(a, &(struct extract_thread){ subject, mails, n, 0 }, length, NULL, e);
}

static const struct extract_length few;

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
	extract(a, BYTES_LIT("[PATCH] timer: disarm on reset"), mails, 3, few, &e);
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
	extract(a, BYTES_NONE, mails, 2, few, &e);
	assert_true(e.original.n > 0 && e.earlier.n == 0 && e.this_week.n == 0);
	extract(a, BYTES_NONE, NULL, 0, few, &e);
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
	extract(a, BYTES_NONE, mails, 4, few, &e);
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
	extract(a, BYTES_NONE, mails, 2, few, &e);
	assert_true(says(&e.this_week, "need a backport"));
	mails[1].answered = true;
	extract(a, BYTES_NONE, mails, 2, few, &e);
	assert_false(says(&e.this_week, "need a backport"));
	arena_free(a);
}

static void
what_can_be_understood_comes_before_what_leans(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("q> There is no moment in which a caller could take the wrong number.\n"
		     "b\npI tried hard to find one and could not. The timer does the right thing "
		     "when "
		     "the reset path fails.\n",
		    1, true) };
	struct extract e;

	(void)state;
	extract(a, BYTES_NONE, mails, 2, few, &e);
	assert_int_equal(e.this_week.n, 1);
	assert_true(says(&e.this_week, "The timer does the right thing"));
	arena_free(a);
}

/* "This is unlike ..." behind another sentence than its own would be a false one. */
static void
a_pronoun_stands_behind_its_sentence(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(
	    "pThe reset path leaves the timer armed for the guest.\nb\npThe table::\nb\n"
	    "pThis is unlike the other clock, which firmware stops.\nb\n"
	    "pStop it before memory is handed back to userspace.\n",
	    0, true) };
	struct extract e;

	(void)state;
	extract(a, BYTES_LIT("[PATCH] timer: disarm on reset"), mails, 1, few, &e);
	assert_int_equal(e.original.n, 2);
	assert_false(says(&e.original, "unlike"));
	mails[0].text =
	    BYTES_LIT("pThe reset path leaves the timer armed for the guest. This is unlike the "
		      "other clock, which firmware stops.\n");
	extract(a, BYTES_LIT("[PATCH] timer: disarm on reset"), mails, 1, few, &e);
	assert_true(says(&e.original, "unlike"));
	arena_free(a);
}

static void
what_is_taken_back_gives_way(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("pThe timer could be disarmed by the guest on reset. But that may be gone by "
		     "then.\nb\npThe core should stop all of its clocks instead.\n",
		    1, true) };
	struct extract e;

	(void)state;
	extract(a, BYTES_NONE, mails, 2, few, &e);
	assert_true(says(&e.this_week, "The core should"));
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
	extract(a, BYTES_NONE, mails, 2, few, &e);
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
	extract(a, BYTES_NONE, mails, 3, few, &e);
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
	extract(a, BYTES_NONE, mails, n, few, &e);
	assert_true(e.original.n > 0 && e.original.n <= EXTRACT_ORIGINAL);
	assert_true(e.earlier.n <= EXTRACT_EARLIER && e.this_week.n <= EXTRACT_VOICES_MAX);
	extract(a, BYTES_NONE, mails, n, (struct extract_length){ .words = EXTRACT_WORDS_MAX }, &e);
	assert_true(e.original.n + e.earlier.n + e.this_week.n <= EXTRACT_CLAIMS_MAX);
	assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 2.0);
	arena_free(a);
}

static size_t
words_of(const struct extract_part *part)
{
	size_t n = 0;

	for (size_t i = 0; i < part->n; i++)
		n += sentence_words(part->claims[i].text);
	return n;
}

static void
a_length_is_kept(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("pThe problem should be fixed in the timer core, because others fail too. We "
		     "must drop the hack and instead fix the reset path itself. A race with the "
		     "timer needs a lock as well.\nq> quoted words that nobody said here\n"
		     "dint these_do_not_count = 1;\n",
		    1, true),
		mail("pThe interrupt is stale for another reason, I fear.\n", 2, true) };
	struct extract_thread t = { BYTES_NONE, mails, 3, 0 };
	struct extract e;

	(void)state;
	assert_int_equal(extract_room(&t, (struct extract_length){ .percent = 100 }), 69);
	assert_int_equal(extract_room(&t, (struct extract_length){ .percent = 30 }), 20);
	for (unsigned words = 1; words < 70; words++) {
		size_t used;

		extract_make(a, &t, (struct extract_length){ .words = words }, NULL, &e);
		used = words_of(&e.original) + words_of(&e.this_week);
		assert_true(used <= words && (words < 10 || used + 10 > words || used == 60));
	}
	extract_make(a, &t, (struct extract_length){ .words = 40 }, NULL, &e);
	assert_true(says(&e.this_week, "for another reason"));
	arena_free(a);
}

static void
lengths_are_read(void **state)
{
	static const char *const wrong[] = { "", "0", "-1", "0%", "101%", "%", "12 ", "1.5%",
		"30%%", "100001", "99999999999999999999", "few" };
	struct extract_length length;

	(void)state;
	assert_true(extract_length_read("1", &length) && length.words == 1 && length.percent == 0);
	assert_true(extract_length_read("100000", &length) && length.words == EXTRACT_WORDS_MAX);
	assert_true(extract_length_read("100%", &length) && length.percent == 100);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		assert_false(extract_length_read(wrong[i], &length));
}

static void
everyone_is_heard_where_there_are_many(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[EXTRACT_VOICES_MAX + 5];
	struct extract e;

	(void)state;
	mails[0] = mail(ROOT, 0, true);
	for (size_t i = 1; i < EXTRACT_VOICES_MAX + 5; i++)
		mails[i] = mail(arena_printf(a, "pBoard%zu shows failure%zu after hour%zu too.\n",
				    i, i * 3, i * 5),
		    i, true);
	extract(a, BYTES_NONE, mails, 13, few, &e);
	assert_int_equal(e.this_week.n, 12);
	extract(a, BYTES_NONE, mails, EXTRACT_VOICES_MAX + 5, few, &e);
	assert_int_equal(e.this_week.n, EXTRACT_VOICES_MAX);
	arena_free(a);
}

/* The last word of who asked for another version stands, though more was to be said. */
static void
who_decides_has_the_last_word(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, 0, true),
		mail("pThe timer and the reset path need a stale interrupt, the guest sees the "
		     "problem. "
		     "The reset leaves it armed, and the guest must fix it. Another stale "
		     "interrupt should be fixed by disarming the timer.\n",
		    1, true),
		mail("pPlease send it with a test once more.\n", 2, true),
		mail("pThe guest could see a stale timer interrupt when that path is reset.\n", 1,
		    true),
		mail("pOrder them by size, though.\n", 2, true) };
	struct extract e;

	(void)state;
	mails[2].decides = true;
	extract(a, BYTES_LIT("timer: stale interrupt"), mails, 5, few, &e);
	assert_true(says(&e.this_week, "by size, though"));
	arena_free(a);
}

static void
what_robots_answer_is_not_told(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(ROOT, SIZE_MAX, true),
		mail("pThe timer is reset and the guest sees a stale interrupt.\n", SIZE_MAX,
		    true) };
	struct extract e;

	(void)state;
	extract(a, BYTES_NONE, mails, 2, few, &e);
	assert_true(e.original.n > 0 && e.this_week.n == 0);
	arena_free(a);
}

static void
the_subject_is_not_repeated(void **state)
{
	struct arena *a = arena_new();
	struct extract_mail mails[] = { mail(
	    "pTimer fixes for the reset path.\nb\n" ROOT, 0, true) };
	struct extract e;

	(void)state;
	extract(a, BYTES_LIT("[GIT PULL] Timer fixes for the reset path"), mails, 1, few, &e);
	assert_true(e.original.n > 0);
	assert_false(says(&e.original, "Timer fixes"));
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
		cmocka_unit_test(what_can_be_understood_comes_before_what_leans),
		cmocka_unit_test(a_pronoun_stands_behind_its_sentence),
		cmocka_unit_test(what_is_taken_back_gives_way),
		cmocka_unit_test(nothing_is_said_twice),
		cmocka_unit_test(a_series_is_no_discussion),
		cmocka_unit_test(a_length_is_kept),
		cmocka_unit_test(lengths_are_read),
		cmocka_unit_test(everyone_is_heard_where_there_are_many),
		cmocka_unit_test(who_decides_has_the_last_word),
		cmocka_unit_test(what_robots_answer_is_not_told),
		cmocka_unit_test(the_subject_is_not_repeated),
		cmocka_unit_test(bounds),
		cmocka_unit_test(terms),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
