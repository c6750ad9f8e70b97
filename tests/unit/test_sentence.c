/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/sentence.h"

#include "common/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* The sentences of text, each in brackets. */
static char *
split(struct arena *a, const char *text)
{
	struct sentence *s;
	struct buf out = BUF_INIT;
	size_t n = sentence_split(a, bytes_from(text), &s);
	char *all;

	for (size_t i = 0; i < n; i++)
		buf_addf(&out, "[%.*s]", (int)s[i].text.n, s[i].text.p);
	all = arena_string(a, buf_bytes(&out));
	buf_release(&out);
	return all;
}

static void
check(const char *text, const char *want)
{
	struct arena *a = arena_new();

	assert_string_equal(split(a, text), want);
	arena_free(a);
}

static void
lines_are_joined(void **state)
{
	(void)state;
	check("pThe reader wakes up before\npthe writer has published.  It then\npfails with an "
	      "error.\n",
	    "[The reader wakes up before the writer has published.][It then fails with an error.]");
}

static void
full_stops_that_end_nothing(void **state)
{
	(void)state;
	check("pSee e.g. the reset path in v6.1 for more. Next one here now.\n",
	    "[See e.g. the reset path in v6.1 for more.][Next one here now.]");
	check("pThis touches virt/kvm.c and J. Doe agreed with it.\n",
	    "[This touches virt/kvm.c and J. Doe agreed with it.]");
	check("pCall `a. B c` first of all.\n", "[Call `a. B c` first of all.]");
	check("pThere are four (yes, four!) of them here.\n",
	    "[There are four (yes, four!) of them here.]");
	check("pThe board of Example Ltd. is late. So is Example Inc. They know.\n",
	    "[The board of Example Ltd. is late.][So is Example Inc.]");
	check("pInfo: (dir/file.c) the_function:146: nothing is there\n", "");
	check("pWell... maybe we should wait.\n", "[Well... maybe we should wait.]");
	check("pIs that so? It is so indeed! Good to know that.\n",
	    "[Is that so?][It is so indeed!][Good to know that.]");
	check("pHe said \"stop it now.\" Then he went away.\n",
	    "[He said \"stop it now.\"][Then he went away.]");
}

static void
chinese(void **state)
{
	(void)state;
	check("p这个补丁修复了页表的竞争问题。我们应该先合并它吗？\np我认为可以合并\np到下一个版本"
	      "。\n",
	    "[这个补丁修复了页表的竞争问题。][我们应该先合并它吗？][我认为可以合并到下一个版本。]");
}

static void
only_own_words(void **state)
{
	(void)state;
	check(
	    "aOn Monday, Ann Example wrote:\nq> The old words stand here.\ngHi Ann,\n"
	    "pMy own words stand here.\nb\nkint main(void) is code here.\ntReviewed-by: Ann <a@b>\n"
	    "cv2: it says what changed.\nddiff --git a/x b/x and more\ns-- \nsBob of the Example "
	    "team.\n"
	    "fThis list has a footer.\nzSome kind nobody knows of.\n",
	    "[My own words stand here.]");
}

static void
small_change_is_left_out(void **state)
{
	(void)state;
	check("pThanks for the quick review of this.\nb\npHi Ann and everybody else here\nb\n"
	      "pChanges since v2 are listed below here.\nb\npv3: rebased on the new tree.\nb\n"
	      "pThis series applies on top of the next tree.\nb\npLGTM, and it works for me.\nb\n"
	      "pce6a7007048b staging: remove what nobody uses.\nb\n"
	      "pSee https://evil.example/ for more of this.\nb\npThe call trace is the following "
	      "one:\n",
	    "");
}

static void
bounds(void **state)
{
	struct buf text = BUF_INIT;
	struct arena *a = arena_new();
	struct sentence *s;

	(void)state;
	check("pToo short.\n", "");
	check("p0x1234 0x5678 0x9abc 1234 5678 == 12.\n", "");
	buf_adds(&text, "p");
	for (int i = 0; i < SENTENCE_WORDS_MAX; i++)
		buf_adds(&text, i ? " word" : "Word");
	buf_adds(&text, ".\n");
	assert_int_equal(sentence_split(a, buf_bytes(&text), &s), 1);
	buf_clear(&text);
	buf_adds(&text, "pOne more");
	for (int i = 0; i < SENTENCE_WORDS_MAX; i++)
		buf_adds(&text, " word");
	buf_adds(&text, ".\n");
	assert_int_equal(sentence_split(a, buf_bytes(&text), &s), 0);
	buf_clear(&text);
	for (size_t i = 0; i < SENTENCES_MAX + 50; i++)
		buf_adds(&text, "pA sentence like any other.\nb\n");
	assert_int_equal(sentence_split(a, buf_bytes(&text), &s), SENTENCES_MAX);
	buf_release(&text);
	arena_free(a);
}

static void
fragments(void **state)
{
	struct arena *a = arena_new();
	struct sentence *s;

	(void)state;
	assert_int_equal(
	    sentence_split(a,
		BYTES_LIT("kfoo(bar);\nb\npwhich then fails on boot. Is it the cache?\n"
			  "q> old\npno full stop here\n"),
		&s),
	    2);
	assert_true(s[0].question);
	assert_false(s[0].dangles || s[0].answers);
	assert_true(s[1].answers && s[1].dangles);
	assert_int_equal(s[0].paragraph, 0);
	assert_int_equal(s[0].place, 1);
	arena_free(a);
}

static void
what_runs_into_code_is_left_out(void **state)
{
	(void)state;
	check(
	    "pIt works here. The helper will need to deal with\nb\nkint x;\n", "[It works here.]");
	check("pThis has no full stop here\nq> and a quote\n", "");
	check("pThis has no full stop here\nb\npAnd this one has it.\nkint x;\n",
	    "[This has no full stop here][And this one has it.]");
}

static void
items_stand_alone(void **state)
{
	(void)state;
	check("pThere are two things here.\np- the first thing to do\np  goes on here\np2) the "
	      "second thing to do\n",
	    "[There are two things here.][the first thing to do goes on here][the second thing to "
	    "do]");
}

static void
greetings_are_cut_off(void **state)
{
	(void)state;
	check("pHi Ann and Bob, the reader wakes up first.\n", "[the reader wakes up first.]");
	check("pHello -- I see the same thing on another board.\n",
	    "[I see the same thing on another board.]");
	check("pSorry for the late answer, but should the order not be the other one?\n",
	    "[should the order not be the other one?]");
	check("pHi all, thanks for the patch, but it fails on boot.\n", "[it fails on boot.]");
	check("pApplied to the next branch, thanks!\n", "[Applied to the next branch]");
	check("pHigh memory is left alone here.\n", "[High memory is left alone here.]");
}

static void
stock_phrases_are_left_out(void **state)
{
	(void)state;
	check("pMakes sense to me.\nb\npRight, good point.\nb\npYes, will do that soon.\nb\n"
	      "pThe series looks good to me now.\nb\npSorry about that one here.\nb\n"
	      "pLet me know if you want it.\n",
	    "");
	check("pRight now the lock is held by nobody.\nb\nSure enough\n"
	      "pThat makes sense only where the reader has been woken up before.\n",
	    "[Right now the lock is held by nobody.][That makes sense only where the reader has "
	    "been woken up before.]");
}

static void
what_is_set_off_is_not_joined(void **state)
{
	(void)state;
	check("pI have built it like this\np  make all check of it\np  and then install it\n"
	      "pand it fails in the second step.\npWhich of them is to blame?\n",
	    "[and it fails in the second step.][Which of them is to blame?]");
	check("pWe saw these three on the board last night, all of them in one run of it:\n"
	      "pReader Stuck Again\npWriter Never Woke\npTimer Too Late\n",
	    "[Reader Stuck Again][Writer Never Woke][Timer Too Late]");
	check("p  The first line stands a little further to the right, as it does in books,\n"
	      "pand is no command for that.\n",
	    "[The first line stands a little further to the right, as it does in books, and is no "
	    "command for that.]");
	check("p- an item that goes on\np  below its beginning.\npA new line is none of it.\n",
	    "[an item that goes on below its beginning.][A new line is none of it.]");
}

static void
asides(void **state)
{
	(void)state;
	check("pThe fix (see v2. It was wrong? yes) is in the core now.\n",
	    "[The fix (see v2. It was wrong? yes) is in the core now.]");
	check("pIt works here. (That is luck. It fails elsewhere.) The rest is fine with it.\n",
	    "[It works here.][That is luck.][The rest is fine with it.]");
	check(
	    "pWe call it (twice. That is not a fault of ours.\n", "[That is not a fault of ours.]");
}

static void
changelogs_are_left_out(void **state)
{
	(void)state;
	check("pThe series mends the timer for good.\nb\np* From v1:\np  - rebased onto the tree "
	      "of today\np  - one more test of the reset path\nb\npThe tests are at the end of "
	      "it.\n",
	    "[The series mends the timer for good.][The tests are at the end of it.]");
	check("pChanges since v2 (long ago):\np- a lock is taken where it was not\nb\n"
	      "p- and another one is not taken\n",
	    "");
	check("pFrom value to value the timer runs on.\n",
	    "[From value to value the timer runs on.]");
}

static void
tags_stand_below_what_is_said(void **state)
{
	(void)state;
	check("pFor the series\ntReviewed-by: Ann <a@b>\n", "");
	check("pI have run this for a whole night without a hitch\ntTested-by: Ann <a@b>\n",
	    "[I have run this for a whole night without a hitch]");
}

/* Sender's bytes in the worst shapes for the scanner. */
static void
footnotes_are_no_citations(void **state)
{
	(void)state;
	check("pThe series depends on the cleanup in [2] as well.  This one stands alone here.\n",
	    "[This one stands alone here.]");
	check("pBoth of them were posted before [1, 3] by others.\n", "");
	check("pThe value of a[i] is never read by anyone.\n",
	    "[The value of a[i] is never read by anyone.]");
}

static void
hostile_lines(void **state)
{
	static const char *const units[] = { ".", "`", "!)", "A. ", "(", "(.", "hi ", "sorry ",
		"a.a.", "1. ", "\xe3\x80\x82", "\xff", "\0" };
	struct arena *a = arena_new();
	struct buf text = BUF_INIT;
	struct sentence *s;

	(void)state;
	for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++) {
		buf_clear(&text);
		buf_addc(&text, 'p');
		while (text.n < 2 * SENTENCE_TEXT_MAX)
			buf_add(&text,
			    (struct bytes){ units[u], strlen(units[u]) + (units[u][0] == 0) });
		assert_true(sentence_split(a, buf_bytes(&text), &s) <= SENTENCES_MAX);
	}
	buf_release(&text);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_are_joined),
		cmocka_unit_test(full_stops_that_end_nothing),
		cmocka_unit_test(chinese),
		cmocka_unit_test(only_own_words),
		cmocka_unit_test(small_change_is_left_out),
		cmocka_unit_test(bounds),
		cmocka_unit_test(fragments),
		cmocka_unit_test(what_runs_into_code_is_left_out),
		cmocka_unit_test(items_stand_alone),
		cmocka_unit_test(footnotes_are_no_citations),
		cmocka_unit_test(greetings_are_cut_off),
		cmocka_unit_test(stock_phrases_are_left_out),
		cmocka_unit_test(what_is_set_off_is_not_joined),
		cmocka_unit_test(asides),
		cmocka_unit_test(changelogs_are_left_out),
		cmocka_unit_test(tags_stand_below_what_is_said),
		cmocka_unit_test(hostile_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
