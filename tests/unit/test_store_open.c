/* SPDX-License-Identifier: ISC */
#include "tests/unit/store_fixture.h"

#include "store/meta.h"

#include <grp.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/wait.h>

static struct store *none;

/* The result of an open in a process of its own, so that limits and users are its own too. */
static int
open_in_child(enum store_mode mode, void (*before)(void), size_t mails)
{
	int status;
	pid_t child = fork();

	if (child == 0) {
		struct store *s;
		before();
		int result = (int)store_open(&s, fixture_dir, "list", mode, 1);
		for (size_t i = 0; result == STORE_OK && i < mails; i++) {
			static char body[20000];
			for (size_t k = 0; k < sizeof body - 1; k++)
				body[k] = (char)('!' + random() % 90);
			char *id = arena_printf(fixture_arena, "%zu-%d@x", i, (int)getpid());
			struct store_mail_in m = { .id = B(id), .raw = mail_raw(id, body) };
			result = (int)store_put_mails(s, &m, 1, 1);
		}
		store_close(s);
		_exit(result);
	}
	assert_true(waitpid(child, &status, 0) == child && WIFEXITED(status));
	return WEXITSTATUS(status);
}

static void
nothing(void)
{
}

static void
test_modes(void **state)
{
	(void)state;
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_READ, 1), STORE_NONE);
	assert_null(none);
	assert_said("No such file or directory");
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_WRITE, 1), STORE_NONE);
	assert_int_equal(mkdir(fixture_path(""), 0700), 0);
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_WRITE, 1), STORE_NONE);
	assert_said("there is none in this folder");
	store_close(fixture_open(STORE_CREATE));
	store_close(fixture_open(STORE_CREATE));
	store_close(fixture_open(STORE_WRITE));
	store_close(fixture_open(STORE_READ));
	store_close(NULL);
	assert_string_equal(fixture_said(), "");
}

static void
test_names(void **state)
{
	static const char *const bad[] = { "", ".", "..", ".x", "a/b", "../list" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_int_equal(
		    store_open(&none, fixture_dir, bad[i], STORE_CREATE, 1), STORE_BROKEN);
	assert_said("not the name of a list");
}

static void
test_durable(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);

	(void)state;
	assert_true(env_durable(store_env(s)));
	store_close(s);
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
	struct store *s;

	assert_int_equal(store_open(&s, arena_printf(fixture_arena, "%s/sub", fixture_dir), "list",
			     STORE_CREATE, 1),
	    STORE_OK);
	assert_int_equal(store_claim(s, "test"), STORE_OK);
	store_close(s);
	umask(old);
	assert_int_equal(mode_of(arena_printf(fixture_arena, "%s/sub", fixture_dir)), 0700);
	assert_int_equal(mode_of(arena_printf(fixture_arena, "%s/sub/list", fixture_dir)), 0700);
	static const char *const files[] = { "lock", "data.mdb", "lock.mdb", "claim-test" };
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		assert_int_equal(
		    mode_of(arena_printf(fixture_arena, "%s/sub/list/%s", fixture_dir, files[i])),
		    0600);
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

static enum store_status
set_schema(struct txn *t, void *arg)
{
	(void)arg;
	return meta_put(t, META_SCHEMA, 7);
}

static void
test_other_schema(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);

	(void)state;
	assert_int_equal(store_write(s, set_schema, NULL), STORE_OK);
	store_close(s);
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_CREATE, 1), STORE_BROKEN);
	assert_said(
	    arena_printf(fixture_arena, "opening %s/list: it has schema 7, this program reads %d\n",
		fixture_dir, STORE_SCHEMA));
}

static void
write_file(const char *name, struct bytes content)
{
	int fd = open(fixture_path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, content.p, content.n), content.n);
	close(fd);
}

static void
test_lost_data(void **state)
{
	(void)state;
	store_close(fixture_open(STORE_CREATE));
	write_file("data.mdb", BYTES_NONE);
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_CREATE, 1), STORE_BROKEN);
	assert_said("data.mdb: empty, though mail was kept here");
	unlink(fixture_path("data.mdb"));
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_CREATE, 1), STORE_BROKEN);
	assert_said("data.mdb: lost, though mail was kept here");
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_READ, 1), STORE_BROKEN);
}

/* A store whose making was cut short is made anew. */
static void
test_half_made(void **state)
{
	(void)state;
	assert_int_equal(mkdir(fixture_path(""), 0700), 0);
	write_file("lock", BYTES_NONE);
	write_file("data.mdb", BYTES_NONE);
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_READ, 1), STORE_NONE);
	store_close(fixture_open(STORE_CREATE));
	store_close(fixture_open(STORE_READ));
}

static void
test_lost_lock(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);

	(void)state;
	put_mail(s, "a@x", "text", 1);
	store_close(s);
	unlink(fixture_path("lock.mdb"));
	unlink(fixture_path("lock"));
	s = fixture_open(STORE_CREATE);
	assert_int_equal(counts_of(s).mails, 1);
	store_close(s);
}

static void
test_not_lmdb(void **state)
{
	char junk[20000];

	(void)state;
	store_close(fixture_open(STORE_CREATE));
	memset(junk, 'x', sizeof junk);
	write_file("data.mdb", (struct bytes){ junk, sizeof junk });
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_CREATE, 1), STORE_BROKEN);
	assert_said("data.mdb: damaged, or no store of ours");
}

/* Damage in the middle, and a file cut short, are errors and no signal. */
static void
test_damaged(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);
	struct store_mail_raw *mails;
	enum store_status status;
	uint64_t through;
	size_t n;

	(void)state;
	for (int i = 0; i < 100; i++)
		put_mail(s, arena_printf(fixture_arena, "%d@x", i), "text", i);
	store_close(s);
	assert_int_equal(truncate(fixture_path("data.mdb"), 3 * 4096), 0);
	status = store_open(&s, fixture_dir, "list", STORE_CREATE, 1);
	if (status == STORE_OK) {
		status = store_scan_log(s, 0, 1000, 1 << 20, fixture_arena, &mails, &n, &through);
		store_close(s);
	}
	assert_int_equal(status, STORE_BROKEN);
	assert_said("damaged");
}

static void
test_links_refused(void **state)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "lock" };

	(void)state;
	store_close(fixture_open(STORE_CREATE));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		char *path = fixture_path(names[i]), *moved = fixture_path("moved");
		assert_int_equal(rename(path, moved), 0);
		assert_int_equal(symlink("moved", path), 0);
		assert_int_equal(
		    store_open(&none, fixture_dir, "list", STORE_CREATE, 1), STORE_BROKEN);
		assert_int_equal(rename(moved, path), 0);
	}
	store_close(fixture_open(STORE_READ));
	assert_int_equal(
	    rename(fixture_path(""), arena_printf(fixture_arena, "%s/other", fixture_dir)), 0);
	assert_int_equal(symlink("other", arena_printf(fixture_arena, "%s/list", fixture_dir)), 0);
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_CREATE, 1), STORE_BROKEN);
}

/* What another user may change under our hands is no store. */
static void
test_owners(void **state)
{
	static const char *const names[] = { "data.mdb", "lock.mdb", "lock", "" };

	(void)state;
	if (geteuid() != 0)
		skip();
	store_close(fixture_open(STORE_CREATE));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		assert_int_equal(chown(fixture_path(names[i]), 65534, 65534), 0);
		assert_int_equal(
		    store_open(&none, fixture_dir, "list", STORE_CREATE, 1), STORE_BROKEN);
		assert_said("it belongs to user 65534, and this is user 0");
		assert_int_equal(
		    store_open(&none, fixture_dir, "list", STORE_READ, 1), STORE_BROKEN);
		assert_int_equal(chown(fixture_path(names[i]), 0, 0), 0);
		fixture_said();
	}
	store_close(fixture_open(STORE_READ));
}

static void
test_busy(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);
	int fd = open(fixture_path("lock"), O_RDWR | O_CLOEXEC);
	struct store_mail_in m = { .id = B("a@x"), .raw = mail_raw("a@x", "text") };

	(void)state;
	store_close(s);
	assert_int_equal(store_open(&s, fixture_dir, "list", STORE_WRITE, 0), STORE_OK);
	assert_int_equal(flock(fd, LOCK_EX), 0);
	assert_int_equal(store_open(&none, fixture_dir, "list", STORE_READ, 0), STORE_AGAIN);
	assert_said("still busy after 0 seconds");
	assert_int_equal(store_put_mails(s, &m, 1, 1), STORE_AGAIN);
	/* Readers wait for nobody. */
	assert_int_equal(counts_of(s).mails, 0);
	close(fd);
	assert_int_equal(store_put_mails(s, &m, 1, 1), STORE_OK);
	store_close(s);
}

static void
test_claim(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);
	int fd;

	(void)state;
	assert_int_equal(store_claim(s, "aggregate"), STORE_OK);
	assert_int_equal(store_claim(s, "send"), STORE_OK);
	fd = open(fixture_path("claim-aggregate"), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), -1);
	store_close(s);
	assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
	s = fixture_open(STORE_WRITE);
	fixture_said();
	assert_int_equal(store_claim(s, "aggregate"), STORE_AGAIN);
	assert_string_equal(fixture_said(), "");
	close(fd);
	assert_int_equal(store_claim(s, "aggregate"), STORE_OK);
	store_close(s);
}

/*
 * What a process killed inside mdb_env_open leaves to one that was waiting in there: the shared
 * transaction number is 0.  A write would go over the newest commit, so there is none.
 */
static void
test_transaction_number(void **state)
{
	struct store *s = fixture_open(STORE_CREATE);
	struct store_mail_in m = { .id = B("c@x"), .raw = mail_raw("c@x", "text") };
	const uint64_t zero = 0;
	uint64_t head[32];
	int fd = open(fixture_path("lock.mdb"), O_RDWR | O_CLOEXEC), found = 0;

	(void)state;
	put_mail(s, "a@x", "text", 1);
	put_mail(s, "b@x", "text", 1);
	/* Where it lies hangs on the size of a mutex; it is 3 now: the making, and two mails. */
	assert_int_equal(pread(fd, head, sizeof head, 0), sizeof head);
	for (size_t i = 0; i < sizeof head / sizeof *head; i++)
		if (head[i] == 3) {
			found++;
			assert_int_equal(pwrite(fd, &zero, sizeof zero, (off_t)(i * 8)), 8);
		}
	assert_int_equal(found, 1);
	assert_int_equal(store_put_mails(s, &m, 1, 1), STORE_AGAIN);
	assert_said("transaction 1 where 4 was next");
	close(fd);
	store_close(s);
	s = fixture_open(STORE_WRITE);
	assert_int_equal(counts_of(s).mails, 2);
	assert_int_equal(store_put_mails(s, &m, 1, 1), STORE_OK);
	assert_int_equal(counts_of(s).mails, 3);
	store_close(s);
}

static void
limit_space(void)
{
	setrlimit(RLIMIT_AS, &(struct rlimit){ 256 << 20, 256 << 20 });
}

static void
small_map(void)
{
	setenv("LISTBRIEF_TEST_MAP", "65536", 1);
}

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif

/* As Dovecot runs a sieve's programs. */
static void
test_little_space(void **state)
{
	(void)state;
#ifdef SANITIZED
	skip();
#endif
	assert_int_equal(open_in_child(STORE_CREATE, limit_space, 20), STORE_OK);
	assert_int_equal(open_in_child(STORE_CREATE, nothing, 20), STORE_OK);
	assert_int_equal(open_in_child(STORE_CREATE, limit_space, 20), STORE_OK);
	assert_string_equal(fixture_said(), "");
}

static void
test_map_grows(void **state)
{
	struct store *s;

	(void)state;
	assert_int_equal(open_in_child(STORE_CREATE, small_map, 50), STORE_OK);
	small_map();
	s = fixture_open(STORE_CREATE);
	unsetenv("LISTBRIEF_TEST_MAP");
	/* Another program's map grows while ours is open. */
	assert_int_equal(open_in_child(STORE_CREATE, small_map, 100), STORE_OK);
	assert_int_equal(counts_of(s).mails, 150);
	assert_int_equal(open_in_child(STORE_CREATE, nothing, 50), STORE_OK);
	assert_int_equal(put_mail(s, "a@x", "text", 1), STORE_PUT_NEW);
	assert_int_equal(counts_of(s).mails, 201);
	assert_true(env_map_bytes(store_env(s)) > 1 << 20);
	store_close(s);
	assert_string_equal(fixture_said(), "");
}

static void
nobody(void)
{
	/* Root may write anywhere. */
	if (geteuid() == 0 && (setgroups(0, NULL) != 0 || setgid(65534) != 0 || setuid(65534) != 0))
		_exit(99);
}

static void
test_read_only(void **state)
{
	(void)state;
	store_close(fixture_open(STORE_CREATE));
	chmod(fixture_dir, 0755);
	chmod(fixture_path(""), 0500);
	assert_int_equal(open_in_child(STORE_CREATE, nobody, 0), STORE_AGAIN);
	assert_said("Permission denied");
	chmod(fixture_path(""), 0755);
	assert_int_equal(
	    open_in_child(STORE_CREATE, nobody, 0), geteuid() == 0 ? STORE_BROKEN : STORE_OK);
	if (geteuid() == 0)
		assert_said("list/.: it belongs to user 0, and this is user 65534");
	nftw(fixture_path(""), fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS);
	chmod(fixture_dir, 0555);
	assert_int_equal(open_in_child(STORE_CREATE, nobody, 0), STORE_AGAIN);
	assert_said("making the folder");
	chmod(fixture_dir, 0700);
}

static void
test_dir_is_a_file(void **state)
{
	(void)state;
	assert_int_equal(store_open(&none, arena_printf(fixture_arena, "%s/log", fixture_dir),
			     "list", STORE_CREATE, 1),
	    STORE_BROKEN);
	assert_said("Not a directory");
	assert_int_equal(
	    store_open(&none, "/nonexistent/deep", "list", STORE_CREATE, 1), STORE_AGAIN);
	assert_said("/nonexistent/deep: No such file or directory");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_modes),
		TEST(test_names),
		TEST(test_durable),
		TEST(test_modes_whatever_umask),
		TEST(test_modes_without_umask),
		TEST(test_other_schema),
		TEST(test_lost_data),
		TEST(test_half_made),
		TEST(test_lost_lock),
		TEST(test_not_lmdb),
		TEST(test_damaged),
		TEST(test_links_refused),
		TEST(test_owners),
		TEST(test_busy),
		TEST(test_claim),
		TEST(test_transaction_number),
		TEST(test_little_space),
		TEST(test_map_grows),
		TEST(test_read_only),
		TEST(test_dir_is_a_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
