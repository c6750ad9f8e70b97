/* SPDX-License-Identifier: ISC */
#include "tests/unit/open_store.h"

static void
test_other_mail_of_same_id(void **state)
{
	size_t n;

	(void)state;
	assert_int_equal(put_mail(store, "a@x", "one text\n", 1), STORE_PUT_NEW);
	assert_int_equal(put_mail(store, "a@x", "another text\n", 1), STORE_PUT_NEW);
	assert_int_equal(put_mail(store, "a@x", "one text\n", 1), STORE_PUT_DUPLICATE);
	assert_int_equal(put_mail(store, "a@x", "another text\n", 1), STORE_PUT_DUPLICATE);
	scan_all(store, 0, &n);
	assert_int_equal(n, 2);
}

static void
test_many_of_same_id(void **state)
{
	struct store_mail_raw *mails;
	size_t n;

	(void)state;
	for (int i = 0; i < 16; i++)
		assert_int_equal(
		    put_mail(store, "a@x", arena_printf(fixture_arena, "%c %d\n", 'a' + i, i), 1),
		    STORE_PUT_NEW);
	assert_int_equal(put_mail(store, "a@x", "one more\n", 1), STORE_PUT_NEW);
	assert_int_equal(put_mail(store, "a@x", "and one\n", 1), STORE_PUT_NEW);
	assert_int_equal(put_mail(store, "a@x", "one more\n", 1), STORE_PUT_DUPLICATE);
	assert_int_equal(put_mail(store, "a@x", "p 15\n", 1), STORE_PUT_DUPLICATE);
	assert_string_equal(fixture_said(), "");
	mails = scan_all(store, 0, &n);
	assert_int_equal(n, 18);
	assert_true(bytes_equal(mails[15].id, B("a@x")));
	assert_true(mails[17].flags & STORE_MAIL_NO_ID);
	assert_false(bytes_equal(mails[16].id, mails[17].id));
}

/* Each of a megabyte, which fewer are compared with; a cut one is still known for its whole. */
static void
test_large_of_same_id(void **state)
{
	char *text = arena_alloc(fixture_arena, (1 << 20) + 3);
	struct store_mail_raw *mails;
	size_t n;

	(void)state;
	memset(text, 'x', 1 << 20);
	for (int round = 0; round < 2; round++)
		for (char c = 'a'; c < 'i'; c++) {
			snprintf(text + (1 << 20), 3, "%c\n", c);
			assert_int_equal(put_mail(store, "a@x", text, 1),
			    round ? STORE_PUT_DUPLICATE : STORE_PUT_NEW);
		}
	text[1 << 19] = '\0';
	assert_int_equal(put_mail(store, "a@x", text, 1), STORE_PUT_DUPLICATE);
	mails = scan_all(store, 0, &n);
	assert_int_equal(n, 8);
	for (size_t i = 0; i < n; i++)
		assert_int_equal((mails[i].flags & STORE_MAIL_NO_ID) != 0, i >= 2);
}

/* Who knows the id that a mail is given, and fills that as well, takes no mail from anyone. */
static void
test_given_id_is_full(void **state)
{
	struct store_mail_raw *mails;
	const char *given;
	size_t n;

	(void)state;
	for (int i = 0; i < 17; i++)
		put_mail(store, "a@x", arena_printf(fixture_arena, "%c %d\n", 'a' + i, i), 1);
	mails = scan_all(store, 0, &n);
	given = arena_string(fixture_arena, mails[16].id);
	store_close(store);
	assert_int_equal(unlink(fixture_path("data.mdb")), 0);
	assert_int_equal(truncate(fixture_path("lock"), 0), 0);
	store = fixture_open(STORE_CREATE);
	for (int i = 0; i < 16; i++) {
		const char *body = arena_printf(fixture_arena, "%c %d\n", 'a' + i, i);
		put_mail(store, "a@x", body, 1);
		put_mail(store, given, body, 1);
	}
	for (int i = 0; i < 3; i++)
		assert_int_equal(
		    put_mail(store, "a@x", "q 16\n", 1), i ? STORE_PUT_DUPLICATE : STORE_PUT_NEW);
	mails = scan_all(store, 0, &n);
	assert_int_equal(n, 33);
	assert_non_null(strstr(arena_string(fixture_arena, mails[32].raw), "q 16"));
}

static enum store_put
put_raw(const char *raw)
{
	struct store_mail_in m = { .id = B("a@x"), .raw = B(raw), .arrival = 1 };

	assert_int_equal(store_put_mails(store, &m, 1, 1000), STORE_OK);
	return m.result;
}

/* What begins as another mail does is that mail only where its header says so. */
static void
test_beginning_of_another(void **state)
{
#define ADA "Message-ID: <a@x>\nFrom: Ada <ada@x>\nDate: Fri, 14 Nov 2025 09:00:00 +0000\n"
	size_t n;

	(void)state;
	assert_int_equal(put_raw(ADA "Subject: no\n\nThis breaks boot.\n"), STORE_PUT_NEW);
	assert_int_equal(
	    put_raw("Message-ID: <a@x>\nFrom: M <m@x>\nDate: Fri, 14 Nov 2025 09:00:00 "
		    "+0000\nSubject: no\n\nThis breaks boot.\nNot.\n"),
	    STORE_PUT_NEW);
	assert_int_equal(
	    put_raw("Message-ID: <a@x>\nFrom: Ada <ada@x>\nDate: Fri, 14 Nov 2025 19:00:00 "
		    "+0000\nSubject: no\n\nThis breaks boot.\nNo.\n"),
	    STORE_PUT_NEW);
	assert_int_equal(put_raw(ADA "Subject: buy\n\nThis breaks boot.\nNever.\n"), STORE_PUT_NEW);
	assert_int_equal(put_raw(ADA "Subject: yes\n\nThis breaks\n"), STORE_PUT_NEW);
	assert_int_equal(put_raw(ADA "Subject: none\n\n"), STORE_PUT_NEW);
	scan_all(store, 0, &n);
	assert_int_equal(n, 6);
	assert_int_equal(
	    put_raw("Received: b\n" ADA "Subject: [list] no\n\nThis breaks boot.\nTruly.\n"),
	    STORE_PUT_REPLACED);
	assert_int_equal(put_raw(ADA "Subject: no\n\nThis breaks boot.\nTr"), STORE_PUT_DUPLICATE);
	assert_int_equal(
	    put_raw("Message-ID: <a@x>\nFrom: Ada <ada@x>\nDate: Fri, 1"), STORE_PUT_DUPLICATE);
	scan_all(store, 0, &n);
	assert_int_equal(n, 6);
}

/* Comparing those in words would take more than some agents leave: both are kept. */
static void
test_very_large(void **state)
{
	const size_t size = ((size_t)8 << 20) + 100;
	char *text = arena_alloc(fixture_arena, size + 1);
	size_t n;

	(void)state;
	memset(text, 'x', size);
	text[size] = '\0';
	assert_int_equal(put_mail(store, "a@x", text, 1), STORE_PUT_NEW);
	assert_int_equal(put_mail(store, "a@x", text, 1), STORE_PUT_DUPLICATE);
	text[size - 50] = '\0';
	assert_int_equal(put_mail(store, "a@x", text, 1), STORE_PUT_NEW);
	scan_all(store, 0, &n);
	assert_int_equal(n, 2);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_other_mail_of_same_id),
		TEST(test_many_of_same_id),
		TEST(test_large_of_same_id),
		TEST(test_given_id_is_full),
		TEST(test_beginning_of_another),
		TEST(test_very_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
