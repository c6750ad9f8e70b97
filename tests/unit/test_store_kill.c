/* SPDX-License-Identifier: ISC */
#include "tests/unit/store_fixture.h"

#include <signal.h>
#include <sys/wait.h>

#define DELIVERERS 3
#define KILLS_DEFAULT 150
#define MAILS_MAX 20000

/* Each mail's text says who it is, so that the right bytes are known. */
static struct store_mail_in
numbered_mail(struct arena *a, int number)
{
	char *id = arena_printf(a, "%d@kill", number);
	struct buf b = BUF_INIT;
	struct store_mail_in m = { .id = B(id), .arrival = number };

	buf_addf(&b, "Message-ID: <%s>\n\n", id);
	for (int i = number % 400; i >= 0; i--)
		buf_addf(&b, "line %d of mail %d\n", i, number);
	m.raw = arena_bytes(a, buf_bytes(&b));
	buf_release(&b);
	return m;
}

/* As a delivery agent would: a process for some mails, an acknowledgement for each that is safe. */
static void
deliver(int from, int n, int acks)
{
	struct arena *a = arena_new();

	for (int i = from; i < from + n; i++) {
		struct store_mail_in m = numbered_mail(a, i);
		if (store_deliver(fixture_dir, "list", &m, 1) != STORE_OK)
			_exit(75);
		if (write(acks, &i, sizeof i) != sizeof i)
			_exit(1);
	}
	arena_free(a);
	_exit(0);
}

/* As an import would. */
static void
import(int from, int n, int acks)
{
	struct arena *a = arena_new();
	struct store *s;

	if (store_open(&s, fixture_dir, "list", STORE_CREATE, WAIT_SECONDS) != STORE_OK)
		_exit(75);
	for (int i = from; i < from + n; i++) {
		struct store_mail_in m = numbered_mail(a, i);
		if (store_put_mails(s, &m, 1, 1) != STORE_OK)
			_exit(75);
		if (write(acks, &i, sizeof i) != sizeof i)
			_exit(1);
	}
	store_close(s);
	arena_free(a);
	_exit(0);
}

static pid_t
start(int from, int n, int acks)
{
	pid_t child = fork();

	if (child == 0 && from % 3 == 0)
		import(from, n, acks);
	if (child == 0)
		deliver(from, n, acks);
	assert_true(child > 0);
	return child;
}

/* Every acknowledged mail is there, byte for byte, and none twice. */
static void
check(const bool *acked)
{
	static int seen[MAILS_MAX];
	struct store *s = fixture_open(STORE_WRITE);
	struct store_mail_raw *mails;
	uint64_t spooled;
	size_t n;

	assert_int_equal(store_drain(s, &spooled), STORE_OK);
	memset(seen, 0, sizeof seen);
	mails = scan_all(s, 0, &n);
	assert_int_equal(n, counts_of(s).mails);
	for (size_t i = 0; i < n; i++) {
		int number = atoi(arena_string(fixture_arena, mails[i].id));
		assert_true(number >= 0 && number < MAILS_MAX);
		assert_true(bytes_equal(mails[i].raw, numbered_mail(fixture_arena, number).raw));
		seen[number]++;
	}
	for (int i = 0; i < MAILS_MAX; i++) {
		assert_true(seen[i] <= 1);
		if (acked[i] && !seen[i])
			fail_msg("mail %d was acknowledged and is lost", i);
	}
	store_close(s);
}

static void
take_acks(int fd, bool *acked)
{
	int number;

	while (read(fd, &number, sizeof number) == sizeof number)
		acked[number] = true;
}

/*
 * Deliverers are killed at any time, in opening most of all, while others go on.  LISTBRIEF_KILLS
 * sets how many kills.
 */
static void
test_kill(void **state)
{
	static bool acked[MAILS_MAX];
	const char *wanted = getenv("LISTBRIEF_KILLS");
	int kills = wanted ? atoi(wanted) : KILLS_DEFAULT, acks[2], status, number = 0, killed = 0;
	pid_t running[DELIVERERS] = { 0 };

	(void)state;
	fixture_seed();
	memset(acked, 0, sizeof acked);
	assert_int_equal(pipe2(acks, O_CLOEXEC | O_NONBLOCK), 0);
	store_close(fixture_open(STORE_CREATE));
	while (killed < kills) {
		int i = (int)(random() % DELIVERERS), n = 1 + (int)(random() % 4);
		struct timespec pause = { 0, random() % 1500000 };
		if (running[i]) {
			kill(running[i], SIGKILL);
			assert_int_equal(waitpid(running[i], &status, 0), running[i]);
			killed += WIFSIGNALED(status);
			assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
		}
		take_acks(acks[0], acked);
		/* Half of what a killed one was told to store is tried again. */
		number = random() % 2 && number > n ? number - n : number;
		if (number + n >= MAILS_MAX)
			number = 0;
		running[i] = start(number, n, acks[1]);
		number += n;
		nanosleep(&pause, NULL);
	}
	for (int i = 0; i < DELIVERERS; i++)
		if (running[i])
			assert_int_equal(waitpid(running[i], &status, 0), running[i]);
	take_acks(acks[0], acked);
	close(acks[0]);
	close(acks[1]);
	check(acked);
	assert_string_equal(fixture_said(), "");
}

static void
test_parallel(void **state)
{
	static bool acked[MAILS_MAX];
	pid_t running[8];
	int acks[2], status;

	(void)state;
	memset(acked, 0, sizeof acked);
	assert_int_equal(pipe2(acks, O_CLOEXEC | O_NONBLOCK), 0);
	/* Nobody made the store: one of them does. Two and two deliver the same mails. */
	for (int i = 0; i < 8; i++)
		running[i] = start(i / 2 * 25, 25, acks[1]);
	for (int i = 0; i < 8; i++) {
		assert_int_equal(waitpid(running[i], &status, 0), running[i]);
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	}
	take_acks(acks[0], acked);
	close(acks[0]);
	close(acks[1]);
	for (int i = 0; i < 100; i++)
		assert_true(acked[i]);
	check(acked);
}

/* A reader keeps its snapshot for one call, and no reader stops a writer. */
static void
test_readers_and_writers(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);
	int acks[2], status;
	uint64_t before = 0;
	pid_t child;

	(void)state;
	assert_int_equal(pipe2(acks, O_CLOEXEC), 0);
	child = start(0, 100, acks[1]);
	while (waitpid(child, &status, WNOHANG) == 0) {
		size_t n;
		scan_all(s, 0, &n);
		assert_true(n >= before);
		before = n;
		arena_reset(fixture_arena);
	}
	assert_int_equal(WEXITSTATUS(status), 0);
	assert_int_equal(counts_of(s).mails, 100);
	close(acks[0]);
	close(acks[1]);
	store_close(s);
}

/* Killed readers leave slots behind; they are found and given back. */
static void
test_killed_readers(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);
	int status;

	(void)state;
	put_mail(s, "a@x", "text", 1);
	store_close(s);
	for (int i = 0; i < 60; i++) {
		pid_t child = fork();
		if (child == 0) {
			s = fixture_open(STORE_READ);
			counts_of(s);
			kill(getpid(), SIGKILL);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
	}
	s = fixture_open(STORE_READ);
	assert_int_equal(counts_of(s).mails, 1);
	store_close(s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_kill),
		TEST(test_parallel),
		TEST(test_readers_and_writers),
		TEST(test_killed_readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
