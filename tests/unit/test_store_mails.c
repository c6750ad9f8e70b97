/* SPDX-License-Identifier: ISC */
#include "common/copy.h"
#include "tests/unit/open_store.h"

#define WHOLE "first line of the text\nsecond line of the text\nthird line of the text\n"
#define CUT "first line of the text\nsecond line of"
#define SHORT "first line"

static struct bytes
raw_of(const struct store_key *key)
{
	struct bytes raw;

	assert_int_equal(store_get_raw(store, key, fixture_arena, &raw), STORE_OK);
	return raw;
}

#define assert_bytes(a, b) assert_true(bytes_equal(a, b))

static void
test_empty(void **state)
{
	struct store_counts c = counts_of(store);
	struct bytes raw;
	size_t n;

	(void)state;
	assert_true(c.log_end == 0 && c.linked == 0 && c.mails == 0);
	scan_all(store, 0, &n);
	assert_int_equal(n, 0);
	assert_int_equal(store_put_mails(store, NULL, 0, 1), STORE_OK);
	assert_int_equal(
	    store_get_raw(store, &(struct store_key){ { 1 } }, fixture_arena, &raw), STORE_NONE);
}

static void
test_put_and_scan(void **state)
{
	struct store_mail_in m = { .id = B("a@x"),
		.raw = mail_raw("a@x", WHOLE),
		.arrival = -5,
		.flags = STORE_MAIL_CUT };
	struct store_mail_raw *mails;
	size_t n;

	(void)state;
	assert_int_equal(store_put_mails(store, &m, 1, 77), STORE_OK);
	assert_int_equal(m.result, STORE_PUT_NEW);
	mails = scan_all(store, 0, &n);
	assert_int_equal(n, 1);
	assert_bytes(mails->id, m.id);
	assert_bytes(mails->raw, m.raw);
	assert_true(mails->seq == 1 && mails->arrival == -5 && mails->taken == 77);
	assert_int_equal(mails->flags, STORE_MAIL_CUT);
	assert_int_equal(mails->ngone, 0);
	assert_bytes(raw_of(&mails->key), m.raw);
	store_close(store);
	store = fixture_open(STORE_READ);
	assert_int_equal(counts_of(store).mails, 1);
	assert_int_equal(counts_of(store).log_end, 1);
	scan_all(store, 1, &n);
	assert_int_equal(n, 0);
	scan_all(store, UINT64_MAX, &n);
	assert_int_equal(n, 0);
}

/* Any bytes of any size come back as they were: empty, NULs, large, what does not pack. */
static void
test_any_bytes(void **state)
{
	const size_t sizes[] = { 0, 1, 63, 64, 65, 2000, 4096, 100000, (size_t)5 << 20 };
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
		for (int packs = 0; packs < 2; packs++) {
			struct store_mail_in m = { .id = B(arena_printf(
						       fixture_arena, "%zu-%d", i, packs)) };
			size_t n;
			buf_clear(&b);
			while (b.n < sizes[i])
				buf_addc(&b, packs ? '\0' : (char)random());
			m.raw = buf_bytes(&b);
			assert_int_equal(store_put_mails(store, &m, 1, 1), STORE_OK);
			struct store_mail_raw *r =
			    scan_all(store, counts_of(store).log_end - 1, &n);
			assert_int_equal(n, 1);
			assert_bytes(r->raw, m.raw);
		}
	}
	buf_release(&b);
}

static void
test_id_of_any_length(void **state)
{
	struct buf id = BUF_INIT;
	size_t n;

	(void)state;
	for (int i = 0; i < 998; i++)
		buf_addc(&id, (char)i);
	struct store_mail_in m = { .id = buf_bytes(&id), .raw = B("text") };
	assert_int_equal(store_put_mails(store, &m, 1, 1), STORE_OK);
	assert_bytes(scan_all(store, 0, &n)->id, m.id);
	buf_release(&id);
}

static void
test_duplicate(void **state)
{
	size_t n;

	(void)state;
	assert_int_equal(put_mail(store, "a@x", WHOLE, 10), STORE_PUT_NEW);
	assert_int_equal(put_mail(store, "a@x", WHOLE, 10), STORE_PUT_DUPLICATE);
	assert_int_equal(put_mail(store, "a@x", WHOLE, 20), STORE_PUT_DUPLICATE);
	assert_int_equal(put_mail(store, "b@x", WHOLE, 10), STORE_PUT_NEW);
	assert_int_equal(scan_all(store, 0, &n)->arrival, 10);
	assert_int_equal(n, 2);
	assert_int_equal(counts_of(store).mails, 2);
	assert_int_equal(counts_of(store).log_end, 2);
}

static void
test_earlier_duplicate_moves(void **state)
{
	struct store_mail_in m = { .id = B("a@x"), .arrival = 4 };
	struct store_mail_raw *mails;
	size_t n;

	(void)state;
	put_mail(store, "a@x", WHOLE, 10);
	put_mail(store, "b@x", WHOLE, 10);
	m.raw = mail_raw("a@x", WHOLE);
	assert_int_equal(store_put_mails(store, &m, 1, 2000), STORE_OK);
	assert_int_equal(m.result, STORE_PUT_DUPLICATE);
	mails = scan_all(store, 0, &n);
	assert_int_equal(n, 2);
	assert_bytes(mails[0].id, B("b@x"));
	assert_true(mails[1].arrival == 4 && mails[1].seq == 3 && mails[1].taken == 1000);
	assert_int_equal(counts_of(store).mails, 2);
}

static void
put_digest(int64_t until)
{
	struct store_digest d = { .until = until, .id = B("d@x") };

	assert_int_equal(store_put_digest(store, &d, NULL, 0), STORE_OK);
}

/* What a digest told stays where it was told; what it did not may still become a latecomer. */
static void
test_told_mail_stays(void **state)
{
	size_t n;

	(void)state;
	put_mail(store, "told@x", WHOLE, 99);
	put_mail(store, "untold@x", WHOLE, 100);
	put_digest(100);
	assert_int_equal(put_mail(store, "told@x", WHOLE, 50), STORE_PUT_DUPLICATE);
	assert_int_equal(put_mail(store, "untold@x", WHOLE, 50), STORE_PUT_DUPLICATE);
	struct store_mail_raw *mails = scan_all(store, 0, &n);
	assert_true(n == 2 && mails[0].arrival == 99 && mails[0].seq == 1);
	assert_true(mails[1].arrival == 50 && mails[1].seq == 3);
}

/* One that was told as far as it came is news when it comes whole. */
static void
test_told_cut_copy(void **state)
{
	size_t n;

	(void)state;
	put_mail(store, "a@x", CUT, 50);
	put_digest(100);
	assert_int_equal(put_mail(store, "a@x", WHOLE, 150), STORE_PUT_REPLACED);
	assert_int_equal(scan_all(store, 0, &n)->arrival, 150);
}

static void
test_cut_copy_is_replaced(void **state)
{
	struct store_mail_raw *mails;
	struct store_key cut;
	size_t n;

	(void)state;
	put_mail(store, "a@x", CUT, 10);
	cut = scan_all(store, 0, &n)->key;
	assert_int_equal(put_mail(store, "a@x", WHOLE, 20), STORE_PUT_REPLACED);
	assert_int_equal(put_mail(store, "a@x", CUT, 20), STORE_PUT_DUPLICATE);
	assert_int_equal(put_mail(store, "a@x", SHORT, 20), STORE_PUT_DUPLICATE);
	mails = scan_all(store, 0, &n);
	assert_int_equal(n, 1);
	assert_true(mails->seq == 2 && mails->arrival == 10);
	assert_bytes(mails->raw, mail_raw("a@x", WHOLE));
	/* It was never linked, so there is nothing to unlink. */
	assert_int_equal(mails->ngone, 0);
	assert_int_equal(
	    store_get_raw(store, &cut, fixture_arena, &(struct bytes){ 0 }), STORE_NONE);
	assert_int_equal(counts_of(store).mails, 1);
}

static void
link_one(const struct store_mail_raw *r)
{
	struct store_mail mail = {
		.key = r->key, .seq = r->seq, .arrival = r->arrival, .id = r->id
	};
	struct store_node node = {
		.key = r->key, .id = r->id, .parent = -1, .arrival = r->arrival
	};
	struct store_entry entry = { .hangs = -1 };
	struct store_thread thread = {
		.nodes = &node, .nnodes = 1, .entries = &entry, .nentries = 1
	};
	uint64_t old;
	struct store_link link = { .linked = r->seq,
		.mails = &mail,
		.nmails = 1,
		.threads = &thread,
		.nthreads = 1,
		.gone = r->gone,
		.ngone = r->ngone,
		.dead = &old };

	assert_int_equal(store_find_threads(store, &r->id, 1, &old), STORE_OK);
	link.ndead = old != 0;
	assert_int_equal(store_link(store, &link), STORE_OK);
}

static void
assert_gone(const struct store_mail_raw *mail, const struct store_key *key)
{
	assert_int_equal(mail->ngone, 1);
	assert_memory_equal(mail->gone->b, key->b, sizeof key->b);
}

/* However often it grew, and whatever of it was linked between, the linked one is named. */
static void
test_replaced_after_linking(void **state)
{
	struct store_mail_raw *mails, *linked;
	struct store_mail *got;
	size_t n;

	(void)state;
	put_mail(store, "a@x", SHORT, 10);
	linked = scan_all(store, 0, &n);
	link_one(linked);
	put_mail(store, "a@x", CUT, 10);
	mails = scan_all(store, 1, &n);
	assert_gone(mails, &linked->key);
	put_mail(store, "a@x", WHOLE, 5);
	mails = scan_all(store, 1, &n);
	assert_int_equal(n, 1);
	assert_gone(mails, &linked->key);
	link_one(mails);
	assert_int_equal(scan_all(store, 1, &n)->ngone, 0);
	assert_int_equal(store_get_mails(store, &linked->key, 1, fixture_arena, &got), STORE_OK);
	assert_int_equal(got->seq, 0);
	assert_int_equal(store_get_mails(store, &mails->key, 1, fixture_arena, &got), STORE_OK);
	assert_int_equal(got->seq, mails->seq);
}

/* The run that reads the log links a copy that was replaced while it did. */
static void
test_replaced_while_linking(void **state)
{
	struct store_mail_raw *first, *second, *third;
	size_t n;

	(void)state;
	put_mail(store, "a@x", SHORT, 10);
	first = scan_all(store, 0, &n);
	link_one(first);
	put_mail(store, "a@x", CUT, 10);
	second = scan_all(store, 1, &n);
	put_mail(store, "a@x", WHOLE, 10);
	link_one(second);
	third = scan_all(store, second->seq, &n);
	assert_int_equal(n, 1);
	assert_gone(third, &second->key);
}

/* It reads the log in two steps, and what is replaced between them is in both. */
static void
test_replaced_while_reading(void **state)
{
	struct store_mail both[2] = { 0 };
	struct store_mail_raw *mails;
	bool stored[2];
	size_t n;

	(void)state;
	put_mail(store, "a@x", CUT, 10);
	mails = scan_all(store, 0, &n);
	both[0].key = mails->key;
	put_mail(store, "a@x", WHOLE, 10);
	mails = scan_all(store, mails->seq, &n);
	assert_int_equal(n, 1);
	assert_int_equal(mails->ngone, 0);
	both[1].key = mails->key;
	assert_int_equal(store_find_stored(store, both, 2, stored), STORE_OK);
	assert_true(!stored[0] && stored[1]);
}

/* Two mails of one id, and both are replaced before the next run. */
static void
test_replaced_side_by_side(void **state)
{
	struct store_mail_raw *mails;
	size_t n;

	(void)state;
	put_mail(store, "a@x", "One that is about the lock, and was cut", 10);
	link_one(scan_all(store, 0, &n));
	put_mail(store, "a@x", "Two tells of the timer, and was cut as well", 10);
	link_one(scan_all(store, 1, &n));
	put_mail(
	    store, "a@x", "One that is about the lock, and was cut no more, but is whole.", 10);
	put_mail(
	    store, "a@x", "Two tells of the timer, and was cut as well; no more, it is whole.", 10);
	mails = scan_all(store, 2, &n);
	assert_int_equal(n, 2);
	assert_int_equal(mails[0].ngone, 2);
}

static void
test_replaced_many_times(void **state)
{
	struct store_mail_raw *first, *last;
	struct buf body = BUF_INIT;
	size_t n;

	(void)state;
	put_mail(store, "a@x", SHORT, 10);
	first = scan_all(store, 0, &n);
	link_one(first);
	buf_adds(&body, SHORT);
	for (int i = 0; i < 40; i++) {
		buf_addf(&body, " %d", i);
		assert_int_equal(put_mail(store, "a@x", body.p, 10), STORE_PUT_REPLACED);
	}
	last = scan_all(store, 1, &n);
	assert_int_equal(n, 1);
	assert_gone(last, &first->key);
	buf_release(&body);
}

/* Two copies of one time through two lists. */
static void
test_same_time(void **state)
{
	size_t n;

	(void)state;
	for (int order = 0; order < 2; order++) {
		char *id = arena_printf(fixture_arena, "%d@x", order);
		struct store_mail_in m[2];
		for (int i = 0; i < 2; i++) {
			const char *list = (i ^ order) ? "one" : "two";
			m[i] = (struct store_mail_in){ .id = B(id), .arrival = 5 };
			m[i].raw = B(arena_printf(
			    fixture_arena, "List-Id: %s\nMessage-ID: <%s>\n\n" WHOLE, list, id));
			assert_int_equal(store_put_mails(store, &m[i], 1, 1), STORE_OK);
			assert_int_equal(m[i].result, i ? STORE_PUT_DUPLICATE : STORE_PUT_NEW);
		}
		struct store_mail_raw *mails = scan_all(store, 0, &n);
		assert_int_equal(n, order + 1);
		assert_true(bytes_starts(mails[order].raw, B("List-Id: one")));
	}
}

static void
test_batch(void **state)
{
	struct store_mail_in m[] = {
		{ .id = B("a@x"), .raw = mail_raw("a@x", CUT), .arrival = 5 },
		{ .id = B("b@x"), .raw = mail_raw("b@x", WHOLE), .arrival = 6 },
		{ .id = B("a@x"), .raw = mail_raw("a@x", CUT), .arrival = 5 },
		{ .id = B("a@x"), .raw = mail_raw("a@x", WHOLE), .arrival = 7 },
		{ .id = B("b@x"), .raw = mail_raw("b@x", WHOLE), .arrival = 2 },
		{ .id = B("a@x"), .raw = mail_raw("a@x", SHORT), .arrival = 7 },
	};
	static const enum store_put want[] = { STORE_PUT_NEW, STORE_PUT_NEW, STORE_PUT_DUPLICATE,
		STORE_PUT_REPLACED, STORE_PUT_DUPLICATE, STORE_PUT_DUPLICATE };
	struct store_mail_raw *mails;
	size_t n;

	(void)state;
	assert_int_equal(store_put_mails(store, m, 6, 1), STORE_OK);
	for (size_t i = 0; i < 6; i++)
		assert_int_equal(m[i].result, want[i]);
	mails = scan_all(store, 0, &n);
	assert_int_equal(n, 2);
	assert_true(mails[0].arrival == 5 && mails[1].arrival == 2);
	assert_bytes(mails[0].raw, m[3].raw);
}

/* The copies of a mail give the same in any order. */
static void
test_order_of_copies(void **state)
{
	static const struct {
		const char *body;
		int64_t arrival;
	} copies[] = { { CUT, 7 }, { WHOLE, 9 }, { WHOLE, 8 }, { SHORT, 11 } };
	static const int orders[][4] = { { 0, 1, 2, 3 }, { 3, 2, 1, 0 }, { 1, 3, 0, 2 },
		{ 2, 0, 3, 1 } };
	size_t n;

	(void)state;
	for (size_t o = 0; o < 4; o++) {
		char *id = arena_printf(fixture_arena, "%zu@x", o);
		for (size_t i = 0; i < 4; i++)
			put_mail(
			    store, id, copies[orders[o][i]].body, copies[orders[o][i]].arrival);
		struct store_mail_raw *mails = scan_all(store, 0, &n);
		assert_int_equal(n, o + 1);
		assert_int_equal(mails[o].arrival, 7);
		assert_bytes(mails[o].raw, mail_raw(id, WHOLE));
	}
}

static void
test_scan_in_steps(void **state)
{
	struct store_mail_raw *mails;
	uint64_t after = 0;
	size_t n, all = 0;

	(void)state;
	for (int i = 0; i < 20; i++)
		put_mail(store, arena_printf(fixture_arena, "%d@x", i), WHOLE, i);
	put_mail(store, "3@x", WHOLE, 1);
	put_mail(store, "19@x", WHOLE, 1);
	do {
		assert_int_equal(
		    store_scan_log(store, after, 7, 1 << 20, fixture_arena, &mails, &n, &after),
		    STORE_OK);
		assert_true(n <= 7);
		all += n;
	} while (n);
	assert_int_equal(all, 20);
	assert_int_equal(after, counts_of(store).log_end);
	/* Bytes bound it too, but one mail always comes. */
	assert_int_equal(
	    store_scan_log(store, 0, 7, 1, fixture_arena, &mails, &n, &after), STORE_OK);
	assert_true(n == 1 && after == 1);
	assert_int_equal(
	    store_scan_log(store, 0, 7, mails->raw.n * 3, fixture_arena, &mails, &n, &after),
	    STORE_OK);
	assert_true(n == 3 && after == 3);
	assert_int_equal(
	    store_scan_log(store, 5, 0, 9, fixture_arena, &mails, &n, &after), STORE_OK);
	assert_true(n == 0 && after == 5);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_empty),
		TEST(test_put_and_scan),
		TEST(test_any_bytes),
		TEST(test_id_of_any_length),
		TEST(test_duplicate),
		TEST(test_earlier_duplicate_moves),
		TEST(test_told_mail_stays),
		TEST(test_told_cut_copy),
		TEST(test_cut_copy_is_replaced),
		TEST(test_replaced_while_reading),
		TEST(test_replaced_side_by_side),
		TEST(test_replaced_many_times),
		TEST(test_replaced_after_linking),
		TEST(test_replaced_while_linking),
		TEST(test_same_time),
		TEST(test_batch),
		TEST(test_order_of_copies),
		TEST(test_scan_in_steps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
