/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/links.h"
#include "filters/report/entry/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct store_mail
from(const char *name, const char *address)
{
	return (struct store_mail){ .name = bytes_from(name), .address = bytes_from(address) };
}

static size_t
count(struct store_mail *mails, size_t n, size_t *person)
{
	struct arena *a = arena_new();
	const struct store_mail **all = arena_array(a, n, sizeof(*all));
	size_t people;

	for (size_t i = 0; i < n; i++)
		all[i] = &mails[i];
	people = people_number(a, all, n, person);
	arena_free(a);
	return people;
}

static void
one_person_two_addresses(void **state)
{
	struct store_mail mails[] = { from("Ann Example", "ann@work.example"),
		from("Bob", "bob@home.example"), from("ann  example", "ann@home.example"),
		from("Example, Ann", "a@other.example"), from("", "ann@other.example"),
		from("Annie", "ann@home.example") };
	size_t person[6];

	(void)state;
	assert_int_equal(count(mails, 6, person), 3);
	assert_true(person[0] == 0 && person[1] == 1 && person[2] == 0 && person[3] == 0);
	assert_true(person[4] == 2 && person[5] == 0);
}

static void
robots_are_nobody(void **state)
{
	struct store_mail mails[] = { from("kernel test robot", "lkp@example.org"),
		from("Ann", "ann@example.org") };
	size_t person[2];

	(void)state;
	mails[0].flags = MAIL_BOT;
	assert_int_equal(count(mails, 2, person), 1);
	assert_true(person[0] == SIZE_MAX && person[1] == 0);
	assert_int_equal(count(mails, 0, person), 0);
}

static void
many_with_one_name(void **state)
{
	enum { MANY = 20000 };
	struct arena *a = arena_new();
	struct store_mail *mails = arena_array(a, MANY, sizeof(*mails));
	size_t *person = arena_array(a, MANY, sizeof(*person));

	(void)state;
	for (int i = 0; i < MANY; i++)
		mails[i] = from("", arena_printf(a, "a%d@example.org", i));
	assert_int_equal(count(mails, MANY, person), MANY);
	arena_free(a);
}

static void
links(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	assert_string_equal(
	    link_mail(a, "https://l.example/r/{message_id}/t", BYTES_LIT("a/b+c%?#<x>@d.e")),
	    "https://l.example/r/a%2Fb%2Bc%25%3F%23%3Cx%3E@d.e/t");
	assert_null(link_mail(a, NULL, BYTES_LIT("a@b")));
	assert_null(link_mail(a, "https://l.example/{message_id}", BYTES_NONE));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_person_two_addresses),
		cmocka_unit_test(robots_are_nobody),
		cmocka_unit_test(many_with_one_name),
		cmocka_unit_test(links),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
