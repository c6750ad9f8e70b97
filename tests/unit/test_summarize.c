/* SPDX-License-Identifier: ISC */
#include "filters/report/model/summarize.h"

#include "common/log.h"
#include "tests/unit/dossier_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Of one thread, unless said. */
#define CALLS 6

static const struct prompt_scope whole;

static struct prompt_setup
setup_of(const struct fixture *f)
{
	return (struct prompt_setup){ .templates = "templates", .language = "en", .lexicon = f->l };
}

/* Answers every request with the files named, one after the other. */
static struct summarize_result
converse(
    struct fixture *f, const struct prompt_setup *setup, const char *const *names, size_t *calls)
{
	struct summarize *s = summarize_new(f->a, setup, f->d, &whole, 1, CALLS);
	const struct prompt *p;

	*calls = 0;
	while ((p = summarize_request(s))) {
		assert_non_null(names[*calls]);
		summarize_answer(s, fixture_answer(f->a, names[(*calls)++], p->mark));
	}
	return summarize_result(s);
}

static void
a_good_answer_is_one_call(void **state)
{
	static const char *const names[] = { "good", NULL };
	struct fixture f;
	struct prompt_setup setup;
	struct summarize_result r, read;
	struct json *v;
	size_t calls;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	r = converse(&f, &setup, names, &calls);
	assert_int_equal(calls, 1);
	assert_null(r.failed);
	assert_int_equal(r.n, 6);
	assert_int_equal(r.given, 6);
	assert_int_equal(r.ndropped, 0);
	v = summarize_json(&r);
	assert_true(summarize_read(f.a, v, &read));
	json_free(v);
	assert_int_equal(read.n, 6);
	assert_int_equal(read.held, 6);
	assert_true(bytes_equal(read.claims[5].quote, r.claims[5].quote));
	assert_true(bytes_equal(read.claims[5].who[0], BYTES_LIT("Bob Reviewer")));
	fixture_close(&f);
}

static void
a_bad_answer_is_asked_again_by_rule_only(void **state)
{
	static const char *const names[] = { "obeys", "good", NULL };
	struct fixture f;
	struct prompt_setup setup;
	struct summarize *s;
	const struct prompt *p;
	struct summarize_result r;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	s = summarize_new(f.a, &setup, f.d, &whole, 1, CALLS);
	p = summarize_request(s);
	assert_int_equal(p->n, 2);
	summarize_answer(s, fixture_answer(f.a, names[0], p->mark));
	p = summarize_request(s);
	assert_int_equal(p->n, 4);
	assert_int_equal(
	    fixture_count(p->messages[3].text, BYTES_LIT("claim 1: V6, claim 2: V6")), 1);
	assert_int_equal(fixture_count(p->messages[3].text, BYTES_LIT("closed")), 0);
	summarize_answer(s, fixture_answer(f.a, names[1], p->mark));
	assert_null(summarize_request(s));
	r = summarize_result(s);
	assert_null(r.failed);
	assert_int_equal(r.n, 6);
	assert_int_equal(r.ndropped, 2);
	assert_int_equal(r.rules[0], 6);
	fixture_close(&f);
}

static void
what_is_no_use_leaves_the_extract(void **state)
{
	static const struct {
		const char *names[3], *failed;
		size_t calls;
	} cases[] = { { { "refusal", "refusal" }, "no JSON", 2 },
		{ { "obeys", "obeys" }, "too few sentences held", 2 },
		{ { "no-claims", "no-claims" }, "no sentences", 2 },
		{ { "previous-answer", "nested" }, "nested too deep", 2 } };
	struct fixture f;
	struct prompt_setup setup;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct json *extract = json_object();
		size_t calls;
		struct summarize_result r = converse(&f, &setup, cases[i].names, &calls);

		assert_int_equal(calls, cases[i].calls);
		assert_string_equal(r.failed, cases[i].failed);
		assert_ptr_equal(summarize_summary(f.a, &r, extract), extract);
		json_free(extract);
	}
	fixture_close(&f);
}

static void
silence_leaves_the_extract(void **state)
{
	struct fixture f;
	struct prompt_setup setup;
	struct summarize *s;
	struct summarize_result r;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	s = summarize_new(f.a, &setup, f.d, &whole, 1, CALLS);
	assert_non_null(summarize_request(s));
	summarize_fail(s, "timeout");
	assert_null(summarize_request(s));
	r = summarize_result(s);
	assert_string_equal(r.failed, "timeout");
	fixture_close(&f);
}

/* Two pieces of one thread: what both say stands once, and calls have an end. */
static void
a_cut_thread_is_put_together(void **state)
{
	static const size_t first[] = { 0, 1, 2 }, second[] = { 0, 3, 4, 5 };
	const struct prompt_scope scopes[] = { { .mails = first, .n = 3 },
		{ .mails = second, .n = 4 } };
	struct fixture f;
	struct prompt_setup setup;
	struct summarize *s;
	const struct prompt *p;
	struct summarize_result r;
	size_t calls = 0;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	s = summarize_new(f.a, &setup, f.d, scopes, 2, CALLS);
	while ((p = summarize_request(s)) && ++calls)
		summarize_answer(s, fixture_answer(f.a, "good", p->mark));
	r = summarize_result(s);
	assert_int_equal(calls, 2);
	assert_null(r.failed);
	assert_int_equal(r.n, 6);
	fixture_close(&f);
}

/* Calls are the thread's: a second try leaves what the other pieces need. */
static void
calls_have_an_end(void **state)
{
	static const size_t first[] = { 0, 1, 2 }, second[] = { 0, 3, 4, 5 };
	static const struct {
		size_t calls, wanted;
	} cases[] = { { 1, 1 }, { 2, 2 }, { 3, 3 }, { 4, 4 }, { 5, 4 } };
	const struct prompt_scope scopes[] = { { .mails = first, .n = 3 },
		{ .mails = second, .n = 4 } };
	struct fixture f;
	struct prompt_setup setup;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		size_t n = cases[i].calls < 2 ? 1 : 2, calls = 0;
		struct summarize *s = summarize_new(f.a, &setup, f.d, scopes, n, cases[i].calls);

		while (summarize_request(s) && ++calls)
			summarize_answer(s, BYTES_LIT("no"));
		assert_int_equal(calls, cases[i].wanted);
	}
	fixture_close(&f);
}

/* What need not be asked again: all that was answered, be it with nothing; not what nobody
 * answered. */
static void
what_is_final(void **state)
{
	static const struct {
		const char *first, *second; /* NULL: no answer came */
		bool final;
	} cases[] = { { "good", NULL, true }, { "no-claims", "no-claims", true },
		{ "obeys", "obeys", true }, { "refusal", "refusal", false },
		{ "no-claims", "refusal", true }, { "obeys", NULL, true }, { NULL, NULL, false } };
	struct fixture f;
	struct prompt_setup setup;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct summarize *s = summarize_new(f.a, &setup, f.d, &whole, 1, CALLS);
		const char *name = cases[i].first;
		struct summarize_result r;
		const struct prompt *p;

		for (; (p = summarize_request(s)); name = cases[i].second) {
			if (name)
				summarize_answer(s, fixture_answer(f.a, name, p->mark));
			else
				summarize_fail(s, "timeout");
		}
		r = summarize_result(s);
		assert_int_equal(summarize_is_final(&r), cases[i].final);
	}
	fixture_close(&f);
}

static void
empty_parts_are_the_extracts(void **state)
{
	static const char *const names[] = { "function", NULL };
	static const struct bytes extract =
	    BYTES_LIT("{\"engine\":\"extractive\",\"original\":[{\"text\":\"a\",\"cites\":[1]}],"
		      "\"earlier\":[{\"text\":\"b\",\"cites\":[2]}],\"this_week\":[],"
		      "\"open\":[{\"text\":\"c\",\"cites\":[2]}]}");
	struct fixture f;
	struct prompt_setup setup;
	struct json *v;
	struct summarize_result r;
	size_t calls;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	setup = setup_of(&f);
	r = converse(&f, &setup, names, &calls);
	v = summarize_summary(f.a, &r, json_parse(extract, NULL));
	assert_true(bytes_equal(json_text_of(json_get(v, "engine")), BYTES_LIT("mixed")));
	assert_int_equal(json_number_of(json_path(v, "checked.held"), 0), 2);
	assert_int_equal(json_number_of(json_path(v, "checked.of"), 0), 3);
	assert_true(json_flag_of(json_get(json_at(json_get(v, "earlier"), 0), "extract")));
	assert_null(json_get(json_at(json_get(v, "original"), 0), "extract"));
	assert_int_equal(json_count(json_get(v, "this_week")), 1);
	/* What is asked and has no answer is not the model's to say. */
	assert_int_equal(json_count(json_get(v, "open")), 1);
	json_free(v);
	fixture_close(&f);
}

/* Chinese sentences about an English thread. */
static void
chinese(void **state)
{
	static const struct {
		const char *text;
		int rule;
	} cases[] = { { "\xe5\xa4\x8d\xe4\xbd\x8d\xe5\x90\x8e guest "
			"\xe5\x8f\xaf\xe8\x83\xbd\xe4\xbc\x9a\xe5\xaf\xbc\xe8\x87\xb4\xe9\x97\xae"
			"\xe9\xa2\x98\xe3\x80\x82",
			  0 },
		{ "Bob Reviewer \xe8\xae\xa4\xe4\xb8\xba\xe9\x94\x81\xe5\xba\x94\xe7\x94\xb1 "
		  "callee "
		  "\xe6\x8c\x81\xe6\x9c\x89\xef\xbc\x8c\xe4\xb8\xa4\xe4\xb8\xaa\xe8\xb0\x83\xe7\x94"
		  "\xa8\xe8\x80\x85\xe5\xbf\x98\xe8\xae\xb0\xe4\xba\x86\xe3\x80\x82",
		    0 },
		{ "Bob Reviewer \xe8\xae\xa4\xe4\xb8\xba\xe9\x94\x81\xe5\xba\x94\xe7\x94\xb1 "
		  "callee "
		  "\xe6\x8c\x81\xe6\x9c\x89\xef\xbc\x8c\xe4\xb8\x89\xe4\xb8\xaa\xe8\xb0\x83\xe7\x94"
		  "\xa8\xe8\x80\x85\xe5\xbf\x98\xe8\xae\xb0\xe4\xba\x86\xe3\x80\x82",
		    4 },
		{ "Carol Maintainer \xe8\xae\xa4\xe4\xb8\xba\xe9\x94\x81\xe5\xba\x94\xe7\x94\xb1 "
		  "callee \xe6\x8c\x81\xe6\x9c\x89\xe3\x80\x82",
		    4 },
		{ "\xe8\xaf\xa5\xe7\xb3\xbb\xe5\x88\x97\xe5\xb7\xb2\xe5\x90\x88\xe5\x85\xa5\xe4\xb8"
		  "\xbb\xe7\xba\xbf\xef\xbc\x8c\xe8\xa7\x81 callee\xe3\x80\x82",
		    6 },
		{ "\xe5\x90\x84\xe6\x96\xb9\xe4\xb8\x80\xe8\x87\xb4\xe8\xae\xa4\xe4\xb8\xba\xe9\x94"
		  "\x81\xe5\xba\x94\xe7\x94\xb1 callee \xe6\x8c\x81\xe6\x9c\x89\xe3\x80\x82",
		    8 },
		{ "\xe5\x8f\xaf\xe4\xbb\xa5\xe6\x8e\xa8\xe6\xb5\x8b\xe9\x94\x81\xe5\xba\x94\xe7\x94"
		  "\xb1 callee \xe6\x8c\x81\xe6\x9c\x89\xe3\x80\x82",
		    10 } };
	struct fixture f;

	(void)state;
	assert_true(fixture_open(&f, "zh-CN"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct claim claim = { .part = CLAIM_EARLIER,
			.text = bytes_from(cases[i].text),
			.quote = BYTES_LIT("The lock should be taken in the callee, because two"),
			.cites = { { 2, 1 } },
			.ncites = 1 };
		struct verify_result r;

		if (i == 0) {
			claim.part = CLAIM_ORIGINAL;
			claim.cites[0].mail = 1;
			claim.quote = BYTES_LIT("so the guest sees a stale interrupt");
		}
		r = verify(f.a, f.l, f.d, &claim, 1);
		if (r.rule[0] != cases[i].rule)
			print_error("%zu: V%d %s\n", i, r.rule[0], r.why[0] ? r.why[0] : "");
		assert_int_equal(r.rule[0], cases[i].rule);
	}
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(a_good_answer_is_one_call),
		cmocka_unit_test(a_bad_answer_is_asked_again_by_rule_only),
		cmocka_unit_test(what_is_no_use_leaves_the_extract),
		cmocka_unit_test(silence_leaves_the_extract),
		cmocka_unit_test(a_cut_thread_is_put_together), cmocka_unit_test(calls_have_an_end),
		cmocka_unit_test(what_is_final), cmocka_unit_test(empty_parts_are_the_extracts),
		cmocka_unit_test(chinese) };

	log_open("test_summarize");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
