/* SPDX-License-Identifier: ISC */
#include "common/mailout.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
plain_field(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	mailout_field(&out, "Subject", BYTES_LIT("emberfs digest"));
	assert_string_equal(out.p, "Subject: emberfs digest\n");
	buf_release(&out);
}

/* A value can neither end its field nor start one. */
static void
no_second_field(void **state)
{
	static const char evil[] = "one\r\nBcc: eve@example.com\n\nbody\0more";
	struct buf out = BUF_INIT;
	struct bytes value = { evil, sizeof evil - 1 };
	size_t i;

	(void)state;
	mailout_field(&out, "Subject", value);
	mailout_raw_field(&out, "Message-ID", value);
	for (i = 0; i + 1 < out.n; i++)
		if (out.p[i] == '\n')
			assert_true(out.p[i + 1] == ' ' || out.p[i + 1] == 'M');
	assert_null(memchr(out.p, '\r', out.n));
	assert_null(memchr(out.p, '\0', out.n));
	assert_true(bytes_find(buf_bytes(&out), BYTES_LIT("\nBcc")) == out.n);
	buf_release(&out);
}

static void
raw_field_folds_at_blanks(void **state)
{
	struct buf out = BUF_INIT;

	(void)state;
	mailout_raw_field(&out, "References",
	    BYTES_LIT("<emberfs.20251006T000000Z@example.org>  "
		      "<emberfs.20251013T000000Z@example.org>\t<x@y>"));
	assert_string_equal(out.p, "References: <emberfs.20251006T000000Z@example.org>\n"
				   " <emberfs.20251013T000000Z@example.org> <x@y>\n");
	buf_clear(&out);
	mailout_raw_field(&out, "X", BYTES_LIT(""));
	assert_string_equal(out.p, "X:\n");
	buf_release(&out);
}

/* A first word that is too long stays on the field's own line: no line is only white space. */
static void
raw_field_keeps_long_words(void **state)
{
	char word[200];
	struct buf out = BUF_INIT;

	(void)state;
	memset(word, 'w', sizeof word);
	mailout_raw_field(&out, "List-Unsubscribe", (struct bytes){ word, sizeof word });
	assert_int_equal(out.n, strlen("List-Unsubscribe: ") + sizeof word + 1);
	buf_release(&out);
}

static void
address_field(void **state)
{
	struct buf out = BUF_INIT;
	struct mailbox ada = { BYTES_LIT("Ada Holm"), BYTES_LIT("ada@example.com") };
	struct mailbox bad = { BYTES_LIT("Ada Holm"), BYTES_LIT("ada@example.com\nBcc: x@y") };

	(void)state;
	assert_true(mailout_address_field(&out, "To", ada));
	assert_string_equal(out.p, "To: Ada Holm <ada@example.com>\n");
	assert_false(mailout_address_field(&out, "To", bad));
	assert_string_equal(out.p, "To: Ada Holm <ada@example.com>\n");
	buf_release(&out);
}

/* RFC 4648 section 10, with the CRLF that ends a line of text. */
static void
one_part(void **state)
{
	static const struct {
		const char *text, *wanted;
	} cases[] = {
		{ "", "" },
		{ "f", "Zg0K\n" },
		{ "fo\n", "Zm8NCg==\n" },
		{ "foo\r\n", "Zm9vDQo=\n" },
		{ "foob", "Zm9vYg0K\n" },
		{ "\xe6\x98\x9f", "5pifDQo=\n" },
	};
	struct buf out = BUF_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct mailout_part part = { "text/plain", bytes_from(cases[i].text) };
		static const char head[] = "MIME-Version: 1.0\n"
					   "Content-Type: text/plain; charset=utf-8\n"
					   "Content-Transfer-Encoding: base64\n\n";
		buf_clear(&out);
		mailout_body(&out, &part, 1);
		assert_memory_equal(out.p, head, sizeof head - 1);
		assert_string_equal(out.p + sizeof head - 1, cases[i].wanted);
	}
	buf_release(&out);
}

static void
two_parts_are_the_same_each_time(void **state)
{
	struct mailout_part parts[] = {
		{ "text/plain", BYTES_LIT("--=_looks like a boundary\n.\nFrom here\n") },
		{ "text/html", BYTES_LIT("<p>x</p>\n") },
	};
	struct buf one = BUF_INIT, two = BUF_INIT;
	struct bytes rest, line;

	(void)state;
	mailout_body(&one, parts, 2);
	mailout_body(&two, parts, 2);
	assert_string_equal(one.p, two.p);
	for (rest = buf_bytes(&one); bytes_line(&rest, &line);) {
		assert_true(line.n <= 76);
		assert_false(bytes_starts(line, BYTES_LIT("From ")));
		assert_false(bytes_equal(line, BYTES_LIT(".")));
	}
	parts[1].body = BYTES_LIT("<p>y</p>\n");
	buf_clear(&two);
	mailout_body(&two, parts, 2);
	assert_string_not_equal(one.p, two.p);
	buf_release(&one);
	buf_release(&two);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_field),
		cmocka_unit_test(no_second_field),
		cmocka_unit_test(raw_field_folds_at_blanks),
		cmocka_unit_test(raw_field_keeps_long_words),
		cmocka_unit_test(address_field),
		cmocka_unit_test(one_part),
		cmocka_unit_test(two_parts_are_the_same_each_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
