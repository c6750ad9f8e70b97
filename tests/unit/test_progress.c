/* SPDX-License-Identifier: ISC */
#include "common/progress.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const struct {
	struct progress_state state;
	size_t width;
	const char *line;
} cases[] = {
	{ { "reading", "mails", 1000, 0, 0, 0 }, 79,
	    "reading  [........................]   0%  0 mails" },
	{ { "reading", "mails", 1000, 500, 300, 2000 }, 79,
	    "reading  [############............]  50%  300 mails, 150/s, 0:02 left" },
	{ { "reading", "mails", 1000, 100, 50, 1000 }, 79,
	    "reading  [##......................]  10%  50 mails, 50/s, 0:09 left" },
	{ { "reading", "mails", 1000, 1, 1, 10000 }, 79,
	    "reading  [........................]   0%  1 mails, 0/s, 2:46:30 left" },
	{ { "reading", "mails", 1000, 1000, 600, 2000 }, 79,
	    "reading  [########################] 100%  600 mails, 300/s" },
	/* The first second tells no time left; a file that grew is full. */
	{ { "reading", "mails", 1000, 500, 300, 999 }, 79,
	    "reading  [############............]  50%  300 mails, 300/s" },
	{ { "reading", "mails", 1000, 2000, 600, 2000 }, 79,
	    "reading  [########################] 100%  600 mails, 300/s" },
	/* An unknown total. */
	{ { "reading", "mails", 0, 500, 300, 2000 }, 79, "reading  300 mails, 150/s" },
	/* A narrow terminal. */
	{ { "reading", "mails", 1000, 500, 300, 2000 }, 20, "reading  [##########" },
	{ { "reading", "mails", 1000, 500, 300, 2000 }, 0, "" },
	{ { "reading", "mails", UINT64_MAX, UINT64_MAX, UINT64_MAX, INT64_MAX }, 46,
	    "reading  [########################] 100%  1844" },
};

static void
test_line(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf line = BUF_INIT;
		progress_line(&line, &cases[i].state, cases[i].width);
		buf_addc(&line, '\0');
		assert_string_equal(line.p, cases[i].line);
		buf_release(&line);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
