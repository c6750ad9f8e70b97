/* SPDX-License-Identifier: ISC */
/*
 * What models answer (tests/data/answers/x.answer, MARK standing for the request's mark) about one
 * thread (thread.json), and what is left of it (x.expect): a line for each claim, with the rule it
 * broke.
 */
#include "common/log.h"
#include "common/utf8.h"
#include "filters/report/model/answer.h"
#include "filters/report/verify/verify.h"
#include "tests/unit/dossier_fixture.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

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
	struct bytes content = fixture_answer(f->a, name, BYTES_LIT("c0ffee00"));
	struct buf got = BUF_INIT;
	bool same;

	tell(&got, f, content);
	same = is_as_expected(arena_printf(f->a, ANSWERS "/%s.expect", name), buf_bytes(&got));
	buf_release(&got);
	return same;
}

static void
what_is_left(void **state)
{
	struct fixture f;
	DIR *dir = opendir(ANSWERS);
	struct dirent *entry;
	size_t cases = 0, failed = 0;

	(void)state;
	assert_non_null(dir);
	assert_true(fixture_open(&f, "en"));
	while ((entry = readdir(dir))) {
		if (!bytes_ends(bytes_from(entry->d_name), BYTES_LIT(".answer")))
			continue;
		failed += !try_case(
		    &f, arena_string(f.a, bytes_slice(bytes_from(entry->d_name), 0,
					      strlen(entry->d_name) - strlen(".answer"))));
		cases++;
	}
	closedir(dir);
	fixture_close(&f);
	assert_true(cases >= 40);
	assert_int_equal(failed, 0);
}

/* What a list's own file says an abbreviation stands for may be said. */
static void
a_glossary_of_its_own(void **state)
{
	char file[] = "/tmp/listbrief-glossary.XXXXXX";
	static const char entry[] = "# of ours\nZQX = Zebra Queue Crossing\n";
	struct claim claim = { .part = CLAIM_ORIGINAL,
		.quote = BYTES_LIT("It needs FEAT_FGT."),
		.text = BYTES_LIT("It needs FEAT_FGT and ZQX (Zebra Queue Crossing)."),
		.cites = { { 1, 3 } },
		.ncites = 1 };
	int fd = mkstemp(file);
	struct lexicon *own;
	struct hash without, with;
	struct fixture f;

	(void)state;
	assert_true(fd >= 0 && write(fd, entry, sizeof(entry) - 1) == sizeof(entry) - 1);
	close(fd);
	assert_true(fixture_open(&f, "en"));
	own = lexicon_read(f.a, "templates", "en", file);
	unlink(file);
	assert_non_null(own);
	assert_int_equal(verify(f.a, f.l, f.d, &claim, 1).kept, 0);
	assert_int_equal(verify(f.a, own, f.d, &claim, 1).kept, 1);
	claim.text = BYTES_LIT("It needs FEAT_FGT and ZQX (Zebra Quick Crossing).");
	assert_int_equal(verify(f.a, own, f.d, &claim, 1).kept, 0);
	without = lexicon_hash(f.l);
	with = lexicon_hash(own);
	assert_false(hash_equal(&without, &with));
	assert_null(lexicon_read(f.a, "templates", "en", "/nonexistent/glossary"));
	fixture_close(&f);
}

/* A "not" more or less between the same words turns them; other words for it do not. */
static void
what_is_denied_stays_so(void **state)
{
	static const char *const mail =
	    "pThe lock is not needed in the callee. It can't be taken twice by one caller. This is "
	    "not a fix, it is a hack. The timer fires on reset.\n";
	static const struct {
		size_t sentence;
		const char *text;
		int rule;
	} cases[] = { { 1, "The lock is not needed in the callee.", 0 },
		{ 1, "The lock is needed in the callee.", 4 },
		{ 1, "The lock isn't needed in the callee.", 0 },
		{ 1, "The lock is never needed in the callee.", 0 },
		{ 1, "No lock is needed in the callee.", 0 }, { 1, "The callee needs no lock.", 0 },
		{ 2, "The lock can be taken twice by one caller.", 4 },
		{ 2, "It cannot be taken twice by one caller.", 0 },
		{ 3, "This is a hack, not a fix.", 0 }, { 3, "This is a fix.", 4 },
		{ 3, "This is not a hack.", 4 }, { 4, "The timer fires on reset.", 0 },
		{ 4, "The timer never fires on reset.", 4 } };
	struct fixture f;

	(void)state;
	assert_true(fixture_open(&f, "en"));
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct dossier_source sources[6] = { { .text = bytes_from(mail),
		    .posting = true } };
		const struct dossier *d = dossier_new(f.a, json_get(f.all, "thread"), sources);
		struct claim claim = { .part = CLAIM_ORIGINAL,
			.text = bytes_from(cases[i].text),
			.quote = d->mails[0].sentences[cases[i].sentence - 1],
			.cites = { { 1, cases[i].sentence } },
			.ncites = 1 };
		struct verify_result r = verify(f.a, f.l, d, &claim, 1);

		if (r.rule[0] != cases[i].rule)
			print_error(
			    "%s: V%d %s\n", cases[i].text, r.rule[0], r.why[0] ? r.why[0] : "");
		assert_int_equal(r.rule[0], cases[i].rule);
	}
	fixture_close(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(what_is_left),
		cmocka_unit_test(a_glossary_of_its_own),
		cmocka_unit_test(what_is_denied_stays_so) };

	log_open("test_answers");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
