/* SPDX-License-Identifier: ISC */
#include "filters/report/view/mail.h"

#include "common/clock.h"
#include "common/header.h"
#include "common/loop.h"
#include "common/rfc2047.h"
#include "common/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define TEMPLATES "templates"

#define DIGEST(title)                                                                              \
	"{\"list\":{\"title\":\"" title                                                            \
	"\",\"language\":\"zh-CN\",\"timezone\":\"Asia/Shanghai\"},"                               \
	"\"generated\":\"2025-10-20T09:00:00+08:00\",\"window\":{\"since\":\"2025-10-13T00:00:00+" \
	"08:00\","                                                                                 \
	"\"until\":\"2025-10-20T00:00:00+08:00\"},\"totals\":{\"new\":5,\"threads\":2}}"

static struct arena *arena;

static int
set_up(void **state)
{
	(void)state;
	arena = arena_new();
	assert_true(clock_set_zone("Asia/Shanghai"));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static struct config_list
a_list(void)
{
	return (struct config_list){ .name = "vtimer",
		.title = "VTIMER",
		.language = "zh-CN",
		.timezone = "Asia/Shanghai",
		.from = "VTIMER 周报 <vtimer-digest@example.org>",
		.owner = "Marta Keeper <marta@example.org>" };
}

static struct header
form(const struct config_list *list, const char *digest, const char *previous, struct bytes *whole)
{
	struct json *v = json_parse(bytes_from(digest), NULL);
	struct buf out = BUF_INIT;
	struct header h;

	assert_non_null(v);
	assert_true(mail_form(&out, list, v, TEMPLATES, bytes_from(previous), ""));
	*whole = arena_bytes(arena, buf_bytes(&out));
	header_scan(*whole, &h);
	buf_release(&out);
	json_free(v);
	return h;
}

static void
is_field(const struct header *h, const char *name, const char *wanted)
{
	struct bytes value = header_unfold(arena, header_get(h, name));

	if (!bytes_equal(value, bytes_from(wanted)))
		fail_msg("%s: \"%.*s\", not \"%s\"", name, (int)value.n, value.p, wanted);
}

static void
test_fields(void **state)
{
	struct config_list list = a_list();
	struct bytes whole;
	struct header h = form(&list, DIGEST("VTIMER"), "vtimer.before@example.org", &whole);

	(void)state;
	is_field(&h, "Date", "Mon, 20 Oct 2025 09:00:00 +0800");
	is_field(&h, "Message-ID", "<vtimer.20251019T160000Z@example.org>");
	is_field(&h, "In-Reply-To", "<vtimer.before@example.org>");
	is_field(&h, "References", "<vtimer.before@example.org>");
	is_field(&h, "List-Id", "<vtimer-digest.example.org>");
	is_field(&h, "List-Owner", "<mailto:marta@example.org>");
	is_field(&h, "List-Help", "<mailto:vtimer-digest@example.org?subject=help>");
	assert_null(header_get(&h, "List-Archive").p);
	is_field(&h, "Reply-To", "Marta Keeper <marta@example.org>");
	is_field(&h, "Auto-Submitted", "auto-generated");
	is_field(&h, "Precedence", "list");
	is_field(&h, "X-Auto-Response-Suppress", "All");
	is_field(&h, LOOP_FIELD, "vtimer");
	is_field(&h, "Content-Language", "zh-CN");
	is_field(&h, "MIME-Version", "1.0");
	assert_true(loop_marked(&h));
	assert_true(
	    bytes_starts(header_get(&h, "Content-Type"), BYTES_LIT("multipart/alternative")));
	assert_string_equal(arena_string(arena, rfc2047_decode(arena, header_get(&h, "Subject"))),
	    "VTIMER 周报，10月13日至10月19日：2 个主题，5 封新邮件");
}

static void
test_the_first_has_no_parent(void **state)
{
	struct config_list list = a_list();
	struct bytes whole;
	struct header h;

	(void)state;
	list.owner = NULL;
	h = form(&list, DIGEST("VTIMER"), "", &whole);
	assert_null(header_get(&h, "In-Reply-To").p);
	assert_null(header_get(&h, "References").p);
	assert_null(header_get(&h, "Reply-To").p);
	assert_null(header_get(&h, "List-Owner").p);
}

static void
test_the_same_digest_is_the_same_mail(void **state)
{
	struct config_list list = a_list();
	struct bytes one, two;

	(void)state;
	form(&list, DIGEST("VTIMER"), "", &one);
	form(&list, DIGEST("VTIMER"), "", &two);
	assert_true(bytes_equal(one, two));
}

static void
test_no_title_adds_a_field(void **state)
{
	struct config_list list = a_list();
	struct bytes whole, rest;
	struct header h;
	struct field field;
	size_t fields = 0;

	(void)state;
	h = form(&list, DIGEST("A\\r\\nBcc: all@example.org\\n\\n<b>body"), "", &whole);
	assert_null(header_get(&h, "Bcc").p);
	for (rest = h.block; header_next(&rest, &field); fields++)
		for (size_t i = 0; i < field.value.n; i++)
			assert_in_range((unsigned char)field.value.p[i], '\t', '~');
	assert_int_equal(fields, 16);
}

static void
test_from_must_be_an_address(void **state)
{
	static const char *const wrong[] = { NULL, "", "nobody", "x <@>" };
	struct config_list list = a_list();
	struct json *v = json_parse(BYTES_LIT(DIGEST("T")), NULL);

	(void)state;
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct buf out = BUF_INIT;
		list.from = wrong[i];
		assert_false(mail_form(&out, &list, v, TEMPLATES, BYTES_NONE, ""));
		assert_int_equal(out.n, 0);
		buf_release(&out);
	}
	json_free(v);
}

static void
test_no_sender_adds_a_field(void **state)
{
	static const char *const hostile[] = { "x\nBcc: z@example.org <x@example.org>",
		"x <x@example.org\r\nBcc: y@example.org>", "x@example.org\n\nBcc: y@example.org" };
	struct config_list list = a_list();
	struct json *v = json_parse(BYTES_LIT(DIGEST("T")), NULL);

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		struct buf out = BUF_INIT;
		struct header h;
		list.from = list.owner = hostile[i];
		mail_form(&out, &list, v, TEMPLATES, BYTES_NONE, "");
		header_scan(buf_bytes(&out), &h);
		assert_null(header_get(&h, "Bcc").p);
		buf_release(&out);
	}
	json_free(v);
}

static const struct hash secret = { .b = { 1, 2, 3 } };

static const char *
leave_token(const char *address)
{
	struct token t = { "vtimer", bytes_from(address), TOKEN_LEAVE, 0 };

	return token_write(arena, &secret, &t);
}

static struct header
addressed(
    const struct config_list *list, const char *name, const char *address, struct bytes *whole)
{
	struct mailbox member = { bytes_from(name), bytes_from(address) };
	struct buf out = BUF_INIT;
	struct header h;

	mail_address(&out, list, &secret, member, BYTES_LIT("Subject: s\n\nbody\n"));
	*whole = arena_bytes(arena, buf_bytes(&out));
	header_scan(*whole, &h);
	buf_release(&out);
	return h;
}

static void
test_one_member(void **state)
{
	struct config_list list = a_list();
	struct bytes whole;
	struct header h = addressed(&list, "Rosa L.", "rosa+kvm@example.org", &whole);

	(void)state;
	is_field(&h, "To", "\"Rosa L.\" <rosa+kvm@example.org>");
	is_field(&h, "List-Unsubscribe",
	    arena_printf(arena, "<mailto:vtimer-digest@example.org?subject=unsubscribe%%20%s>",
		leave_token("rosa+kvm@example.org")));
	assert_null(header_get(&h, "List-Unsubscribe-Post").p);
	is_field(&h, "Subject", "s");
	assert_true(bytes_equal(h.body, BYTES_LIT("body\n")));
}

static void
test_one_click(void **state)
{
	struct config_list list = a_list();
	struct bytes whole;
	struct header h;

	(void)state;
	list.unsubscribe_url = "https://example.org/u?a={address}&l=v";
	h = addressed(&list, "", "rosa+kvm@example.org", &whole);
	is_field(&h, "List-Unsubscribe",
	    arena_printf(arena,
		"<https://example.org/u?a=rosa%%2Bkvm%%40example.org&l=v>, "
		"<mailto:vtimer-digest@example.org?subject=unsubscribe%%20%s>",
		leave_token("rosa+kvm@example.org")));
	is_field(&h, "List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
	list.unsubscribe_url = "https://example.org/u/{token}?a={address}";
	list.delimiter = "+";
	h = addressed(&list, "", "Rosa@example.org", &whole);
	is_field(&h, "List-Unsubscribe",
	    arena_printf(arena,
		"<https://example.org/u/%s?a=Rosa%%40example.org>, "
		"<mailto:vtimer-digest+unsub-%s@example.org>",
		leave_token("rosa@example.org"), leave_token("rosa@example.org")));
	list.delimiter = NULL;
	/* One URL for all would let anybody take anybody off, or nobody. */
	list.unsubscribe_url = "https://example.org/u";
	h = addressed(&list, "", "rosa@example.org", &whole);
	assert_null(header_get(&h, "List-Unsubscribe-Post").p);
}

static void
test_no_member_adds_a_field(void **state)
{
	struct config_list list = a_list();
	struct bytes whole;
	struct header h = addressed(&list, "R\r\nBcc: all@example.org", "rosa@example.org", &whole);

	(void)state;
	assert_null(header_get(&h, "Bcc").p);
	list.unsubscribe_url = "https://example.org/{address}";
	h = addressed(&list, "R", "r@example.org>\nBcc: x@example.org", &whole);
	assert_null(header_get(&h, "Bcc").p);
	assert_null(header_get(&h, "To").p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_fields),
		cmocka_unit_test(test_the_first_has_no_parent),
		cmocka_unit_test(test_the_same_digest_is_the_same_mail),
		cmocka_unit_test(test_no_title_adds_a_field),
		cmocka_unit_test(test_from_must_be_an_address),
		cmocka_unit_test(test_no_sender_adds_a_field), cmocka_unit_test(test_one_member),
		cmocka_unit_test(test_one_click), cmocka_unit_test(test_no_member_adds_a_field) };

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
