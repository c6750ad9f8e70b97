/* SPDX-License-Identifier: ISC */
/*
 * What models answer (tests/data/answers/x.answer, MARK standing for the request's mark) about one
 * thread (thread.json), and what is left of it (x.expect): a line for each claim, with the rule it
 * broke.
 */
#include "common/log.h"
#include "common/utf8.h"
#include "filters/report/answer.h"
#include "filters/report/summarize.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define FOLDER "tests/data/answers"
#define CASES_MAX 500

struct fixture {
	struct arena *a;
	struct json *all;
	struct dossier *d;
	struct lexicon *l;
};

static struct json *
read_json(const char *file)
{
	struct buf b = BUF_INIT;
	struct json *v;

	assert_true(buf_read_file(&b, file, (size_t)1 << 20));
	v = json_parse(buf_bytes(&b), NULL);
	assert_non_null(v);
	buf_release(&b);
	return v;
}

static void
open_fixture(struct fixture *f)
{
	struct dossier_source *sources;
	const struct json *texts;

	f->a = arena_new();
	f->all = read_json(FOLDER "/thread.json");
	texts = json_get(f->all, "texts");
	sources = arena_array(f->a, json_count(texts), sizeof(*sources));
	for (size_t i = 0; i < json_count(texts); i++)
		sources[i] = (struct dossier_source){ json_text_of(json_at(texts, i)),
			(size_t)json_number_of(json_at(json_get(f->all, "people"), i), 0),
			json_flag_of(json_at(json_get(f->all, "posting"), i)) };
	f->d = dossier_new(f->a, json_get(f->all, "thread"), sources);
	f->l = lexicon_read(f->a, "templates", "en", NULL);
	assert_non_null(f->l);
}

static void
close_fixture(struct fixture *f)
{
	json_free(f->all);
	arena_free(f->a);
}

/* The answer with the request's mark in it. */
static void
marked(struct buf *out, struct bytes s, struct bytes mark)
{
	static const struct bytes place = BYTES_LIT("MARK");

	while (s.n) {
		size_t at = bytes_find(s, place);

		buf_add(out, bytes_slice(s, 0, at));
		if (at < s.n)
			buf_add(out, mark);
		s = bytes_slice(s, at + place.n, s.n);
	}
}

static void
tell(struct buf *out, const struct fixture *f, struct bytes content)
{
	struct answer answer = answer_read(f->a, content, BYTES_LIT("c0ffee00"));
	struct verify_result r;

	if (answer.wrong) {
		buf_addf(out, "wrong: %s\n", answer.wrong);
		return;
	}
	r = verify(f->a, f->l, f->d, answer.claims, answer.n);
	for (size_t i = 0; i < answer.n; i++) {
		if (r.rule[i])
			buf_addf(out, "V%d, %s: ", r.rule[i], r.why[i]);
		else
			buf_addf(out, "holds, m%zu: ", answer.claims[i].cites[0].mail);
		buf_add(out, utf8_clean(f->a, answer.claims[i].text, UTF8_LINE));
		buf_addc(out, '\n');
	}
	if (r.mended)
		buf_addf(out, "mended: %zu\n", r.mended);
}

static bool
is_as_expected(const char *name, struct bytes got)
{
	const char *file = name;
	struct buf want = BUF_INIT;
	bool same;

	if (getenv("UPDATE")) {
		FILE *out = fopen(file, "w");
		assert_non_null(out);
		fwrite(got.p, 1, got.n, out);
		fclose(out);
	}
	assert_true(buf_read_file(&want, file, (size_t)1 << 20));
	same = bytes_equal(buf_bytes(&want), got);
	if (!same)
		print_error("%s:\n%.*s", file, (int)got.n, got.p);
	buf_release(&want);
	return same;
}

static bool
try_case(struct fixture *f, const char *name)
{
	int stem = (int)(strlen(name) - strlen(".answer"));
	struct buf raw = BUF_INIT, content = BUF_INIT, got = BUF_INIT;
	bool same;

	assert_true(buf_read_file(&raw, arena_printf(f->a, FOLDER "/%s", name), (size_t)1 << 20));
	marked(&content, buf_bytes(&raw), BYTES_LIT("c0ffee00"));
	tell(&got, f, buf_bytes(&content));
	same =
	    is_as_expected(arena_printf(f->a, FOLDER "/%.*s.expect", stem, name), buf_bytes(&got));
	buf_release(&raw);
	buf_release(&content);
	buf_release(&got);
	return same;
}

static void
what_is_left(void **state)
{
	struct fixture f;
	DIR *dir = opendir(FOLDER);
	struct dirent *entry;
	size_t cases = 0, failed = 0;

	(void)state;
	assert_non_null(dir);
	open_fixture(&f);
	while ((entry = readdir(dir))) {
		if (!bytes_ends(bytes_from(entry->d_name), BYTES_LIT(".answer")))
			continue;
		failed += !try_case(&f, entry->d_name);
		cases++;
	}
	closedir(dir);
	close_fixture(&f);
	assert_true(cases >= 40);
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_left) };

	log_open("test_answers");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
