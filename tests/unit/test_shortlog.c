/* SPDX-License-Identifier: ISC */
/* The patches a pull request lists, by the lines of its shortlog; and how many are kept. */
#include "filters/aggregate/shortlog.h"

#include "common/buf.h"
#include "linear.h"

#include <string.h>

#define HERE                                                                                       \
	"kare available in the Git repository at:\nb\nk  git://git.example.org/x.git tags/x\nb\n"

/* "author: title" for each, in order, "|" between; "..." where some are left out. */
static void
expect(const char *text, const char *wanted)
{
	struct arena *a = arena_new();
	struct buf got = BUF_INIT;
	const struct store_fact *facts;
	size_t n = shortlog_find(a, bytes_from(text), &facts);

	for (size_t i = 0; i < n; i++) {
		assert_int_equal(facts[i].kind, FACT_LISTED);
		buf_adds(&got, i ? "|" : "");
		if (facts[i].name.n == 0)
			buf_adds(&got, "...");
		else
			buf_addf(&got, "%.*s: %.*s", (int)facts[i].name.n, facts[i].name.p,
			    (int)facts[i].value.n, facts[i].value.p);
	}
	assert_string_equal(got.n ? got.p : "", wanted);
	buf_release(&got);
	arena_free(a);
}

static void
patches_are_listed_by_author(void **state)
{
	(void)state;
	expect(HERE
	    "kAnn Author (2):\nk      frob: a\nk      frob: b\nb\nkBob B. (1):\nk      c d\nb\n"
	    "d x.c | 2 +-\n",
	    "Ann Author: frob: a|Ann Author: frob: b|Bob B.: c d");
	expect(HERE "kAnn (1):\nk      a\nkBob (1):\nk      b\n", "Ann: a|Bob: b");
	expect(HERE "pAnn <a@b.c> (1):\np\ta\n", "Ann: a");
	expect(HERE "k\xe7\xa5\x9e\xe7\x94\xb0 (1):\nk  a\n", "\xe7\xa5\x9e\xe7\x94\xb0: a");
	expect(HERE "kAnn (Org) (1):\nk  a\n", "Ann (Org): a");
	expect(HERE "kAnn (1):\nk  [PATCH v2 3/4] [media] frob:  a\n", "Ann: frob: a");
	expect("pPlease pull from git://git.example.org/x next\nb\nkAnn (1):\nk  a\n", "Ann: a");
	expect("khttps://git.example.org/x.git next\nb\nkAnn (1):\nk  a\n", "Ann: a");
}

static void
titles_may_be_wrapped(void **state)
{
	(void)state;
	expect(HERE "kAnn (2):\nk      frob: a\nk         goes on\nk      b\n",
	    "Ann: frob: a goes on|Ann: b");
	expect(HERE "kAnn (2):\nk      frob: a\npgoes on\npand on\nk      b\n",
	    "Ann: frob: a goes on and on|Ann: b");
	expect(HERE "kAnn (1):\nk\ta\nk\t    b\n", "Ann: a b");
}

static void
what_was_cut_is_left_out(void **state)
{
	(void)state;
	expect(HERE "kAnn (3):\nk      a\nk      b\nb\nkBob (1):\nk      c\n", "Bob: c|...");
	expect(HERE "kAnn (1):\nk      a\nk      b\nb\nkBob (1):\nk      c\n", "Bob: c|...");
	expect(HERE "kAnn (2):\nk      a\n", "...");
	expect(HERE "kAnn (1):\nb\nk      a\n", "...");
	expect(HERE "kAnn (1):\npa\n", "...");
	expect(HERE "kAnn (2):\nk      a\nqk      b\n", "...");
}

static void
only_what_is_asked_for_counts(void **state)
{
	(void)state;
	expect("kAnn (1):\nk      a\n", "");
	expect("kThe following changes since commit 0123:\nkAnn (1):\nk      a\nb\n" HERE
	       "kBob (1):\nk      b\n",
	    "Bob: b");
	expect("qare available in the Git repository at:\nkAnn (1):\nk      a\n", "");
	expect(HERE "qAnn (1):\nq      a\n", "");
	expect(HERE "k  Ann (1):\nk      a\n", "");
	expect(HERE "kAnn(1):\nk  a\nb\nk(1):\nk  a\nb\nkAnn (x):\nk  a\nb\nkAnn ():\nk  a\n", "");
	expect(HERE "kAnn (1):\nk  [PATCH]\n", "Ann: ");
}

static void
lists_are_bounded(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	const struct store_fact *facts;
	size_t n;

	(void)state;
	for (size_t extra = 0; extra < 2; extra++) {
		buf_clear(&b);
		buf_adds(&b, HERE "kAnn (1):\nk  a\n");
		buf_addf(&b, "kBob (%zu):\n", SHORTLOG_MAX - 2 + extra);
		for (size_t i = 0; i < SHORTLOG_MAX - 2 + extra; i++)
			buf_addf(&b, "k  %zu\n", i);
		n = shortlog_find(a, buf_bytes(&b), &facts);
		assert_int_equal(n, extra ? 2 : SHORTLOG_MAX - 1);
		assert_int_equal(facts[n - 1].name.n, extra ? 0 : 3);
	}
	for (size_t extra = 0; extra < 2; extra++) {
		buf_clear(&b);
		buf_adds(&b, HERE "kAnn (1):\nk  ");
		for (size_t i = 0; i < SHORTLOG_TEXT_MAX + extra; i++)
			buf_addc(&b, 'a');
		assert_int_equal(shortlog_find(a, buf_bytes(&b), &facts), 1);
		assert_int_equal(facts[0].value.n, SHORTLOG_TEXT_MAX);
	}
	for (size_t extra = 0; extra < 2; extra++) {
		buf_clear(&b);
		buf_adds(&b, HERE "k");
		for (size_t i = 0; i < SHORTLOG_TEXT_MAX + extra; i++)
			buf_addc(&b, 'a');
		buf_adds(&b, " (1):\nk  b\n");
		assert_int_equal(shortlog_find(a, buf_bytes(&b), &facts), 1 - extra);
	}
	buf_release(&b);
	arena_free(a);
}

static void
bytes_are_bounded(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	const struct store_fact *facts;
	size_t each = SHORTLOG_TEXT_MAX, sections = SHORTLOG_BYTES_MAX / each;

	(void)state;
	/* An author of one byte, and a title that makes it each. */
	buf_adds(&b, HERE);
	for (size_t i = 0; i < sections + 1; i++) {
		buf_adds(&b, "kA (1):\nk  ");
		for (size_t k = 0; k < each - 1; k++)
			buf_addc(&b, 'a');
		buf_adds(&b, "\n");
	}
	assert_int_equal(shortlog_find(a, buf_bytes(&b), &facts), sections + 1);
	assert_int_equal(facts[sections].name.n, 0);
	buf_release(&b);
	arena_free(a);
}

static double
cost(const void *shape, size_t n)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	const struct store_fact *facts;
	double began;

	buf_adds(&b, HERE "kAnn (1):\nk  a\n");
	for (size_t i = 0; i < n; i++)
		buf_adds(&b, shape);
	began = processor_seconds();
	shortlog_find(a, buf_bytes(&b), &facts);
	began = processor_seconds() - began;
	buf_release(&b);
	arena_free(a);
	return began;
}

static void
hostile_lists_are_linear(void **state)
{
	static const char *const shapes[] = { "pwrapped\n", "kAnn (1):\n", "kAnn (1):\nk  a\n",
		"k        deeper\n", "p(((((((((((((((((1):\n" };

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		assert_linear(shapes[i], cost, shapes[i], 20000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patches_are_listed_by_author),
		cmocka_unit_test(titles_may_be_wrapped),
		cmocka_unit_test(what_was_cut_is_left_out),
		cmocka_unit_test(only_what_is_asked_for_counts),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(bytes_are_bounded),
		cmocka_unit_test(hostile_lists_are_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
