/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/asking.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static bool
opens(const char *sentence)
{
	return asking_is_open(bytes_from(sentence), BYTES_NONE);
}

static void
a_question_asks(void **state)
{
	(void)state;
	assert_true(opens("What happens when the frob goes away?"));
	assert_true(opens("Can you explain why the lock is dropped?"));
	assert_true(opens("Could you please test this on a big-endian board?"));
	assert_true(opens("Would you prefer a flag of its own?"));
	assert_true(opens("How about big-endian?"));
	assert_true(opens("Should this go to stable, or wait for the merge window?"));
	assert_true(opens("Is a list -> head still held there?"));
	assert_true(opens("为什么这里不需要加锁？"));
}

static void
a_statement_does_not(void **state)
{
	(void)state;
	assert_false(opens("I wonder what the frob does."));
	assert_false(opens("Mend it!"));
	assert_false(opens(""));
	assert_false(opens("?"));
}

static void
a_tag_makes_no_question(void **state)
{
	(void)state;
	assert_false(opens("This branch is never taken, right?"));
	assert_false(opens("That is a leak, isn't it?"));
	assert_false(opens("That lock is not needed here, no?"));
	assert_false(opens("这个分支永远不会走到，对吧？"));
	/* Unless it is about what the reader means, or more than a tag. */
	assert_true(opens("IIUC, the lock stays, right?"));
	assert_true(opens("So you want the PMU for all guests, right?"));
	assert_true(opens("Is it the list, or the lock?"));
}

static void
a_request_is_no_question(void **state)
{
	(void)state;
	assert_false(opens("Could you please resend the series?"));
	assert_false(opens("Since it is never NULL, could you just drop the check?"));
	assert_false(opens("Can you opportunistically align it?"));
	assert_false(opens("How about moving it into the header?"));
	assert_false(opens("To save churn, what about already passing the list?"));
	assert_false(opens("能否请你重新发送这个系列？"));
}

static void
what_points_elsewhere_is_none(void **state)
{
	(void)state;
	assert_false(opens("With that, shouldn't this be?"));
	assert_false(opens("So why not?"));
	assert_false(opens("Does that make sense?"));
	assert_false(opens("Or am I missing something?"));
	assert_false(opens("EF> What should we do next?"));
}

static void
who_answers_himself_does_not_ask(void **state)
{
	struct bytes why = BYTES_LIT("Why is it dropped so early?");

	(void)state;
	assert_false(asking_is_open(why, BYTES_LIT("Because the frob may sleep.")));
	assert_false(asking_is_open(why, BYTES_LIT("I guess the frob may sleep.")));
	assert_false(asking_is_open(why, BYTES_LIT("My guts feeling says that it may sleep.")));
	assert_false(asking_is_open(why, BYTES_LIT("I don't think that it may sleep.")));
	assert_true(asking_is_open(why, BYTES_LIT("The frob may sleep.")));
}

static bool
calls(const char *sentence, const char *wanted)
{
	return bytes_equal(asking_called(bytes_from(sentence)), bytes_from(wanted));
}

static void
names_are_called_at_the_head(void **state)
{
	char absurd[4096];

	(void)state;
	assert_true(calls("Ann, do you want another version?", "Ann"));
	assert_true(calls("Ann or Bob, do you mind?", "Ann or Bob"));
	assert_true(calls("@Ann, do you mind?", "Ann"));
	assert_true(calls("However, do you mind?", ""));
	assert_true(calls("In that case, do you mind?", ""));
	assert_true(calls("do you mind?", ""));
	assert_true(calls("Ann,", ""));
	memset(absurd, 'A', sizeof(absurd));
	absurd[sizeof(absurd) - 2] = ',';
	assert_int_equal(asking_called((struct bytes){ absurd, sizeof(absurd) }).n, 0);
}

static void
everybody_is_asked(void **state)
{
	(void)state;
	assert_true(asking_is_for_all(BYTES_LIT("Does this sound good to everyone?")));
	assert_false(asking_is_for_all(BYTES_LIT("Does this sound good?")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_asks),
		cmocka_unit_test(a_statement_does_not),
		cmocka_unit_test(a_tag_makes_no_question),
		cmocka_unit_test(a_request_is_no_question),
		cmocka_unit_test(what_points_elsewhere_is_none),
		cmocka_unit_test(who_answers_himself_does_not_ask),
		cmocka_unit_test(names_are_called_at_the_head),
		cmocka_unit_test(everybody_is_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
