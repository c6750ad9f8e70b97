/* SPDX-License-Identifier: ISC */
/* What became of patches by pull requests: tests/truth/fixtures.t, state-listed*.  Here: which
 * titles are one patch's. */
#include "filters/report/entry/pulls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool
telling(const char *title)
{
	return pulls_telling(bytes_from(title));
}

static void
common_titles_say_nothing(void **state)
{
	static const char *const titles[] = { "KVM: arm64: Fix typo", "frob: fix typos in comments",
		"docs: Fix spelling mistakes.", "MAINTAINERS: Update my e-mail address",
		"treewide: minor cleanups", "x86: arch: sound: Remove unused variable", "",
		": : : ", "Fix build warnings and errors" };

	(void)state;
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (telling(titles[i]))
			fail_msg("%s", titles[i]);
}

static void
others_do(void **state)
{
	static const char *const titles[] = { "KVM: arm64: Fix typo in kvm_timer_init()",
		"KVM: arm64: Don't hypercall before EL2 init", "mm: fix vma_merge() leak",
		"KVM: arm64: Add Oliver as a reviewer", "Linux wants another pump" };

	(void)state;
	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (!telling(titles[i]))
			fail_msg("%s", titles[i]);
}

static void
short_titles_say_nothing(void **state)
{
	(void)state;
	assert_true(PULLS_TITLE_BYTES_MIN == 16 && PULLS_TITLE_WORDS_MIN == 3);
	assert_true(telling("frob: ab levers1"));
	assert_false(telling("frob: a levers1"));
	assert_false(telling("frob: lever_lever_lever"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(common_titles_say_nothing),
		cmocka_unit_test(others_do),
		cmocka_unit_test(short_titles_say_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
