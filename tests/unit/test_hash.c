/* SPDX-License-Identifier: ISC */
#include "common/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

static void
assert_hex(struct hash h, const char *want)
{
	struct arena *a = arena_new();

	assert_string_equal(hash_hex(a, &h, HASH_BYTES), want);
	arena_free(a);
}

/* FIPS 180-2's examples. */
static void
sha256(void **state)
{
	(void)state;
	assert_hex(hash_bytes(BYTES_LIT("abc")),
	    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_hex(hash_bytes(BYTES_NONE),
	    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

/* RFC 4231 section 4.3. */
static void
hmac(void **state)
{
	(void)state;
	assert_hex(hash_hmac(BYTES_LIT("Jefe"), BYTES_LIT("what do ya want for nothing?")),
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
	hash_hmac(BYTES_NONE, BYTES_NONE);
}

static void
runs_keep_their_borders(void **state)
{
	const struct bytes one[] = { BYTES_LIT("ab"), BYTES_LIT("c") };
	const struct bytes other[] = { BYTES_LIT("a"), BYTES_LIT("bc") };
	const struct bytes none[] = { BYTES_NONE, BYTES_LIT("abc") };
	struct hash x = hash_runs(one, 2), y = hash_runs(other, 2), z = hash_runs(none, 2),
		    same = x;

	(void)state;
	assert_false(hash_equal(&x, &y));
	assert_false(hash_equal(&x, &z));
	assert_true(hash_equal(&x, &same));
	assert_true(hash_equal_secret(&x, &same));
	same.b[HASH_BYTES - 1] ^= 1;
	assert_false(hash_equal(&x, &same));
	assert_false(hash_equal_secret(&x, &same));
}

static void
hex_is_cut(void **state)
{
	struct arena *a = arena_new();
	struct hash h = hash_bytes(BYTES_LIT("abc"));

	(void)state;
	assert_string_equal(hash_hex(a, &h, 4), "ba7816bf");
	assert_int_equal(strlen(hash_hex(a, &h, 99)), 2 * HASH_BYTES);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256),
		cmocka_unit_test(hmac),
		cmocka_unit_test(runs_keep_their_borders),
		cmocka_unit_test(hex_is_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
