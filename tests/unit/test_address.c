/* SPDX-License-Identifier: ISC */
#include "common/address.h"
#include "tests/unit/arena_fixture.h"

#include <string.h>

static void
firsts(void **state)
{
	static const struct {
		const char *value, *name, *address;
	} cases[] = {
		{ "Ada Lovelace <ada@example.org>", "Ada Lovelace", "ada@example.org" },
		{ "ada@example.org (Ada Lovelace)", "Ada Lovelace", "ada@example.org" },
		{ "ada@example.org", "", "ada@example.org" },
		{ "<Ada@Example.ORG>", "", "Ada@example.org" },
		{ "\"Lovelace, Ada\" <ada@example.org>", "Lovelace, Ada", "ada@example.org" },
		{ "Lovelace, Ada <ada@example.org>", "Lovelace, Ada", "ada@example.org" },
		{ "Ada K. Lovelace <ada@example.org>", "Ada K. Lovelace", "ada@example.org" },
		{ "\"Ada \\\"Countess\\\" L.\" <ada@example.org>", "Ada \"Countess\" L.",
		    "ada@example.org" },
		{ "\"Ada via List\" <list@example.org>", "Ada via List", "list@example.org" },
		{ "'Ada Lovelace' <ada@example.org>", "Ada Lovelace", "ada@example.org" },
		{ "Ada\r\n Lovelace\r\n <ada@example.org>", "Ada Lovelace", "ada@example.org" },
		{ "=?utf-8?Q?J=C3=B6rg?= <j@example.org>", "Jörg", "j@example.org" },
		{ "\"=?utf-8?Q?J=C3=B6rg?=\" <j@example.org>", "Jörg", "j@example.org" },
		{ "=?utf-8?Q?L=2C_Ada?= <ada@example.org>", "L, Ada", "ada@example.org" },
		{ "=?utf-8?Q?L, (Ada)?= <ada@example.org>", "L, (Ada)", "ada@example.org" },
		{ "J\366rg <j@example.org>", "Jörg", "j@example.org" },
		{ "ada at example.org (Ada Lovelace)", "Ada Lovelace", "ada@example.org" },
		{ "\"Ada Lovelace\" <ada at example.org>", "Ada Lovelace", "ada@example.org" },
		{ "ada@example.org <ada@example.org>", "ada@example.org", "ada@example.org" },
		{ "<ada@example.org> Ada", "Ada", "ada@example.org" },
		{ "Ada (the first) Lovelace <ada@example.org>", "Ada Lovelace", "ada@example.org" },
		{ "a@b.example (x (y) \\) z)", "x (y) ) z", "a@b.example" },
		{ "Pete <pete(his account)@silly.test(his host)>", "Pete", "pete@silly.test" },
		{ "<@relay,@other:ada@example.org>", "", "ada@example.org" },
		{ "<mailto:ada@example.org>", "", "ada@example.org" },
		{ "Ada[SMTP:ada@example.org]", "Ada", "ada@example.org" },
		{ "Friends: Ada <ada@example.org>, b@c;", "Ada", "ada@example.org" },
		{ ", ; ada@example.org", "", "ada@example.org" },
		/* no address */
		{ "Whenever", "Whenever", "" },
		{ "Ada <>", "Ada", "" },
		{ "root <root>", "root", "" },
		{ "<root>", "root", "" },
		{ "(nobody)", "nobody", "" },
		{ "undisclosed-recipients:;", "", "" },
		{ "", "", "" },
		/* what does not close */
		{ "Ada <ada@example.org", "Ada", "ada@example.org" },
		{ "\"Ada <ada@example.org>", "Ada", "ada@example.org" },
		{ "Ada (L <ada@example.org>", "Ada (L", "ada@example.org" },
		{ "=?utf-8?q?Ada <ada@example.org>", "=?utf-8?q?Ada", "ada@example.org" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mailbox m = address_first(arena, bytes_from(cases[i].value));
		if (!bytes_equal(m.name, bytes_from(cases[i].name)) ||
		    !bytes_equal(m.address, bytes_from(cases[i].address)))
			fail_msg("%s: %s <%s>", cases[i].value, arena_string(arena, m.name),
			    arena_string(arena, m.address));
	}
}

static void
lists(void **state)
{
	struct bytes rest = BYTES_LIT(
	    "Ada <ada@x.org>, bob@x.org,, Group: \"C, D\" <c@x.org>; =?utf-8?q?broken <e@x.org>,"
	    " Fay, F. <f@x.org>; nobody:;");
	static const char *const want[] = { "ada@x.org", "bob@x.org", "c@x.org", "e@x.org",
		"f@x.org" };
	struct mailbox m;
	size_t n = 0;

	(void)state;
	for (; address_next(arena, &rest, &m); n++) {
		assert_true(n < 5);
		assert_string_equal(arena_string(arena, m.address), want[n]);
	}
	assert_int_equal(n, 5);
}

static struct bytes
filled(size_t n, const char *unit)
{
	char *p = arena_alloc(arena, n);

	for (size_t i = 0; i < n; i++)
		p[i] = unit[i % strlen(unit)];
	return (struct bytes){ p, n };
}

static void
bounds(void **state)
{
	struct buf value = BUF_INIT;
	struct mailbox m;

	(void)state;
	buf_add(&value, filled(ADDRESS_NAME_MAX - 1, "x"));
	buf_adds(&value, "é <");
	buf_add(&value, filled(ADDRESS_BYTES_MAX - 2, "y"));
	buf_adds(&value, "@z>");
	m = address_first(arena, buf_bytes(&value));
	assert_int_equal(m.name.n, ADDRESS_NAME_MAX - 1);
	assert_int_equal(m.address.n, ADDRESS_BYTES_MAX);
	value.p[value.n - 1] = 'z';
	buf_addc(&value, '>');
	m = address_first(arena, buf_bytes(&value));
	assert_int_equal(m.address.n, 0);
	buf_release(&value);
}

static void
valid(void **state)
{
	static const char *const good[] = { "a@b", "ada@example.org", "a.b+c@example.org",
		"o'neil@x-y.example", "a@1.example" };
	static const char *const bad[] = { "", "@", "a@", "@b", "a", "-f@x.org", "a b@c", "a@b c",
		"a..b@c", ".a@b", "a.@b", "a@b..c", "a@-b", "a@b-", "a@b.", "a\n@b", "a@b\n",
		"jö@x.org", "a@b@c", "a@[1.2.3.4]", "\"a\"@b", "<a@b>", "a@b_c" };
	struct buf s = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		if (!address_valid(bytes_from(good[i])))
			fail_msg("%s", good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (address_valid(bytes_from(bad[i])))
			fail_msg("%s", bad[i]);
	assert_false(address_valid(BYTES_LIT("a\0b@c")));
	buf_add(&s, filled(64, "l"));
	buf_adds(&s, "@x.org");
	assert_true(address_valid(buf_bytes(&s)));
	assert_false(address_valid(buf_bytes(&(struct buf){ s.p, s.n - 7, s.room })));
	buf_clear(&s);
	buf_add(&s, filled(65, "l"));
	buf_adds(&s, "@x.org");
	assert_false(address_valid(buf_bytes(&s)));
	buf_clear(&s);
	buf_adds(&s, "a@");
	buf_add(&s, filled(ADDRESS_BYTES_MAX - 2, "b."));
	s.p[s.n - 1] = 'b';
	assert_true(address_valid(buf_bytes(&s)));
	buf_adds(&s, "b");
	assert_false(address_valid(buf_bytes(&s)));
	buf_release(&s);
}

static void
writes(void **state)
{
	static const struct {
		const char *name, *address, *want;
	} cases[] = {
		{ "", "ada@x.org", "ada@x.org" },
		{ "Ada Lovelace", "ada@x.org", "Ada Lovelace <ada@x.org>" },
		{ "Lovelace, Ada", "ada@x.org", "\"Lovelace, Ada\" <ada@x.org>" },
		{ "a \"b\" \\", "ada@x.org", "\"a \\\"b\\\" \\\\\" <ada@x.org>" },
		{ "Jörg", "j@x.org", "=?UTF-8?B?SsO2cmc=?= <j@x.org>" },
		{ "=?x?q?y?=", "j@x.org", "=?UTF-8?B?PT94P3E/eT89?= <j@x.org>" },
		{ "a\r\nBcc: b", "j@x.org", "\"a  Bcc: b\" <j@x.org>" },
	};
	struct buf out = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct mailbox m = { bytes_from(cases[i].name), bytes_from(cases[i].address) };
		buf_clear(&out);
		assert_true(address_write(&out, m, 4));
		assert_string_equal(out.p, cases[i].want);
		m = address_first(arena, buf_bytes(&out));
		assert_true(bytes_equal(m.address, bytes_from(cases[i].address)));
	}
	buf_clear(&out);
	assert_false(
	    address_write(&out, (struct mailbox){ BYTES_LIT("x"), BYTES_LIT("a@b\nBcc: c") }, 4));
	assert_int_equal(out.n, 0);
	buf_release(&out);
}

static void
same_person(void **state)
{
	static const struct {
		const char *a, *b;
		bool same;
	} cases[] = {
		{ "Ada <ada@x.org>", "A. L. <ADA@x.org>", true },
		{ "Ada Lovelace <ada@x.org>", "ada  lovelace <al@y.org>", true },
		{ "\"Lovelace, Ada\" <ada@x.org>", "Ada Lovelace <al@y.org>", true },
		{ "JÖRG <a@x.org>", "jörg <b@y.org>", true },
		{ "Jo\314\210rg <a@x.org>", "Jörg <b@y.org>", true },
		{ "Ada <ada@x.org>", "Bob <bob@x.org>", false },
		{ "ada@x.org", "bob@x.org", false },
		{ "Ada", "Ada", true },
		{ "", "", false },
		{ "\",\" <a@x.org>", "\",\" <b@x.org>", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (address_same_person(address_first(arena, bytes_from(cases[i].a)),
			address_first(arena, bytes_from(cases[i].b))) != cases[i].same)
			fail_msg("%s, %s", cases[i].a, cases[i].b);
}

/* 256 kB of each, all mailboxes of it: done at once. */
static void
hostile_sizes(void **state)
{
	static const char *const units[] = { "(", "\"", "a,", "a@b,", "a@(,", "<", "()", "(\"",
		"<a@b> ", ":", ";", "a at ", "@", "[SMTP:", "=?a?q?" };
	struct mailbox m;

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct arena *a = arena_new();
		struct bytes rest = filled((size_t)1 << 18, units[i]);
		while (address_next(a, &rest, &m))
			;
		assert_int_equal(rest.n, 0);
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(firsts),
		cmocka_unit_test(lists),
		cmocka_unit_test(bounds),
		cmocka_unit_test(valid),
		cmocka_unit_test(writes),
		cmocka_unit_test(same_person),
		cmocka_unit_test(hostile_sizes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
