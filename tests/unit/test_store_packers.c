/* SPDX-License-Identifier: ISC */
/* Packing while others write, and where it is killed. */
#include "tests/unit/store_letters.h"

#include <signal.h>
#include <sys/wait.h>

/* So few are not yet a block, and lie alone until they are packed. */
#define FEW 20
#define WRITERS 16
#define BATCHES 6
#define ROUNDS 12

/* Mails first to first + n * FEW, as so many imports of a few. */
static void
import_few(int first, int n)
{
	for (int i = 0; i < n; i++)
		import(letters(first + i * FEW, FEW), FEW);
}

/* Each of n letters is there once, with its bytes. */
static void
assert_all(int n)
{
	bool *seen = arena_array(fixture_arena, (size_t)n, sizeof *seen);
	size_t found;
	struct store_mail_raw *mails = scan_all(store, 0, &found);

	assert_int_equal(found, n);
	for (size_t i = 0; i < found; i++) {
		int number = atoi(arena_string(fixture_arena, mails[i].id));

		assert_true(number >= 0 && number < n && !seen[number]);
		assert_true(bytes_equal(mails[i].raw, letter(number).raw));
		seen[number] = true;
	}
}

/* As aggregate does. */
static void
pack_in_child(void)
{
	enum store_status status =
	    store_open(&store, fixture_dir, "list", STORE_WRITE, WAIT_SECONDS);

	if (status == STORE_OK)
		status = store_pack(store);
	store_close(store);
	_exit(status == STORE_OK ? 0 : 1);
}

/* What a killed one leaves is whole, and the next goes on. */
static void
test_killed(void **state)
{
	int status, killed = 0, n = 0;

	(void)state;
	fixture_seed();
	for (int round = 0; round < ROUNDS; round++) {
		struct timespec pause = { 0, random() % 40000000 };
		pid_t child;

		arena_reset(fixture_arena);
		import_few(n, 8);
		n += 8 * FEW;
		store_close(store);
		if ((child = fork()) == 0)
			pack_in_child();
		nanosleep(&pause, NULL);
		kill(child, SIGKILL);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
		killed += WIFSIGNALED(status);
		store = fixture_open(STORE_WRITE);
		assert_all(n);
	}
	printf("# %d of %d were killed\n", killed, ROUNDS);
	assert_int_equal(store_pack(store), STORE_OK);
	assert_all(n);
}

/* In a child: its share of the letters, and now and then all are packed. */
static void
write_share(int writer)
{
	store = fixture_open(STORE_WRITE);
	for (int i = 0; i < BATCHES; i++) {
		import_few((writer * BATCHES + i) * FEW, 1);
		if (i % 2)
			assert_int_equal(store_pack(store), STORE_OK);
	}
	store_close(store);
	_exit(0);
}

/* Sixteen at a time, each with a map that is too small from the first mail on, and grows in others'
 * hands. */
static void
test_crowd(void **state)
{
	pid_t running[WRITERS];
	int status;

	(void)state;
	store_close(store);
	setenv("LISTBRIEF_TEST_MAP", "65536", 1);
	for (int i = 0; i < WRITERS; i++)
		if ((running[i] = fork()) == 0)
			write_share(i);
	for (int i = 0; i < WRITERS; i++) {
		assert_int_equal(waitpid(running[i], &status, 0), running[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	store = fixture_open(STORE_WRITE);
	unsetenv("LISTBRIEF_TEST_MAP");
	assert_all(WRITERS * BATCHES * FEW);
	assert_string_equal(fixture_said(), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_crowd, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
