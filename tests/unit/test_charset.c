/* SPDX-License-Identifier: ISC */
#include "common/charset.h"

#include "common/utf8.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define BAD "\357\277\275" /* U+FFFD */

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	charset_warm();
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void
converts(void **state)
{
	static const struct {
		const char *label, *text, *want;
	} cases[] = {
		/* valid UTF-8 is UTF-8 whatever it is called */
		{ "", "caf\303\251", "café" },
		{ "us-ascii", "caf\303\251", "café" },
		{ "gb2312", "\344\270\255", "中" },
		{ "x-unknown", "\344\270\255", "中" },
		{ "iso-2022-jp", "\346\227\245", "日" },
		/* by label */
		{ "gb2312", "\326\320\316\304", "中文" },
		{ "GBK", "\207\100", "嘆" },
		{ "gb18030", "\201\060\211\070", "ß" },
		{ "big5", "\244\244\244\345", "中文" },
		{ "ks_c_5601-1987", "\307\321\261\333", "한글" },
		{ "EUC-KR", "\307\321\261\333", "한글" },
		{ "Shift_JIS", "\203e\203X\203g", "テスト" },
		{ "euc-jp", "\245\306\245\271\245\310", "テスト" },
		{ "iso-2022-jp", "\033$B%F%9%H\033(B", "テスト" },
		{ "iso-2022-jp", "\033$B%F%9%H", "テスト" },
		{ "iso-2022-kr", "\033$)C\016\060\041\017", "가" },
		{ "koi8-r", "\360\322\311", "При" },
		{ "koi8-u", "\244", "є" },
		{ "windows-1251", "\317\360\350", "При" },
		{ "iso-8859-2", "\261", "ą" },
		{ "iso-8859-15", "\244", "€" },
		{ "tis-620", "\241", "ก" },
		{ "macintosh", "\216", "é" },
		{ "utf-7", "Hi +Jjo-!", "Hi ☺!" },
		/* iso-8859-1 and us-ascii are read as windows-1252 */
		{ "iso-8859-1", "\223q\224 \351", "“q” é" },
		{ "us-ascii", "\351", "é" },
		/* labels in their dresses */
		{ "\"ISO_8859-1\"", "\351", "é" },
		{ "iso-8859-1*en", "\351", "é" },
		{ "ANSI_X3.4-1968", "\351", "é" },
		/* no label that helps */
		{ "", "\351", "é" },
		{ "unknown-8bit", "\351", "é" },
		{ "wchar_t", "\351", "é" },
		{ "UTF-8//IGNORE", "\351", "é" },
		{ "../../etc/x", "\351", "é" },
		/* what does not convert */
		{ "utf-8", "caf\351", "caf" BAD },
		{ "gb18030", "a\326", "a" BAD },
		{ "gb18030", "\377\326\320", BAD "中" },
		{ "windows-1252", "\201\200", BAD "€" },
		/* UTF-8 with a character cut: still UTF-8 */
		{ "", "caf\303\251s et th\303\251s \303", "cafés et thés " BAD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bytes got =
		    charset_to_utf8(arena, bytes_from(cases[i].text), bytes_from(cases[i].label));
		if (!bytes_equal(got, bytes_from(cases[i].want)))
			fail_msg(
			    "case %zu, %s: got %s", i, cases[i].label, arena_string(arena, got));
	}
}

static void
wide(void **state)
{
	struct bytes got;

	(void)state;
	got = charset_to_utf8(arena, BYTES_LIT("\377\376a\0b\0"), BYTES_LIT("utf-16"));
	assert_true(bytes_ends(got, BYTES_LIT("ab")));
	got = charset_to_utf8(arena, BYTES_LIT("\0a\0b"), BYTES_LIT("utf-16be"));
	assert_true(bytes_equal(got, BYTES_LIT("ab")));
	got = charset_to_utf8(arena, BYTES_LIT("plain"), BYTES_LIT("utf-16"));
	assert_true(bytes_equal(got, BYTES_LIT("plain")));
}

static void
knows(void **state)
{
	static const char *const known[] = { "utf-8", "UTF8", "us-ascii", "latin1", "gb2312",
		"cp1252", "x-sjis", "windows-31j", "ISO-2022-JP", "iso-8859-16", "big5-hkscs" };
	static const char *const unknown[] = { "", "wchar_t", "utf-8//translit", "ucs4", "-",
		"iso-8859-", "utf-8utf-8utf-8utf-8utf-8utf-8utf-8utf-8utf-8" };

	(void)state;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++)
		if (!charset_known(bytes_from(known[i])))
			fail_msg("%s is not known", known[i]);
	for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++)
		if (charset_known(bytes_from(unknown[i])))
			fail_msg("%s is known", unknown[i]);
}

/* Any bytes under any label give valid UTF-8, and nothing is cut: the "!" at the end stays. */
static void
always_valid(void **state)
{
	static const char *const labels[] = { "", "utf-8", "gb18030", "big5", "euc-kr", "euc-jp",
		"shift_jis", "iso-2022-jp", "iso-2022-kr", "utf-7", "windows-1252", "koi8-r",
		"iso-8859-8", "utf-16" };
	unsigned seed = 1;
	char text[4099];

	(void)state;
	for (size_t i = 0; i < sizeof labels / sizeof *labels; i++) {
		struct bytes got;
		for (size_t k = 0; k < sizeof text; k++) {
			seed = seed * 1103515245 + 12345;
			text[k] = (char)(seed >> 16);
		}
		memset(text + sizeof text - 8, '!', 8);
		got = charset_to_utf8(
		    arena, (struct bytes){ text, sizeof text }, bytes_from(labels[i]));
		if (!utf8_valid(got) || (i < 13 && !bytes_ends(got, BYTES_LIT("!!!"))))
			fail_msg("%s", labels[i]);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(converts),
		cmocka_unit_test(wide),
		cmocka_unit_test(knows),
		cmocka_unit_test(always_valid),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
