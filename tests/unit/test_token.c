/* SPDX-License-Identifier: ISC */
#include "common/token.h"
#include "tests/unit/arena_fixture.h"

#include <stdlib.h>
#include <string.h>

static const struct hash secret = { .b = { 7, 7, 7 } }, other = { .b = { 7, 7, 8 } };

static struct token
ada(void)
{
	return (struct token){ "ember", BYTES_LIT("Ada@example.org"), "subscribe", 1760313600 };
}

static void
test_round_trip(void **state)
{
	const uint64_t numbers[] = { 0, 1, 31, 32, 1760313600, ((uint64_t)1 << 40) - 1 };
	struct token t = ada();
	uint64_t number;

	(void)state;
	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		char *s;

		t.number = numbers[i];
		s = token_write(arena, &secret, &t);
		assert_int_equal(strlen(s), TOKEN_CHARS);
		assert_int_equal(strspn(s, "abcdefghijklmnopqrstuvwxyz234567"), TOKEN_CHARS);
		assert_true(token_number(bytes_from(s), &number));
		assert_int_equal(number, numbers[i]);
		t.number = 0; /* is read from s */
		assert_true(token_matches(bytes_from(s), &secret, &t));
	}
}

/* Some mail programs write a whole address in capitals. */
static void
test_case_is_folded(void **state)
{
	struct token t = ada();
	char *s = token_write(arena, &secret, &t);

	(void)state;
	for (char *c = s; *c; c++)
		if (*c >= 'a')
			*c = (char)(*c - 'a' + 'A');
	t.address = BYTES_LIT("ADA@EXAMPLE.ORG");
	assert_true(token_matches(bytes_from(s), &secret, &t));
}

/* Each of the 32 characters matters, and each of what the token is made of. */
static void
test_forged(void **state)
{
	const struct token t = ada();
	struct token u;
	char *s = token_write(arena, &secret, &t);

	(void)state;
	for (size_t i = 0; i < TOKEN_CHARS; i++) {
		char was = s[i];

		for (const char *c = "abcdefghijklmnopqrstuvwxyz234567"; *c; c++) {
			s[i] = *c;
			assert_int_equal(token_matches(bytes_from(s), &secret, &t), *c == was);
		}
		s[i] = was;
	}
	assert_false(token_matches(bytes_from(s), &other, &t));
	u = t;
	u.list = "embers";
	assert_false(token_matches(bytes_from(s), &secret, &u));
	u = t;
	u.address = BYTES_LIT("adam@example.org");
	assert_false(token_matches(bytes_from(s), &secret, &u));
	u = t;
	u.action = "unsubscribe";
	assert_false(token_matches(bytes_from(s), &secret, &u));
}

static void
test_form(void **state)
{
	uint64_t number;

	(void)state;
	assert_false(token_number(BYTES_LIT(""), &number));
	assert_false(token_number(BYTES_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &number));
	assert_false(token_number(BYTES_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &number));
	assert_false(token_number(BYTES_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0"), &number));
	assert_false(token_number(BYTES_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\0"), &number));
	assert_false(token_number(BYTES_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=="), &number));
	assert_true(token_number(BYTES_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"), &number));
}

static void
test_address(void **state)
{
	struct config_list list = { .name = "ember", .from = "Digest <ember-digest@example.org>" };
	const char *longest = "0123456789012345678901234567890123456789012345678a";

	(void)state;
	assert_null(token_address(arena, &list, "help"));
	list.delimiter = "+";
	assert_string_equal(token_address(arena, &list, "help"), "ember-digest+help@example.org");
	assert_non_null(token_address(arena, &list, longest + 0));
	assert_null(token_address(arena, &list, arena_printf(arena, "%sbc", longest)));
	assert_null(token_address(arena, &list, "a b"));
	list.from = "nothing";
	assert_null(token_address(arena, &list, "help"));
	list.from = NULL;
	assert_null(token_address(arena, &list, "help"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_round_trip),
		cmocka_unit_test(test_case_is_folded),
		cmocka_unit_test(test_forged),
		cmocka_unit_test(test_form),
		cmocka_unit_test(test_address),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
