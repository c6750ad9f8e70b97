/* SPDX-License-Identifier: ISC */
/*
 * What no sender may do to a page, in every language and format.  tests/data/render/hostile.json
 * tries: markup of all kinds, foreign links, control and bidi bytes in subjects, names, addresses,
 * claims, states, trailers and URLs.  Its own links all begin with page_check.h's LINK.
 */
#include "filters/report/view/render.h"

#include "common/clock.h"
#include "filters/report/view/wrap.h"
#include "tests/unit/page_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define TEMPLATES "templates"
#define FIXTURE "tests/data/render/hostile.json"
#define ENGLISH "\"language\": \"en\""

static const char *const languages[] = { "en", "zh-CN" };
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

/* The fixture in another language. */
static struct json *
digest_in(const char *language)
{
	struct buf file = BUF_INIT, text = BUF_INIT;
	struct json *digest;
	size_t at;

	assert_true(buf_read_file(&file, FIXTURE, 1 << 20));
	at = bytes_find(buf_bytes(&file), BYTES_LIT(ENGLISH));
	assert_true(at < file.n);
	buf_add(&text, bytes_slice(buf_bytes(&file), 0, at));
	buf_addf(&text, "\"language\": \"%s\"", language);
	buf_add(&text, bytes_slice(buf_bytes(&file), at + strlen(ENGLISH), file.n));
	digest = json_parse(buf_bytes(&text), NULL);
	assert_non_null(digest);
	buf_release(&file);
	buf_release(&text);
	return digest;
}

static struct bytes
page(const char *language, enum format format)
{
	struct json *digest = digest_in(language);
	struct buf out = BUF_INIT;
	struct bytes s;

	assert_true(render(&out, format, digest, TEMPLATES));
	s = arena_bytes(arena, buf_bytes(&out));
	buf_release(&out);
	json_free(digest);
	return s;
}

static void
is_fine(struct bytes fault)
{
	if (fault.p)
		fail_msg("%.*s", (int)fault.n, fault.p);
}

static void
test_nothing_invisible_is_shown(void **state)
{
	static const enum format shown[] = { FORMAT_MD, FORMAT_TEXT, FORMAT_HTML };

	(void)state;
	for (size_t l = 0; l < 2; l++)
		for (size_t f = 0; f < 3; f++) {
			struct bytes s = page(languages[l], shown[f]);
			is_fine(page_hidden(arena, s));
		}
}

static void
test_text_fits_its_columns(void **state)
{
	(void)state;
	for (size_t l = 0; l < 2; l++)
		is_fine(page_wide(page(languages[l], FORMAT_TEXT), WRAP_COLUMNS));
}

static void
test_html_holds_our_tags_alone(void **state)
{
	(void)state;
	for (size_t l = 0; l < 2; l++)
		is_fine(page_html(page(languages[l], FORMAT_HTML)));
}

static void
test_markdown_holds_our_links_alone(void **state)
{
	(void)state;
	for (size_t l = 0; l < 2; l++)
		is_fine(page_markdown(page(languages[l], FORMAT_MD)));
}

static void
test_the_checks_see(void **state)
{
	(void)state;
	assert_non_null(page_html(BYTES_LIT("<p>a<script>")).p);
	assert_non_null(page_html(BYTES_LIT("<a href=\"https://evil.example/\">")).p);
	assert_non_null(page_html(BYTES_LIT("<a href=\"" LINK "\" onclick=\"x\">")).p);
	assert_null(page_html(BYTES_LIT("<p><a href=\"" LINK "x\">x</a>")).p);
	assert_non_null(page_markdown(BYTES_LIT("a <b> c")).p);
	assert_non_null(page_markdown(BYTES_LIT("[a](http://evil.example)")).p);
	assert_non_null(page_markdown(BYTES_LIT("see http://evil.example")).p);
	assert_non_null(page_markdown(BYTES_LIT("a\\\\<b>")).p);
	assert_null(page_markdown(BYTES_LIT("[a](" LINK "x) \\<b> <a@b.example> http\\://x")).p);
	assert_non_null(page_hidden(arena, BYTES_LIT("a\xe2\x80\xae")).p);
	assert_non_null(page_wide(BYTES_LIT("12345"), 4).p);
}

static void
test_every_mail_is_listed(void **state)
{
	static const char *const wanted[] = { "v3.2@example.com", "rfc.3@example.net",
		"q.1@example.fr", "pull.2@example.org" };
	static const enum format shown[] = { FORMAT_MD, FORMAT_TEXT, FORMAT_HTML };

	(void)state;
	for (size_t f = 0; f < 3; f++) {
		struct bytes s = page("zh-CN", shown[f]);
		for (size_t i = 0; i < 4; i++)
			if (bytes_find(s, bytes_from(wanted[i])) == s.n)
				fail_msg("%s is not there", wanted[i]);
	}
}

static void
test_json_is_the_digest(void **state)
{
	struct json *digest = digest_in("en"), *again;
	struct buf out = BUF_INIT;

	(void)state;
	assert_true(render(&out, FORMAT_JSON, digest, "nowhere"));
	again = json_parse(buf_bytes(&out), NULL);
	assert_non_null(again);
	assert_int_equal(
	    json_count(json_get(again, "threads")), json_count(json_get(digest, "threads")));
	json_free(again);
	json_free(digest);
	buf_release(&out);
}

static void
test_html_within_a_limit(void **state)
{
	static const size_t limits[] = { 15000, 12000, 9000 };
	struct json *digest = digest_in("en");
	struct buf whole = BUF_INIT, out = BUF_INIT;

	(void)state;
	assert_true(render(&whole, FORMAT_HTML, digest, TEMPLATES));
	assert_true(render_html_within(&out, whole.n, digest, TEMPLATES));
	assert_true(bytes_equal(buf_bytes(&out), buf_bytes(&whole)));
	for (size_t i = 0; i < 3; i++) {
		buf_clear(&out);
		assert_true(whole.n > limits[i]);
		assert_true(render_html_within(&out, limits[i], digest, TEMPLATES));
		assert_in_range(out.n, limits[i] / 2, limits[i]);
		assert_true(bytes_ends(buf_bytes(&out), BYTES_LIT("</html>\n")));
		assert_true(bytes_find(buf_bytes(&out), BYTES_LIT("did not fit here")) < out.n);
	}
	json_free(digest);
	buf_release(&whole);
	buf_release(&out);
}

static void
test_another_language_reads_as_english(void **state)
{
	static const char *const unknown[] = { "xx", "../en", "" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		struct json *digest = digest_in(unknown[i]);
		struct buf out = BUF_INIT;
		assert_true(render(&out, FORMAT_TEXT, digest, TEMPLATES));
		assert_true(
		    bytes_find(buf_bytes(&out), BYTES_LIT("Waiting for an answer")) < out.n);
		buf_release(&out);
		json_free(digest);
	}
}

static void
test_no_templates(void **state)
{
	struct json *digest = digest_in("en");
	struct buf out = BUF_INIT;

	(void)state;
	assert_false(render(&out, FORMAT_MD, digest, "nowhere"));
	assert_false(render_html_within(&out, 1000, digest, "nowhere"));
	assert_false(render_subject(&out, digest, "nowhere"));
	assert_int_equal(out.n, 0);
	json_free(digest);
	buf_release(&out);
}

static void
test_an_empty_window(void **state)
{
	static const enum format shown[] = { FORMAT_MD, FORMAT_TEXT, FORMAT_HTML };
	struct json *digest = json_parse(
	    BYTES_LIT("{\"list\":{\"title\":\"T\",\"language\":\"zh-CN\",\"timezone\":\"UTC\"}}"),
	    NULL);

	(void)state;
	for (size_t f = 0; f < 3; f++) {
		struct buf out = BUF_INIT;
		assert_true(render(&out, shown[f], digest, TEMPLATES));
		assert_true(out.n > 0);
		buf_release(&out);
	}
	json_free(digest);
}

static void
test_subject_is_one_line(void **state)
{
	(void)state;
	for (size_t l = 0; l < 2; l++) {
		struct json *digest = digest_in(languages[l]);
		struct buf out = BUF_INIT;
		assert_true(render_subject(&out, digest, TEMPLATES));
		assert_true(out.n > 0);
		assert_int_equal(bytes_find_byte(buf_bytes(&out), '\n'), out.n);
		assert_in_range(utf8_width(buf_bytes(&out)), 10, 120);
		buf_release(&out);
		json_free(digest);
	}
}

static void
test_formats_by_name(void **state)
{
	enum format f;

	(void)state;
	assert_true(format_from_name("text", &f) && f == FORMAT_TEXT);
	assert_true(format_from_name("mail", &f) && f == FORMAT_MAIL);
	assert_false(format_from_name("pdf", &f));
	assert_false(format_from_name("", &f));
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_nothing_invisible_is_shown),
		cmocka_unit_test(test_text_fits_its_columns),
		cmocka_unit_test(test_html_holds_our_tags_alone),
		cmocka_unit_test(test_markdown_holds_our_links_alone),
		cmocka_unit_test(test_the_checks_see), cmocka_unit_test(test_every_mail_is_listed),
		cmocka_unit_test(test_json_is_the_digest),
		cmocka_unit_test(test_html_within_a_limit),
		cmocka_unit_test(test_another_language_reads_as_english),
		cmocka_unit_test(test_no_templates), cmocka_unit_test(test_an_empty_window),
		cmocka_unit_test(test_subject_is_one_line),
		cmocka_unit_test(test_formats_by_name) };

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
