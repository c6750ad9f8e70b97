/* SPDX-License-Identifier: ISC */
#include "store/key.h"
#include "store/open.h"
#include "tests/unit/open_store.h"
#include "tests/unit/thread_records.h"

#define assert_bytes(a, b) assert_true(bytes_equal(a, b))

static void
assert_key(struct store_key got, struct store_key want)
{
	assert_memory_equal(got.b, want.b, sizeof want.b);
}

static const struct store_entry one_entry = {
	.root = 0, .hangs = -1, .category = 3, .version = 2, .total = 25
};

static struct store_thread
thread_of(const struct store_node *nodes, size_t n)
{
	return (struct store_thread){
		.nodes = nodes, .nnodes = n, .entries = &one_entry, .nentries = 1
	};
}

static uint64_t
thread_with(const char *id)
{
	struct bytes b = B(id);
	uint64_t number;

	assert_int_equal(store_find_threads(store, &b, 1, &number), STORE_OK);
	return number;
}

static struct store_mail *
get_mail(const struct store_key *key)
{
	struct store_mail *m;

	assert_int_equal(store_get_mails(store, key, 1, fixture_arena, &m), STORE_OK);
	return m;
}

static void
test_nothing_linked(void **state)
{
	struct bytes ids[] = { B("a@x"), B("") }, *texts;
	uint64_t numbers[] = { 9, 9 };
	struct store_key key = { { 1 } };
	struct store_thread *threads;
	struct store_arrival *arrivals;
	struct store_tie tie = { .key = key };
	size_t n;

	(void)state;
	assert_int_equal(store_find_threads(store, ids, 2, numbers), STORE_OK);
	assert_true(numbers[0] == 0 && numbers[1] == 0);
	assert_int_equal(store_get_threads(store, numbers, 2, fixture_arena, &threads), STORE_OK);
	assert_true(threads[0].nnodes == 0 && threads[1].nentries == 0);
	assert_int_equal(get_mail(&key)->seq, 0);
	assert_key(get_mail(&key)->key, key);
	assert_int_equal(store_get_texts(store, &key, 1, fixture_arena, &texts), STORE_OK);
	assert_int_equal(texts[0].n, 0);
	assert_int_equal(
	    store_scan_arrivals(store, INT64_MIN, INT64_MAX, fixture_arena, &arrivals, &n),
	    STORE_OK);
	assert_int_equal(n, 0);
	assert_int_equal(
	    store_scan_late(store, 0, INT64_MAX, fixture_arena, &arrivals, &n), STORE_OK);
	assert_int_equal(n, 0);
	assert_int_equal(store_find_tie(store, &tie, true, &tie), STORE_NONE);
	assert_int_equal(store_find_tie(store, &tie, false, &tie), STORE_NONE);
	assert_int_equal(store_find_threads(store, NULL, 0, NULL), STORE_OK);
	assert_int_equal(store_link(store, &(struct store_link){ .linked = 3 }), STORE_OK);
	assert_int_equal(counts_of(store).linked, 3);
}

/* All that aggregate knows of a mail and a thread comes back. */
static void
test_round_trip(void **state)
{
	struct bytes refs[] = { B("r1@x"), B("r2@x") }, text = B("phello\n");
	struct store_fact facts[] = { { FACT_TRAILER, B("Acked-by"), B("A <a@x>") },
		{ FACT_NACK, BYTES_NONE, BYTES_NONE } };
	struct store_mail m = mail("a@x", 1, 100);
	struct store_node nodes[] = { ghost("r1@x"), node_of(&m, 0) };
	struct store_entry entries[] = { one_entry,
		{ .root = 1, .hangs = 0, .title = B("title"), .subject = B("heading") } };
	struct store_thread thread = {
		.nodes = nodes, .nnodes = 2, .entries = entries, .nentries = 2
	};
	struct store_link link = {
		.linked = 1, .mails = &m, .nmails = 1, .threads = &thread, .nthreads = 1
	};
	struct store_thread *threads;
	struct bytes *texts;

	(void)state;
	nodes[1].entry = 1;
	m.refs = refs;
	m.nrefs = 2;
	m.facts = facts;
	m.nfacts = 2;
	assert_int_equal(store_put_texts(store, &m, &text, 1), STORE_OK);
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(thread.number, 1);
	struct store_mail *got = get_mail(&m.key);
	assert_true(got->seq == 1 && got->arrival == 100 && got->date == 93 && got->zone == -330);
	assert_int_equal(got->flags, MAIL_REPLY | MAIL_BOT);
	assert_bytes(got->id, m.id);
	assert_bytes(got->subject, m.subject);
	assert_bytes(got->name, m.name);
	assert_bytes(got->address, m.address);
	assert_true(got->nrefs == 2 && got->nfacts == 2);
	assert_bytes(got->refs[1], refs[1]);
	assert_bytes(got->facts[0].value, facts[0].value);
	assert_int_equal(got->facts[1].kind, FACT_NACK);
	assert_int_equal(store_get_texts(store, &m.key, 1, fixture_arena, &texts), STORE_OK);
	assert_bytes(texts[0], text);
	assert_int_equal(thread_with("a@x"), 1);
	assert_int_equal(thread_with("r1@x"), 1);
	assert_int_equal(thread_with("r2@x"), 0);
	assert_int_equal(
	    store_get_threads(store, &thread.number, 1, fixture_arena, &threads), STORE_OK);
	assert_true(threads->number == 1 && threads->nnodes == 2 && threads->nentries == 2);
	assert_bytes(threads->nodes[0].id, B("r1@x"));
	assert_true(key_is_none(&threads->nodes[0].key));
	assert_key(threads->nodes[1].key, m.key);
	assert_true(threads->nodes[1].parent == 0 && threads->nodes[1].entry == 1);
	assert_true(threads->nodes[1].arrival == 100 && threads->nodes[0].parent == -1);
	assert_true(threads->entries[0].version == 2 && threads->entries[0].total == 25);
	assert_true(threads->entries[0].category == 3 && threads->entries[0].hangs == -1);
	assert_true(threads->entries[1].root == 1 && threads->entries[1].hangs == 0);
	assert_bytes(threads->entries[1].title, B("title"));
	assert_bytes(threads->entries[1].subject, B("heading"));
}

static void
test_ghost_comes_alive(void **state)
{
	struct store_mail reply = mail("reply@x", 1, 20), root = mail("root@x", 2, 10);
	struct store_node nodes[] = { ghost("root@x"), node_of(&reply, 0) };
	struct store_thread thread = thread_of(nodes, 2);
	struct store_link link = {
		.linked = 1, .mails = &reply, .nmails = 1, .threads = &thread, .nthreads = 1
	};
	struct store_arrival *arrivals;
	size_t n;

	(void)state;
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(thread_with("root@x"), 1);
	assert_int_equal(get_mail(&root.key)->seq, 0);
	nodes[0] = node_of(&root, -1);
	link.mails = &root;
	link.linked = 2;
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(thread.number, 1);
	assert_int_equal(get_mail(&root.key)->seq, 2);
	assert_int_equal(
	    store_scan_arrivals(store, 10, 21, fixture_arena, &arrivals, &n), STORE_OK);
	assert_int_equal(n, 2);
	assert_key(arrivals[0].key, root.key);
	assert_true(arrivals[0].thread == 1 && arrivals[1].thread == 1);
}

static void
test_merge(void **state)
{
	struct store_mail mails[] = { mail("a@x", 1, 1), mail("b@x", 2, 2) };
	struct store_node a[] = { node_of(&mails[0], -1) }, b[] = { node_of(&mails[1], -1) };
	struct store_node both[] = { a[0], node_of(&mails[1], 0) };
	struct store_thread two[] = { thread_of(a, 1), thread_of(b, 1) }, one = thread_of(both, 2);
	struct store_link link = {
		.linked = 2, .mails = mails, .nmails = 2, .threads = two, .nthreads = 2
	};
	uint64_t numbers[2];
	struct store_thread *threads;
	struct store_arrival *arrivals;
	size_t n;

	(void)state;
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_true(two[0].number == 1 && two[1].number == 2);
	one.number = 1;
	link = (struct store_link){
		.linked = 2, .dead = &two[1].number, .ndead = 1, .threads = &one, .nthreads = 1
	};
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_true(thread_with("a@x") == 1 && thread_with("b@x") == 1);
	numbers[0] = 2;
	numbers[1] = 1;
	assert_int_equal(store_get_threads(store, numbers, 2, fixture_arena, &threads), STORE_OK);
	assert_true(threads[0].nnodes == 0 && threads[1].nnodes == 2);
	assert_int_equal(store_scan_arrivals(store, 0, 9, fixture_arena, &arrivals, &n), STORE_OK);
	assert_true(n == 2 && arrivals[0].thread == 1 && arrivals[1].thread == 1);
	assert_int_equal(get_mail(&mails[1].key)->seq, 2);
}

/* A cut copy is unlinked: its record, text, ties and arrival go, the ids only it named too. */
static void
test_gone(void **state)
{
	struct store_mail cut = mail("a@x", 1, 5), whole = cut;
	struct store_tie tie = {
		.hash = hash_bytes(B("t")), .arrival = 5, .key = cut.key, .seeks = true
	};
	struct store_node nodes[] = { ghost("lost@x"), node_of(&cut, 0) };
	struct store_thread thread = thread_of(nodes, 2);
	struct bytes text = B("ptext\n"), *texts;
	struct store_link link = { .linked = 1,
		.mails = &cut,
		.nmails = 1,
		.ties = &tie,
		.nties = 1,
		.threads = &thread,
		.nthreads = 1 };
	struct store_arrival *arrivals;
	struct store_tie probe = { .hash = tie.hash, .arrival = 99 }, found;
	size_t n;

	(void)state;
	assert_int_equal(store_put_texts(store, &cut, &text, 1), STORE_OK);
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(store_find_tie(store, &probe, true, &found), STORE_OK);
	assert_true(found.seeks && found.arrival == 5);
	whole.key.b[sizeof whole.key.b - 1] ^= 1;
	whole.seq = 2;
	nodes[0] = node_of(&whole, -1);
	thread.nnodes = 1;
	link = (struct store_link){ .linked = 2,
		.mails = &whole,
		.nmails = 1,
		.gone = &cut.key,
		.ngone = 1,
		.threads = &thread,
		.nthreads = 1 };
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(get_mail(&cut.key)->seq, 0);
	assert_int_equal(get_mail(&whole.key)->seq, 2);
	assert_int_equal(thread_with("lost@x"), 0);
	assert_int_equal(store_find_tie(store, &probe, true, &found), STORE_NONE);
	assert_int_equal(store_get_texts(store, &cut.key, 1, fixture_arena, &texts), STORE_OK);
	assert_int_equal(texts->n, 0);
	assert_int_equal(store_scan_arrivals(store, 0, 9, fixture_arena, &arrivals, &n), STORE_OK);
	assert_int_equal(n, 1);
	assert_key(arrivals->key, whole.key);
}

/* A mail that moved in the log is linked again: nothing of its old place is left. */
static void
test_moved(void **state)
{
	struct store_mail m = mail("a@x", 1, 50);
	struct store_tie tie = { .hash = hash_bytes(B("t")), .arrival = 50, .key = m.key };
	struct store_node node = node_of(&m, -1);
	struct store_thread thread = thread_of(&node, 1);
	struct store_link link = { .linked = 1,
		.mails = &m,
		.nmails = 1,
		.ties = &tie,
		.nties = 1,
		.threads = &thread,
		.nthreads = 1 };
	struct store_arrival *arrivals;
	struct store_tie found;
	size_t n;

	(void)state;
	assert_int_equal(store_link(store, &link), STORE_OK);
	link.linked = m.seq = 9;
	tie.arrival = node.arrival = m.arrival = 20;
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(get_mail(&m.key)->seq, 9);
	assert_int_equal(store_scan_arrivals(store, 0, 99, fixture_arena, &arrivals, &n), STORE_OK);
	assert_true(n == 1 && arrivals->arrival == 20);
	assert_int_equal(store_scan_late(store, 0, 99, fixture_arena, &arrivals, &n), STORE_OK);
	assert_int_equal(n, 1);
	struct store_tie probe = { .hash = tie.hash, .arrival = 99 };
	assert_int_equal(store_find_tie(store, &probe, true, &found), STORE_OK);
	assert_int_equal(found.arrival, 20);
	/* The same again changes nothing. */
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(store_scan_late(store, 0, 99, fixture_arena, &arrivals, &n), STORE_OK);
	assert_int_equal(n, 1);
	assert_int_equal(get_mail(&m.key)->seq, 9);
}

static uint64_t texts_stored;

static enum store_status
count_texts(struct txn *t, void *arg)
{
	(void)arg;
	return txn_entries(t, TABLE_TEXT, &texts_stored);
}

/* What a run that was killed before it linked put is in no one's way, and gone with the next one.
 */
static void
test_texts_unlinked(void **state)
{
	struct store_mail m = mail("a@x", 3, 50),
			  others[] = { mail("b@x", 9, 1), mail("c@x", 2, 1) };
	struct bytes text = B("ptext\n"), left[] = { B("pleft\n"), B("pover\n") }, *texts;
	struct store_node node = node_of(&m, -1);
	struct store_thread thread = thread_of(&node, 1);
	struct store_link link = {
		.linked = 3, .mails = &m, .nmails = 1, .threads = &thread, .nthreads = 1
	};

	(void)state;
	assert_int_equal(store_link(store, &(struct store_link){ .linked = 1 }), STORE_OK);
	assert_int_equal(store_put_texts(store, others, left, 2), STORE_OK);
	assert_int_equal(
	    store_get_texts(store, &others[0].key, 1, fixture_arena, &texts), STORE_OK);
	assert_int_equal(texts->n, 0);
	assert_int_equal(store_put_texts(store, &m, &text, 1), STORE_OK);
	assert_int_equal(store_read(store, count_texts, NULL), STORE_OK);
	assert_int_equal(texts_stored, 1);
	/* Linked twice at one place, the text is still there; put again behind it, too. */
	for (int i = 0; i < 2; i++)
		assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(store_put_texts(store, NULL, NULL, 0), STORE_OK);
	assert_int_equal(store_get_texts(store, &m.key, 1, fixture_arena, &texts), STORE_OK);
	assert_bytes(texts[0], text);
	/* Where the mail moved, its old text is gone. */
	link.linked = m.seq = 9;
	assert_int_equal(store_put_texts(store, &m, &left[1], 1), STORE_OK);
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(store_get_texts(store, &m.key, 1, fixture_arena, &texts), STORE_OK);
	assert_bytes(texts[0], left[1]);
	assert_int_equal(store_read(store, count_texts, NULL), STORE_OK);
	assert_int_equal(texts_stored, 1);
}

static void
test_late(void **state)
{
	struct store_mail mails[] = { mail("a@x", 1, 50), mail("b@x", 2, 10), mail("c@x", 3, 40),
		mail("d@x", 4, 30), mail("e@x", 5, 60) };
	struct store_node nodes[5];
	struct store_thread threads[5];
	struct store_link link = {
		.linked = 5, .mails = mails, .nmails = 5, .threads = threads, .nthreads = 5
	};
	struct store_arrival *late;
	size_t n;

	(void)state;
	for (int i = 0; i < 5; i++) {
		nodes[i] = node_of(&mails[i], -1);
		threads[i] = thread_of(&nodes[i], 1);
	}
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(store_scan_late(store, 2, 60, fixture_arena, &late, &n), STORE_OK);
	assert_int_equal(n, 2);
	assert_key(late[0].key, mails[3].key);
	assert_key(late[1].key, mails[2].key);
	assert_true(late[0].thread == threads[3].number && late[0].arrival == 30);
	assert_int_equal(
	    store_scan_late(store, UINT64_MAX, 99, fixture_arena, &late, &n), STORE_OK);
	assert_int_equal(n, 0);
}

static void
test_ties(void **state)
{
	struct hash h = hash_bytes(B("subject")), other = hash_bytes(B("other"));
	struct store_key low = { { 1 } }, middle = { { 2 } }, high = { { 3 } };
	struct store_tie ties[] = { { h, 10, middle, false }, { h, 20, low, true },
		{ h, 20, middle, false }, { h, 20, high, true }, { h, -30, middle, false },
		{ other, 20, middle, true } };
	struct store_mail mails[] = { mail("a@x", 1, 1), mail("b@x", 2, 2), mail("c@x", 3, 3) };
	struct store_link link = {
		.linked = 3, .mails = mails, .nmails = 3, .ties = ties, .nties = 6
	};
	struct store_tie found;

	(void)state;
	mails[0].key = low;
	mails[1].key = middle;
	mails[2].key = high;
	assert_int_equal(store_link(store, &link), STORE_OK);
	assert_int_equal(store_find_tie(store, &ties[2], true, &found), STORE_OK);
	assert_key(found.key, low);
	assert_true(found.arrival == 20 && found.seeks);
	assert_int_equal(store_find_tie(store, &ties[2], false, &found), STORE_OK);
	assert_key(found.key, high);
	assert_int_equal(store_find_tie(store, &ties[0], true, &found), STORE_OK);
	assert_int_equal(found.arrival, -30);
	assert_int_equal(store_find_tie(store, &ties[4], true, &found), STORE_NONE);
	assert_int_equal(store_find_tie(store, &ties[3], false, &found), STORE_NONE);
	assert_int_equal(store_find_tie(store, &ties[5], true, &found), STORE_NONE);
	assert_int_equal(store_find_tie(store, &ties[5], false, &found), STORE_NONE);
	struct store_tie probe = { .hash = h, .arrival = 15 };
	assert_int_equal(store_find_tie(store, &probe, true, &found), STORE_OK);
	assert_int_equal(found.arrival, 10);
	assert_int_equal(store_find_tie(store, &probe, false, &found), STORE_OK);
	assert_int_equal(found.arrival, 20);
	assert_key(found.key, low);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_nothing_linked),
		TEST(test_round_trip),
		TEST(test_ghost_comes_alive),
		TEST(test_merge),
		TEST(test_gone),
		TEST(test_moved),
		TEST(test_texts_unlinked),
		TEST(test_late),
		TEST(test_ties),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
