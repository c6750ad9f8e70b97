/* SPDX-License-Identifier: ISC */
/* Mails packed many together: whatever way they came, they are the bytes they were, and take less
 * room. */
#include "store/entry.h"
#include "store/key.h"
#include "tests/unit/store_letters.h"

struct forms {
	size_t pieces, alone, blocks, bytes; /* bytes: of blocks and of entries */
};

static enum store_status
look(struct txn *t, void *arg)
{
	struct forms *f = arg;
	struct bytes key, value, packed;
	struct slip slip;
	struct key first = key_number(0);
	enum seek how = SEEK_AT;
	uint64_t blocks;

	*f = (struct forms){ 0 };
	for (; txn_seek(t, TABLE_LOG, how, key_bytes(&first), &key, &value) == STORE_OK;
	     how = SEEK_NEXT) {
		assert_true(record_read_slip(value, &slip, &packed));
		*(pack_is(packed, PACK_PIECE) ? &f->pieces : &f->alone) += 1;
		f->bytes += value.n;
	}
	assert_int_equal(txn_entries(t, TABLE_BLOCK, &blocks), STORE_OK);
	f->blocks = blocks;
	for (how = SEEK_AT;
	     txn_seek(t, TABLE_BLOCK, how, key_bytes(&first), &key, &value) == STORE_OK;
	     how = SEEK_NEXT)
		f->bytes += value.n;
	return STORE_OK;
}

static struct forms
forms(void)
{
	struct forms f;

	assert_int_equal(store_read(store, look, &f), STORE_OK);
	return f;
}

/* The log holds these and no other, in this order. */
static void
assert_log(const struct store_mail_in *m, size_t n)
{
	size_t found;
	struct store_mail_raw *mails = scan_all(store, 0, &found);

	assert_int_equal(found, n);
	for (size_t i = 0; i < n; i++) {
		struct bytes raw;

		assert_true(bytes_equal(mails[i].id, m[i].id));
		assert_true(bytes_equal(mails[i].raw, m[i].raw));
		assert_int_equal(
		    store_get_raw(store, &mails[i].key, fixture_arena, &raw), STORE_OK);
		assert_true(bytes_equal(raw, m[i].raw));
	}
}

static void
test_import(void **state)
{
	struct store_mail_in *m = letters(0, MANY);
	struct forms f;

	(void)state;
	import(m, MANY);
	f = forms();
	assert_true(f.pieces + f.alone == MANY && f.alone * 3000 < BLOCK_LEAST && f.blocks > 1);
	assert_log(m, MANY);
	import(m, MANY);
	for (size_t i = 0; i < MANY; i++)
		assert_int_equal(m[i].result, STORE_PUT_DUPLICATE);
	assert_int_equal(forms().blocks, f.blocks);
	assert_log(m, MANY);
}

/* What is too little for a block, and mails that are too long for one, are alone. */
static void
test_alone(void **state)
{
	struct store_mail_in m[] = { letter(0), letter(1), letter(2) };
	char *p = arena_alloc(fixture_arena, BLOCK_BYTES);
	struct forms f;

	(void)state;
	for (size_t i = 0; i < BLOCK_BYTES; i++)
		p[i] = (char)random();
	m[1].raw = (struct bytes){ p, BLOCK_MAIL_MAX + 1 };
	import(m, 3);
	f = forms();
	assert_true(f.alone == 3 && f.blocks == 0);
	assert_log(m, 3);
	/* Just short enough, and enough for a block. */
	m[0] = letter(3);
	m[1] = letter(4);
	m[1].raw = (struct bytes){ p, BLOCK_MAIL_MAX };
	import(m, 2);
	f = forms();
	assert_true(f.pieces == 2 && f.blocks == 1);
	assert_true(bytes_equal(scan_all(store, 4, &f.blocks)[0].raw, m[1].raw));
}

/* What was delivered is packed later, in the same order; what does not fill a block waits. */
static void
test_pack(void **state)
{
	struct forms before, after, again;

	(void)state;
	deliver(0, MANY);
	before = forms();
	assert_true(before.pieces == 0 && before.blocks == 0);
	assert_int_equal(store_pack(store), STORE_OK);
	after = forms();
	assert_true(after.pieces > 0 && after.alone > 0 && after.blocks > 0);
	assert_true(after.bytes * 2 < before.bytes);
	assert_log(letters(0, MANY), MANY);
	assert_int_equal(store_pack(store), STORE_OK);
	again = forms();
	assert_true(again.pieces == after.pieces && again.blocks == after.blocks);
	deliver(MANY, MANY);
	assert_int_equal(store_pack(store), STORE_OK);
	assert_true(forms().alone < MANY && forms().blocks > after.blocks);
	assert_log(letters(0, 2 * MANY), 2 * MANY);
}

/* Mails that wait among very many that do not are packed, few as they are, and passed over from
 * then on. */
static void
test_pack_among_others(void **state)
{
	struct store_mail_in *m = arena_array(fixture_arena, 5000, sizeof *m);

	(void)state;
	deliver(0, 2);
	for (int i = 0; i < 5000; i++) {
		m[i] = letter(10 + i);
		m[i].raw = bytes_slice(m[i].raw, 0, 300);
	}
	import(m, 5000);
	assert_int_equal(forms().alone, 2);
	assert_int_equal(store_pack(store), STORE_OK);
	assert_int_equal(forms().alone, 0);
	assert_int_equal(scan_all(store, 0, &(size_t){ 0 })[5001].raw.n, 300);
}

/* Copies of a mail in one batch, and of one in a block, are told from it as ever. */
static void
test_copies(void **state)
{
	struct store_mail_in *m = letters(0, MANY), again = m[7], cut = m[8], late[2];

	(void)state;
	cut.raw = bytes_slice(cut.raw, 0, cut.raw.n - 700);
	again.arrival = 1;
	m[3] = cut;
	m[5] = again;
	import(m, MANY);
	assert_int_equal(m[5].result, STORE_PUT_NEW);
	assert_int_equal(m[7].result, STORE_PUT_DUPLICATE);
	assert_int_equal(m[8].result, STORE_PUT_REPLACED);
	assert_int_equal(counts_of(store).mails, MANY - 2);
	late[0] = letter(20);
	late[0].raw = bytes_slice(late[0].raw, 0, late[0].raw.n - 100);
	late[1] = letter(21);
	late[1].arrival = 2;
	import(late, 2);
	assert_int_equal(late[0].result, STORE_PUT_DUPLICATE);
	assert_int_equal(late[1].result, STORE_PUT_DUPLICATE);
	/* It is in the log anew, by its earlier time, and lies where it lay. */
	struct store_mail_raw *last = scan_all(store, counts_of(store).log_end - 1, &(size_t){ 0 });
	assert_true(last->arrival == 2 && bytes_equal(last->raw, letter(21).raw));
}

/* A map that must grow in the middle of it makes all of it be done again. */
static void
test_growing_map(void **state)
{
	struct store_mail_in *m = letters(0, MANY);

	(void)state;
	store_close(store);
	setenv("LISTBRIEF_TEST_MAP", "65536", 1);
	store = fixture_open(STORE_WRITE);
	import(m, MANY / 2);
	deliver(MANY / 2, MANY / 2);
	assert_int_equal(store_pack(store), STORE_OK);
	unsetenv("LISTBRIEF_TEST_MAP");
	assert_log(m, MANY);
}

/* ---- damage ---- */

static enum store_status
cut_block(struct txn *t, void *arg)
{
	struct key key = key_number(1);
	struct bytes value;
	char *copy;

	(void)arg;
	assert_int_equal(txn_get(t, TABLE_BLOCK, key_bytes(&key), &value), STORE_OK);
	copy = memcpy(arena_alloc(fixture_arena, value.n), value.p, value.n);
	copy[value.n / 2] ^= 1;
	return txn_put(t, TABLE_BLOCK, key_bytes(&key), (struct bytes){ copy, value.n });
}

static enum store_status
lose_block(struct txn *t, void *arg)
{
	struct key key = key_number(1);

	(void)arg;
	return txn_remove(t, TABLE_BLOCK, key_bytes(&key));
}

/* One whose header promises more than a block may hold. */
static enum store_status
swell_block(struct txn *t, void *arg)
{
	struct key key = key_number(1);
	struct buf raw = BUF_INIT, packed = BUF_INIT;
	enum store_status status;

	(void)arg;
	memset(buf_room(&raw, BLOCK_BYTES + 1), 'x', BLOCK_BYTES + 1);
	raw.n = BLOCK_BYTES + 1;
	pack_block(store_packer(store), &packed, buf_bytes(&raw), PACK_QUICK);
	status = txn_put(t, TABLE_BLOCK, key_bytes(&key), buf_bytes(&packed));
	buf_release(&raw);
	buf_release(&packed);
	return status;
}

/* The log's piece lies behind the end of its block. */
static enum store_status
stretch_piece(struct txn *t, void *arg)
{
	struct key key = key_number(1);
	struct buf value = BUF_INIT;
	struct entry e;
	enum store_status status;

	(void)arg;
	assert_int_equal(entry_get(t, 1, &e), STORE_OK);
	record_write_slip(&value, &e.slip);
	record_write_piece(&value, &(struct piece){ 1, BLOCK_BYTES - 10, 100 });
	status = txn_put(t, TABLE_LOG, key_bytes(&key), buf_bytes(&value));
	buf_release(&value);
	return status;
}

static void
check_damage(env_work *damage, const char *said)
{
	struct store_key key = scan_all(store, 0, &(size_t){ 0 })->key;
	struct bytes raw;

	assert_int_equal(store_write(store, damage, NULL), STORE_OK);
	store_close(store);
	store = fixture_open(STORE_WRITE);
	assert_int_equal(store_get_raw(store, &key, fixture_arena, &raw), STORE_BROKEN);
	assert_said(said);
}

static void
test_damage(void **state)
{
	env_work *const damages[] = { cut_block, swell_block, stretch_piece, lose_block };

	(void)state;
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		tear_down(state);
		set_up(state);
		import(letters(0, MANY), MANY);
		check_damage(damages[i], "a damaged entry in table block");
	}
}

/* Another program's blocks are not taken for ours, nor those of a write that was undone. */
static enum store_status
fill_and_fail(struct txn *t, void *arg)
{
	struct buf piece = BUF_INIT;

	(void)arg;
	assert_int_equal(blocks_begin(t, PACK_QUICK), STORE_OK);
	blocks_add(t, BYTES_LIT("never written"), &piece);
	buf_release(&piece);
	return STORE_AGAIN;
}

static void
test_undone(void **state)
{
	struct store_mail_in *m = letters(0, MANY);

	(void)state;
	assert_int_equal(store_write(store, fill_and_fail, NULL), STORE_AGAIN);
	blocks_forget(store_blocks(store));
	import(m, MANY);
	assert_log(m, MANY);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_import, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pack, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_pack_among_others, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_copies, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_growing_map, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_damage, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_undone, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
