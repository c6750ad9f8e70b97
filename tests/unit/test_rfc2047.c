/* SPDX-License-Identifier: ISC */
#include "common/rfc2047.h"
#include "tests/unit/arena_fixture.h"

#include <string.h>

static void
decodes(void **state)
{
	static const struct {
		const char *value, *want;
	} cases[] = {
		{ "plain", "plain" },
		{ "", "" },
		{ "folded\r\n\tsubject", "folded subject" },
		{ "=?utf-8?B?5Lit5paH?=", "中文" },
		{ "=?UTF-8?q?caf=C3=A9_noir?=", "café noir" },
		{ "Re: =?iso-8859-1?Q?caf=e9?= noir", "Re: café noir" },
		/* RFC 2047 section 8 */
		{ "(=?ISO-8859-1?Q?a?=)", "(a)" },
		{ "(=?ISO-8859-1?Q?a?= b)", "(a b)" },
		{ "(=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=)", "(ab)" },
		{ "(=?ISO-8859-1?Q?a?=  \r\n  =?ISO-8859-1?Q?b?=)", "(ab)" },
		{ "(=?ISO-8859-1?Q?a_b?=)", "(a b)" },
		{ "(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)", "(a b)" },
		/* a character split over two words */
		{ "=?utf-8?B?5Lit5pY=?= =?utf-8?B?h+a1i+ivlQ==?=", "中文测试" },
		{ "=?utf-8?Q?=E4=B8?=\n =?utf-8?B?rQ==?=", "中" },
		{ "=?gb2312?Q?=D6?= =?GB2312?Q?=D0?=", "中" },
		/* abuses */
		{ "\"=?utf-8?Q?J=C3=B6rg?=\"", "\"Jörg\"" },
		{ "=?utf-8?B?5Lit5paH", "=?utf-8?B?5Lit5paH" },
		{ "=?utf-8?B?5Lit5paH5Q?= x", "中文� x" },
		{ "=?utf-8?B?5LitIA?=x", "中 x" },
		{ "=?utf-8?Q?a b c?=", "a b c" },
		{ "=?utf-8?Q?What?\?=", "What?" },
		{ "=?utf-8?B?5Lit?==?utf-8?B?5paH?=", "中文" },
		{ "a=?utf-8?q?b?=c", "abc" },
		{ "=?utf-8*en?Q?J=C3=B6rg?=", "Jörg" },
		{ "=?x-foo?q?=e9?=", "é" },
		{ "=?us-ascii?Q?=e4=b8=ad?=", "中" },
		{ "=?ISO-2022-JP?B?GyRCJUYbKEI=?= =?ISO-2022-JP?B?GyRCJTkbKEI=?=", "テス" },
		{ "\033$B%F%9%H\033(B", "テスト" },
		{ "caf\351 =?utf-8?q?=C3=A9?=", "café é" },
		{ "=?gb2312?B?1tDOxA==?= \344\270\255", "中文 中" },
		/* what does not decode stays */
		{ "Re: =?=", "Re: =?=" },
		{ "x =?b", "x =?b" },
		{ "=?", "=?" },
		{ "=?utf-8?b?!!!?= x", "=?utf-8?b?!!!?= x" },
		{ "=?utf-8?x?abc?=", "=?utf-8?x?abc?=" },
		{ "=?\?b?abc?=", "=?\?b?abc?=" },
		{ "=?utf-8?q?cut =?utf-8?q?whole?=", "=?utf-8?q?cut whole" },
		{ "=?utf-8?b?Zm9v?= =?utf-8?b?!!?= =?utf-8?b?Zm9v?=", "foo =?utf-8?b?!!?= foo" },
		{ "=?utf-8?q?=4G=?=", "=4G=" },
		/* no word adds a line, a field or a NUL */
		{ "=?utf-8?Q?a=0D=0ABcc:_=00b=1B?=", "a Bcc: b" },
		{ "a \001b", "a b" },
		{ "=?utf-8?Q?=E2=80=AEevil?=", "evil" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bytes word, rest = rfc2047_decode(arena, bytes_from(cases[i].value));
		struct buf folded = BUF_INIT;
		while (bytes_word(&rest, &word)) {
			if (folded.n)
				buf_addc(&folded, ' ');
			buf_add(&folded, word);
		}
		if (!bytes_equal(buf_bytes(&folded), bytes_from(cases[i].want)))
			fail_msg("%s: got %.*s", cases[i].value, (int)folded.n, folded.p);
		buf_release(&folded);
	}
}

static void
assert_encoded(const char *text, size_t column, const char *want)
{
	struct buf out = BUF_INIT;

	rfc2047_encode(&out, bytes_from(text), column);
	assert_string_equal(out.p, want);
	buf_release(&out);
}

static void
encodes(void **state)
{
	(void)state;
	assert_encoded("plain text", 9, "plain text");
	assert_encoded("中文", 9, "=?UTF-8?B?5Lit5paH?=");
	assert_encoded("see =?utf-8?q?x?=", 9, "=?UTF-8?B?c2VlID0/dXRmLTg/cT94Pz0=?=");
	assert_encoded("a\r\nBcc: b", 9, "a  Bcc: b");
	assert_encoded("\303", 0, "=?UTF-8?B?77+9?=");
	assert_encoded("é", 70, "\n =?UTF-8?B?w6k=?=");
	assert_encoded("one two three four five six seven eight nine ten eleven twelve thirteen", 9,
	    "one two three four five six seven eight nine ten eleven twelve\n thirteen");
}

/* Text of all lengths comes back as it was, in lines that hold. */
static void
comes_back(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int n = 0; n < 200; n++) {
		struct bytes rest, line;
		size_t column = (size_t)n % 80;
		buf_adds(&text, n % 3 == 0 ? "中" : n % 3 == 1 ? "é" : n % 7 ? "x" : "x y");
		buf_clear(&out);
		rfc2047_encode(&out, buf_bytes(&text), column);
		rest = buf_bytes(&out);
		while (bytes_line(&rest, &line)) {
			assert_true(line.n + column <= 78 || line.n == 0);
			column = 0;
		}
		assert_true(bytes_equal(rfc2047_decode(arena, buf_bytes(&out)), buf_bytes(&text)));
	}
	buf_release(&text);
	buf_release(&out);
}

/* A line without blanks that no transport would carry is encoded, not sent as it is. */
static void
no_line_beyond_the_limit(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int i = 0; i < 901; i++)
		buf_addc(&text, 'x');
	rfc2047_encode(&out, buf_bytes(&text), 9);
	assert_true(bytes_starts(buf_bytes(&out), BYTES_LIT("=?UTF-8?B?")));
	buf_clear(&out);
	rfc2047_encode(&out, bytes_slice(buf_bytes(&text), 0, 900), 9);
	assert_int_equal(out.n, 900);
	buf_release(&text);
	buf_release(&out);
}

/* A megabyte of each: done at once. */
static void
hostile_sizes(void **state)
{
	static const char *const units[] = { "=?", "=?a?q?", "?=", "=?utf-8?q?a?=",
		"=?utf-8?q?a?= ", "=?utf-8?q?a?= =?gbk?q?a?= ", "=?a?b?=?=", "\n " };
	size_t n = (size_t)1 << 20;
	char *p = arena_alloc(arena, n);

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		for (size_t k = 0; k < n; k++)
			p[k] = units[i][k % strlen(units[i])];
		rfc2047_decode(arena, (struct bytes){ p, n });
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes),
		cmocka_unit_test(encodes),
		cmocka_unit_test(comes_back),
		cmocka_unit_test(no_line_beyond_the_limit),
		cmocka_unit_test(hostile_sizes),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
