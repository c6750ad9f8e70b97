/* SPDX-License-Identifier: ISC */
#include "common/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void
check_written(struct json *v, bool pretty, const char *want)
{
	struct buf out = BUF_INIT;

	json_write(&out, v, pretty);
	assert_string_equal(out.p, want);
	buf_release(&out);
	json_free(v);
}

static void
keys_keep_their_order(void **state)
{
	struct json *o = json_object(), *a = json_array();

	(void)state;
	json_set_string(o, "z", "last letter first");
	json_set_number(o, "a", -1);
	json_add(a, json_flag(true));
	json_add(a, json_null());
	json_add(a, json_real(0.5));
	json_set(o, "list", a);
	json_set_string(o, "none", NULL);
	check_written(o, false,
	    "{\"z\":\"last letter first\",\"a\":-1,\"list\":[true,null,0.5],\"none\":null}");
}

static void
pretty_is_indented(void **state)
{
	struct json *o = json_object();

	(void)state;
	json_set(o, "a", json_array());
	check_written(o, true, "{\n  \"a\": []\n}\n");
}

static void
bad_text_is_made_good(void **state)
{
	(void)state;
	check_written(
	    json_text(BYTES_LIT("a\xff\xfe z")), false, "\"a\xef\xbf\xbd\xef\xbf\xbd z\"");
	check_written(json_text(BYTES_LIT("a\0b")), false, "\"a\\u0000b\"");
	check_written(json_text(BYTES_NONE), false, "\"\"");
	check_written(json_real(NAN), false, "null");
}

static void
paths_and_defaults(void **state)
{
	struct json *v = json_parse(BYTES_LIT("{\"list\":{\"title\":\"T\",\"n\":3}}"), NULL);

	(void)state;
	assert_non_null(v);
	assert_true(bytes_equal(json_text_of(json_path(v, "list.title")), BYTES_LIT("T")));
	assert_int_equal(json_number_of(json_path(v, "list.n"), 7), 3);
	assert_int_equal(json_number_of(json_path(v, "list.m"), 7), 7);
	assert_null(json_path(v, "list.title.x"));
	assert_int_equal(json_type(json_get(v, "list")), JSON_OBJECT);
	assert_int_equal(json_type(NULL), JSON_NULL);
	assert_int_equal(json_count(json_get(v, "list")), 2);
	json_free(v);
}

static void
copies_are_apart(void **state)
{
	struct json *v = json_object(), *copy;

	(void)state;
	json_set(v, "in", json_object());
	copy = json_copy(v);
	json_set_number(v, "more", 1);
	assert_int_equal(json_count(copy), 1);
	json_free(v);
	json_free(copy);
}

static void
what_is_no_json(void **state)
{
	static const char *const wrong[] = { "", "{", "{\"a\":1}x", "{\"a\":1,\"a\":2}", "\"\xff\"",
		"\"\\ud800\"", "nul", "[1,]", "{} {}", "\"a\nb\"" };
	struct buf why = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		buf_clear(&why);
		assert_null(json_parse(bytes_from(wrong[i]), &why));
		assert_true(why.n > 0);
	}
	buf_release(&why);
}

static void
nested(struct buf *out, size_t depth)
{
	buf_clear(out);
	for (size_t i = 0; i < depth; i++)
		buf_addc(out, '[');
	for (size_t i = 0; i < depth; i++)
		buf_addc(out, ']');
}

static void
depth_is_bounded(void **state)
{
	struct buf s = BUF_INIT, why = BUF_INIT;
	struct json *v;

	(void)state;
	nested(&s, JSON_DEPTH_MAX);
	v = json_parse(buf_bytes(&s), NULL);
	assert_non_null(v);
	json_free(v);
	nested(&s, JSON_DEPTH_MAX + 1);
	assert_null(json_parse(buf_bytes(&s), &why));
	assert_non_null(strstr(why.p, "deeper than 32"));
	nested(&s, 1000000);
	assert_null(json_parse(buf_bytes(&s), NULL));
	v = json_parse(BYTES_LIT("\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[\\\"[[[[\""), NULL);
	assert_non_null(v);
	json_free(v);
	buf_release(&s);
	buf_release(&why);
}

static void
setters_take_what_they_are_given(void **state)
{
	struct json *a = json_array(), *o = json_object();

	(void)state;
	json_set(a, "key", json_number(1));
	json_add(o, json_number(1));
	assert_int_equal(json_count(a) + json_count(o), 0);
	json_free(a);
	json_free(o);
	json_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_keep_their_order),
		cmocka_unit_test(pretty_is_indented),
		cmocka_unit_test(bad_text_is_made_good),
		cmocka_unit_test(paths_and_defaults),
		cmocka_unit_test(copies_are_apart),
		cmocka_unit_test(what_is_no_json),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(setters_take_what_they_are_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
