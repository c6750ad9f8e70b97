/* SPDX-License-Identifier: ISC */
#include "tests/unit/store_fixture.h"

/* Without words in it a mail has the same key, cut or whole. */
static void
test_cut_in_the_header(void **state)
{
	static const char whole[] = "Message-ID: <a@x>\nSubject: s\nFrom: a@example.org\n\n";
	struct store_mail_in mails[3] = { { .id = BYTES_LIT("a@x"), .arrival = 10 },
		{ .id = BYTES_LIT("a@x"), .arrival = 20 },
		{ .id = BYTES_LIT("a@x"), .arrival = 5 } };
	struct store_mail_raw *found;
	struct store *store;
	size_t n;

	(void)state;
	store = fixture_open(STORE_CREATE);
	mails[0].raw = bytes_slice(bytes_from(whole), 0, 25);
	mails[1].raw = bytes_from(whole);
	mails[2].raw = bytes_slice(bytes_from(whole), 0, 30);
	assert_int_equal(store_put_mails(store, mails, 3, 1), STORE_OK);
	assert_int_equal(mails[0].result, STORE_PUT_NEW);
	assert_int_equal(mails[1].result, STORE_PUT_REPLACED);
	assert_int_equal(mails[2].result, STORE_PUT_DUPLICATE);
	found = scan_all(store, 0, &n);
	assert_int_equal(n, 1);
	assert_true(bytes_equal(found[0].raw, bytes_from(whole)));
	assert_int_equal(found[0].arrival, 5);
	assert_int_equal(found[0].ngone, 0);
	store_close(store);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    test_cut_in_the_header, fixture_set_up, fixture_tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
