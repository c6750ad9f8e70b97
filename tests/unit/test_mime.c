/* SPDX-License-Identifier: ISC */
/* MIME by example: tests/aggregate/read.t and its fixtures.  Here: bounds, each just past. */
#include "filters/aggregate/mime.h"

#include "common/text.h"
#include "filters/aggregate/content.h"
#include "filters/aggregate/html.h"
#include "filters/aggregate/skeleton.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct told {
	size_t parts, bytes;
	unsigned flags;
};

static struct told
tell(const struct buf *mail)
{
	struct arena *a = arena_new();
	struct buf out = BUF_INIT;
	struct told t = { .flags = mime_read(a, buf_bytes(mail), &out) };
	struct bytes rest = buf_bytes(&out);
	struct mime_part part;

	while (mime_next(&rest, &part)) {
		t.parts++;
		t.bytes += part.text.n;
	}
	assert_int_equal(rest.n, 0);
	buf_release(&out);
	arena_free(a);
	return t;
}

static void
parts_are_bounded(void **state)
{
	struct buf mail = BUF_INIT;

	(void)state;
	buf_adds(&mail, "Content-Type: multipart/mixed; boundary=b\n\n");
	for (int i = 0; i < MIME_PARTS_MAX; i++)
		buf_adds(&mail, "--b\n\nx\n");
	assert_int_equal(tell(&mail).parts, MIME_PARTS_MAX);
	assert_int_equal(tell(&mail).flags, 0);
	buf_adds(&mail, "--b\n\nx\n");
	assert_int_equal(tell(&mail).parts, MIME_PARTS_MAX);
	assert_int_equal(tell(&mail).flags, MIME_CUT);
	buf_release(&mail);
}

static void
nest(struct buf *mail, int depth)
{
	buf_clear(mail);
	for (int i = 0; i < depth; i++)
		buf_addf(mail, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	buf_adds(mail, "\nx\n");
}

static void
depth_is_bounded(void **state)
{
	struct buf mail = BUF_INIT;

	(void)state;
	nest(&mail, MIME_DEPTH_MAX);
	assert_int_equal(tell(&mail).parts, 1);
	nest(&mail, MIME_DEPTH_MAX + 1);
	assert_int_equal(tell(&mail).parts, 0);
	assert_int_equal(tell(&mail).flags, MIME_CUT);
	nest(&mail, 20000);
	assert_int_equal(tell(&mail).parts, 0);
	buf_clear(&mail);
	for (int i = 0; i < MIME_DEPTH_MAX + 1; i++)
		buf_adds(&mail, "Content-Type: message/rfc822\n\n");
	buf_adds(&mail, "\nx\n");
	assert_int_equal(tell(&mail).flags, MIME_CUT);
	buf_release(&mail);
}

static void
text_is_bounded(void **state)
{
	struct buf mail = BUF_INIT;
	size_t head;

	(void)state;
	buf_adds(&mail, "Subject: x\n\n");
	head = mail.n;
	while (mail.n < head + TEXT_BYTES_MAX)
		buf_addc(&mail, 'x');
	assert_int_equal(tell(&mail).bytes, TEXT_BYTES_MAX);
	assert_int_equal(tell(&mail).flags, 0);
	buf_addc(&mail, 'x');
	assert_int_equal(tell(&mail).bytes, TEXT_BYTES_MAX);
	assert_int_equal(tell(&mail).flags, MIME_CUT);
	buf_release(&mail);
}

/* The cut never splits a character. */
static void
text_is_cut_between_characters(void **state)
{
	struct buf mail = BUF_INIT;

	(void)state;
	buf_adds(&mail, "Subject: x\n\n");
	while (mail.n < TEXT_BYTES_MAX + 100)
		buf_adds(&mail, "\xe4\xb8\xad");
	assert_int_equal(tell(&mail).bytes % 3, 0);
	assert_true(tell(&mail).bytes > TEXT_BYTES_MAX - 3);
	buf_release(&mail);
}

static void
answers_are_not_trusted(void **state)
{
	struct mime_part part;
	struct bytes rest = BYTES_LIT("t\xff\xff\xff\xffxyz");

	(void)state;
	assert_false(mime_next(&rest, &part));
	rest = BYTES_LIT("t\x01");
	assert_false(mime_next(&rest, &part));
	rest = BYTES_NONE;
	assert_false(mime_next(&rest, &part));
}

static void
boundaries_that_kill_are_refused(void **state)
{
	char longest[SKELETON_BOUNDARY_MAX + 1];

	(void)state;
	memset(longest, 'b', sizeof(longest));
	assert_true(skeleton_boundary_usable((struct bytes){ longest, SKELETON_BOUNDARY_MAX }));
	assert_false(
	    skeleton_boundary_usable((struct bytes){ longest, SKELETON_BOUNDARY_MAX + 1 }));
	assert_false(skeleton_boundary_usable(BYTES_LIT("\"")));
	assert_false(skeleton_boundary_usable(BYTES_LIT("a\\b")));
	assert_false(skeleton_boundary_usable(BYTES_LIT("a\nb")));
	assert_false(skeleton_boundary_usable(BYTES_LIT("")));
}

static struct content
content_of(struct arena *a, const char *fields)
{
	struct header h;
	struct content c;

	header_scan(bytes_from(fields), &h);
	content_read(a, &h, &c);
	return c;
}

static void
content_types_in_every_dress(void **state)
{
	static const char *const dresses[] = { "text/plain; charset=utf-8",
		"TEXT/PLAIN; CHARSET=\"utf-8\"", "text/plain ;charset = utf-8",
		"text/plain;charset=utf-8;", "text/plain; charset*=us'en'utf-8",
		"text/plain; charset*0=utf; charset*1=-8", "text/plain;\r\n\tcharset=\"utf\\-8\"",
		"text/plain (x;charset=no); charset=utf-8 (yes)",
		"text/plain; x=\";\"; charset=utf-8", "text/plain; charset=utf-8; charset=no",
		"text; charset=utf-8", "; charset=utf-8", NULL };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; dresses[i]; i++) {
		struct content c =
		    content_of(a, arena_printf(a, "Content-Type: %s\n\n", dresses[i]));

		assert_true(content_is(&c, "text", "plain"));
		assert_string_equal(arena_string(a, c.charset), "utf-8");
	}
	arena_free(a);
}

static void
parameters_are_bounded(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;

	(void)state;
	buf_adds(&b, "Content-Type: text/plain");
	for (int i = 0; i < CONTENT_PARAMS_MAX; i++)
		buf_adds(&b, "; a=b");
	buf_adds(&b, "; charset=late\n\n");
	assert_int_equal(content_of(a, b.p).charset.n, 0);
	buf_clear(&b);
	buf_adds(&b, "Content-Type: text/plain; charset=");
	for (size_t i = 0; i < CONTENT_VALUE_MAX + 1; i++)
		buf_addc(&b, 'x');
	buf_adds(&b, "\n\n");
	assert_int_equal(content_of(a, b.p).charset.n, 0);
	buf_release(&b);
	arena_free(a);
}

static void
html_depth_is_bounded(void **state)
{
	struct buf html = BUF_INIT, out = BUF_INIT;

	(void)state;
	buf_adds(&html, "<p>above</p>");
	for (int i = 0; i < 100000; i++)
		buf_adds(&html, "<div>");
	buf_adds(&html, "below");
	html_text(&out, buf_bytes(&html), TEXT_BYTES_MAX);
	assert_int_equal(bytes_find(buf_bytes(&out), BYTES_LIT("above")), 0);
	assert_int_equal(bytes_find(buf_bytes(&out), BYTES_LIT("below")), out.n);
	buf_release(&html);
	buf_release(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_bounded),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(text_is_bounded),
		cmocka_unit_test(text_is_cut_between_characters),
		cmocka_unit_test(answers_are_not_trusted),
		cmocka_unit_test(boundaries_that_kill_are_refused),
		cmocka_unit_test(content_types_in_every_dress),
		cmocka_unit_test(parameters_are_bounded),
		cmocka_unit_test(html_depth_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
