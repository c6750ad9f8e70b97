/* SPDX-License-Identifier: ISC */
/*
 * store_letters.h: letters that repeat each other, imported and delivered, for the tests of blocks.
 */
#ifndef LISTBRIEF_TESTS_STORE_LETTERS_H
#define LISTBRIEF_TESTS_STORE_LETTERS_H

#include "tests/unit/store_fixture.h"

/* Some blocks' worth. */
#define MANY 900

static struct store *store;

static inline int
set_up(void **state)
{
	int bad = fixture_set_up(state);

	store = bad ? NULL : fixture_open(STORE_CREATE);
	return bad;
}

static inline int
tear_down(void **state)
{
	store_close(store);
	return fixture_tear_down(state);
}

/* Some 5 KB, of which half is the other mails' too. */
static inline struct store_mail_in
letter(int number)
{
	struct buf b = BUF_INIT;
	const char *id = arena_printf(fixture_arena, "%d@letters.example.org", number);
	struct store_mail_in m = { .id = B(id), .arrival = number };

	buf_addf(
	    &b, "From: A <a@example.org>\nSubject: letter %d\nMessage-ID: <%s>\n\n", number, id);
	for (int i = 0; i < 20; i++)
		buf_addf(&b, "%08x is what line %d of letter %d says to the reader.\n",
		    (unsigned)(number * 7919 + i) * 2654435761U, i, number);
	for (int i = 0; i < 40; i++)
		buf_addf(&b, "> %08x is line %d of what is quoted by all of them, at some length\n",
		    (unsigned)i * 2654435761U, i);
	m.raw = arena_bytes(fixture_arena, buf_bytes(&b));
	buf_release(&b);
	return m;
}

static inline struct store_mail_in *
letters(int from, int n)
{
	struct store_mail_in *m = arena_array(fixture_arena, (size_t)n, sizeof *m);

	for (int i = 0; i < n; i++)
		m[i] = letter(from + i);
	return m;
}

static inline void
import(struct store_mail_in *m, size_t n)
{
	assert_int_equal(store_put_mails(store, m, n, 1), STORE_OK);
}

/* As a delivery does, without its process. */
static inline void
deliver(int from, int n)
{
	for (int i = from; i < from + n; i++) {
		struct store_mail_in m = letter(i);

		assert_int_equal(store_deliver(fixture_dir, "list", &m, 1), STORE_OK);
		assert_int_equal(m.result, STORE_PUT_NEW);
	}
}

#endif
