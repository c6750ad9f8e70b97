/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view.h"

#include "common/clock.h"
#include "filters/report/view/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define WORDS                                                                                      \
	"{\"formats\":{\"date\":\"%Y-%m-%d\",\"day\":\"%d\",\"time\":\"%H:%M\",\"started\":\"%d "  \
	"%H:%M\"},"                                                                                \
	"\"categories\":{\"PATCH\":{\"word\":\"patch\",\"icon\":\"P\",\"original\":\"It\"}},"      \
	"\"parts\":{\"original\":\"O\",\"earlier\":\"E\",\"this_week\":\"W\"},\"states\":{"        \
	"\"applied\":\"in\"},"                                                                     \
	"\"overview\":{},\"other\":{\"comma\":\", "                                                \
	"\",\"no_subject\":\"none\",\"nobody\":\"nobody\"}}"
#define MAIL(n, new, url)                                                                          \
	"{\"n\":" n                                                                                \
	",\"date\":\"2025-10-13T08:00:00+08:00\",\"subject\":\"s\",\"from\":{\"name\":\"N\","      \
	"\"address\":\"n@x.example\"},\"message_id\":\"m\",\"new\":" new ",\"url\":" url "}"
#define THREAD(id, category, rest)                                                                 \
	"{\"id\":\"" id "\",\"category\":\"" category "\",\"subject\":\"s" id                      \
	"\",\"url\":\"https://x/" id "\",\"messages\":2,\"new\":1,\"context\":1,\"participants\":" \
	"1,\"started\":\"2025-10-12T16:00:00Z\","                                                  \
	"\"last\":null,\"waiting_days\":0," rest                                                   \
	",\"mails\":[" MAIL("1", "false", "\"https://x/1\"") "," MAIL("2", "true", "null") "]}"
#define PLAIN                                                                                      \
	"\"parent\":null,\"series\":null,\"state\":null,\"trailers\":[],\"summary\":{\"engine\":"  \
	"\"extractive\",\"original\":[],\"earlier\":[],\"this_week\":[]}"
#define DIGEST(threads, overview)                                                                  \
	"{\"list\":{\"title\":\"T\",\"timezone\":\"UTC\"},\"generated\":\"2025-10-20T00:00:00Z\"," \
	"\"window\":{\"since\":\"2025-10-13T00:00:00+08:00\",\"until\":\"2025-10-20T00:00:00+08:"  \
	"00\"},"                                                                                   \
	"\"totals\":{\"messages\":3},\"categories\":[{\"category\":\"RFC\",\"threads\":1,"         \
	"\"messages\":1},"                                                                         \
	"{\"category\":\"PATCH\",\"threads\":2,\"messages\":2}],\"overview\":[" overview           \
	"],\"threads\":[" threads "],\"model\":{\"name\":null}}"

static struct json *words;

static int
set_up(void **state)
{
	(void)state;
	words = json_parse(BYTES_LIT(WORDS), NULL);
	assert_non_null(words);
	assert_true(clock_set_zone("Asia/Shanghai"));
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	json_free(words);
	return 0;
}

static struct json *
view_of(const char *text, size_t threads)
{
	struct json *digest = json_parse(bytes_from(text), NULL), *view;

	assert_non_null(digest);
	view = view_make(digest, words, threads);
	json_free(digest);
	return view;
}

static const struct json *
entry(const struct json *view, size_t group, size_t i)
{
	return json_at(json_get(json_at(json_get(view, "groups"), group), "entries"), i);
}

static void
is_text(const struct json *v, const char *path, const char *wanted)
{
	struct bytes s = json_text_of(json_path(v, path));

	if (!bytes_equal(s, bytes_from(wanted)))
		fail_msg("%s is \"%.*s\", not \"%s\"", path, (int)s.n, s.p, wanted);
}

static void
test_threads_stand_by_category_then_rank(void **state)
{
	struct json *v = view_of(DIGEST(THREAD("a", "PATCH", PLAIN) "," THREAD(
					    "b", "RFC", PLAIN) "," THREAD("c", "PATCH", PLAIN),
				     ""),
	    VIEW_ALL);

	(void)state;
	assert_int_equal(json_count(json_get(v, "groups")), 2);
	is_text(entry(v, 0, 0), "subject", "sb");
	is_text(entry(v, 1, 0), "subject", "sa");
	is_text(entry(v, 1, 1), "subject", "sc");
	assert_int_equal(json_number_of(json_get(entry(v, 1, 1), "number"), 0), 3);
	assert_false(json_flag_of(json_path(v, "left_out.any")));
	json_free(v);
}

static void
test_what_does_not_fit_is_counted(void **state)
{
	struct json *v = view_of(DIGEST(THREAD("a", "PATCH", PLAIN) "," THREAD("b", "RFC", PLAIN),
				     "{\"kind\":\"bug\",\"text\":\"t\",\"threads\":[\"a\"]}"),
	    1);
	const struct json *item =
	    json_at(json_get(json_at(json_get(v, "overview"), 0), "items"), 0);

	(void)state;
	assert_int_equal(json_count(json_get(v, "groups")), 1);
	assert_int_equal(json_number_of(json_path(v, "left_out.n"), 0), 1);
	assert_false(json_flag_of(json_path(item, "thread.shown")));
	assert_true(json_flag_of(json_path(item, "thread.linked")));
	json_free(v);
}

static void
test_window(void **state)
{
	struct json *v = view_of(DIGEST("", ""), VIEW_ALL);

	(void)state;
	is_text(v, "window.since", "2025-10-13T00:00:00+08:00");
	is_text(v, "window.first", "2025-10-13");
	is_text(v, "window.last", "2025-10-19");
	assert_true(json_flag_of(json_path(v, "window.week")));
	assert_int_equal(json_type(json_get(v, "model")), JSON_NULL);
	json_free(v);
}

static void
test_counts_know_their_grammar(void **state)
{
	struct json *v = view_of(DIGEST(THREAD("a", "PATCH", PLAIN), ""), VIEW_ALL);

	(void)state;
	assert_true(json_flag_of(json_path(entry(v, 0, 0), "new.one")));
	assert_false(json_flag_of(json_path(entry(v, 0, 0), "messages.one")));
	assert_false(json_flag_of(json_path(entry(v, 0, 0), "waiting.any")));
	is_text(entry(v, 0, 0), "started", "13 00:00");
	is_text(entry(v, 0, 0), "author", "N");
	assert_int_equal(json_type(json_get(entry(v, 0, 0), "last")), JSON_NULL);
	json_free(v);
}

static void
test_empty_parts_are_left_out(void **state)
{
	struct json *v = view_of(
	    DIGEST(
		THREAD("a", "PATCH", PLAIN) "," THREAD("b", "PATCH",
		    "\"parent\":\"a\",\"series\":null,\"state\":null,\"trailers\":[],\"summary\":"
		    "{\"engine\":\"extractive\",\"original\":[],\"earlier\":[],\"this_week\":["
		    "{\"text\":\"c\",\"cites\":[2,3,0,1]}]}"),
		""),
	    VIEW_ALL);
	const struct json *parts = json_path(entry(v, 0, 1), "summary.parts"), *claim;

	(void)state;
	assert_int_equal(json_type(json_get(entry(v, 0, 0), "summary")), JSON_NULL);
	assert_false(json_flag_of(json_get(entry(v, 0, 0), "facts")));
	assert_int_equal(json_count(parts), 1);
	is_text(json_at(parts, 0), "label", "W");
	claim = json_at(json_get(json_at(parts, 0), "claims"), 0);
	is_text(claim, "who", "N");
	/* Only mails that are there are cited; one without a link is cited without. */
	assert_int_equal(json_count(json_get(claim, "cites")), 2);
	assert_int_equal(
	    json_type(json_get(json_at(json_get(claim, "cites"), 0), "url")), JSON_NULL);
	is_text(json_at(json_get(claim, "cites"), 1), "url", "https://x/1");
	is_text(entry(v, 0, 1), "parent.subject", "sa");
	json_free(v);
}

static void
test_trailers_stand_by_name(void **state)
{
	struct json *v = view_of(
	    DIGEST(
		THREAD("a", "PATCH",
		    "\"parent\":null,\"series\":null,\"state\":{\"kind\":\"applied\",\"by\":\"M\","
		    "\"tree\":null,\"commits\":[\"0123456789abcdef\"],\"cites\":[2]},\"trailers\":["
		    "{\"name\":\"Fixes\",\"value\":\"0a1b (\\\"x <y>\\\")\",\"cites\":[1]},"
		    "{\"name\":\"Reviewed-by\",\"value\":\"A B <a@b>\",\"cites\":[1]},"
		    "{\"name\":\"reviewed-by\",\"value\":\"\\\"C, D\\\" <c@d>\",\"cites\":[1]}],"
		    "\"summary\":{\"original\":[],\"earlier\":[],\"this_week\":[]}"),
		""),
	    VIEW_ALL);
	const struct json *trailers = json_get(entry(v, 0, 0), "trailers"), *values;

	(void)state;
	assert_int_equal(json_count(trailers), 2);
	is_text(json_at(trailers, 0), "name", "Reviewed-by");
	values = json_get(json_at(trailers, 0), "values");
	is_text(json_at(values, 0), "value", "A B");
	is_text(json_at(values, 1), "value", "C, D");
	is_text(json_at(json_get(json_at(trailers, 1), "values"), 0), "value", "0a1b (\"x <y>\")");
	is_text(entry(v, 0, 0), "state.word", "in");
	is_text(json_at(json_path(entry(v, 0, 0), "state.commits"), 0), "id", "0123456789ab");
	json_free(v);
}

#define SERIES(parts, chain)                                                                       \
	"\"parent\":null,\"series\":{\"version\":1,\"parts\":" parts ",\"chain\":[" chain "]}"

static void
test_tags_name_their_patches(void **state)
{
	struct json *v = view_of(
	    DIGEST(
		THREAD("a", "PATCH",
		    SERIES("4", "") ",\"state\":{\"kind\":\"partly applied\",\"parts\":[4,2,1]},"
				    "\"trailers\":[{\"name\":\"Acked-by\",\"value\":\"A\","
				    "\"parts\":[3,1,2]},"
				    "{\"name\":\"Acked-by\",\"value\":\"B\",\"parts\":[2]},"
				    "{\"name\":\"Acked-by\",\"value\":\"C\",\"parts\":[1,2,3,4]},"
				    "{\"name\":\"Acked-by\",\"value\":\"D\",\"parts\":[]}]"),
		""),
	    VIEW_ALL);
	const struct json *values =
	    json_get(json_at(json_get(entry(v, 0, 0), "trailers"), 0), "values");

	(void)state;
	is_text(json_at(values, 0), "parts", "1-3");
	assert_false(json_flag_of(json_get(json_at(values, 0), "one")));
	is_text(json_at(values, 1), "parts", "2");
	assert_true(json_flag_of(json_get(json_at(values, 1), "one")));
	assert_int_equal(json_number_of(json_get(json_at(values, 1), "total"), 0), 4);
	/* All of them, one by one or at once, need no numbers. */
	assert_int_equal(json_type(json_get(json_at(values, 2), "parts")), JSON_NULL);
	assert_int_equal(json_type(json_get(json_at(values, 3), "parts")), JSON_NULL);
	is_text(entry(v, 0, 0), "state.parts", "1-2, 4");
	assert_int_equal(json_number_of(json_path(entry(v, 0, 0), "state.part_count.n"), 0), 3);
	json_free(v);
}

#define CLAIM(text, cite) "{\"text\":\"" text "\",\"cites\":[" cite "]}"

static size_t
claims(const struct json *thread, size_t part)
{
	return json_count(json_get(json_at(json_path(thread, "summary.parts"), part), "claims"));
}

static void
test_nothing_is_said_twice(void **state)
{
	struct json *v = view_of(
	    DIGEST(
		THREAD("a", "PATCH",
		    "\"parent\":null,\"series\":{\"version\":2,\"parts\":1,\"chain\":["
		    "{\"version\":2,\"thread\":\"a\"},{\"version\":1,\"thread\":\"b\"}],"
		    "\"changes\":[" CLAIM("Drop the lock (Ann)",
			"1") "]},\"state\":{\"kind\":\"queued\","
			     "\"cites\":[2]},\"trailers\":[],\"summary\":{\"engine\":"
			     "\"extractive\","
			     "\"original\":[" CLAIM("It mends.", "1") "," CLAIM(
				 "- drop the lock (Ann).",
				 "1") "],"
				      "\"earlier\":[],\"this_week\":[" CLAIM(
					  "Queued, thanks!", "2") "," CLAIM("Why is that?",
					  "2") "],\"open\":[" CLAIM("Why is that?",
					  "2") "]}") "," THREAD("b", "PATCH",
		    "\"parent\":null,\"series\":{\"version\":1,\"parts\":1,\"chain\":["
		    "{\"version\":2,\"thread\":\"a\"},{\"version\":1,\"thread\":\"b\"}]},"
		    "\"state\":{\"kind\":\"superseded\"},\"trailers\":[],\"summary\":{\"engine\":"
		    "\"extractive\",\"original\":[" CLAIM("It mends.", "1") "," CLAIM(
			"It broke.", "1") "],"
					  "\"earlier\":[],\"this_week\":[]}"),
		""),
	    VIEW_ALL);
	const struct json *newest = entry(v, 0, 0), *older = entry(v, 0, 1);

	(void)state;
	/* Of its four sentences the changelog, the decision and the question stand elsewhere. */
	assert_int_equal(json_count(json_path(newest, "summary.parts")), 1);
	assert_int_equal(claims(newest, 0), 1);
	assert_int_equal(json_number_of(json_path(older, "state.newer.version"), 0), 2);
	assert_int_equal(json_number_of(json_path(older, "state.newer.number"), 0), 1);
	assert_int_equal(claims(older, 0), 1);
	json_free(v);
}

static void
test_the_overview_is_bounded(void **state)
{
	struct buf text = BUF_INIT;
	struct json *v;
	const struct json *group;

	(void)state;
	for (int i = 0; i < 13; i++)
		buf_addf(&text,
		    "%s{\"kind\":\"waiting\",\"text\":\"w%d\",\"author\":\"A\",\"threads\":[\"x%"
		    "d\"],"
		    "\"days\":%d,\"url\":\"https://x/%d\"}",
		    i ? "," : "{\"overview\":[", i, i, 20 - i, i);
	buf_adds(&text, "]}");
	v = view_of(text.p, VIEW_ALL);
	group = json_at(json_get(v, "overview"), 0);
	assert_int_equal(json_count(json_get(group, "items")), 10);
	assert_int_equal(json_number_of(json_path(group, "more.n"), 0), 3);
	assert_int_equal(
	    json_number_of(json_path(json_at(json_get(group, "items"), 1), "waiting.n"), 0), 19);
	is_text(json_at(json_get(group, "items"), 1), "author", "A");
	assert_int_equal(json_number_of(json_path(v, "headline.waiting.n"), 0), 13);
	buf_release(&text);
	json_free(v);
}

static void
test_what_became_of_it_is_told_where_it_is_news(void **state)
{
	struct json *v = view_of(
	    DIGEST(THREAD("a", "PATCH",
		       SERIES("3",
			   "") ",\"state\":{\"kind\":\"applied\",\"by\":\"M\",\"parts\":[1,3]},"
			       "\"trailers\":[]") "," THREAD("b", "PATCH",
		       SERIES("1", "") ",\"state\":{\"kind\":\"under review\",\"was\":\"waiting\"},"
				       "\"trailers\":[]") "," THREAD("c", "PATCH",
		       SERIES("1", "") ",\"state\":{\"kind\":\"under review\"},\"trailers\":[]"),
		"{\"kind\":\"applied\",\"text\":\"t\",\"author\":\"A\",\"threads\":[\"a\"]},"
		"{\"kind\":\"version\",\"text\":\"t\",\"author\":\"A\",\"threads\":[\"b\"]},"
		"{\"kind\":\"version\",\"text\":\"t\",\"author\":\"A\",\"threads\":[\"c\"]}"),
	    VIEW_ALL);
	const struct json *applied =
	    json_at(json_get(json_at(json_get(v, "overview"), 0), "items"), 0);
	const struct json *versions = json_get(json_at(json_get(v, "overview"), 1), "items");

	(void)state;
	is_text(applied, "outcome.word", "in");
	is_text(applied, "outcome.parts", "1, 3");
	assert_int_equal(json_number_of(json_path(applied, "outcome.total.n"), 0), 3);
	assert_int_equal(json_type(json_get(applied, "author")), JSON_NULL);
	is_text(json_at(versions, 0), "outcome.was", "waiting");
	is_text(json_at(versions, 0), "author", "A");
	assert_int_equal(json_type(json_get(json_at(versions, 1), "outcome")), JSON_NULL);
	json_free(v);
}

#define MISSING(id, parts, missing)                                                                \
	THREAD(id, "PATCH",                                                                        \
	    "\"series\":{\"version\":1,\"parts\":" parts ",\"missing\":[" missing                  \
	    "]},\"trailers\":[]")

static void
test_a_series_that_is_not_all_here_says_so(void **state)
{
	struct json *v = view_of(
	    DIGEST(MISSING("a", "4", "2") "," MISSING("b", "4", "1,2,4") "," MISSING("c", "4", ""),
		""),
	    VIEW_ALL);
	const struct json *entries = json_path(json_at(json_get(v, "groups"), 0), "entries");

	(void)state;
	assert_int_equal(json_number_of(json_path(json_at(entries, 0), "arrived.n"), 0), 3);
	assert_int_equal(json_number_of(json_path(json_at(entries, 0), "arrived.total"), 0), 4);
	assert_true(json_flag_of(json_get(json_at(entries, 0), "facts")));
	assert_int_equal(json_type(json_get(json_at(entries, 1), "arrived")), JSON_NULL);
	assert_int_equal(json_type(json_get(json_at(entries, 2), "arrived")), JSON_NULL);
	json_free(v);
}

static void
test_what_was_applied_in_part_is_counted_apart(void **state)
{
	struct json *v = view_of(
	    DIGEST(THREAD("a", "PATCH",
		       SERIES("3", "") ",\"state\":{\"kind\":\"partly "
				       "applied\"},\"trailers\":[]") "," THREAD("b", "PATCH",
		       SERIES("1", "") ",\"state\":{\"kind\":\"queued\"},\"trailers\":[]"),
		"{\"kind\":\"applied\",\"text\":\"t\",\"threads\":[\"a\"]},"
		"{\"kind\":\"applied\",\"text\":\"t\",\"threads\":[\"b\"]},"
		"{\"kind\":\"applied\",\"text\":\"t\",\"threads\":[\"not here\"]}"),
	    VIEW_ALL);

	(void)state;
	assert_int_equal(json_count(json_get(json_at(json_get(v, "overview"), 0), "items")), 3);
	assert_int_equal(json_number_of(json_path(v, "headline.applied.n"), 0), 2);
	assert_int_equal(json_number_of(json_path(v, "headline.partly.n"), 0), 1);
	json_free(v);
}

static void
test_an_empty_object_is_a_digest_too(void **state)
{
	struct json *v = view_of("{}", VIEW_ALL);

	(void)state;
	assert_int_equal(json_count(json_get(v, "groups")), 0);
	json_free(v);
}

static void
is_wrapped(const char *in, const char *wanted)
{
	struct buf out = BUF_INIT;

	wrap_text(&out, bytes_from(in), 20);
	assert_string_equal(out.p, wanted);
	buf_release(&out);
}

static void
test_wrap(void **state)
{
	(void)state;
	is_wrapped("\n\nTitle\n=\n", "Title\n=====\n");
	is_wrapped("  补丁\n  -\n", "  补丁\n  ----\n");
	is_wrapped("1. \tone two three four\n-\n", "1. one two three\n   four\n----------------\n");
	is_wrapped("a\n\n\n\n\nb\n", "a\n\n\nb\n");
	is_wrapped("  * \tone two three four\n", "  * one two three\n    four\n");
	is_wrapped("    one two three four five\n", "    one two three\n    four five\n");
	is_wrapped("one two three four\xc2\xa0[5]\n", "one two three\nfour [5]\n");
	is_wrapped(
	    "  https://x.example/a/very/long/path\n", "  https://x.example/a/very/long/path\n");
	is_wrapped(
	    "  \txxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n", "  xxxxxxxxxxxxxxxxxx\n  xxxxxxxxxxxx\n");
	is_wrapped("a  \n-- \nb\n", "a\n-- \nb\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_threads_stand_by_category_then_rank),
		cmocka_unit_test(test_what_does_not_fit_is_counted), cmocka_unit_test(test_window),
		cmocka_unit_test(test_counts_know_their_grammar),
		cmocka_unit_test(test_empty_parts_are_left_out),
		cmocka_unit_test(test_trailers_stand_by_name),
		cmocka_unit_test(test_tags_name_their_patches),
		cmocka_unit_test(test_nothing_is_said_twice),
		cmocka_unit_test(test_the_overview_is_bounded),
		cmocka_unit_test(test_what_became_of_it_is_told_where_it_is_news),
		cmocka_unit_test(test_a_series_that_is_not_all_here_says_so),
		cmocka_unit_test(test_what_was_applied_in_part_is_counted_apart),
		cmocka_unit_test(test_an_empty_object_is_a_digest_too), cmocka_unit_test(test_wrap)
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
