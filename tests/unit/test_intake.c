/* SPDX-License-Identifier: ISC */
#include "tests/unit/store_fixture.h"

#include "filters/ingest/feed.h"

#include <sys/file.h>

/* Makes content what stdin gives. */
static void
set_stdin(struct bytes content)
{
	char *path = arena_printf(fixture_arena, "%s/stdin", fixture_dir);
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_int_equal(write(fd, content.p, content.n), content.n);
	assert_int_equal(lseek(fd, 0, SEEK_SET), 0);
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	close(fd);
}

/* The mail that stands last in the log. */
static struct store_mail_raw
last_stored(void)
{
	struct store *s = fixture_open(STORE_READ);
	struct store_mail_raw *mails;
	size_t n;

	mails = scan_all(s, 0, &n);
	assert_true(n > 0);
	store_close(s);
	return mails[n - 1];
}

static struct bytes
mail_of(size_t n, const char *id)
{
	char *p = arena_alloc(fixture_arena, n);
	int head;

	memset(p, 'x', n);
	head = snprintf(p, n, "Message-ID: <%s>\n\n", id);
	p[head] = 'x';
	return (struct bytes){ p, n };
}

static void
feed_one(struct bytes mail, const struct buf *passed)
{
	struct intake *in = intake_new(fixture_dir, "list", INTAKE_NO_WAIT, 1000);

	if (passed == NULL)
		set_stdin(mail);
	assert_int_equal(feed_mail(in, passed), FEED_DONE);
	assert_int_equal(intake_flush(in), STORE_OK);
	intake_free(in);
}

static void
check_cut(const struct buf *passed, struct bytes mail, unsigned flags)
{
	struct store_mail_raw stored;

	feed_one(mail, passed);
	stored = last_stored();
	assert_int_equal(stored.flags, flags);
	assert_true(bytes_equal(stored.raw, bytes_slice(mail, 0, INTAKE_MAIL_MAX)));
}

static void
test_longest(void **state)
{
	(void)state;
	check_cut(NULL, mail_of(INTAKE_MAIL_MAX, "a@x"), 0);
	check_cut(NULL, mail_of(INTAKE_MAIL_MAX + 1, "b@x"), STORE_MAIL_CUT);
}

static void
test_longest_passed(void **state)
{
	struct bytes mail = mail_of(INTAKE_MAIL_MAX + 1, "a@x");
	struct buf passed = BUF_INIT;

	(void)state;
	buf_add(&passed, bytes_slice(mail, 0, INTAKE_MAIL_MAX));
	check_cut(&passed, buf_bytes(&passed), 0);
	buf_clear(&passed);
	mail = mail_of(INTAKE_MAIL_MAX + 1, "b@x");
	buf_add(&passed, mail);
	check_cut(&passed, mail, STORE_MAIL_CUT);
	buf_release(&passed);
}

/* A cut copy never stands in the way of a whole one, nor is the whole one replaced by it. */
static void
test_cut_and_whole(void **state)
{
	struct bytes mail = mail_of(INTAKE_MAIL_MAX + 1, "a@x");

	(void)state;
	feed_one(bytes_slice(mail, 0, INTAKE_MAIL_MAX / 2), NULL);
	feed_one(mail, NULL);
	assert_int_equal(last_stored().raw.n, INTAKE_MAIL_MAX);
	feed_one(bytes_slice(mail, 0, INTAKE_MAIL_MAX / 2), NULL);
	assert_int_equal(last_stored().raw.n, INTAKE_MAIL_MAX);
}

/* By hand, one batch and one mail more; the spool's mails come first. */
static void
test_batch(void **state)
{
	struct intake *in = intake_new(fixture_dir, "list", 5, 1000);
	struct store_mail_in spooled = { .id = B("s@x"), .raw = mail_raw("s@x", "text") };
	struct store_mail_raw *mails;
	struct store *s;
	size_t n;
	int held;

	(void)state;
	store_close(fixture_open(STORE_CREATE));
	held = open(fixture_path("lock"), O_RDWR | O_CLOEXEC);
	assert_int_equal(flock(held, LOCK_EX), 0);
	assert_int_equal(store_deliver(fixture_dir, "list", &spooled, 1), STORE_OK);
	assert_int_equal(spooled.result, STORE_PUT_SPOOLED);
	close(held);
	for (size_t i = 0; i <= INTAKE_BATCH_MAILS; i++) {
		buf_addf(intake_buf(in), "Message-ID: <%zu@x>\n\ntext\n", i);
		assert_int_equal(intake_end(in, false), STORE_OK);
		assert_int_equal(
		    intake_mails(in), i + 1 < INTAKE_BATCH_MAILS ? 0 : INTAKE_BATCH_MAILS);
	}
	assert_int_equal(intake_flush(in), STORE_OK);
	assert_int_equal(intake_mails(in), INTAKE_BATCH_MAILS + 1);
	assert_string_equal(intake_sum(in, fixture_arena),
	    "1001 mails: 1001 new, 0 duplicates, 0 digests of ours passed over");
	intake_free(in);
	s = fixture_open(STORE_READ);
	mails = scan_all(s, 0, &n);
	assert_int_equal(n, INTAKE_BATCH_MAILS + 2);
	assert_true(bytes_equal(mails[0].id, B("s@x")));
	store_close(s);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, fixture_set_up, fixture_tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_longest),
		TEST(test_longest_passed),
		TEST(test_cut_and_whole),
		TEST(test_batch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
