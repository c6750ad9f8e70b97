/* SPDX-License-Identifier: ISC */
/* Texts, packed beside their mails. */
#include "common/text.h"
#include "store/key.h"
#include "tests/unit/store_letters.h"

/* A letter as aggregate reads it: each line with its kind. */
static struct bytes
text_of(struct bytes raw)
{
	struct buf b = BUF_INIT;
	struct bytes line, text;

	raw = bytes_slice(raw, bytes_find(raw, BYTES_LIT("\n\n")) + 2, raw.n);
	while (bytes_line(&raw, &line))
		text_write(&b, line.p[0] == '>' ? TEXT_QUOTE : TEXT_PROSE, line);
	text = arena_bytes(fixture_arena, buf_bytes(&b));
	buf_release(&b);
	return text;
}

/* The mail at seq and its text, linked, in no thread. */
static void
link_text(struct store_key *key, uint64_t seq, struct bytes text)
{
	size_t n;
	struct store_mail_raw *r = scan_all(store, seq - 1, &n);
	struct store_mail mail = {
		.key = r->key, .seq = r->seq, .arrival = r->arrival, .id = r->id
	};

	assert_int_equal(store_put_texts(store, &mail, &text, 1), STORE_OK);
	assert_int_equal(
	    store_link(store, &(struct store_link){ .linked = seq, .mails = &mail, .nmails = 1 }),
	    STORE_OK);
	*key = r->key;
}

static void
assert_text(const struct store_key *key, struct bytes text)
{
	struct bytes *got;

	assert_int_equal(store_get_texts(store, key, 1, fixture_arena, &got), STORE_OK);
	assert_true(bytes_equal(got[0], text));
}

static enum store_status
text_bytes(struct txn *t, void *arg)
{
	struct key key = key_number(1);
	struct bytes value;

	assert_int_equal(txn_get(t, TABLE_TEXT, key_bytes(&key), &value), STORE_OK);
	*(size_t *)arg = value.n;
	return STORE_OK;
}

/* A text that stands in its mail takes next to no room, and outlives the mail's move into a block.
 */
static void
test_text(void **state)
{
	struct bytes text = text_of(letter(0).raw);
	struct store_key key;
	size_t bytes;

	(void)state;
	deliver(0, MANY);
	link_text(&key, 1, text);
	assert_text(&key, text);
	assert_int_equal(store_read(store, text_bytes, &bytes), STORE_OK);
	assert_true(bytes * 20 < text.n);
	assert_int_equal(store_pack(store), STORE_OK);
	assert_text(&key, text);
}

/* A mail that goes on at another place, before aggregate saw it there, has its text all the same.
 */
static void
test_text_of_moved(void **state)
{
	struct store_mail_in early = letter(5), whole = letter(6), cut = whole;
	struct store_key moved, gone;
	struct store_mail *mail;

	(void)state;
	cut.raw = bytes_slice(whole.raw, 0, whole.raw.n - 600);
	import((struct store_mail_in[]){ letter(5), cut }, 2);
	link_text(&moved, 1, text_of(early.raw));
	link_text(&gone, 2, text_of(cut.raw));
	early.arrival = 1;
	import(&early, 1);
	import(&whole, 1);
	assert_int_equal(early.result, STORE_PUT_DUPLICATE);
	assert_int_equal(whole.result, STORE_PUT_REPLACED);
	assert_int_equal(scan_all(store, 0, &(size_t){ 0 })->seq, 3);
	assert_text(&moved, text_of(early.raw));
	assert_text(&gone, text_of(cut.raw));
	/* As has its record, which says what its place in the log no longer does. */
	assert_int_equal(store_get_mails(store, &moved, 1, fixture_arena, &mail), STORE_OK);
	assert_true(mail->seq == 1 && mail->arrival == 5 && bytes_equal(mail->id, early.id));
	assert_memory_equal(&mail->key, &moved, sizeof moved);
	/* And one whose mail left its place between the two steps of aggregate. */
	assert_int_equal(
	    store_put_texts(store, &(struct store_mail){ .key = moved, .seq = 1, .id = early.id },
		&(struct bytes){ "pwords\n", 7 }, 1),
	    STORE_OK);
}

/* Texts of any form and no form; bounds of a mail that a text is packed beside. */
static void
test_any_text(void **state)
{
	static const char *const texts[] = {
		"p", "\n", "p\n\n", "pa\nqb", "pa\nqb\n", "p\n", "\n\n\n",
		"zno kind of ours, and a text that is long enough to be packed by itself, it is\n"
	};
	struct store_key key;

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		import((struct store_mail_in[]){ letter((int)i) }, 1);
		link_text(&key, i + 1, B(texts[i]));
		assert_text(&key, B(texts[i]));
	}
	for (int i = 0; i < 200; i++) {
		char *p = arena_alloc(fixture_arena, 300);
		size_t n = (size_t)random() % 300 + 1;

		for (size_t k = 0; k < n; k++)
			p[k] = "pq\nab"[random() % 5];
		import((struct store_mail_in[]){ letter(100 + i) }, 1);
		link_text(&key, counts_of(store).log_end, (struct bytes){ p, n });
		assert_text(&key, (struct bytes){ p, n });
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_text, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_text_of_moved, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_any_text, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
