/* SPDX-License-Identifier: ISC */
#include "common/template.h"

#include "common/log.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#define DIR "tests/data/template"

struct row {
	const char *template, *data, *wanted; /* wanted NULL: refused */
};

static bool
rendered(struct buf *out, const char *template, const char *data, enum template_escape escape)
{
	struct json *v = json_parse(bytes_from(data), NULL);
	bool ok;

	assert_non_null(v);
	ok = template_render_text(out, bytes_from(template), DIR, "test", escape, v);
	json_free(v);
	return ok;
}

static void
check(const struct row *rows, size_t n, enum template_escape escape)
{
	for (size_t i = 0; i < n; i++) {
		struct buf out = BUF_INIT;
		bool ok = rendered(&out, rows[i].template, rows[i].data, escape);
		if (ok != (rows[i].wanted != NULL))
			fail_msg("%s: %s", rows[i].template, ok ? "was taken" : "was refused");
		if (ok)
			assert_string_equal(out.p ? out.p : "", rows[i].wanted);
		buf_release(&out);
	}
}

#define CHECK(rows, escape) check(rows, sizeof(rows) / sizeof *(rows), escape)

static void
test_variables(void **state)
{
	static const struct row rows[] = {
		{ "plain\n text ", "{}", "plain\n text " },
		{ "Hello, {{name}}!", "{\"name\":\"world\"}", "Hello, world!" },
		{ "{{ name }}|{{\tname\n}}", "{\"name\":\"x\"}", "x|x" },
		{ "{{x}} {{{x}}} {{&x}} {{{ x }}} {{& x }}", "{\"x\":\"<&>\\\"'\"}",
		    "&lt;&amp;&gt;&quot;&#39; <&>\"' <&>\"' <&>\"' <&>\"'" },
		{ "{{n}} {{m}} {{r}}", "{\"n\":85,\"m\":-1,\"r\":1.5}", "85 -1 1.5" },
		{ "({{t}},{{f}},{{z}})", "{\"t\":true,\"f\":false,\"z\":null}", "(true,false,)" },
		{ "{{a.b.c}} {{a.b}}", "{\"a\":{\"b\":{\"c\":1}},\"x\":2}", NULL },
		{ "{{a.b.c}}", "{\"a\":{\"b\":{\"c\":1}}}", "1" },
		{ "({{a.b}})", "{\"a\":null}", "()" },
		{ "{{a.b}}", "{\"a\":{}}", NULL },
		{ "{{a.b}}", "{\"a\":1}", NULL },
		{ "{{a}}", "{}", NULL },
		{ "{{a}}", "{\"a\":[1]}", NULL },
		{ "{{.}}", "\"x<\"", "x&lt;" },
		{ "  {{x}}\n", "{\"x\":\"y\"}", "  y\n" },
		{ "{{x}}", "{\"x\":\"{{y}}\",\"y\":1}", "{{y}}" },
	};

	(void)state;
	CHECK(rows, TEMPLATE_HTML);
}

static void
test_sections(void **state)
{
	static const struct row rows[] = {
		{ "{{#x}}yes{{/x}}", "{\"x\":true}", "yes" },
		{ "{{#x}}yes{{/x}}", "{\"x\":false}", "" },
		{ "{{#x}}yes{{/x}}", "{\"x\":null}", "" },
		{ "{{#x}}yes{{/x}}", "{\"x\":\"\"}", "" },
		{ "{{#x}}yes{{/x}}", "{\"x\":[]}", "" },
		{ "{{#x}}yes{{/x}}", "{\"x\":{}}", "" },
		{ "{{#x}}yes {{.}}{{/x}}", "{\"x\":0}", "yes 0" },
		{ "{{#x}}<{{.}}>{{/x}}", "{\"x\":\"t\"}", "<t>" },
		{ "{{#x}}yes{{/x}}", "{}", NULL },
		{ "{{#x}}{{y}}{{z}}{{/x}}", "{\"x\":{\"y\":1},\"z\":2}", "12" },
		{ "{{#x}}{{y}},{{/x}}", "{\"x\":[{\"y\":1},{\"y\":2}],\"y\":3}", "1,2," },
		{ "{{#x}}{{y}},{{/x}}", "{\"x\":[{\"y\":1},{}],\"y\":3}", "1,3," },
		{ "{{#x}}{{.}}{{/x}}", "{\"x\":[1,\"a\",2.5]}", "1a2.5" },
		{ "{{#x}}{{#.}}{{.}}{{/.}};{{/x}}", "{\"x\":[[1,2],[3],[]]}", "12;3;;" },
		{ "{{#a}}{{#b}}{{c}}{{/b}}{{/a}}", "{\"a\":{\"b\":{\"c\":1}}}", "1" },
		{ "{{#a}}{{b.c}}{{/a}}", "{\"a\":{\"b\":{}},\"b\":{\"c\":1}}", NULL },
		{ "{{#a.b}}{{c}}{{/a.b}}", "{\"a\":{\"b\":{\"c\":1}}}", "1" },
		{ "{{#a.b}}x{{/a.b}}", "{\"a\":null}", "" },
		{ "{{# a }}x{{/ a }}", "{\"a\":1}", "x" },
		{ "{{#a}}1{{#a}}2{{/a}}3{{/a}}", "{\"a\":{\"b\":1}}", "123" },
		{ "{{#l}}{{n}}{{#l}}{{n}}{{/l}}{{/l}}", "{\"l\":[{\"n\":1},{\"n\":2}]}", "112212" },
		{ "{{#a}}x", "{\"a\":1}", NULL },
		{ "x{{/a}}", "{\"a\":1}", NULL },
		{ "{{#a}}{{#b}}{{/a}}{{/b}}", "{\"a\":1,\"b\":1}", NULL },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_inverted(void **state)
{
	static const struct row rows[] = {
		{ "{{^x}}no{{/x}}", "{\"x\":false}", "no" },
		{ "{{^x}}no{{/x}}", "{\"x\":null}", "no" },
		{ "{{^x}}no{{/x}}", "{\"x\":[]}", "no" },
		{ "{{^x}}no{{/x}}", "{\"x\":true}", "" },
		{ "{{^x}}no{{/x}}", "{\"x\":[1,2]}", "" },
		{ "{{^x}}no{{/x}}", "{\"x\":{\"y\":1}}", "" },
		{ "{{^x}}a{{^x}}b{{/x}}c{{/x}}", "{\"x\":false}", "abc" },
		{ "{{#y}}{{^x}}{{z}}{{/x}}{{/y}}", "{\"x\":null,\"y\":[{\"z\":1},{\"z\":2}]}",
		    "12" },
		{ "{{^x.y}}no{{/x.y}}", "{\"x\":null}", "no" },
		{ "{{^x}}no{{/x}}", "{}", NULL },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_comments(void **state)
{
	static const struct row rows[] = {
		{ "a{{! nothing }}b", "{}", "ab" },
		{ "a\n{{! alone }}\nb\n", "{}", "a\nb\n" },
		{ "a\n  {{! alone,\n two lines }}\r\nb\n", "{}", "a\nb\n" },
		{ "a {{! not alone }}\nb", "{}", "a \nb" },
		{ "  {{! all }}", "{}", "" },
		{ "{{!}}x", "{}", "x" },
		{ "{{! }} }}", "{}", " }}" },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_lines_of_their_own(void **state)
{
	static const struct row rows[] = {
		{ "|\n{{#x}}\n in\n{{/x}}\n|\n", "{\"x\":true}", "|\n in\n|\n" },
		{ "|\r\n{{#x}}\r\n{{/x}}\r\n|", "{\"x\":true}", "|\r\n|" },
		{ "  {{#x}}\na\n\t{{/x}}", "{\"x\":true}", "a\n" },
		{ "{{#x}} \na\n{{/x}}  \nb", "{\"x\":true}", "a\nb" },
		{ " {{#x}}a{{/x}}\n", "{\"x\":true}", " a\n" },
		{ " {{#x}} {{/x}}\n", "{\"x\":true}", "  \n" },
		{ "| {{^x}}\nno\n{{/x}}\n", "{\"x\":false}", "| \nno\n" },
		{ "{{#l}}\n{{.}}\n{{/l}}\n", "{\"l\":[1,2]}", "1\n2\n" },
		{ "{{x}}\n", "{\"x\":null}", "\n" },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_delimiters(void **state)
{
	static const struct row rows[] = {
		{ "{{=<% %>=}}(<%x%>{{x}})", "{\"x\":1}", "(1{{x}})" },
		{ "{{=| |=}}|#x|in|/x| |={{ }}=|{{x}}", "{\"x\":1}", "in 1" },
		{ "a\n{{=@ @=}}\nb@x@\n", "{\"x\":1}", "a\nb1\n" },
		{ "{{#l}}{{=| |=}}|.||={{ }}=|{{/l}}", "{\"l\":[1,2]}", "12" },
		{ "{{>delimiters.mustache}} {{text}} |text|", "{\"text\":\"t\"}", "(t) t |text|" },
		{ "{{=<% %>=}}<%& x %><%{x}%>", "{\"x\":\"&\"}", "&&" },
		{ "{{=  [   ]  =}}[x]", "{\"x\":1}", "1" },
		{ "{{=[=}}", "{}", NULL },
		{ "{{=[ ] x=}}", "{}", NULL },
		{ "{{== ==}}", "{}", NULL },
		{ "{{=123456789 ] =}}", "{}", NULL },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_partials(void **state)
{
	static const struct row rows[] = {
		{ "a{{>inline.mustache}}b", "{\"text\":\"t\"}", "a[t]b" },
		{ "  {{> inline.mustache }}  \nb", "{\"text\":\"t\"}", "  [t]b" },
		{ "  {{>lines.mustache}}\nb", "{\"text\":\"t\\nu\"}", "  one t\nu\n    two\nb" },
		{ "| {{>lines.mustache}}\n", "{\"text\":\"t\"}", "| one t\n  two\n\n" },
		{ "{{#l}}{{>inline.mustache}}{{/l}}", "{\"l\":[{\"text\":1},{\"text\":2}]}",
		    "[1][2]" },
		{ "{{>chain.mustache}}",
		    "{\"n\":1,\"next\":{\"n\":2,\"next\":{\"n\":3,\"next\":null}}}", "1>2>3" },
		{ "{{>endless.mustache}}", "{}", NULL },
		{ "{{>broken.mustache}}", "{\"open\":1}", NULL },
		{ "{{>nowhere.mustache}}", "{}", NULL },
		{ "{{>../template/inline.mustache}}", "{\"text\":1}", NULL },
		{ "{{>.hidden}}", "{}", NULL },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_broken(void **state)
{
	static const struct row rows[] = {
		{ "{{", "{}", NULL },
		{ "{{x", "{\"x\":1}", NULL },
		{ "{{{x}}", "{\"x\":1}", NULL },
		{ "{{}}", "{}", NULL },
		{ "{{ }}", "{}", NULL },
		{ "{{a b}}", "{\"a b\":1}", NULL },
		{ "{{a..b}}", "{\"a\":1}", NULL },
		{ "{{.a}}", "{\"a\":1}", NULL },
		{ "{{a.}}", "{\"a\":1}", NULL },
		{ "{{1.2.3.4.5.6.7.8.9}}", "{}", NULL },
		{ "}} {x}", "{}", "}} {x}" },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_bounds(void **state)
{
	struct buf t = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int depth = 32; depth <= 33; depth++) {
		buf_clear(&t);
		for (int i = 0; i < depth; i++)
			buf_adds(&t, "{{#x}}");
		for (int i = 0; i < depth; i++)
			buf_adds(&t, "{{/x}}");
		assert_int_equal(rendered(&out, t.p, "{\"x\":1}", TEMPLATE_PLAIN), depth == 32);
	}
	buf_clear(&t);
	buf_adds(&t, "{{");
	for (int i = 0; i < 101; i++)
		buf_addc(&t, 'n');
	buf_adds(&t, "}}");
	assert_false(rendered(&out, t.p, "{}", TEMPLATE_PLAIN));
	buf_release(&t);
	buf_release(&out);
}

static void
test_lists_that_multiply_end(void **state)
{
	struct buf t = BUF_INIT, out = BUF_INIT;

	(void)state;
	for (int i = 0; i < 31; i++)
		buf_adds(&t, "{{#x}}");
	for (int i = 0; i < 31; i++)
		buf_adds(&t, "{{/x}}");
	assert_false(rendered(&out, t.p, "{\"x\":[1,2]}", TEMPLATE_PLAIN));
	buf_release(&t);
	buf_release(&out);
}

static void
test_plain_shows_no_control(void **state)
{
	static const struct row rows[] = {
		{ "{{x}}", "{\"x\":\"a\\u001b[1m\\u202eb\\u200b\\nc\"}", "a[1mb\nc" },
	};

	(void)state;
	CHECK(rows, TEMPLATE_PLAIN);
}

static void
test_markdown(void **state)
{
	static const struct row rows[] = {
		{ "{{x}}",
		    "{\"x\":\"[PATCH v3 00/25] KVM: x86/mmu: Make kvm_arch_init() work - 2\"}",
		    "[PATCH v3 00/25] KVM: x86/mmu: Make kvm_arch_init() work - 2" },
		{ "{{x}}", "{\"x\":\"*a* `b` <script> ~c~ a|b $d$ e\\\\\"}",
		    "\\*a\\* \\`b\\` \\<script> \\~c\\~ a\\|b \\$d\\$ e\\\\" },
		{ "{{x}}", "{\"x\":\"[a](http://evil/) ![b](c) [d]: e\"}",
		    "\\[a\\](http\\://evil/) \\!\\[b\\](c) \\[d\\]: e" },
		{ "{{x}}", "{\"x\":\"[a][b] [^1] [x] done ]\"}",
		    "\\[a\\]\\[b\\] \\[^1\\] \\[x\\] done \\]" },
		{ "{{x}}", "{\"x\":\"__init _x_ a_b a__b _\"}",
		    "\\_\\_init \\_x\\_ a_b a\\_\\_b \\_" },
		{ "{{x}}", "{\"x\":\"&lt; &#1; a & b&\"}", "\\&lt; \\&#1; a & b\\&" },
		{ "{{x}}", "{\"x\":\"www.evil.example\"}", "www\\.evil.example" },
		{ "{{x}}", "{\"x\":\"a.b+c_d@e-f.example. x@y\"}", "`a.b+c_d@e-f.example`. x@y" },
		{ "{{x}}", "{\"x\":\"(_e_@f.example,g@h.i@j-k.l+m@n.o)\"}",
		    "(`_e_@f.example`,`g@h.i@j-k.l+m@n.o`)" },
		{ "{{x}}", "{\"x\":\"`e@f.example`\"}", "\\``e@f.example`\\`" },
		{ "{{x}}", "{\"x\":\"@ a@ @b.c é@f.g a@-.b\"}", "@ a@ @b.c é@f.g `a@-.b`" },
		{ "{{x}}", "{\"x\":\"# head #\"}", "\\# head \\#" },
		{ "{{x}}", "{\"x\":\"take #1 ##\"}", "take #1 \\#\\#" },
		{ "{{x}}", "{\"x\":\"> quote\"}", "\\> quote" },
		{ "{{x}}", "{\"x\":\"- item\"}", "\\- item" },
		{ "{{x}}", "{\"x\":\"12. item 1.2\"}", "12\\. item 1.2" },
		{ "{{x}}", "{\"x\":\"12) item\"}", "12\\) item" },
		{ "{{x}}", "{\"x\":\"    code\\n\\n# head  \"}", "code  # head" },
		{ "{{x}}", "{\"x\":\"a!\"}", "a\\!" },
		{ "{{x}}", "{\"x\":\"补丁“v2”已合入\"}", "补丁“v2”已合入" },
		{ "{{{x}}}", "{\"x\":\"*\"}", "*" },
	};

	(void)state;
	CHECK(rows, TEMPLATE_MARKDOWN);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_variables),
		cmocka_unit_test(test_sections), cmocka_unit_test(test_inverted),
		cmocka_unit_test(test_comments), cmocka_unit_test(test_lines_of_their_own),
		cmocka_unit_test(test_delimiters), cmocka_unit_test(test_partials),
		cmocka_unit_test(test_broken), cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_lists_that_multiply_end),
		cmocka_unit_test(test_plain_shows_no_control), cmocka_unit_test(test_markdown) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
