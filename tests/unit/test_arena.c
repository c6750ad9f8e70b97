/* SPDX-License-Identifier: ISC */
#include "common/arena.h"

#include "common/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <sysexits.h>
#include <unistd.h>
#include <cmocka.h>

/* Whoever asks for too much ends, and says who it was. */
static void
test_out_of_memory(void **state)
{
	char said[64] = "";
	int ends[2], code;
	pid_t child;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	if ((child = fork()) == 0) {
		dup2(ends[1], STDERR_FILENO);
		log_open("listbrief-test");
		arena_array(arena_new(), SIZE_MAX, 2);
		_exit(EX_OK);
	}
	assert_int_equal(waitpid(child, &code, 0), child);
	assert_true(WIFEXITED(code));
	assert_int_equal(WEXITSTATUS(code), EX_TEMPFAIL);
	assert_true(read(ends[0], said, sizeof said - 1) > 0);
	assert_string_equal(said, "listbrief-test: out of memory\n");
	close(ends[0]);
	close(ends[1]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_out_of_memory),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
