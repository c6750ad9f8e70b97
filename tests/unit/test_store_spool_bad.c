/* SPDX-License-Identifier: ISC */
/* What lies in a spool and is no mail, or none that can be read. */
#include "tests/unit/spool_fixture.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>

/* What is no mail of ours stands in nobody's way, and is not thrown away. */
static void
test_set_aside(void **state)
{
	(void)state;
	deliver("a@x");
	spool("b@x");
	put_in_spool("0000000000000000.1", "");
	put_in_spool("0000000000000000.2", "From: a\n\nno record\n");
	put_in_spool("notes", "someone's own");
	assert_int_equal(symlink("/etc/passwd", spool_path("0000000000000000.3")), 0);
	assert_int_equal(mkfifo(spool_path("0000000000000000.4"), 0600), 0);
	assert_int_equal(mkdir(spool_path("0000000000000000.5"), 0700), 0);
	put_in_spool("0000000000000000.6", "another's");
	if (geteuid() == 0)
		assert_int_equal(chown(spool_path("0000000000000000.6"), 65534, 65534), 0);
	assert_int_equal(drain(), 1);
	assert_said("no plain file of ours; it is now bad-0000000000000000.");
	assert_int_equal(spool_count("bad-"), 6);
	assert_int_equal(spool_count(""), 7);
	assert_int_equal(deliver("c@x"), STORE_PUT_NEW);
	assert_string_equal(fixture_said(), "");
	assert_int_equal(stored(), 3);
}

static void
put_socket_in_spool(const char *name)
{
	struct sockaddr_un at = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	snprintf(at.sun_path, sizeof at.sun_path, "%s", spool_path(name));
	assert_int_equal(bind(fd, (struct sockaddr *)&at, sizeof at), 0);
	close(fd);
}

/* What cannot even be opened. */
static void
test_set_aside_unopened(void **state)
{
	(void)state;
	deliver("a@x");
	spool("b@x");
	put_socket_in_spool("0000000000000000.1");
	assert_int_equal(drain(), 1);
	assert_said(
	    "0000000000000000.1: no plain file of ours; it is now bad-0000000000000000.1\n");
	assert_int_equal(spool_count(""), 1);
	assert_int_equal(stored(), 2);
}

/* One that cannot be opened now waits, and the others do not. */
static void
test_left_for_later(void **state)
{
	int held, fd;
	char *file;

	(void)state;
	signal(SIGIO, SIG_IGN);
	deliver("a@x");
	held = hold();
	deliver("b@x");
	file = spool_first();
	deliver("c@x");
	close(held);
	fd = open(file, O_RDWR | O_CLOEXEC);
	if (fcntl(fd, F_SETLEASE, F_WRLCK) != 0) {
		close(fd);
		skip();
	}
	assert_int_equal(drain(), 1);
	assert_said(arena_printf(fixture_arena, "opening %s: ", file));
	close(fd);
	assert_int_equal(spool_count(""), 1);
	assert_int_equal(drain(), 1);
	assert_int_equal(stored(), 3);
}

/* Its slip is whole, its mail is not: that is no damage of the store's. */
static void
test_damaged(void **state)
{
	const char *body = "The same words, and the same words, and the same words, and no end.";
	struct stat st;
	char *file;
	int held;

	(void)state;
	deliver("a@x");
	held = hold();
	deliver_at("b@x", body, 1);
	file = spool_first();
	deliver_at("c@x", body, 1);
	close(held);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(truncate(file, st.st_size - 3), 0);
	assert_int_equal(drain(), 1);
	assert_said("not a spooled mail; it is now bad-");
	assert_int_equal(spool_count("bad-"), 1);
	assert_int_equal(spool_count(""), 1);
	assert_int_equal(stored(), 2);
}

/* The name is taken: it stays, and is said by name. */
static void
test_set_aside_fails(void **state)
{
	(void)state;
	deliver("a@x");
	put_in_spool("1", "no mail");
	put_in_spool("bad-1", "no mail");
	assert_int_equal(drain(), 0);
	assert_said("spool/1 to bad-1, since it is not a spooled mail: File exists\n");
	assert_int_equal(spool_count(""), 2);
}

/* More than is read at once: behind them lies a mail. */
static void
test_set_aside_many(void **state)
{
	(void)state;
	deliver("a@x");
	for (int i = 0; i < 600; i++)
		put_in_spool(arena_printf(fixture_arena, "0-%d", i), "x");
	spool("b@x");
	assert_int_equal(drain(), 1);
	assert_int_equal(spool_count("bad-"), 600);
	assert_int_equal(spool_count(""), 600);
	assert_int_equal(stored(), 2);
}

/* Many of them, and more than one look at the folder shows. */
static void
test_behind_others(void **state)
{
	(void)state;
	deliver("a@x");
	for (int i = 0; i < 500; i++)
		put_in_spool(arena_printf(fixture_arena, "bad-%d", i), "x");
	spool("b@x");
	assert_int_equal(deliver("c@x"), STORE_PUT_NEW);
	assert_int_equal(stored(), 3);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_set_aside),
		TEST(test_set_aside_unopened),
		TEST(test_left_for_later),
		TEST(test_damaged),
		TEST(test_set_aside_fails),
		TEST(test_set_aside_many),
		TEST(test_behind_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
