/* SPDX-License-Identifier: ISC */
#include "tests/unit/open_store.h"

#include <sys/wait.h>

#define assert_bytes(a, b) assert_true(bytes_equal(a, b))

static void
test_swap(void **state)
{
	struct buf large = BUF_INIT;
	struct bytes value;

	(void)state;
	assert_int_equal(store_get_value(store, "a", fixture_arena, &value), STORE_NONE);
	assert_int_equal(store_swap_value(store, "a", B("x"), B("one")), STORE_NONE);
	assert_int_equal(store_swap_value(store, "a", BYTES_NONE, B("one")), STORE_OK);
	assert_int_equal(store_swap_value(store, "a", BYTES_NONE, B("two")), STORE_NONE);
	assert_int_equal(store_get_value(store, "a", fixture_arena, &value), STORE_OK);
	assert_bytes(value, B("one"));
	for (int i = 0; i < 100000; i++)
		buf_addf(&large, "%d ", i);
	assert_int_equal(store_swap_value(store, "a", B("one"), buf_bytes(&large)), STORE_OK);
	assert_int_equal(store_swap_value(store, "a", B("one"), B("three")), STORE_NONE);
	assert_int_equal(store_get_value(store, "a", fixture_arena, &value), STORE_OK);
	assert_bytes(value, buf_bytes(&large));
	assert_int_equal(store_swap_value(store, "a", value, B("four")), STORE_OK);
	/* A value has nothing to do with the store's own numbers. */
	assert_int_equal(store_get_value(store, "schema", fixture_arena, &value), STORE_NONE);
	buf_release(&large);
}

static void
test_secret(void **state)
{
	struct hash first, again;

	(void)state;
	assert_int_equal(store_secret(store, &first), STORE_OK);
	assert_int_equal(store_secret(store, &again), STORE_OK);
	assert_true(hash_equal(&first, &again));
	store_close(store);
	store = fixture_open(STORE_READ);
	assert_int_equal(store_secret(store, &again), STORE_OK);
	assert_true(hash_equal(&first, &again));
	store_close(store);
	store = fixture_open(STORE_WRITE);
	assert_int_equal(store_swap_value(store, "secret",
			     (struct bytes){ (const char *)first.b, sizeof first.b }, B("short")),
	    STORE_OK);
	assert_int_equal(store_secret(store, &again), STORE_BROKEN);
	assert_said("the secret of a list is damaged");
}

/* Each list has its own. */
static void
test_secrets_differ(void **state)
{
	struct hash first, second;
	struct store *other;

	(void)state;
	assert_int_equal(store_secret(store, &first), STORE_OK);
	store_close(store);
	assert_int_equal(
	    store_open(&other, fixture_dir, "other", STORE_CREATE, WAIT_SECONDS), STORE_OK);
	assert_int_equal(store_secret(other, &second), STORE_OK);
	assert_false(hash_equal(&first, &second));
	store_close(other);
	store = fixture_open(STORE_WRITE);
}

static bool
add_one(struct store *s)
{
	enum store_status status;
	struct bytes old;
	struct arena *a = arena_new();

	do {
		status = store_get_value(s, "count", a, &old);
		if (status == STORE_OK || status == STORE_NONE) {
			struct bytes more =
			    B(arena_printf(a, "%.*s.", (int)old.n, old.p ? old.p : ""));

			status = store_swap_value(s, "count", old, more);
		}
	} while (status == STORE_NONE);
	arena_free(a);
	return status == STORE_OK;
}

/* Four at once add 25 each: none is lost. */
static void
test_at_once(void **state)
{
	struct bytes value;
	int status;

	(void)state;
	store_close(store);
	store = NULL;
	for (int i = 0; i < 4; i++)
		if (fork() == 0) {
			struct store *s = fixture_open(STORE_WRITE);

			for (int n = 0; n < 25; n++)
				if (!add_one(s))
					_exit(1);
			store_close(s);
			_exit(0);
		}
	while (wait(&status) > 0)
		assert_int_equal(status, 0);
	store = fixture_open(STORE_WRITE);
	assert_int_equal(store_get_value(store, "count", fixture_arena, &value), STORE_OK);
	assert_int_equal(value.n, 100);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_swap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_secret, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_secrets_differ, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_at_once, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
