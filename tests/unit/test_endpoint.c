/* SPDX-License-Identifier: ISC */
/* URLs a key may go to, what a budget allows, what a reply may hold. */
#include "common/buf.h"
#include "filters/report/model/budget.h"
#include "filters/report/model/endpoint.h"
#include "filters/report/model/reply.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void
test_url(void **state)
{
	static const struct {
		const char *base, *url;
	} cases[] = {
		{ "https://api.example.com/v1", "https://api.example.com/v1/chat/completions" },
		{ "https://api.example.com/v1//", "https://api.example.com/v1/chat/completions" },
		{ "HTTPS://API.example.com", "HTTPS://API.example.com/chat/completions" },
		{ "https://a/v1/chat/completions/", "https://a/v1/chat/completions" },
		{ "http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions" },
		{ "http://127.0.0.1", "http://127.0.0.1/chat/completions" },
		{ "http://127.9.8.7:1/v1", "http://127.9.8.7:1/v1/chat/completions" },
		{ "http://[::1]:8080/v1", "http://[::1]:8080/v1/chat/completions" },
		{ "http://localhost.example.com/v1", NULL },
		{ "http://127.0.0.1.example.com/v1", NULL },
		{ "http://127.1/v1", NULL },
		{ "http://127.0.0.1@example.com/v1", NULL },
		{ "http://10.0.0.1/v1", NULL },
		{ "http://[::2]/v1", NULL },
		{ "https://me:secret@example.com/v1", NULL },
		{ "https://example.com/v1?key=secret", NULL },
		{ "https://example.com/v1#x", NULL },
		{ "https://example.com/a b", NULL },
		{ "https://", NULL },
		{ "https:///v1", NULL },
		{ "ftp://example.com/v1", NULL },
		{ "file:///etc/passwd", NULL },
		{ "", NULL },
	};
	struct arena *a = arena_new();
	bool plain;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *url = endpoint_url(a, cases[i].base, &plain);

		if (cases[i].url == NULL)
			assert_null(url);
		else
			assert_string_equal(url, cases[i].url);
	}
	arena_free(a);
}

static void
test_environment(void **state)
{
	const char *const no_headers[] = { NULL };
	struct config_model model = { .headers = no_headers };
	struct arena *a = arena_new();
	struct endpoint e;
	char key[ENDPOINT_KEY_MAX + 2];

	(void)state;
	setenv("OPENAI_API_KEY", "sk-1", 1);
	assert_int_equal(endpoint_open(a, &model, &e), ENDPOINT_NONE);
	assert_null(getenv("OPENAI_API_KEY"));
	model.name = "m";
	model.url = "http://127.0.0.1/v1";
	setenv("OPENAI_API_KEY", " sk-2 \n", 1);
	assert_int_equal(endpoint_open(a, &model, &e), ENDPOINT_OPEN);
	assert_null(getenv("OPENAI_API_KEY"));
	assert_string_equal(e.fields[2], "Authorization: Bearer sk-2");
	endpoint_close(&e);
	assert_null(e.fields[0]);
	/* No key is no harm; half a key, or one that would be a second header field, is. */
	assert_int_equal(endpoint_open(a, &model, &e), ENDPOINT_OPEN);
	endpoint_close(&e);
	setenv("OPENAI_API_KEY", "a\rX-More: b", 1);
	assert_int_equal(endpoint_open(a, &model, &e), ENDPOINT_WRONG);
	memset(key, 'k', sizeof key);
	key[ENDPOINT_KEY_MAX - 1] = '\0';
	setenv("OPENAI_API_KEY", key, 1);
	assert_int_equal(endpoint_open(a, &model, &e), ENDPOINT_OPEN);
	endpoint_close(&e);
	memset(key, 'k', sizeof key);
	key[ENDPOINT_KEY_MAX] = '\0';
	setenv("OPENAI_API_KEY", key, 1);
	assert_int_equal(endpoint_open(a, &model, &e), ENDPOINT_WRONG);
	arena_free(a);
}

static void
test_tokens(void **state)
{
	(void)state;
	assert_int_equal(budget_tokens(BYTES_NONE), 0);
	assert_int_equal(budget_tokens(BYTES_LIT("seven b")), 2);
	/* Ten characters of three bytes each. */
	assert_int_equal(budget_tokens(BYTES_LIT(
			     "\xe6\x97\xb6\xe6\x97\xb6\xe6\x97\xb6\xe6\x97\xb6\xe6\x97\xb6"
			     "\xe6\x97\xb6\xe6\x97\xb6\xe6\x97\xb6\xe6\x97\xb6\xe6\x97\xb6")),
	    11);
	assert_true(budget_tokens(BYTES_LIT("\xff\xff\xff\xff\xff\xff\xff")) >= 2);
}

static void
test_budget(void **state)
{
	const struct config_budget all = { 4, 1000, 10000 }, one = { 2, 600, 5000 };
	struct budget run = { .cap = &all }, a = { .cap = &one, .whole = &run }, b = a, c = a;

	(void)state;
	assert_true(budget_take(&a, 400, 1000));
	assert_false(budget_take(&a, 300, 1000)); /* its tokens */
	assert_true(a.spent && !run.spent);
	budget_settle(&a, 400, 100);
	assert_true(budget_take(&a, 300, 1000));
	assert_false(budget_take(&a, 1, 1000)); /* its calls */
	assert_true(budget_take(&b, 600, 2000));
	assert_false(budget_take(&c, 1, 2000)); /* the run's tokens: 100 used, 300 + 600 taken */
	assert_true(run.spent);
	budget_settle(&b, 600, 0);
	assert_true(budget_take(&c, 1, 2000));
	assert_false(budget_take(&b, 1, 2000)); /* the run's calls */
	assert_int_equal(budget_until(&a, 2000, 500), 2500);
	assert_int_equal(budget_until(&a, 2000, 60000), 6000);
	assert_int_equal(budget_until(&run, 2000, 60000), 11000);
}

static void
test_time(void **state)
{
	const struct config_budget all = { 9, 9000, 10000 }, one = { 9, 9000, 5000 };
	struct budget run = { .cap = &all }, a = { .cap = &one, .whole = &run }, b = a;

	(void)state;
	assert_true(budget_take(&a, 1, 1000));
	assert_true(budget_take(&a, 1, 5999));
	assert_false(budget_take(&a, 1, 6000));
	assert_true(budget_take(&b, 1, 10999));
	assert_false(budget_take(&b, 1, 11000));
}

static void
test_thoughts(void **state)
{
	static const char *const cases[][2] = { { "{}", "{}" }, { "<think>a</think>{}", "{}" },
		{ " \n<think>a</think>\n {} ", "{}" }, { "a</think>{}", "{}" }, { "<think>a", "" },
		{ "{\"t\": \"<think>a</think>\"}", "{\"t\": \"<think>a</think>\"}" }, { "", "" } };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct bytes got = reply_unthink(bytes_from(cases[i][0]));

		assert_true(bytes_equal(got, bytes_from(cases[i][1])));
	}
}

/* One value more than the bound is read as nothing; at the bound it is read. */
static void
test_values(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	struct reply r;

	(void)state;
	for (size_t more = 0; more < 2; more++) {
		buf_clear(&b);
		buf_adds(&b, "{\"choices\":[{\"message\":{\"content\":\"x\"}}],\"more\":[0");
		/* The braces, brackets and commas in front and this row's own are counted too. */
		for (size_t i = 0; i < REPLY_VALUES_MAX - 6 + more; i++)
			buf_adds(&b, ",0");
		buf_adds(&b, "]}");
		reply_read(a, 200, buf_bytes(&b), &r);
		assert_int_equal(r.kind, more ? REPLY_STRANGE : REPLY_ANSWER);
	}
	buf_release(&b);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_url),
		cmocka_unit_test(test_environment), cmocka_unit_test(test_tokens),
		cmocka_unit_test(test_budget), cmocka_unit_test(test_time),
		cmocka_unit_test(test_thoughts), cmocka_unit_test(test_values) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
