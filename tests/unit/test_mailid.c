/* SPDX-License-Identifier: ISC */
#include "common/mailid.h"

#include "common/buf.h"
#include "tests/unit/arena_fixture.h"

#include <string.h>

/* The ids on one line, for comparing. */
static const char *
joined(const struct bytes *ids, size_t n)
{
	struct buf line = BUF_INIT;
	const char *s;

	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_addc(&line, ' ');
		buf_add(&line, ids[i]);
	}
	s = arena_string(arena, buf_bytes(&line));
	buf_release(&line);
	return s;
}

static void
own(void **state)
{
	static const struct {
		const char *value, *want;
	} cases[] = {
		{ "<a@b>", "a@b" },
		{ " <a@b> ", "a@b" },
		{ "<a\r\n @b>", "a@b" },
		{ "junk <a@b> (comment)", "a@b" },
		{ "<a@b> <c@d>", "a@b" },
		{ "<<a@b>>", "a@b" },
		{ "<no at sign>", "noatsign" },
		{ "<a@[127.0.0.1]>", "a@[127.0.0.1]" },
		{ "a@b", "a@b" },
		{ "<a@b", "a@b" },
		{ "a@b>", "a@b" },
		{ "two words@b", "" },
		{ "word", "" },
		{ "<>", "" },
		{ "< >", "" },
		{ "<", "" },
		{ ">", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_string_equal(
		    arena_string(arena, mailid_own(arena, bytes_from(cases[i].value))),
		    cases[i].want);
}

static void
control_bytes_go(void **state)
{
	(void)state;
	assert_string_equal(
	    arena_string(arena, mailid_own(arena, BYTES_LIT("<a\0\033@\177b>"))), "a@b");
}

static void
longest(void **state)
{
	char id[MAILID_BYTES_MAX + 3];
	struct bytes value = { id, sizeof id };

	(void)state;
	memset(id, 'a', sizeof id);
	id[0] = '<';
	id[sizeof id - 1] = '>';
	assert_int_equal(mailid_own(arena, value).n, 0);
	id[1] = ' ';
	assert_int_equal(mailid_own(arena, value).n, MAILID_BYTES_MAX);
}

static void
references(void **state)
{
	static const struct {
		const char *what, *references, *in_reply_to, *want;
	} cases[] = {
		{ "none", "", "", "" },
		{ "in order", "<a@x> <b@x>\n\t<c@x>", "", "a@x b@x c@x" },
		{ "no blanks", "<a@x><b@x>", "", "a@x b@x" },
		{ "junk between", "see <a@x>, \"b\" (c) <b@x> end", "", "a@x b@x" },
		{ "reply alone", "", "<a@x>", "a@x" },
		{ "reply of old mailers", "", "Your message of \"Mon, 1 Jan\" <a@x>", "a@x" },
		{ "reply, then an address", "", "<a@x> (sender of <b@x>)", "a@x" },
		{ "reply behind an address", "",
		    "Message from A B <b@x>\n\tof \"Mon, 1 Jan\" <a@x>", "a@x" },
		{ "an address alone", "", "Message from A B <b@x> of 1 Jan", "" },
		{ "an address beside references", "<a@x> <c@x>",
		    "message from \"A. B\" <b@x> of 1 Jan <c@x>", "a@x c@x" },
		{ "an id behind a name", "", "Message from A B <a@x>", "a@x" },
		{ "parent not among them", "<a@x> <b@x>", "<c@x>", "a@x b@x c@x" },
		{ "parent is last", "<a@x> <b@x>", "<b@x>", "a@x b@x" },
		{ "parent moves to the end", "<a@x> <b@x> <c@x>", "<b@x>", "a@x c@x b@x" },
		{ "but not one of two", "<a@x> <b@x> <c@x>", "<b@x> <a@x>", "a@x b@x c@x" },
		{ "twice", "<a@x> <b@x> <b@x> <a@x>", "", "a@x b@x" },
		{ "itself", "<a@x> <own@x> <b@x>", "<own@x>", "a@x b@x" },
		{ "unclosed", "<a@x> <b@x", "", "a@x" },
	};
	struct bytes *ids;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		size_t n = mailid_references(arena, bytes_from(cases[i].references),
		    bytes_from(cases[i].in_reply_to), BYTES_LIT("own@x"), &ids);
		const char *got = joined(ids, n);
		if (strcmp(got, cases[i].want) != 0)
			fail_msg("%s: got \"%s\"", cases[i].what, got);
	}
}

static void
many_references(void **state)
{
	struct buf value = BUF_INIT;
	struct bytes *ids;
	size_t n;

	(void)state;
	for (int i = 0; i < 40000; i++)
		buf_addf(&value, "<%d@x> ", i);
	n = mailid_references(arena, buf_bytes(&value), BYTES_LIT("<parent@x>"), BYTES_NONE, &ids);
	assert_int_equal(n, MAILID_REFS_MAX);
	assert_string_equal(arena_string(arena, ids[0]), "0@x");
	assert_string_equal(arena_string(arena, ids[1]), "39938@x");
	assert_string_equal(arena_string(arena, ids[n - 1]), "parent@x");
	buf_release(&value);
}

static void
as_many_as_fit(void **state)
{
	struct buf value = BUF_INIT;
	struct bytes *ids;

	(void)state;
	for (size_t i = 0; i < MAILID_REFS_MAX; i++)
		buf_addf(&value, "<%zu@x>", i);
	assert_int_equal(mailid_references(arena, buf_bytes(&value), BYTES_NONE, BYTES_NONE, &ids),
	    MAILID_REFS_MAX);
	assert_string_equal(arena_string(arena, ids[1]), "1@x");
	buf_adds(&value, "<one-more@x>");
	assert_int_equal(mailid_references(arena, buf_bytes(&value), BYTES_NONE, BYTES_NONE, &ids),
	    MAILID_REFS_MAX);
	assert_string_equal(arena_string(arena, ids[0]), "0@x");
	assert_string_equal(arena_string(arena, ids[1]), "2@x");
	buf_release(&value);
}

/* A megabyte of what opens and never closes: one look at each byte. */
static void
brackets(void **state)
{
	size_t n = (size_t)1 << 20;
	char *p = arena_alloc(arena, n);
	struct bytes rest = { p, n }, id;

	(void)state;
	memset(p, '<', n);
	assert_false(mailid_next(arena, &rest, &id));
	rest = (struct bytes){ p, n };
	for (size_t i = 0; i < n; i += 2)
		p[i + 1] = '>';
	assert_false(mailid_next(arena, &rest, &id));
	assert_int_equal(rest.n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own),
		cmocka_unit_test(control_bytes_go),
		cmocka_unit_test(longest),
		cmocka_unit_test(references),
		cmocka_unit_test(many_references),
		cmocka_unit_test(as_many_as_fit),
		cmocka_unit_test(brackets),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
