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

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_other_mail_of_same_id),
		TEST(test_many_of_same_id),
		TEST(test_large_of_same_id),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
