/* SPDX-License-Identifier: ISC */
#include "tests/unit/store_fixture.h"

#include "store/map.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>

#define KB ((off_t)1024)

static int
make_file(off_t bytes)
{
	int fd = open(arena_printf(fixture_arena, "%s/file", fixture_dir),
	    O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, bytes), 0);
	return fd;
}

static struct stat
stat_of(int fd)
{
	struct stat st;

	assert_int_equal(fstat(fd, &st), 0);
	return st;
}

/* Room is made where there is little, of bytes that are there, and not where there is enough. */
static void
test_room(void **state)
{
	static const struct {
		off_t data, used, want;
	} cases[] = {
		{ 100 * KB, 100 * KB, 228 * KB },
		{ 131 * KB, 100 * KB, 228 * KB },
		{ 132 * KB, 100 * KB, 132 * KB },
		{ 900 * KB, 100 * KB, 900 * KB },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		int fd = make_file(cases[i].data);
		struct stat st;

		map_reach(fd, cases[i].data, cases[i].used);
		st = stat_of(fd);
		assert_in_range(st.st_size, cases[i].want, cases[i].want + 4 * KB);
		if (cases[i].want > cases[i].data)
			assert_true(st.st_blocks * 512 >= cases[i].want - cases[i].data);
		close(fd);
	}
}

/* A file that was cut short is as long again as LMDB counts on. */
static void
test_cut(void **state)
{
	int fd = make_file(10 * KB);

	(void)state;
	assert_true(map_fill(fd, 10 * KB, 400 * KB));
	assert_int_equal(stat_of(fd).st_size, 400 * KB);
	close(fd);
}

/* Without room for more than is used that is enough; without room for that it is an error. */
static void
test_no_room(void **state)
{
	struct rlimit all, some = { 100 * 1024, RLIM_INFINITY };
	int fd = make_file(100 * KB);

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &all), 0);
	some.rlim_max = all.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &some), 0);
	map_reach(fd, 100 * KB, 100 * KB);
	assert_int_equal(stat_of(fd).st_size, 100 * KB);
	assert_false(map_fill(fd, 100 * KB, 101 * KB));
	assert_int_equal(errno, EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &all), 0);
	close(fd);
}

/* What a power cut may keep from being a store is known by its size: it does not grow before it is
 * one. */
static void
test_unfinished(void **state)
{
	struct stat st;
	off_t was;

	(void)state;
	store_close(fixture_open(STORE_CREATE));
	assert_int_equal(stat(fixture_path("data.mdb"), &st), 0);
	was = st.st_size;
	assert_int_equal(truncate(fixture_path("lock"), 0), 0);
	store_close(fixture_open(STORE_CREATE));
	assert_int_equal(stat(fixture_path("data.mdb"), &st), 0);
	assert_int_equal(st.st_size, was);
	store_close(fixture_open(STORE_CREATE));
	assert_int_equal(stat(fixture_path("data.mdb"), &st), 0);
	assert_true(st.st_size > was);
}

/* A length is news to the file system, and a flush must wait for it: few deliveries have one. */
static void
test_deliveries(void **state)
{
	int grown = 0;
	off_t was = 0;

	(void)state;
	for (int i = 0; i < 400; i++) {
		const char *id = arena_printf(fixture_arena, "%d@x", i);
		struct store_mail_in m = { .id = B(id), .raw = mail_raw(id, "text"), .arrival = i };
		struct stat st;

		assert_int_equal(store_deliver(fixture_dir, "list", &m, 77), STORE_OK);
		assert_int_equal(stat(fixture_path("data.mdb"), &st), 0);
		grown += st.st_size != was;
		was = st.st_size;
	}
	assert_in_range(grown, 2, 20);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_room),
		TEST(test_cut),
		TEST(test_no_room),
		TEST(test_unfinished),
		TEST(test_deliveries),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
