/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/phrases.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stddef.h>

#include <cmocka.h>

static void
what_leans_on_what_is_not_shown(void **state)
{
	static const char *const leaning[] = { "That's why it fails.",
		"You may want to drop this paragraph.", "Do we really need this?",
		"I tried hard to find one and could not.", "Same as above.",
		"Err... it sets errno.", "Hmm, the lock is gone.", "As above, a lock is missing.",
		"We lose the message here.", NULL };
	static const char *const whole[] = { "The lock is taken by all callers.",
		"Drop this particular lock and take the other one.",
		"Nobody takes this linear path.",
		"A page that the guest gave back is freed only when the host asks for it.",
		"Errors in the reset path are lost.", "HMAC keys are stale after a reset.",
		"One and a half seconds are too long.", "Where is the lock?", NULL };

	(void)state;
	for (size_t i = 0; leaning[i]; i++)
		if (!phrase_leans(bytes_from(leaning[i])))
			fail_msg("%s", leaning[i]);
	for (size_t i = 0; whole[i]; i++)
		if (phrase_leans(bytes_from(whole[i])))
			fail_msg("%s", whole[i]);
}

static void
what_has_its_subject_elsewhere(void **state)
{
	static const char *const without[] = { "This is unlike the other one.",
		"They must be freed.", "It also takes the lock.", "These are never freed.", NULL };
	static const char *const with[] = { "This series takes the lock.",
		"These patches free them.", "Items are freed.", "That lock is taken twice.", "This",
		NULL };

	(void)state;
	for (size_t i = 0; without[i]; i++)
		if (!phrase_has_no_subject(bytes_from(without[i])))
			fail_msg("%s", without[i]);
	for (size_t i = 0; with[i]; i++)
		if (phrase_has_no_subject(bytes_from(with[i])))
			fail_msg("%s", with[i]);
}

static void
what_turns_round(void **state)
{
	(void)state;
	assert_true(phrase_turns(BYTES_LIT("But I am trying not to change it here.")));
	assert_true(phrase_turns(BYTES_LIT("However, it fails.")));
	assert_false(phrase_turns(BYTES_LIT("Buttons fail.")));
}

static void
what_is_about_the_mail_is_small_change(void **state)
{
	(void)state;
	assert_true(phrase_is_small_change(BYTES_LIT("Please trim replies.")));
	assert_true(phrase_is_small_change(BYTES_LIT("Please don't top-post.")));
	assert_false(phrase_is_small_change(BYTES_LIT("Please take the lock.")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_leans_on_what_is_not_shown),
		cmocka_unit_test(what_has_its_subject_elsewhere),
		cmocka_unit_test(what_turns_round),
		cmocka_unit_test(what_is_about_the_mail_is_small_change) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
