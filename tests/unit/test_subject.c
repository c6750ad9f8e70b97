/* SPDX-License-Identifier: ISC */
#include "common/subject.h"

#include "common/buf.h"
#include "common/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TABLE "tests/data/subject/table"
#define COLUMNS 7

/* Columns are set apart by one tab; "-" is empty. */
static size_t
split(struct bytes line, struct bytes columns[COLUMNS])
{
	size_t n = 0;

	while (n < COLUMNS) {
		size_t tab = bytes_find_byte(line, '\t');

		columns[n] = bytes_slice(line, 0, tab);
		if (bytes_equal(columns[n], BYTES_LIT("-")))
			columns[n].n = 0;
		n++;
		if (tab == line.n)
			break;
		line = bytes_slice(line, tab + 1, line.n);
	}
	return n;
}

static unsigned
flags_of(struct bytes words)
{
	static const struct {
		const char *word;
		unsigned flag;
	} names[] = { { "reply", SUBJECT_REPLY }, { "forward", SUBJECT_FORWARD },
		{ "patch", SUBJECT_PATCH }, { "rfc", SUBJECT_RFC }, { "pull", SUBJECT_PULL },
		{ "resend", SUBJECT_RESEND } };
	struct bytes word;
	unsigned flags = 0;

	while (bytes_word(&words, &word))
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (bytes_equal(word, bytes_from(names[i].word)))
				flags |= names[i].flag;
	return flags;
}

/* What a subject is read as, in the table's form. */
static char *
told(struct arena *a, struct bytes text)
{
	struct subject s;
	char *part;

	subject_parse(a, text, BYTES_LIT("kvmarm"), &s);
	part = s.total < 0 ? arena_printf(a, "-") : arena_printf(a, "%d/%d", s.part, s.total);
	return arena_printf(a, "%s %u v%d %s [%.*s] %.*s", category_name(subject_category(a, text)),
	    s.flags, s.version, part, (int)s.tags.n, s.tags.p, (int)s.title.n, s.title.p);
}

static void
table(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	struct bytes rest, line, c[COLUMNS];
	int bad = 0;

	(void)state;
	assert_true(buf_read_file(&b, TABLE, (size_t)1 << 20));
	rest = buf_bytes(&b);
	while (bytes_line(&rest, &line)) {
		char *got, *wanted;

		if (line.n == 0 || line.p[0] == '#')
			continue;
		assert_int_equal(split(line, c), COLUMNS);
		got = told(a, c[0]);
		wanted = arena_printf(a, "%.*s %u v%.*s %s [%.*s] %.*s", (int)c[1].n, c[1].p,
		    flags_of(c[2]), (int)c[3].n, c[3].p, c[4].n ? arena_string(a, c[4]) : "-",
		    (int)c[5].n, c[5].p, (int)c[6].n, c[6].p);
		if (strcmp(got, wanted)) {
			print_error(
			    "%.*s\n got    %s\n wanted %s\n", (int)c[0].n, c[0].p, got, wanted);
			bad++;
		}
	}
	buf_release(&b);
	arena_free(a);
	assert_int_equal(bad, 0);
}

static struct bytes
base_of(struct arena *a, const char *text)
{
	struct subject s;

	subject_parse(a, bytes_from(text), BYTES_LIT("[kvmarm]"), &s);
	return s.base;
}

static void
replies_share_a_base(void **state)
{
	struct arena *a = arena_new();
	struct bytes base = base_of(a, "[PATCH v3 1/2] KVM: Fix  it");

	(void)state;
	assert_true(bytes_equal(base, base_of(a, "Re: [PATCH v3 1/2] kvm: fix it")));
	assert_true(bytes_equal(base, base_of(a, "[kvmarm] AW: [PATCH v3 1/2] KVM: Fix it")));
	assert_true(bytes_equal(
	    base, base_of(a, "\xe5\x9b\x9e\xe5\xa4\x8d: [PATCH v3 1/2] KVM: Fix it (fwd)")));
	assert_false(bytes_equal(base, base_of(a, "Re: [PATCH v4 1/2] KVM: Fix it")));
	assert_false(bytes_equal(base, base_of(a, "Re: [PATCH v3 2/2] KVM: Fix it")));
	arena_free(a);
}

static void
headings_keep_their_tags(void **state)
{
	static const char *const pairs[][2] = {
		{ "Re: [PATCH v3 00/25] KVM: foo", "[PATCH v3 00/25] KVM: foo" },
		{ "[list] Re: Re: foo", "[list] foo" },
		{ "  RFC:   foo   bar ", "RFC: foo bar" },
		{ "[Fwd: foo]", "foo" },
		{ "", "" },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		assert_string_equal(
		    arena_string(a, subject_heading(a, bytes_from(pairs[i][0]))), pairs[i][1]);
	arena_free(a);
}

/* 100 kB of what a walk could stumble over again and again. */
static void
hostile_subjects_are_linear(void **state)
{
	static const char *const pieces[] = { "Re: ", "[", "[PATCH ", "[]", "[x] ", "(fwd) ",
		"[Fwd: ", "1/", "v1 ", "Re[1]", "\xe3\x80\x90", ":", "regression ", NULL };

	(void)state;
	for (size_t i = 0; pieces[i]; i++) {
		struct arena *a = arena_new();
		struct buf b = BUF_INIT;
		struct subject s;

		while (b.n < 100000)
			buf_adds(&b, pieces[i]);
		subject_parse(a, buf_bytes(&b), BYTES_NONE, &s);
		subject_heading(a, buf_bytes(&b));
		subject_category(a, buf_bytes(&b));
		buf_release(&b);
		arena_free(a);
	}
}

static char *
reference(struct arena *a)
{
	const char *dir = getenv("LISTBRIEF_REFERENCE");

	return arena_printf(
	    a, "%s/kvmarm_2025_week42.expect.json", dir ? dir : "../shared/reference");
}

static void
reference_categories(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	struct json *v;
	const struct json *list;

	(void)state;
	if (!buf_read_file(&b, reference(a), (size_t)1 << 20)) {
		arena_free(a);
		skip();
	}
	v = json_parse(buf_bytes(&b), NULL);
	list = json_get(v, "list");
	assert_true(json_count(list) > 0);
	for (size_t i = 0; i < json_count(list); i++) {
		const struct json *t = json_at(list, i);
		struct bytes subject = json_text_of(json_get(t, "subject"));

		assert_string_equal(category_name(subject_category(a, subject)),
		    arena_string(a, json_text_of(json_get(t, "category"))));
	}
	json_free(v);
	buf_release(&b);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(table),
		cmocka_unit_test(replies_share_a_base),
		cmocka_unit_test(headings_keep_their_tags),
		cmocka_unit_test(hostile_subjects_are_linear),
		cmocka_unit_test(reference_categories),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
