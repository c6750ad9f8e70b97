/* SPDX-License-Identifier: ISC */
#include "tests/unit/spool_fixture.h"

static void
test_of_one_program(void **state)
{
	(void)state;
	assert_int_equal(deliver("a@x"), STORE_PUT_NEW);
	assert_int_equal(deliver("a@x"), STORE_PUT_DUPLICATE);
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
	assert_int_equal(deliver_at("c@x", "It beg", 1), STORE_PUT_NEW);
	assert_int_equal(deliver_at("c@x", "It begins, and it goes on.", 1), STORE_PUT_REPLACED);
	assert_int_equal(stored(), 3);
	assert_int_equal(spool_count(""), 0);
	assert_string_equal(fixture_said(), "");
}

static void
test_busy(void **state)
{
	struct store_mail_raw *mails;
	struct store *s;
	size_t n;
	int held;

	(void)state;
	deliver("a@x");
	held = hold();
	assert_int_equal(deliver_at("b@x", "first", 5), STORE_PUT_SPOOLED);
	assert_int_equal(deliver_at("c@x", "second", 6), STORE_PUT_SPOOLED);
	assert_int_equal(spool_count(""), 2);
	close(held);
	assert_int_equal(deliver("d@x"), STORE_PUT_NEW);
	assert_int_equal(spool_count(""), 0);
	s = fixture_open(STORE_READ);
	mails = scan_all(s, 0, &n);
	assert_int_equal(n, 4);
	/* In the order they came in, as they were. */
	assert_true(bytes_equal(mails[1].id, B("b@x")) && bytes_equal(mails[2].id, B("c@x")));
	assert_true(bytes_equal(mails[1].raw, mail_raw("b@x", "first")));
	assert_int_equal(mails[1].arrival, 5);
	assert_int_equal(mails[1].taken, 77);
	assert_true(bytes_equal(mails[3].id, B("d@x")));
	store_close(s);
	assert_string_equal(fixture_said(), "");
}

static void
test_drain(void **state)
{
	int held;

	(void)state;
	deliver("a@x");
	held = hold();
	for (int i = 0; i < 600; i++)
		deliver(arena_printf(fixture_arena, "%d@x", i));
	close(held);
	/* A delivery takes some of it along, not all. */
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
	assert_int_equal(spool_count(""), 600 - 256);
	assert_int_equal(stored(), 1 + 256 + 1);
	assert_int_equal(drain(), 600 - 256);
	assert_int_equal(spool_count(""), 0);
	assert_int_equal(stored(), 602);
	assert_int_equal(drain(), 0);
	assert_string_equal(fixture_said(), "");
}

/* Large mails: the bound is one of bytes too. */
static void
test_drain_bytes(void **state)
{
	char *body = arena_alloc(fixture_arena, 3000001);
	int held;

	(void)state;
	for (int i = 0; i < 3000000; i++)
		body[i] = (char)('!' + random() % 90);
	deliver("a@x");
	held = hold();
	for (int i = 0; i < 3; i++)
		deliver_at(arena_printf(fixture_arena, "%d@x", i), body, 1);
	close(held);
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
	assert_int_equal(spool_count(""), 1);
	assert_int_equal(drain(), 1);
	assert_int_equal(stored(), 5);
}

/* Nor does what is small on the disk cost much: it is the raw bytes that are counted. */
static void
test_drain_raw(void **state)
{
	char *body = arena_alloc(fixture_arena, 34000001);
	int held;

	(void)state;
	memset(body, 'x', 34000000);
	deliver("a@x");
	held = hold();
	deliver_at("0@x", body, 1);
	body[15000000] = '\0';
	for (int i = 1; i < 4; i++)
		deliver_at(arena_printf(fixture_arena, "%d@x", i), body, 1);
	close(held);
	/* One that is larger than all that is taken at once, and two of the others. */
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
	assert_int_equal(spool_count(""), 3);
	assert_int_equal(deliver("c@x"), STORE_PUT_NEW);
	assert_int_equal(spool_count(""), 1);
	assert_int_equal(drain(), 1);
	assert_int_equal(stored(), 7);
	assert_string_equal(fixture_said(), "");
}

/* Copies of a large mail, each of which is compared with it: a delivery stores some, and its own.
 */
static void
test_drain_copies(void **state)
{
	size_t n = (size_t)12 << 20;
	char *body = arena_alloc(fixture_arena, n + 1);
	int held;

	(void)state;
	memset(body, ' ', n);
	body[0] = 'x';
	body[n] = '\0';
	assert_int_equal(deliver_at("large@x", body, 1), STORE_PUT_NEW);
	held = hold();
	for (int i = 0; i < 6; i++)
		assert_int_equal(
		    deliver_at("large@x", arena_printf(fixture_arena, "x%*s", i, ""), 2),
		    STORE_PUT_SPOOLED);
	close(held);
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
	assert_int_equal(spool_count(""), 3);
	assert_int_equal(drain(), 3);
	assert_int_equal(spool_count(""), 0);
	assert_int_equal(stored(), 2);
}

/* Killed between the commit and the end, a drain leaves files of mails that are stored. */
static void
test_stored_twice(void **state)
{
	char *file, *moved = arena_printf(fixture_arena, "%s/moved", fixture_dir);

	(void)state;
	deliver("a@x");
	spool("b@x");
	file = spool_first();
	assert_int_equal(link(file, moved), 0);
	assert_int_equal(drain(), 1);
	assert_int_equal(rename(moved, file), 0);
	assert_int_equal(deliver("c@x"), STORE_PUT_NEW);
	assert_int_equal(spool_count(""), 0);
	assert_int_equal(stored(), 3);
}

/* Killed before the rename, a deliverer leaves a file that is no mail. */
static void
test_killed_writing(void **state)
{
	struct timespec old[2] = { { time(NULL) - 3601, 0 }, { time(NULL) - 3601, 0 } };
	int fd;

	(void)state;
	deliver("a@x");
	fd = open(spool_path("tmp-1.1"), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
	assert_int_equal(write(fd, "half", 4), 4);
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
	assert_int_equal(drain(), 0);
	assert_int_equal(spool_count("tmp-"), 1);
	assert_int_equal(futimens(fd, old), 0);
	assert_int_equal(drain(), 0);
	assert_int_equal(spool_count(""), 0);
	close(fd);
	assert_string_equal(fixture_said(), "");
}

static mode_t
mode_of(const char *path)
{
	struct stat st;

	assert_int_equal(stat(path, &st), 0);
	return st.st_mode & 07777;
}

static void
check_modes(mode_t mask)
{
	mode_t old = umask(mask);
	int held;

	deliver("a@x");
	held = hold();
	deliver("b@x");
	umask(old);
	close(held);
	assert_int_equal(mode_of(fixture_path("spool")), 0700);
	assert_int_equal(mode_of(spool_first()), 0600);
}

static void
test_modes_whatever_umask(void **state)
{
	(void)state;
	check_modes(0777);
}

static void
test_modes_without_umask(void **state)
{
	(void)state;
	check_modes(0);
}

/* A store that another one is just making, and one whose spool was lost. */
static void
test_no_spool_yet(void **state)
{
	int held;

	(void)state;
	assert_int_equal(mkdir(fixture_path(""), 0700), 0);
	close(open(fixture_path("lock"), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
	held = hold();
	assert_int_equal(deliver("a@x"), STORE_PUT_SPOOLED);
	close(held);
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
	assert_int_equal(stored(), 2);
	assert_int_equal(rmdir(fixture_path("spool")), 0);
	assert_int_equal(deliver("c@x"), STORE_PUT_NEW);
	held = hold();
	assert_int_equal(deliver("d@x"), STORE_PUT_SPOOLED);
	close(held);
	assert_int_equal(drain(), 1);
	assert_int_equal(stored(), 4);
}

/* A store that fails is no reason to send mail back; one that was lost, or is no store, is one to
 * ask. */
static void
test_store_fails(void **state)
{
	struct store_mail_in m = { .id = B("b@x"), .raw = mail_raw("b@x", "text") };

	(void)state;
	deliver("a@x");
	assert_int_equal(rename(fixture_path("lock.mdb"), fixture_path("kept")), 0);
	assert_int_equal(mkdir(fixture_path("lock.mdb"), 0700), 0);
	assert_int_equal(store_deliver(fixture_dir, "list", &m, 1), STORE_BROKEN);
	assert_int_equal(rmdir(fixture_path("lock.mdb")), 0);
	assert_int_equal(rename(fixture_path("kept"), fixture_path("lock.mdb")), 0);
	assert_int_equal(spool_count(""), 0);
	/* No address space for a map at all. */
	setenv("LISTBRIEF_TEST_MAP", "9223372036854775807", 1);
	assert_int_equal(deliver("b@x"), STORE_PUT_SPOOLED);
	unsetenv("LISTBRIEF_TEST_MAP");
	assert_int_equal(drain(), 1);
	assert_int_equal(stored(), 2);
}

/* Neither may the spool lead elsewhere. */
static void
test_spool_elsewhere(void **state)
{
	struct store_mail_in m = { .id = B("b@x"), .raw = mail_raw("b@x", "text") };
	int held;

	(void)state;
	deliver("a@x");
	assert_int_equal(rmdir(fixture_path("spool")), 0);
	assert_int_equal(symlink("/tmp", fixture_path("spool")), 0);
	held = hold();
	assert_int_equal(store_deliver(fixture_dir, "list", &m, 1), STORE_AGAIN);
	assert_said("opening");
	close(held);
	assert_int_equal(deliver("b@x"), STORE_PUT_NEW);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_of_one_program),
		TEST(test_busy),
		TEST(test_drain),
		TEST(test_drain_bytes),
		TEST(test_drain_raw),
		TEST(test_drain_copies),
		TEST(test_stored_twice),
		TEST(test_killed_writing),
		TEST(test_modes_whatever_umask),
		TEST(test_modes_without_umask),
		TEST(test_no_spool_yet),
		TEST(test_store_fails),
		TEST(test_spool_elsewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
