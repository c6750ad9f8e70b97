/* SPDX-License-Identifier: ISC */
/* Each summand of the points by which threads stand, and that the man page names the same. */
#include "filters/report/entry/rank.h"

#include "common/subject.h"
#include "tests/unit/arena_fixture.h"

#include <stdio.h>
#include <string.h>

#define MAILS 32

static struct collect_mail mails[MAILS];
static struct store_entry entry;
static struct store_thread thread = { .entries = &entry, .nentries = 1 };

/* The points of new mails by these people, one letter each; A posted, "." is a robot. */
static long
points(const char *senders, unsigned category, enum state_kind kind)
{
	struct collect_thread t = { .thread = &thread, .mails = mails, .n = strlen(senders) };
	const struct state s = { .kind = kind };
	size_t person[MAILS];

	entry.category = category;
	for (size_t i = 0; i < t.n; i++) {
		mails[i] = (struct collect_mail){ .new = true };
		person[i] = senders[i] == '.' ? SIZE_MAX : (size_t)(senders[i] - 'A');
	}
	return rank_points(arena, &t, person, &s);
}

static void
test_replies_of_others_count(void **state)
{
	(void)state;
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_NONE), 0);
	assert_int_equal(points("AAAAAAAA", CATEGORY_PATCH, STATE_NONE), 0);
	assert_int_equal(points("A...", CATEGORY_PATCH, STATE_NONE), 0);
	assert_int_equal(points("AB", CATEGORY_PATCH, STATE_NONE), RANK_REPLY + RANK_PERSON);
	assert_int_equal(points("ABAB", CATEGORY_PATCH, STATE_NONE), 2 * RANK_REPLY + RANK_PERSON);
	assert_int_equal(points("ABC", CATEGORY_PATCH, STATE_NONE), 2 * (RANK_REPLY + RANK_PERSON));
}

static void
test_what_it_is_counts(void **state)
{
	(void)state;
	assert_int_equal(points("A", CATEGORY_BUG, STATE_NONE), RANK_BUG);
	assert_int_equal(points("A", CATEGORY_PULL, STATE_NONE), RANK_PULL);
	assert_int_equal(points("A", CATEGORY_ANNOUNCEMENT, STATE_NONE), RANK_PULL);
	assert_int_equal(points("A", CATEGORY_RFC, STATE_NONE), RANK_RFC);
	assert_int_equal(points("A", CATEGORY_QUESTION, STATE_NONE), RANK_RFC);
	assert_int_equal(points("A", CATEGORY_DISCUSSION, STATE_NONE), 0);
}

static void
test_what_became_of_it_counts(void **state)
{
	(void)state;
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_NACKED), RANK_REFUSED);
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_REVERTED), RANK_REFUSED);
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_APPLIED), RANK_APPLIED);
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_PARTLY), RANK_APPLIED);
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_REQUESTED), RANK_REQUESTED);
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_DROPPED), RANK_APPLIED);
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_BROKEN), RANK_REQUESTED);
	assert_int_equal(points("A", CATEGORY_PATCH, STATE_SUPERSEDED), 0);
}

/* One of 26 patches with two replies, and a proposal with 17 of six people. */
static void
test_a_long_posting_is_not_what_needs_a_reader(void **state)
{
	(void)state;
	assert_true(points("AAAAAAAAAAAAAAAAAAAAAAAAAAABC", CATEGORY_PATCH, STATE_REVIEW) <
		    points("ABCDEFGBCDEFGBCDEF", CATEGORY_RFC, STATE_REVIEW));
}

/* Words with one blank between them, without mdoc's requests. */
static struct bytes
prose_of(const char *path)
{
	struct buf file = BUF_INIT, out = BUF_INIT;
	struct bytes rest, line, word, all;

	assert_true(buf_read_file(&file, path, 1 << 20));
	rest = buf_bytes(&file);
	while (bytes_line(&rest, &line))
		while (line.n && line.p[0] != '.' && bytes_word(&line, &word)) {
			if (bytes_equal(word, BYTES_LIT("*")))
				continue;
			buf_add(&out, word);
			buf_addc(&out, ' ');
		}
	all = arena_bytes(arena, buf_bytes(&out));
	buf_release(&file);
	buf_release(&out);
	return all;
}

static const struct summand {
	int points;
	const char *man, *header;
} summands[] = {
	{ RANK_REPLY, "%d points for each new reply of somebody else",
	    "= %d for each new reply of somebody else" },
	{ RANK_PERSON, ", %d for each person behind", "+ %d for each person behind" },
	{ RANK_REFUSED, ", %d for a NACK or a revert",
	    "+ %d where it was refused (NACK) or reverted" },
	{ RANK_BUG, ", %d for a bug report", "+ %d for a bug report" },
	{ RANK_APPLIED, ", %d for a posting that was applied", "+ %d where it was applied" },
	{ RANK_PULL, ", %d for a pull request or an announcement",
	    "+ %d for a pull request, an announcement" },
	{ RANK_RFC, ", %d for an RFC or a question", "+ %d for an RFC or a question" },
	{ RANK_REQUESTED, " or where another version was asked for",
	    "+ %d where another version was asked for" },
};

static void
names(struct bytes text, const char *format, int number)
{
	char wanted[100];

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
	snprintf(wanted, sizeof(wanted), format, number);
#pragma GCC diagnostic pop
	if (bytes_find(text, bytes_from(wanted)) == text.n)
		fail_msg("nothing says \"%s\"", wanted);
}

static void
test_what_is_written_is_what_is_counted(void **state)
{
	struct bytes man = prose_of("man/listbrief-report.1");
	struct bytes header = prose_of("filters/report/entry/rank.h");

	(void)state;
	for (size_t i = 0; i < sizeof(summands) / sizeof(*summands); i++) {
		names(man, summands[i].man, summands[i].points);
		names(header, summands[i].header, summands[i].points);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replies_of_others_count),
		cmocka_unit_test(test_what_it_is_counts),
		cmocka_unit_test(test_what_became_of_it_counts),
		cmocka_unit_test(test_a_long_posting_is_not_what_needs_a_reader),
		cmocka_unit_test(test_what_is_written_is_what_is_counted),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
