/* SPDX-License-Identifier: ISC */
#include "store/key.h"
#include "store/record.h"
#include "tests/unit/arena_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 300

static int
seed(void **state)
{
	const char *again = getenv("LISTBRIEF_TEST_SEED");
	unsigned n = again ? (unsigned)strtoul(again, NULL, 10) : (unsigned)time(NULL);

	printf("# seed %u\n", n);
	srandom(n);
	return set_up(state);
}

/* ---- any values: small ones, and the ends of their types ---- */

static uint64_t
any_number(void)
{
	static const uint64_t ends[] = { 0, 1, 127, 128, 16383, 16384, INT64_MAX, UINT64_MAX };

	return random() % 2 ? ends[random() % 8] : (uint64_t)random() << (random() % 32);
}

static int64_t
any_signed(void)
{
	return (int64_t)any_number();
}

static int32_t
any_int(void)
{
	static const int32_t ends[] = { 0, -1, 1, INT32_MIN, INT32_MAX };

	return random() % 2 ? ends[random() % 5] : (int32_t)(random() - RAND_MAX / 2);
}

static unsigned
any_flags(void)
{
	return (unsigned)random() * 2u + 1u;
}

static struct bytes
any_bytes(void)
{
	size_t n = (size_t)random() % (random() % 8 ? 20 : 300);
	char *p = arena_alloc(arena, n);

	for (size_t i = 0; i < n; i++)
		p[i] = (char)random();
	return (struct bytes){ p, n };
}

static void
any_raw(void *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		((unsigned char *)p)[i] = (unsigned char)random();
}

#define assert_bytes(a, b) assert_true(bytes_equal(a, b))

/* ---- one record of each kind, read from any bytes ---- */

static const struct slip none;

static bool
read_slip(struct bytes in)
{
	struct slip slip;
	struct bytes rest;

	return record_read_slip(in, &slip, &rest) && rest.n == 0;
}

static bool
read_mail(struct bytes in)
{
	struct store_mail mail;
	struct store_tie *ties;
	size_t n;
	bool good = record_read_ties(in, &none, arena, &ties, &n);

	return record_read_mail(in, &none, arena, &mail) && good;
}

static bool
read_thread(struct bytes in)
{
	struct store_thread thread;

	return record_read_thread(in, arena, &thread);
}

static bool
read_places(struct bytes in)
{
	struct places places;

	return record_read_places(in, &places);
}

static bool
read_member(struct bytes in)
{
	struct store_member member;

	return record_read_member(in, &member);
}

static bool
read_digest(struct bytes in)
{
	struct store_digest digest;

	return record_read_digest(in, &digest);
}

static bool
read_delivery(struct bytes in)
{
	struct store_delivery delivery;

	return record_read_delivery(in, &delivery);
}

typedef bool reader(struct bytes in);

static reader *const readers[] = { read_slip, read_mail, read_thread, read_places, read_member,
	read_digest, read_delivery };

/* in is a record of read's kind: no beginning of it is, nor it with more behind, nor of another
 * version. */
static void
check_record(reader *read, const struct buf *record)
{
	struct bytes in = arena_bytes(arena, buf_bytes(record));
	char *p = arena_alloc(arena, in.n + 1);

	assert_true(read(in));
	for (size_t n = 0; n < in.n; n++) {
		/* A block of its own, so that a sanitizer sees a read past its end. */
		char *copy = malloc(n);
		memcpy(copy, in.p, n);
		assert_false(read((struct bytes){ copy, n }));
		free(copy);
	}
	memcpy(p, in.p, in.n);
	assert_false(read((struct bytes){ p, in.n + 1 }));
	p[0]++;
	assert_false(read((struct bytes){ p, in.n }));
	p[0]--;
	for (int i = 0; i < 20 && in.n; i++) {
		p[(size_t)random() % in.n] = (char)random();
		for (size_t k = 0; k < sizeof readers / sizeof *readers; k++)
			readers[k]((struct bytes){ p, in.n });
	}
	arena_reset(arena);
}

/* ---- what was written is read ---- */

static void
test_slip(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct slip slip = { .arrival = any_signed(),
			.taken = any_signed(),
			.flags = any_flags(),
			.id = any_bytes() },
			    got;
		struct bytes rest;
		any_raw(slip.key.b, sizeof slip.key.b);
		buf_clear(&b);
		record_write_slip(&b, &slip);
		assert_true(record_read_slip(buf_bytes(&b), &got, &rest));
		assert_true(got.arrival == slip.arrival && got.taken == slip.taken);
		assert_true(got.flags == slip.flags);
		assert_bytes(got.id, slip.id);
		assert_memory_equal(got.key.b, slip.key.b, sizeof slip.key.b);
		/* Behind a slip lies the mail. */
		buf_adds(&b, "raw");
		assert_true(record_read_slip(buf_bytes(&b), &got, &rest));
		assert_bytes(rest, BYTES_LIT("raw"));
		b.n -= 3;
		if (round % 10 == 0)
			check_record(read_slip, &b);
	}
	buf_release(&b);
}

static struct store_mail
any_mail(void)
{
	struct store_mail m = { .seq = any_number(),
		.arrival = any_signed(),
		.date = any_signed(),
		.zone = any_int(),
		.flags = any_flags(),
		.id = any_bytes(),
		.subject = any_bytes(),
		.name = any_bytes(),
		.address = any_bytes(),
		.nrefs = (size_t)random() % 5,
		.nfacts = (size_t)random() % 5 };
	struct bytes *refs = arena_array(arena, m.nrefs, sizeof *refs);
	struct store_fact *facts = arena_array(arena, m.nfacts, sizeof *facts);

	any_raw(m.key.b, sizeof m.key.b);
	for (size_t i = 0; i < m.nrefs; i++)
		refs[i] = any_bytes();
	for (size_t i = 0; i < m.nfacts; i++)
		facts[i] = (struct store_fact){ any_flags(), any_bytes(), any_bytes() };
	m.refs = refs;
	m.facts = facts;
	return m;
}

static void
compare_mails(const struct store_mail *a, const struct store_mail *b)
{
	assert_memory_equal(a->key.b, b->key.b, sizeof a->key.b);
	assert_true(a->seq == b->seq && a->arrival == b->arrival && a->date == b->date);
	assert_true(a->zone == b->zone && a->flags == b->flags);
	assert_bytes(a->id, b->id);
	assert_bytes(a->subject, b->subject);
	assert_bytes(a->name, b->name);
	assert_bytes(a->address, b->address);
	assert_true(a->nrefs == b->nrefs && a->nfacts == b->nfacts);
	for (size_t i = 0; i < a->nrefs; i++)
		assert_bytes(a->refs[i], b->refs[i]);
	for (size_t i = 0; i < a->nfacts; i++) {
		assert_int_equal(a->facts[i].kind, b->facts[i].kind);
		assert_bytes(a->facts[i].name, b->facts[i].name);
		assert_bytes(a->facts[i].value, b->facts[i].value);
	}
}

static void
test_mail(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct store_mail mail = any_mail(), got;
		struct store_tie ties[3], *back;
		const struct store_tie *at[] = { &ties[0], &ties[1], &ties[2] };
		struct slip slip = { .arrival = mail.arrival, .id = mail.id, .key = mail.key };
		size_t n = (size_t)random() % 4, nback;
		bool whole;
		for (size_t i = 0; i < n; i++) {
			any_raw(ties[i].hash.b, sizeof ties[i].hash.b);
			ties[i].arrival = any_signed();
			ties[i].seeks = random() % 2;
		}
		buf_clear(&b);
		whole = round % 2;
		record_write_mail(&b, &mail, whole, at, n);
		assert_int_equal(record_is_whole(buf_bytes(&b)), whole);
		assert_true(record_read_mail(buf_bytes(&b), whole ? &none : &slip, arena, &got));
		got.seq = mail.seq;
		compare_mails(&got, &mail);
		assert_true(
		    record_read_ties(buf_bytes(&b), whole ? &none : &slip, arena, &back, &nback));
		assert_int_equal(nback, n);
		for (size_t i = 0; i < n; i++) {
			assert_memory_equal(back[i].hash.b, ties[i].hash.b, KEY_HASH_BYTES);
			assert_memory_equal(back[i].key.b, mail.key.b, sizeof mail.key.b);
			assert_true(
			    back[i].arrival == ties[i].arrival && back[i].seeks == ties[i].seeks);
		}
		if (round % 10 == 0)
			check_record(read_mail, &b);
	}
	buf_release(&b);
}

static struct store_thread
any_thread(void)
{
	size_t n = 1 + (size_t)random() % 9, m = 1 + (size_t)random() % 3;
	struct store_node *nodes = arena_array(arena, n, sizeof *nodes);
	struct store_entry *entries = arena_array(arena, m, sizeof *entries);

	for (size_t i = 0; i < n; i++) {
		nodes[i] = (struct store_node){ .id = any_bytes(),
			.parent = (int32_t)((size_t)random() % (n + 1)) - 1,
			.entry = (uint32_t)((size_t)random() % m),
			.arrival = any_signed() };
		any_raw(nodes[i].key.b, sizeof nodes[i].key.b);
	}
	for (size_t i = 0; i < m; i++)
		entries[i] = (struct store_entry){ .root = (int32_t)((size_t)random() % n),
			.hangs = (int32_t)((size_t)random() % (n + 1)) - 1,
			.category = any_flags(),
			.version = any_int(),
			.total = any_int(),
			.title = any_bytes(),
			.subject = any_bytes() };
	return (
	    struct store_thread){ .nodes = nodes, .nnodes = n, .entries = entries, .nentries = m };
}

static void
test_thread(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct store_thread t = any_thread(), got;
		buf_clear(&b);
		record_write_thread(&b, &t);
		assert_true(record_read_thread(buf_bytes(&b), arena, &got));
		assert_true(got.nnodes == t.nnodes && got.nentries == t.nentries);
		for (size_t i = 0; i < t.nnodes; i++) {
			const struct store_node *x = &got.nodes[i], *y = &t.nodes[i];
			assert_memory_equal(x->key.b, y->key.b, sizeof x->key.b);
			assert_bytes(x->id, y->id);
			assert_true(x->parent == y->parent && x->entry == y->entry);
			assert_true(x->arrival == y->arrival);
		}
		for (size_t i = 0; i < t.nentries; i++) {
			const struct store_entry *x = &got.entries[i], *y = &t.entries[i];
			assert_true(x->root == y->root && x->hangs == y->hangs);
			assert_true(x->category == y->category && x->version == y->version);
			assert_true(x->total == y->total);
			assert_bytes(x->title, y->title);
			assert_bytes(x->subject, y->subject);
		}
		if (round % 10 == 0)
			check_record(read_thread, &b);
	}
	buf_release(&b);
}

/* A thread whose numbers point outside of it is no thread. */
static void
test_thread_inside(void **state)
{
	struct store_node node = { .parent = -1 };
	struct store_entry entry = { .hangs = -1 };
	struct store_thread t = { .nodes = &node, .nnodes = 1, .entries = &entry, .nentries = 1 };
	int32_t *const numbers[] = { &node.parent, &entry.root, &entry.hangs };
	struct buf b = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		int32_t right = *numbers[i];
		for (int32_t wrong = -2; wrong <= 1; wrong++) {
			*numbers[i] = wrong;
			buf_clear(&b);
			record_write_thread(&b, &t);
			bool inside = wrong == 0 || (wrong == -1 && numbers[i] != &entry.root);
			assert_int_equal(read_thread(buf_bytes(&b)), inside);
		}
		*numbers[i] = right;
	}
	node.entry = 1;
	buf_clear(&b);
	record_write_thread(&b, &t);
	assert_false(read_thread(buf_bytes(&b)));
	buf_release(&b);
}

static void
test_places(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct places p = { .thread = any_number(),
			.ncopies = (size_t)random() % (PLACES_COPIES_MAX + 1) },
			      got;
		for (size_t i = 0; i < p.ncopies; i++) {
			any_raw(p.copies[i].tail, sizeof p.copies[i].tail);
			p.copies[i].seq = any_number();
		}
		buf_clear(&b);
		record_write_places(&b, &p);
		assert_true(record_read_places(buf_bytes(&b), &got));
		assert_true(got.thread == p.thread && got.ncopies == p.ncopies);
		for (size_t i = 0; i < p.ncopies; i++) {
			assert_memory_equal(
			    got.copies[i].tail, p.copies[i].tail, sizeof p.copies[i].tail);
			assert_true(got.copies[i].seq == p.copies[i].seq);
		}
		if (round % 10 == 0)
			check_record(read_places, &b);
	}
	buf_release(&b);
}

static void
test_digest_side(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	for (int round = 0; round < ROUNDS; round++) {
		struct store_member m = { any_bytes(), any_bytes(), any_signed(), any_bytes() }, m2;
		struct store_delivery d = { any_bytes(), (unsigned)any_number(),
			(enum store_delivery_state)(random() % 6), any_int(), any_signed(),
			any_signed(), any_signed(), any_bytes() },
				      d2;
		struct store_digest g = { .since = any_signed(),
			.until = any_signed(),
			.made = any_signed(),
			.log_mark = any_number(),
			.sent = any_signed(),
			.id = any_bytes(),
			.forms = (unsigned)any_number() },
				    g2;
		buf_clear(&b);
		record_write_member(&b, &m);
		assert_true(record_read_member(buf_bytes(&b), &m2) && m2.since == m.since);
		assert_bytes(m2.address, m.address);
		assert_bytes(m2.name, m.name);
		assert_bytes(m2.options, m.options);
		if (round % 10 == 0)
			check_record(read_member, &b);
		buf_clear(&b);
		d.address = any_bytes();
		d.said = BYTES_LIT("450 4.2.0 come again");
		record_write_delivery(&b, &d);
		assert_true(record_read_delivery(buf_bytes(&b), &d2) && d2.state == d.state);
		assert_true(d2.form == d.form && d2.tries == d.tries && d2.last == d.last);
		assert_true(d2.queued == d.queued && d2.due == d.due);
		assert_bytes(d2.address, d.address);
		assert_bytes(d2.said, d.said);
		if (round % 10 == 0)
			check_record(read_delivery, &b);
		buf_clear(&b);
		g.id = any_bytes();
		record_write_digest(&b, &g);
		assert_true(record_read_digest(buf_bytes(&b), &g2) && g2.forms == g.forms);
		assert_true(g2.since == g.since && g2.until == g.until && g2.made == g.made);
		assert_true(g2.log_mark == g.log_mark && g2.sent == g.sent);
		assert_bytes(g2.id, g.id);
		if (round % 10 == 0)
			check_record(read_digest, &b);
	}
	buf_release(&b);
}

/* A count far above what follows takes no memory. */
static void
test_counts(void **state)
{
	static const char huge[] = "\1\xff\xff\xff\xff\xff\xff\xff\xff\xff\1";

	(void)state;
	for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
		for (size_t n = 0; n < sizeof huge; n++)
			assert_false(readers[i]((struct bytes){ huge, n }));
	assert_false(read_places((struct bytes){ "\1\0\x41", 3 }));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_slip),
		cmocka_unit_test(test_mail),
		cmocka_unit_test(test_thread),
		cmocka_unit_test(test_thread_inside),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_digest_side),
		cmocka_unit_test(test_counts),
	};

	return cmocka_run_group_tests(tests, seed, tear_down);
}
