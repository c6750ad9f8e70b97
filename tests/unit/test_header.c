/* SPDX-License-Identifier: ISC */
#include "common/header.h"

#include "common/buf.h"
#include "tests/unit/arena_fixture.h"

#include <string.h>

static void
assert_bytes(struct bytes got, const char *want)
{
	assert_string_equal(arena_string(arena, got), want);
}

static struct header
scan(const char *raw)
{
	struct header h;

	header_scan(bytes_from(raw), &h);
	return h;
}

static void
finds_subject_and_body(void **state)
{
	static const struct {
		const char *what, *raw, *subject, *body;
	} cases[] = {
		{ "LF", "From: a\nSubject: s\n\nbody\n", "s", "body\n" },
		{ "CRLF", "From: a\r\nSubject: s\r\n\r\nbody\r\n", "s", "body\r\n" },
		{ "mbox line", "From a Mon Oct 13 00:00:00 2025\nSubject: s\n\nb", "s", "b" },
		{ "quoted mbox line", ">From a Mon\nSubject: s\n\nb", "s", "b" },
		{ "blank lines first", "\n\r\n\nSubject: s\n\nb", "s", "b" },
		{ "blank line and mbox line", "\nFrom a\n\nSubject: s\n\nb", "s", "b" },
		{ "junk line", "From: a\nthis is no field\nSubject: s\n\nb", "s", "b" },
		{ "junk line with its fold", "junk\n Subject: not me\nSubject: s\n\nb", "s", "b" },
		{ "fold first", " fold: x\nSubject: s\n\nb", "s", "b" },
		{ "mbox line inside", "From: a\nFrom b: c\nSubject: s\n\nb", "s", "b" },
		{ "no blank line", "From: a\nSubject: s", "s", "" },
		{ "no line end at all", "Subject:s", "s", "" },
		{ "blank before the colon", "Subject \t: s\n\nb", "s", "b" },
		{ "the first of two", "Subject: s\nsubject: t\n\nb", "s", "b" },
		{ "any case", "sUBJECT: s\n\nb", "s", "b" },
		{ "blanks only is a fold", "Subject: s\n  \n t\nX: y\n\nb", "s\n  \n t", "b" },
		{ "bare CR is no line end", "Subject: s\rX: y\n\nb", "s\rX: y", "b" },
		{ "empty field", "Subject:\nX: y\n\nb", "", "b" },
		{ "empty name", ": x\nSubject: s\n\nb", "s", "b" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct header h = scan(cases[i].raw);
		struct bytes subject = header_get(&h, "Subject");
		if (subject.p == NULL)
			fail_msg("%s: no subject", cases[i].what);
		assert_bytes(subject, cases[i].subject);
		assert_bytes(h.body, cases[i].body);
		assert_false(h.cut);
	}
}

static void
absent_is_null(void **state)
{
	struct header h = scan("Subjects: s\n\nSubject: in the body\n");

	(void)state;
	assert_null(header_get(&h, "Subject").p);
	header_scan(BYTES_NONE, &h);
	assert_null(header_get(&h, "Subject").p);
	assert_int_equal(h.body.n, 0);
}

static void
blank_line_without_fields_is_an_empty_header(void **state)
{
	struct header h = scan("\nHello you,\n\nSubject: no\n");

	(void)state;
	assert_null(header_get(&h, "Subject").p);
	assert_bytes(h.body, "Hello you,\n\nSubject: no\n");
}

static void
nul_is_a_byte(void **state)
{
	struct header h;
	struct bytes value;

	(void)state;
	header_scan(BYTES_LIT("A\0: x\nSubject: a\0b\n\nc\0d"), &h);
	value = header_get(&h, "Subject");
	assert_int_equal(value.n, 3);
	assert_int_equal(h.body.n, 3);
	assert_null(header_get(&h, "A").p);
}

static void
unfolds(void **state)
{
	static const struct {
		const char *raw, *want;
	} cases[] = {
		{ "plain", "plain" },
		{ "two\n lines", "two lines" },
		{ "two\r\n\tlines", "two lines" },
		{ "two \t\n \t lines", "two lines" },
		{ "a\n  \n b", "a b" },
		{ "a  b\n c", "a  b c" },
		{ "\n a", "a" },
		{ "a\n", "a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_bytes(header_unfold(arena, bytes_from(cases[i].raw)), cases[i].want);
}

static void
longer_block_is_cut_at_a_line(void **state)
{
	struct buf raw = BUF_INIT;
	struct header h;

	(void)state;
	buf_adds(&raw, "Subject: s\n");
	while (raw.n < HEADER_BYTES_MAX - 5)
		buf_adds(&raw, "X: y\n");
	size_t whole = raw.n;
	buf_adds(&raw, "Message-ID: <a@b>\n\nbody");
	header_scan(buf_bytes(&raw), &h);
	assert_true(h.cut);
	assert_int_equal(h.block.n, whole);
	assert_bytes(header_get(&h, "Subject"), "s");
	assert_null(header_get(&h, "Message-ID").p);
	assert_bytes(h.body, "body");
	buf_release(&raw);
}

static void
block_of_the_limit_is_whole(void **state)
{
	struct buf raw = BUF_INIT;
	struct header h;

	(void)state;
	buf_adds(&raw, "X: ");
	while (raw.n < HEADER_BYTES_MAX - 1)
		buf_addc(&raw, 'y');
	buf_adds(&raw, "\n\nb");
	header_scan(buf_bytes(&raw), &h);
	assert_false(h.cut);
	assert_int_equal(h.block.n, HEADER_BYTES_MAX);
	raw.p[raw.n - 3] = 'y';
	buf_adds(&raw, "\n\nb");
	header_scan(buf_bytes(&raw), &h);
	assert_true(h.cut);
	assert_int_equal(h.block.n, HEADER_BYTES_MAX);
	buf_release(&raw);
}

static void
many_fields(void **state)
{
	struct buf raw = BUF_INIT;
	struct header h;

	(void)state;
	for (int i = 0; i < 300000; i++)
		buf_adds(&raw, "X-Y: z\n");
	buf_adds(&raw, "\nbody");
	header_scan(buf_bytes(&raw), &h);
	assert_true(h.cut);
	assert_null(header_get(&h, "Subject").p);
	assert_bytes(h.body, "body");
	buf_release(&raw);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_subject_and_body),
		cmocka_unit_test(absent_is_null),
		cmocka_unit_test(blank_line_without_fields_is_an_empty_header),
		cmocka_unit_test(nul_is_a_byte),
		cmocka_unit_test(unfolds),
		cmocka_unit_test(longer_block_is_cut_at_a_line),
		cmocka_unit_test(block_of_the_limit_is_whole),
		cmocka_unit_test(many_fields),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
