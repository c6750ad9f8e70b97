/* SPDX-License-Identifier: ISC */
#include "filters/ingest/mbox.h"
#include "filters/ingest/postmark.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#define LIMIT ((size_t)1024 * 1024)

/* A plain file with these bytes, at its start. */
static int
file_of(struct bytes text)
{
	FILE *f = tmpfile();
	int fd;

	assert_non_null(f);
	assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
	rewind(f);
	fd = dup(fileno(f));
	fclose(f);
	return fd;
}

/* All mails of an mbox in out, each followed by "|". */
static enum mbox_status
split(struct bytes text, size_t limit, struct buf *out, int *cuts)
{
	int fd = file_of(text);
	struct mbox *m = mbox_new(fd);
	enum mbox_status status;
	bool cut;

	*cuts = 0;
	while ((status = mbox_next(m, out, limit, &cut)) == MBOX_MAIL) {
		buf_addc(out, '|');
		*cuts += cut;
	}
	if (status == MBOX_END)
		assert_int_equal(mbox_offset(m), text.n);
	mbox_free(m);
	close(fd);
	return status;
}

#define MARK "From ada@example.org Fri Nov 14 09:00:00 2025\n"
#define MARK_CRLF "From ada@example.org Fri Nov 14 09:00:00 2025\r\n"
#define GIT "From 0123456789abcdef0123456789abcdef01234567 Mon Sep 17 00:00:00 2001\n"

static const struct {
	const char *what, *in, *out;
} cases[] = {
	{ "one mail", MARK "Subject: a\n\nx\n", "Subject: a\n\nx\n|" },
	{ "two mails, a blank line between", MARK "S: a\n\nx\n\n" MARK "S: b\n\ny\n\n",
	    "S: a\n\nx\n|S: b\n\ny\n|" },
	{ "no final newline", MARK "S: a\n\nx\n\n" MARK "S: b\n\ny", "S: a\n\nx\n|S: b\n\ny|" },
	{ "no body", MARK "S: a\n\n" MARK "S: b\n", "S: a\n|S: b\n|" },
	{ "a header and its blank line", MARK "S: a\n\n\n" MARK "S: b\n\n\n",
	    "S: a\n\n|S: b\n\n|" },
	{ "CRLF", MARK_CRLF "S: a\r\n\r\nx\r\n\r\n" MARK_CRLF "S: b\r\n\r\ny\r\n",
	    "S: a\r\n\r\nx\r\n|S: b\r\n\r\ny\r\n|" },
	{ "blank lines at the top", "\n\r\n" MARK "S: a\n\nx\n", "S: a\n\nx\n|" },
	{ "blank lines at a mail's end stay but one", MARK "S: a\n\nx\n\n\n\n" MARK "S: b\n\ny\n",
	    "S: a\n\nx\n\n\n|S: b\n\ny\n|" },
	{ "mboxrd: one > is taken off",
	    MARK "S: a\n\n>From x\n>>From y\n>>>From z\n> From q\n>Fromage\n",
	    "S: a\n\nFrom x\n>From y\n>>From z\n> From q\n>Fromage\n|" },
	{ "From at the start of a sentence",
	    MARK "S: a\n\nFrom here on it is easy.\n\nFrom Monday on, too.\n",
	    "S: a\n\nFrom here on it is easy.\n\nFrom Monday on, too.\n|" },
	{ "a postmark without a blank line before it", MARK "S: a\n\nx\n" MARK "S: b\n",
	    "S: a\n\nx\n" MARK "S: b\n|" },
	{ "a postmark without a field behind it", MARK "S: a\n\nx\n\n" MARK "was what she wrote.\n",
	    "S: a\n\nx\n\n" MARK "was what she wrote.\n|" },
	{ "a mail without a header", MARK "S: a\n\nx\n\n" MARK "\ny\n\n" MARK "S: c\n",
	    "S: a\n\nx\n|\ny\n|S: c\n|" },
	{ "a postmark at the very end", MARK "S: a\n\nx\n\n" MARK, "S: a\n\nx\n\n" MARK "|" },
	{ "a quoted postmark in the header",
	    MARK "S: a\n\nx\n\n" MARK ">From b Fri Nov 14 09:00:00 2025\nS: b\n",
	    "S: a\n\nx\n|From b Fri Nov 14 09:00:00 2025\nS: b\n|" },
	{ "a patch attached as git wrote it",
	    MARK "S: a\n\nsee\n\n" GIT "From: Ada <ada@example.org>\n\n---\n",
	    "S: a\n\nsee\n\n" GIT "From: Ada <ada@example.org>\n\n---\n|" },
	{ "what git format-patch --stdout wrote", GIT "S: a\n\nx\n\n" GIT "S: b\n\ny\n",
	    "S: a\n\nx\n|S: b\n\ny\n|" },
};

static void
test_mails(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;
		int cuts;
		assert_int_equal(split(bytes_from(cases[i].in), LIMIT, &out, &cuts), MBOX_END);
		if (strcmp(out.p, cases[i].out) != 0)
			print_error("%s:\n", cases[i].what);
		assert_string_equal(out.p, cases[i].out);
		assert_int_equal(cuts, 0);
		buf_release(&out);
	}
}

static void
test_not_one(void **state)
{
	static const char *const wrong[] = { "Subject: a\n\nx\n", "x", "\037\213\010",
		"From here on\n", "\n\nS: a\n" };
	struct buf out = BUF_INIT;
	int cuts;

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(split(bytes_from(wrong[i]), LIMIT, &out, &cuts), MBOX_NOT_ONE);
	assert_int_equal(out.n, 0);
	assert_int_equal(split(bytes_from(""), LIMIT, &out, &cuts), MBOX_END);
	assert_int_equal(split(bytes_from("\n\n"), LIMIT, &out, &cuts), MBOX_END);
	assert_int_equal(out.n, 0);
	buf_release(&out);
}

static void
test_postmarks(void **state)
{
	static const char *const right[] = {
		"From ada@example.org Fri Nov 14 09:00:00 2025",
		"From ada@example.org  Sat Jan  3 01:05:34 1996\r\n",
		"From mboxrd@z Thu Jan  1 00:00:00 1970",
		"From ada at example.org  Sat Jan  2 09:33:15 2010",
		"From MAILER-DAEMON Fri Jul  8 12:08:34 2011 +0200",
		"From ada@example.org Fri Jul  8 12:08:34 CEST 2011",
		"From ada@example.org Fri Jul  8 12:08 2011",
		"From - Sat Jan 01 00:00:00 2022",
		"From ada@example.org Fri, 8 Jul 2011 12:08:34 +0200",
		"From \"Ada L\"@example.org Fri Jul  8 12:08:34 2011",
	};
	static const char *const wrong[] = {
		"From",
		"From ",
		"from ada@example.org Fri Nov 14 09:00:00 2025",
		"From ada@example.org",
		"From ada on Fri Nov 14 at 09:00:00 in 2025",
		"From ada@example.org Fri Nov 14 09:00:00 2025 she was away",
		"From Fri Nov 14 to Sat Nov 15 2025",
		"From ada Fri Nov 14 09:00:00",
		"From ada Fri 09:00:00 2025",
		">From ada@example.org Fri Nov 14 09:00:00 2025",
		"From ada Fri Nov 14 15 09:00:00 2025",
	};

	(void)state;
	for (size_t i = 0; i < sizeof right / sizeof *right; i++)
		assert_int_equal(postmark_kind(bytes_from(right[i])), POSTMARK_MAIL);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
		assert_int_equal(postmark_kind(bytes_from(wrong[i])), POSTMARK_NONE);
	assert_int_equal(postmark_kind(bytes_from(GIT)), POSTMARK_GIT);
}

static void
test_postmark_bounds(void **state)
{
	struct buf line = BUF_INIT;

	(void)state;
	buf_adds(&line, "From ");
	while (line.n < POSTMARK_BYTES_MAX - 25)
		buf_addc(&line, 'a');
	buf_adds(&line, " Fri Nov 14 09:00:00 2025");
	assert_int_equal(line.n, POSTMARK_BYTES_MAX);
	assert_int_equal(postmark_kind(buf_bytes(&line)), POSTMARK_MAIL);
	buf_addc(&line, '\n');
	assert_int_equal(postmark_kind(buf_bytes(&line)), POSTMARK_NONE);
	buf_release(&line);
}

/* Mails around the size of the window and of the limit, lines of any length, through a file. */
static void
test_sizes(void **state)
{
	static const size_t sizes[] = { 1, 2047, 2048, 2049, 262143, 262144, 262145, 700000 };
	struct buf in = BUF_INIT, out = BUF_INIT, want = BUF_INIT;
	int cuts;

	(void)state;
	for (size_t line = 1; line < 1000000; line *= 31) {
		buf_clear(&in), buf_clear(&out), buf_clear(&want);
		for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
			size_t start;
			buf_adds(&in, MARK);
			start = in.n;
			buf_adds(&in, "S: a\n\n");
			for (size_t k = 1; k <= sizes[i]; k++)
				buf_addc(&in, k % line == 0 ? '\n' : 'x');
			if (in.p[in.n - 1] != '\n')
				buf_addc(&in, '\n');
			buf_add(&want, (struct bytes){ in.p + start, in.n - start });
			buf_addc(&want, '|');
			buf_addc(&in, '\n');
		}
		assert_int_equal(split(buf_bytes(&in), LIMIT, &out, &cuts), MBOX_END);
		assert_int_equal(cuts, 0);
		assert_true(bytes_equal(buf_bytes(&out), buf_bytes(&want)));
	}
	buf_release(&in);
	buf_release(&out);
	buf_release(&want);
}

static void
test_limit(void **state)
{
	struct buf out = BUF_INIT;
	int cuts;

	(void)state;
	split(BYTES_LIT(MARK "S: a\n\n12345\n\n" MARK "S: b\n\ny\n"), 12, &out, &cuts);
	assert_string_equal(out.p, "S: a\n\n12345\n|S: b\n\ny\n|");
	assert_int_equal(cuts, 0);
	buf_clear(&out);
	split(BYTES_LIT(MARK "S: a\n\n12345\n\n" MARK "S: b\n\ny\n"), 11, &out, &cuts);
	assert_string_equal(out.p, "S: a\n\n12345|S: b\n\ny\n|");
	assert_int_equal(cuts, 1);
	buf_release(&out);
}

static void
test_unreadable(void **state)
{
	struct buf out = BUF_INIT;
	struct mbox *m = mbox_new(-1);
	bool cut;

	(void)state;
	assert_int_equal(mbox_next(m, &out, LIMIT, &cut), MBOX_ERROR);
	mbox_free(m);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mails),
		cmocka_unit_test(test_not_one),
		cmocka_unit_test(test_postmarks),
		cmocka_unit_test(test_postmark_bounds),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
