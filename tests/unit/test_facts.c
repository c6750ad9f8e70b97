/* SPDX-License-Identifier: ISC */
/* Facts by example: tests/aggregate/read.t and its fixtures.  Here: bounds, and what does not
 * count. */
#include "filters/aggregate/facts.h"

#include "common/text.h"
#include "filters/aggregate/mention.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static size_t
count(const char *text)
{
	struct arena *a = arena_new();
	const struct store_fact *facts;
	size_t n = facts_find(a, bytes_from(text), false, &facts);

	arena_free(a);
	return n;
}

static void
only_own_words_count(void **state)
{
	static const char *const letters = "qasfdg";
	char text[100];

	(void)state;
	assert_int_equal(count("tReviewed-by: A <a@b>\n"), 1);
	assert_int_equal(count("pApplied, thanks!\n"), 1);
	for (const char *k = letters; *k; k++) {
		snprintf(text, sizeof(text), "%cReviewed-by: A <a@b>\n%cApplied, thanks!\n%cNACK\n",
		    *k, *k, *k);
		assert_int_equal(count(text), 0);
	}
}

static void
the_same_fact_counts_once(void **state)
{
	(void)state;
	assert_int_equal(count("tAcked-by: A <a@b>\ntACKED-BY: A <a@b>\n"), 1);
	assert_int_equal(count("tAcked-by: A <a@b>\ntAcked-by: B <b@b>\n"), 2);
}

static void
facts_are_bounded(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	const struct store_fact *facts;

	(void)state;
	for (size_t i = 0; i < FACTS_MAX + 1; i++)
		buf_addf(&b, "tCc: a%zu@b.c\n", i);
	assert_int_equal(facts_find(a, buf_bytes(&b), false, &facts), FACTS_MAX);
	buf_clear(&b);
	buf_adds(&b, "tCc: ");
	for (size_t i = 0; i < FACTS_VALUE_MAX + 1; i++)
		buf_addc(&b, 'a');
	assert_int_equal(facts_find(a, buf_bytes(&b), false, &facts), 1);
	assert_int_equal(facts[0].value.n, FACTS_VALUE_MAX);
	buf_release(&b);
	arena_free(a);
}

static void
links_are_read_out_of_urls(void **state)
{
	static const char *const lines[][2] = {
		{ "see https://lore.kernel.org/r/a.b-c@d.e.", "a.b-c@d.e" },
		{ "<https://lore.kernel.org/all/a@b/T/#u>", "a@b" },
		{ "(https://lore.kernel.org/kvm/a%2Fb@c/)", "a/b@c" },
		{ "https://marc.info/?i=a@b", "a@b" },
		{ "https://example.org/r/a@b", "a@b" },
		{ "https://lore.kernel.org/all/a%40b.c/T/#t", "a@b.c" },
		{ "https://patch.msgid.link/a-1@b", "a-1@b" },
		{ "https://lkml.kernel.org/r/a@b/", "a@b" },
		{ "https://lore.kernel.org/kvm/a+c=d@b/raw", "a+c=d@b" },
		{ "https://example.org/@user", NULL },
		{ "https://example.org/user@", NULL },
		{ "https://user@example.org", NULL },
		{ "https://lore.kernel.org/all/", NULL },
		{ "https://a@lore.kernel.org/x", NULL },
		{ "://", NULL },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct bytes rest = bytes_from(lines[i][0]), id;
		bool found = mention_link(a, &rest, &id);

		assert_int_equal(found, lines[i][1] != NULL);
		if (found)
			assert_string_equal(arena_string(a, id), lines[i][1]);
	}
	arena_free(a);
}

static void
commits_are_told_from_numbers(void **state)
{
	(void)state;
	assert_int_equal(mention_commit(BYTES_LIT("commit: 0123456789ab")).n, 12);
	assert_int_equal(mention_commit(BYTES_LIT("commit: 0123456789a")).n, 0);
	assert_int_equal(mention_commit(BYTES_LIT("commit: 0123456789ab and more")).n, 0);
	assert_int_equal(
	    mention_commit(BYTES_LIT("https://git.kernel.org/t/c/0123456789ab")).n, 12);
	assert_int_equal(
	    mention_commit(BYTES_LIT("https://git.kernel.org/t/c/?id=0123456789ab")).n, 12);
	assert_int_equal(mention_commit(BYTES_LIT("https://git.kernel.org/t/next")).n, 0);
}

static void
hostile_lines_are_linear(void **state)
{
	static const char *const pieces[] = { "://", "https://lore.kernel.org/@", "[1/1] ", "%41",
		"to ", NULL };

	(void)state;
	for (size_t i = 0; pieces[i]; i++) {
		struct arena *a = arena_new();
		struct buf b = BUF_INIT;
		const struct store_fact *facts;

		buf_adds(&b, "p");
		while (b.n < 8000)
			buf_adds(&b, pieces[i]);
		for (int k = 0; k < 100; k++)
			buf_addf(&b, "\nkhttps://lore.kernel.org/%d@x", k);
		facts_find(a, buf_bytes(&b), false, &facts);
		buf_release(&b);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_own_words_count),
		cmocka_unit_test(the_same_fact_counts_once),
		cmocka_unit_test(facts_are_bounded),
		cmocka_unit_test(links_are_read_out_of_urls),
		cmocka_unit_test(commits_are_told_from_numbers),
		cmocka_unit_test(hostile_lines_are_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
