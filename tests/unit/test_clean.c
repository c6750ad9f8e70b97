/* SPDX-License-Identifier: ISC */
/* Kinds of line by example: tests/aggregate/read.t and its fixtures.  Here: bounds and hostile
 * text. */
#include "linear.h"

#include "filters/aggregate/clean.h"

#include <stdint.h>
#include <string.h>

/* The kinds of text's lines as a word: "pbq". */
static const char *
kinds(const char *text, const char *sender)
{
	static char word[64];
	struct buf b = BUF_INIT;
	struct bytes rest;
	struct text_line line;
	size_t n = 0;

	clean_text(&b, bytes_from(text), bytes_from(sender));
	rest = buf_bytes(&b);
	while (text_next(&rest, &line) && n + 1 < sizeof(word))
		word[n++] = (char)line.kind;
	word[n] = '\0';
	buf_release(&b);
	return word;
}

static void
names_are_the_senders(void **state)
{
	(void)state;
	assert_string_equal(kinds("Done.\n\nMarc\n", "Marc Zyngier maz"), "pbs");
	assert_string_equal(kinds("Done.\n\nM.\n", "Marc Zyngier maz"), "pbs");
	assert_string_equal(kinds("Done.\n\n/maz\n", "Marc Zyngier maz"), "pbs");
	assert_string_equal(kinds("Done.\n\nWill\n", "Marc Zyngier maz"), "pbp");
	assert_string_equal(kinds("Done.\n\nYes.\n", "Marc Zyngier maz"), "pbp");
	assert_string_equal(kinds("Done.\n\nMarc\n", ""), "pbp");
	assert_string_equal(kinds("Marc works on it.\n", "Marc Zyngier maz"), "p");
}

static void
thanks_alone_is_no_news(void **state)
{
	(void)state;
	assert_string_equal(kinds("Thanks,\nBob\n", ""), "gs");
	assert_string_equal(kinds("Cheers, Bob\n", ""), "g");
	assert_string_equal(kinds("Thanks for the fix, I will test it.\n", ""), "p");
	assert_string_equal(kinds("Hi Bob,\nit works.\n", ""), "gp");
	assert_string_equal(kinds("Hi Bob, it works on all machines here.\n", ""), "p");
	assert_string_equal(kinds("All tests pass.\n", ""), "p");
}

static void
a_quote_is_never_prose(void **state)
{
	static const char *const texts[] = { ">x\n", "> x\n", ">>x\n", "> > x\n", " > x\n",
		"Bob> x\n", "-----Original Message-----\nFrom: a\nx\n", "> -- \n> x\n",
		"---------- Forwarded message ---------\nx\n", NULL };

	(void)state;
	for (size_t i = 0; texts[i]; i++)
		assert_null(strchr(kinds(texts[i], ""), TEXT_PROSE));
}

static void
a_quote_without_marks_goes_to_the_end(void **state)
{
#define WROTE "On Mon, 1 Jan 2024 at 10:00, Bob <b@x> wrote:\n"
	(void)state;
	assert_string_equal(kinds("It fails here.\n\n" WROTE "\nApplied, thanks!\n", ""), "pbabq");
	assert_string_equal(
	    kinds("It fails.\n\n   " WROTE "\nA fix.\n\nAcked-by: A <a@x>\n", ""), "pbabqbq");
	assert_string_equal(
	    kinds("It fails.\n" WROTE "\nA fix.\n" WROTE ">> x\n-- \nBob\n", ""), "pabqqqss");
	/* The sender's own words, whose quote was cut away. */
	assert_string_equal(kinds(WROTE "\nIt fails here.\n", ""), "abp");
	assert_string_equal(kinds("Hi Bob,\n\n" WROTE "\nIt fails here.\n", ""), "gbabp");
	assert_string_equal(kinds("+Ann\n\n" WROTE "\nIt fails here.\n", ""), "pbabp");
	assert_string_equal(
	    kinds("It fails.\n\n" WROTE "\nNot here.\n\n> x\nNor here.\n", ""), "pbabpbqp");
	assert_string_equal(
	    kinds("It fails.\n\nAt 12:34 the kernel wrote:\n\nIt does.\n", ""), "pbabp");
	assert_string_equal(kinds("> x\nIt fails.\n\n" WROTE "\nNot here.\n", ""), "qpbabp");
	assert_string_equal(
	    kinds("A report:\n\n" WROTE "\nIt fails.\n\n@@ -1 +1 @@\n-a\n+b\n", ""), "pbabpbddd");
}

static void
no_own_words_follow_a_signature(void **state)
{
	(void)state;
	assert_string_equal(
	    kinds("It fails.\n-- \nBob\nTo unsubscribe, write.\n\nIt works.\n", ""), "pssfbs");
	assert_string_equal(
	    kinds("It fails.\n-- \nBob\n-----BEGIN X-----\nx\n-----END X-----\nIt works.\n", ""),
	    "pssddds");
	assert_string_equal(
	    kinds("It fails.\n\nTo unsubscribe, write.\n\nIt works.\n", ""), "pbfbp");
}

static void
a_quote_may_have_marks_of_its_own(void **state)
{
	(void)state;
	assert_string_equal(kinds(WROTE ") It fails.\n)\n) Here.\n\nIt does.\n", ""), "aqqqbp");
	assert_string_equal(kinds(WROTE "\n--]It fails.\n\nDoes it?\n--]Here.\n", ""), "abqbpq");
	assert_string_equal(kinds(WROTE "- It fails.\n- Here.\n", ""), "app");
	assert_string_equal(kinds(WROTE "#syz fix: widget\n", ""), "ap");
	assert_string_equal(kinds("  | It fails.\n  |\n  | Here.\nIt does.\n", ""), "qqqp");
	assert_string_equal(kinds("  | a | b |\n", ""), "k");
}

static void
diffs_end_where_their_counts_say(void **state)
{
	(void)state;
	assert_string_equal(
	    kinds("--- a/w\n+++ b/w\n@@ -1,2 +1,2 @@\n-a\n+b\n c\nWords.\n", ""), "ddddddp");
	assert_string_equal(
	    kinds("--- a/w\n+++ b/w\n@@ -1 +1 @@\n--- \n+-- \n-- \n1.0\n", ""), "dddddss");
	assert_string_equal(kinds("@@ -1,99999999999999999999 +1 @@\nWords.\n", ""), "kp");
}

static void
long_lines_are_cut_and_no_prose(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < CLEAN_LINE_MAX + 1; i++)
		buf_addc(&text, i % 7 ? 'a' : ' ');
	assert_int_equal(clean_text(&out, buf_bytes(&text), BYTES_NONE), 0);
	assert_true(out.n <= CLEAN_LINE_MAX + 2);
	assert_int_equal(out.p[0], TEXT_CODE);
	buf_release(&text);
	buf_release(&out);
}

static void
too_many_lines_are_cut(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < CLEAN_LINES_MAX; i++)
		buf_addc(&text, '\n');
	assert_int_equal(clean_text(&out, buf_bytes(&text), BYTES_NONE), 0);
	buf_addc(&text, '\n');
	buf_clear(&out);
	assert_int_equal(clean_text(&out, buf_bytes(&text), BYTES_NONE), CLEAN_CUT);
	assert_int_equal(out.n, 2 * CLEAN_LINES_MAX);
	buf_release(&text);
	buf_release(&out);
}

/* The piece again and again, to n bytes. */
static double
clean_cost(const void *piece, size_t n)
{
	struct buf text = BUF_INIT, out = BUF_INIT;
	double began, took;

	while (text.n < n)
		buf_adds(&text, piece);
	began = processor_seconds();
	clean_text(&out, buf_bytes(&text), BYTES_LIT("Marc Zyngier maz"));
	took = processor_seconds() - began;
	buf_release(&text);
	buf_release(&out);
	return took;
}

/* Much of what a walk could stumble over again and again. */
static void
hostile_text_is_linear(void **state)
{
	static const char *const pieces[] = { "--\n", "---\n", "-- \n", "From: x\n",
		"On 1, x wrote:\n", "On 2024, x wrote:\n) x\n", "> x\nx\n",
		"@@ -1,9999 +1,9999 @@\nx\n", "____________________\n", "a:\n\n\n", "--- x\n",
		"Thanks,\n\n", "a (1):\n  x\n", "-----BEGIN X\n", "v1:\n", "x-by: y\n ", "8<--\n",
		"[1/2] x\n", "a ", "|", "\t", "(", "https://lore.kernel.org/", NULL };

	(void)state;
	for (size_t i = 0; pieces[i]; i++)
		assert_linear(pieces[i], clean_cost, pieces[i], TEXT_BYTES_MAX / 8);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_the_senders),
		cmocka_unit_test(thanks_alone_is_no_news),
		cmocka_unit_test(a_quote_is_never_prose),
		cmocka_unit_test(a_quote_without_marks_goes_to_the_end),
		cmocka_unit_test(no_own_words_follow_a_signature),
		cmocka_unit_test(a_quote_may_have_marks_of_its_own),
		cmocka_unit_test(diffs_end_where_their_counts_say),
		cmocka_unit_test(long_lines_are_cut_and_no_prose),
		cmocka_unit_test(too_many_lines_are_cut),
		cmocka_unit_test(hostile_text_is_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
