/* SPDX-License-Identifier: ISC */
#include "common/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
lines_come_back(void **state)
{
	static const enum text_kind kinds[] = { TEXT_PROSE, TEXT_BLANK, TEXT_QUOTE,
		TEXT_ATTRIBUTION, TEXT_GREETING, TEXT_SIGNATURE, TEXT_FOOTER, TEXT_TRAILER,
		TEXT_DIFF, TEXT_CHANGES, TEXT_CODE };
	struct buf b = BUF_INIT;
	struct bytes rest;
	struct text_line line;

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		text_write(&b, kinds[i], i % 2 ? BYTES_LIT("a line") : BYTES_NONE);
	rest = buf_bytes(&b);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		assert_true(text_next(&rest, &line));
		assert_int_equal(line.kind, kinds[i]);
		assert_int_equal(line.text.n, i % 2 ? 6 : 0);
	}
	assert_false(text_next(&rest, &line));
	buf_release(&b);
}

static void
what_is_damaged_is_never_prose(void **state)
{
	static const char *const texts[] = { "\n", "zp\n", "\n\n", "Pfoo", "1", "\xff", NULL };
	struct text_line line;

	(void)state;
	for (size_t i = 0; texts[i]; i++) {
		struct bytes rest = bytes_from(texts[i]);

		while (text_next(&rest, &line))
			assert_int_equal(line.kind, TEXT_QUOTE);
	}
}

static void
the_last_line_needs_no_end(void **state)
{
	struct bytes rest = BYTES_LIT("pone\nptwo");
	struct text_line line;

	(void)state;
	assert_true(text_next(&rest, &line));
	assert_true(text_next(&rest, &line));
	assert_int_equal(line.kind, TEXT_PROSE);
	assert_memory_equal(line.text.p, "two", 3);
	assert_false(text_next(&rest, &line));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_come_back),
		cmocka_unit_test(what_is_damaged_is_never_prose),
		cmocka_unit_test(the_last_line_needs_no_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
