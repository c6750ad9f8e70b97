/* SPDX-License-Identifier: ISC */
#include "common/utf8.h"
#include "tests/unit/arena_fixture.h"

#include <string.h>

#define LIT(s) BYTES_LIT(s)

static void
is_clean(struct bytes in, enum utf8_form form, const char *wanted)
{
	assert_string_equal(arena_string(arena, utf8_clean(arena, in, form)), wanted);
}

static void
test_valid(void **state)
{
	(void)state;
	assert_true(utf8_valid(LIT("")));
	assert_true(utf8_valid(LIT("补丁 é 😀")));
	assert_false(utf8_valid(LIT("\xff")));
	assert_false(utf8_valid(LIT("\xc0\xaf")));	   /* overlong */
	assert_false(utf8_valid(LIT("\xed\xa0\x80")));	   /* surrogate */
	assert_false(utf8_valid(LIT("\xf4\x90\x80\x80"))); /* beyond U+10FFFF */
	assert_false(utf8_valid(LIT("\xe8\xa1")));	   /* cut */
}

static void
test_next_takes_bad_bytes_alone(void **state)
{
	struct bytes rest = LIT("a\xe8\xa1z\xf0\x9f\x98\x80");
	const uint32_t wanted[] = { 'a', 0xFFFD, 0xFFFD, 'z', 0x1F600 };
	uint32_t c;

	(void)state;
	for (size_t i = 0; i < 5; i++) {
		assert_true(utf8_next(&rest, &c));
		assert_int_equal(c, wanted[i]);
	}
	assert_false(utf8_next(&rest, &c));
}

static void
test_add(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	utf8_add(&b, 'x');
	utf8_add(&b, 0x8865);
	utf8_add(&b, 0xD800); /* no character */
	utf8_add(&b, 0x1F600);
	assert_string_equal(b.p, "x补\xef\xbf\xbd😀");
	buf_release(&b);
}

static void
test_clean_controls(void **state)
{
	(void)state;
	is_clean(LIT("a\tb\nc"), UTF8_LINES, "a\tb\nc");
	is_clean(LIT("a\tb\nc"), UTF8_LINE, "a b c");
	is_clean(LIT("a\r\nb\rc"), UTF8_LINES, "a\nb\nc");
	is_clean(LIT("a\r\nb\rc"), UTF8_LINE, "a b c");
	is_clean(LIT("\x1b[31mred\x07\x00\x7f"), UTF8_LINE, "[31mred");
	is_clean(LIT("\xc2\x9b"
		     "31m\xc2\x85x"),
	    UTF8_LINE, "31m x");
	is_clean(LIT("a\xe2\x80\xa8"
		     "b"),
	    UTF8_LINE, "a b");
	is_clean(LIT("a\xe2\x80\xa9"
		     "b"),
	    UTF8_LINES, "a\nb");
}

static void
test_clean_invisible(void **state)
{
	static const uint32_t gone[] = { 0xAD, 0x34F, 0x61C, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F,
		0x202A, 0x202E, 0x2060, 0x2064, 0x2066, 0x2069, 0x206F, 0xE000, 0xF8FF, 0xFDD0,
		0xFEFF, 0xFFF9, 0xFFFC, 0xFFFE, 0xFFFF, 0x1FFFE, 0xE0001, 0xE007F, 0xF0000,
		0x10FFFD };
	static const uint32_t kept[] = { 0xAE, 0xA0, 0x300, 0x2010, 0x2026, 0x3000, 0x8865, 0xFE0F,
		0xFF01, 0xFFFD, 0x1F600, 0x20000 };
	struct buf b = BUF_INIT;
	struct bytes clean;

	(void)state;
	for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
		utf8_add(&b, gone[i]);
	assert_int_equal(utf8_clean(arena, buf_bytes(&b), UTF8_LINES).n, 0);
	buf_clear(&b);
	for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
		utf8_add(&b, kept[i]);
	clean = utf8_clean(arena, buf_bytes(&b), UTF8_LINE);
	assert_true(bytes_equal(clean, buf_bytes(&b)));
	buf_release(&b);
}

static void
test_clean_bad_bytes(void **state)
{
	(void)state;
	is_clean(LIT("a\xff\xc0z"), UTF8_LINE, "a\xef\xbf\xbd\xef\xbf\xbdz");
}

static void
test_clean_towers(void **state)
{
	struct buf b = BUF_INIT;

	(void)state;
	buf_addc(&b, 'e');
	for (int i = 0; i < 9; i++)
		utf8_add(&b, 0x301);
	buf_addc(&b, 'x');
	assert_int_equal(utf8_clean(arena, buf_bytes(&b), UTF8_LINE).n, 1 + 8 * 2 + 1);
	buf_release(&b);
}

static void
test_width(void **state)
{
	(void)state;
	assert_int_equal(utf8_width(LIT("")), 0);
	assert_int_equal(utf8_width(LIT("kvm")), 3);
	assert_int_equal(utf8_width(LIT("补丁，v2")), 8);
	assert_int_equal(utf8_width(LIT("e\xcc\x81")), 1);
	assert_int_equal(utf8_width(LIT("😀")), 2);
	assert_int_equal(utf8_width(LIT("“…”—")), 4);
}

static void
test_head(void **state)
{
	(void)state;
	assert_int_equal(utf8_head(LIT("补丁"), 3).n, 3);
	assert_int_equal(utf8_head(LIT("补丁"), 4).n, 6);
	assert_int_equal(utf8_head(LIT("补丁"), 1).n, 0);
	assert_int_equal(utf8_head(LIT("e\xcc\x81x"), 1).n, 3);
	assert_int_equal(utf8_head(LIT("abc"), 10).n, 3);
}

static void
is_wrapped(struct bytes in, size_t columns, const char *first, const char *rest, const char *wanted)
{
	struct buf b = BUF_INIT;

	utf8_wrap(&b, in, columns, first, rest);
	assert_string_equal(b.p, wanted);
	buf_release(&b);
}

static void
test_wrap_words(void **state)
{
	(void)state;
	is_wrapped(LIT(""), 10, "* ", "  ", "* \n");
	is_wrapped(LIT("one two three"), 7, "", "", "one two\nthree\n");
	is_wrapped(LIT("one two three"), 9, "* ", "  ", "* one two\n  three\n");
	is_wrapped(LIT("abcdefghijkl mn"), 4, "", "> ", "abcdefghijkl\n> mn\n");
	is_wrapped(LIT("a  b "), 9, "", "", "a  b\n");
	is_wrapped(LIT("a\nb c"), 9, "", " ", "a\n b c\n");
}

static void
test_wrap_keeps_names_whole(void **state)
{
	(void)state;
	is_wrapped(LIT("see arch/arm64/kvm/at.c and --since"), 14, "", "",
	    "see\narch/arm64/kvm/at.c\nand --since\n");
	is_wrapped(LIT("at https://x.example/a-b/c?d=e&f now"), 12, "", "",
	    "at\nhttps://x.example/a-b/c?d=e&f\nnow\n");
}

static void
test_wrap_chinese(void **state)
{
	(void)state;
	is_wrapped(LIT("补丁已经合入主线。"), 8, "", "", "补丁已经\n合入主\n线。\n");
	is_wrapped(
	    LIT("修复kvm_arch_init()中的错误"), 12, "", "", "修复\nkvm_arch_init()\n中的错误\n");
}

static void
test_wrap_width_holds(void **state)
{
	struct buf text = BUF_INIT, out = BUF_INIT;
	struct bytes rest, line;

	(void)state;
	for (int i = 0; i < 2000; i++)
		buf_adds(&text, i % 3 ? "补丁, word " : "测试（x）");
	utf8_wrap(&out, buf_bytes(&text), 78, "  1. ", "     ");
	for (rest = buf_bytes(&out); bytes_line(&rest, &line);)
		assert_in_range(utf8_width(line), 1, 78);
	buf_release(&text);
	buf_release(&out);
}

static void
test_cjk(void **state)
{
	(void)state;
	assert_true(utf8_is_cjk(0x8865));
	assert_true(utf8_is_cjk(0x3002));
	assert_true(utf8_is_cjk(0xFF0C));
	assert_true(utf8_is_cjk(0xD55C));
	assert_true(utf8_is_cjk(0x20000));
	assert_false(utf8_is_cjk('a'));
	assert_false(utf8_is_cjk(0x201C));
	assert_false(utf8_is_cjk(0x1F600));
}

static void
test_fold(void **state)
{
	(void)state;
	assert_string_equal(arena_string(arena, utf8_fold(arena, LIT("KVM: Fix"))), "kvm: fix");
	assert_string_equal(
	    arena_string(arena, utf8_fold(arena, LIT("\xc3\x89TUDE Жук"))), "étude жук");
	assert_string_equal(arena_string(arena, utf8_fold(arena, LIT("e\xcc\x81"))), "\xc3\xa9");
	assert_string_equal(arena_string(arena, utf8_fold(arena, LIT("\xff"
								     "A"))),
	    "\xef\xbf\xbd"
	    "a");
	assert_int_equal(utf8_fold(arena, LIT("")).n, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_valid),
		cmocka_unit_test(test_next_takes_bad_bytes_alone), cmocka_unit_test(test_add),
		cmocka_unit_test(test_clean_controls), cmocka_unit_test(test_clean_invisible),
		cmocka_unit_test(test_clean_bad_bytes), cmocka_unit_test(test_clean_towers),
		cmocka_unit_test(test_width), cmocka_unit_test(test_head),
		cmocka_unit_test(test_wrap_words), cmocka_unit_test(test_wrap_keeps_names_whole),
		cmocka_unit_test(test_wrap_chinese), cmocka_unit_test(test_wrap_width_holds),
		cmocka_unit_test(test_cjk), cmocka_unit_test(test_fold) };

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
