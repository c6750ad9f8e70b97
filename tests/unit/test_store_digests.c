/* SPDX-License-Identifier: ISC */
#include "tests/unit/open_store.h"

#define assert_bytes(a, b) assert_true(bytes_equal(a, b))

static void
test_summaries(void **state)
{
	struct hash key = hash_bytes(B("all that made it")), other = hash_bytes(B("other"));
	struct buf large = BUF_INIT;
	struct bytes value;

	(void)state;
	for (int i = 0; i < 100000; i++)
		buf_addf(&large, "%d ", i);
	assert_int_equal(store_get_summary(store, &key, fixture_arena, &value), STORE_NONE);
	assert_int_equal(store_put_summary(store, &key, B("{}")), STORE_OK);
	assert_int_equal(store_get_summary(store, &key, fixture_arena, &value), STORE_OK);
	assert_bytes(value, B("{}"));
	assert_int_equal(store_put_summary(store, &key, buf_bytes(&large)), STORE_OK);
	assert_int_equal(store_put_summary(store, &other, BYTES_NONE), STORE_OK);
	assert_int_equal(store_get_summary(store, &key, fixture_arena, &value), STORE_OK);
	assert_bytes(value, buf_bytes(&large));
	assert_int_equal(store_get_summary(store, &other, fixture_arena, &value), STORE_OK);
	assert_int_equal(value.n, 0);
	buf_release(&large);
}

static void
test_members(void **state)
{
	struct store_member m = { B("Bob@Example.org"), B("Bob"), 5, B("{\"format\":\"html\"}") },
			    got, *all;
	size_t n;

	(void)state;
	assert_int_equal(store_get_member(store, m.address, fixture_arena, &got), STORE_NONE);
	assert_int_equal(store_remove_member(store, m.address), STORE_NONE);
	assert_int_equal(store_scan_members(store, fixture_arena, &all, &n), STORE_OK);
	assert_int_equal(n, 0);
	assert_int_equal(store_put_member(store, &m), STORE_OK);
	assert_int_equal(
	    store_get_member(store, B("bob@example.ORG"), fixture_arena, &got), STORE_OK);
	assert_bytes(got.address, m.address);
	assert_bytes(got.name, m.name);
	assert_bytes(got.options, m.options);
	assert_int_equal(got.since, 5);
	m.address = B("bob@example.org");
	m.name = BYTES_NONE;
	assert_int_equal(store_put_member(store, &m), STORE_NONE);
	assert_int_equal(
	    store_get_member(store, B("BOB@example.org"), fixture_arena, &got), STORE_OK);
	assert_bytes(got.address, m.address);
	assert_int_equal(got.name.n, 0);
	assert_int_equal(store_remove_member(store, B("BOB@EXAMPLE.ORG")), STORE_OK);
	assert_int_equal(store_remove_member(store, B("BOB@EXAMPLE.ORG")), STORE_NONE);
}

static void
test_members_in_order(void **state)
{
	static const char *const order[] = { "a@x", "Abe@x", "abel@x", "B2@x", "b@x", "z@x" };
	static const int put[] = { 3, 0, 5, 2, 4, 1 };
	struct store_member *all;
	size_t n;

	(void)state;
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(
		    store_put_member(store, &(struct store_member){ .address = B(order[put[i]]) }),
		    STORE_OK);
	assert_int_equal(store_scan_members(store, fixture_arena, &all, &n), STORE_OK);
	assert_int_equal(n, 6);
	for (size_t i = 0; i < n; i++)
		assert_bytes(all[i].address, B(order[i]));
}

static struct store_digest
digest(int64_t until)
{
	return (struct store_digest){ .since = until - 7,
		.until = until,
		.made = until + 1,
		.log_mark = 42,
		.id = B("digest@x"),
		.forms = 2 };
}

static void
test_digests(void **state)
{
	struct store_digest d = digest(100), got;

	(void)state;
	assert_int_equal(store_last_digest(store, fixture_arena, &got), STORE_NONE);
	assert_int_equal(got.number, 0);
	assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_OK);
	assert_int_equal(d.number, 1);
	assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_NONE);
	d = digest(200);
	assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_OK);
	assert_int_equal(d.number, 2);
	d = digest(100);
	assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_NONE);
	assert_int_equal(store_last_digest(store, fixture_arena, &got), STORE_OK);
	assert_true(got.number == 2 && got.since == 193 && got.until == 200 && got.made == 201);
	assert_true(got.log_mark == 42 && got.sent == 0);
	assert_bytes(got.id, d.id);
	assert_int_equal(got.forms, 2);
	assert_int_equal(store_mark_sent(store, 1, 777), STORE_OK);
	assert_int_equal(store_mark_sent(store, 1, 888), STORE_OK);
	assert_int_equal(store_mark_sent(store, 3, 777), STORE_NONE);
	assert_int_equal(store_get_digest(store, 1, fixture_arena, &got), STORE_OK);
	assert_true(got.number == 1 && got.sent == 777 && got.until == 100);
	assert_int_equal(store_get_digest(store, 2, fixture_arena, &got), STORE_OK);
	assert_int_equal(got.sent, 0);
	assert_int_equal(store_get_digest(store, 3, fixture_arena, &got), STORE_NONE);
}

static void
assert_form(uint64_t digest, unsigned form, const char *wanted)
{
	struct bytes body;

	assert_int_equal(store_get_form(store, digest, form, fixture_arena, &body),
	    wanted ? STORE_OK : STORE_NONE);
	assert_bytes(body, bytes_from(wanted ? wanted : ""));
}

/* Forms wait for their digest; those of one that was never put give way to the next. */
static void
test_forms(void **state)
{
	struct store_digest d = digest(100);

	(void)state;
	assert_int_equal(store_put_form(store, 0, B("own")), STORE_OK);
	assert_int_equal(store_put_form(store, 1, B("other")), STORE_OK);
	assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_OK);
	for (unsigned form = 0; form < 4; form++)
		assert_int_equal(store_put_form(store, form, B("cut short")), STORE_OK);
	assert_int_equal(store_put_form(store, 0, B("next own")), STORE_OK);
	assert_int_equal(store_put_form(store, 1, B("next other")), STORE_OK);
	d = digest(200);
	assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_OK);
	assert_form(1, 0, "own");
	assert_form(1, 1, "other");
	assert_form(2, 0, "next own");
	assert_form(2, 1, "next other");
	assert_form(2, 2, NULL);
	assert_form(2, 3, NULL);
	assert_form(3, 0, NULL);
}

static void
test_count_copies(void **state)
{
	const struct store_copy copies[] = { { B("ada@example.org"), 0 },
		{ B("bo@example.org"), 0 } };
	struct store_digest d;
	uint64_t n;

	(void)state;
	for (int64_t i = 1; i <= 4; i++) {
		d = digest(100 * i);
		assert_int_equal(store_put_digest(store, &d, copies, i % 2 ? 2 : 1), STORE_OK);
	}
	assert_int_equal(store_count_copies(store, 4, B("ADA@example.org"), &n), STORE_OK);
	assert_int_equal(n, 4);
	assert_int_equal(store_count_copies(store, 3, B("bo@example.org"), &n), STORE_OK);
	assert_int_equal(n, 2);
	assert_int_equal(store_count_copies(store, 2, B("bo@example.org"), &n), STORE_OK);
	assert_int_equal(n, 1);
	assert_int_equal(store_count_copies(store, 4, B("cy@example.org"), &n), STORE_OK);
	assert_int_equal(n, 0);
}

static void
test_scan_digests(void **state)
{
	struct store_digest d = digest(100), *all;
	size_t n;

	(void)state;
	assert_int_equal(store_scan_digests(store, fixture_arena, &all, &n), STORE_OK);
	assert_int_equal(n, 0);
	for (int64_t until = 100; until <= 300; until += 100) {
		d = digest(until);
		assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_OK);
	}
	assert_int_equal(store_mark_sent(store, 2, 777), STORE_OK);
	assert_int_equal(store_scan_digests(store, fixture_arena, &all, &n), STORE_OK);
	assert_int_equal(n, 3);
	for (size_t i = 0; i < n; i++) {
		assert_true(all[i].number == i + 1 && all[i].until == 100 * ((int64_t)i + 1));
		assert_true(all[i].sent == (i == 1 ? 777 : 0));
		assert_bytes(all[i].id, d.id);
	}
	/* What is sent to somebody again is open again. */
	assert_int_equal(store_mark_sent(store, 2, 0), STORE_OK);
	assert_int_equal(store_scan_digests(store, fixture_arena, &all, &n), STORE_OK);
	assert_int_equal(all[1].sent, 0);
}

static enum store_status
mark(const char *address, enum store_delivery_state from, enum store_delivery_state to, int64_t now)
{
	struct store_move m = { B(address), from, to, now + 60, B("said") };

	return store_move_deliveries(store, 1, &m, 1, now);
}

static void
test_deliveries(void **state)
{
	struct store_copy copies[] = { { B("c@x"), 1 }, { B("A@x"), 0 }, { B("b@x"), 1 } };
	struct store_digest d = digest(100), next = digest(200);
	struct store_delivery *all;
	size_t n;

	(void)state;
	assert_int_equal(store_put_digest(store, &d, copies, 3), STORE_OK);
	assert_int_equal(store_put_digest(store, &next, copies, 1), STORE_OK);
	assert_int_equal(store_scan_deliveries(store, 1, fixture_arena, &all, &n), STORE_OK);
	assert_int_equal(n, 3);
	assert_bytes(all[0].address, B("A@x"));
	assert_bytes(all[2].address, B("c@x"));
	assert_true(all[0].form == 0 && all[1].form == 1 && all[2].form == 1);
	assert_true(
	    all[0].state == STORE_DELIVERY_QUEUED && all[0].tries == 0 && all[0].last == 101);
	assert_int_equal(
	    mark("b@x", STORE_DELIVERY_ATTEMPTING, STORE_DELIVERY_ACCEPTED, 1), STORE_NONE);
	assert_int_equal(
	    mark("nobody@x", STORE_DELIVERY_QUEUED, STORE_DELIVERY_ATTEMPTING, 1), STORE_NONE);
	assert_int_equal(
	    mark("B@x", STORE_DELIVERY_QUEUED, STORE_DELIVERY_ATTEMPTING, 300), STORE_OK);
	assert_int_equal(
	    mark("b@x", STORE_DELIVERY_QUEUED, STORE_DELIVERY_ATTEMPTING, 300), STORE_NONE);
	assert_int_equal(
	    mark("b@x", STORE_DELIVERY_ATTEMPTING, STORE_DELIVERY_DEFERRED, 301), STORE_OK);
	assert_int_equal(
	    mark("b@x", STORE_DELIVERY_DEFERRED, STORE_DELIVERY_ATTEMPTING, 302), STORE_OK);
	assert_int_equal(
	    mark("b@x", STORE_DELIVERY_ATTEMPTING, STORE_DELIVERY_ACCEPTED, 303), STORE_OK);
	assert_int_equal(store_scan_deliveries(store, 1, fixture_arena, &all, &n), STORE_OK);
	assert_true(
	    all[1].state == STORE_DELIVERY_ACCEPTED && all[1].tries == 2 && all[1].last == 303);
	assert_true(all[1].due == 363 && all[1].queued == 101);
	assert_true(all[1].form == 1);
	assert_bytes(all[1].said, B("said"));
	assert_bytes(all[1].address, B("b@x"));
	assert_int_equal(all[0].state, STORE_DELIVERY_QUEUED);
	assert_int_equal(store_scan_deliveries(store, 2, fixture_arena, &all, &n), STORE_OK);
	assert_true(n == 1 && all[0].state == STORE_DELIVERY_QUEUED);
	assert_int_equal(store_scan_deliveries(store, 3, fixture_arena, &all, &n), STORE_OK);
	assert_int_equal(n, 0);
}

/* One that is done and the next that begins are one step, or none. */
static void
test_moves_together(void **state)
{
	struct store_copy copies[] = { { B("a@x"), 0 }, { B("b@x"), 0 } };
	struct store_digest d = digest(100);
	struct store_delivery *all;
	char words[STORE_SAID_MAX + 1];
	struct store_move moves[] = {
		{ B("a@x"), STORE_DELIVERY_ATTEMPTING, STORE_DELIVERY_ACCEPTED, 0, BYTES_NONE },
		{ B("b@x"), STORE_DELIVERY_QUEUED, STORE_DELIVERY_ATTEMPTING, 0, BYTES_NONE },
	};
	size_t n;

	(void)state;
	memset(words, 'w', sizeof words);
	assert_int_equal(store_put_digest(store, &d, copies, 2), STORE_OK);
	assert_int_equal(store_move_deliveries(store, 1, moves, 2, 200), STORE_NONE);
	moves[1].address = B("nobody@x");
	assert_int_equal(
	    mark("a@x", STORE_DELIVERY_QUEUED, STORE_DELIVERY_ATTEMPTING, 200), STORE_OK);
	assert_int_equal(store_move_deliveries(store, 1, moves, 2, 200), STORE_NONE);
	assert_int_equal(store_scan_deliveries(store, 1, fixture_arena, &all, &n), STORE_OK);
	assert_true(all[0].state == STORE_DELIVERY_ATTEMPTING && all[0].tries == 1);
	moves[1].address = B("b@x");
	moves[0].said = (struct bytes){ words, sizeof words };
	assert_int_equal(store_move_deliveries(store, 1, moves, 2, 200), STORE_OK);
	assert_int_equal(store_scan_deliveries(store, 1, fixture_arena, &all, &n), STORE_OK);
	assert_true(all[0].state == STORE_DELIVERY_ACCEPTED && all[0].tries == 1);
	assert_int_equal(all[0].said.n, STORE_SAID_MAX);
	assert_true(all[1].state == STORE_DELIVERY_ATTEMPTING && all[1].tries == 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_summaries),
		TEST(test_members),
		TEST(test_members_in_order),
		TEST(test_digests),
		TEST(test_forms),
		TEST(test_count_copies),
		TEST(test_scan_digests),
		TEST(test_deliveries),
		TEST(test_moves_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
