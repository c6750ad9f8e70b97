/* SPDX-License-Identifier: ISC */
#include "common/config.h"

#include "common/buf.h"
#include "common/log.h"
#include "common/schema.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define HEAD "store: /s\nlists:\n  a:\n"

/* What schema_read says on stderr about text; "" where it is content. */
static const char *
complaint(const char *text)
{
	static char said[2048];
	struct arena *a = arena_new();
	struct config config;
	int saved = dup(STDERR_FILENO), pipes[2];
	ssize_t n;
	bool ok;

	assert_int_equal(pipe(pipes), 0);
	dup2(pipes[1], STDERR_FILENO);
	ok = schema_read(a, "F", bytes_from(text), &config);
	dup2(saved, STDERR_FILENO);
	close(saved);
	close(pipes[1]);
	n = read(pipes[0], said, sizeof said - 1);
	close(pipes[0]);
	arena_free(a);
	assert_true(n >= 0 && (n == 0) == ok);
	said[n] = '\0';
	return said;
}

/* Each is one line: where, what was found, what was expected. */
static const struct {
	const char *text, *says;
} wrong[] = {
	{ "", "F:1: at the top: found nothing, expected a mapping" },
	{ "# only a comment\n", "F:2: at the top: found nothing, expected a mapping" },
	{ "just text", "F:1: at the top: found \"just text\", expected a mapping" },
	{ "- a\n- b\n", "F:1: at the top: found a sequence, expected a mapping" },
	{ "store: /s\n", "F:1: found no list below \"lists\", expected one or more" },
	{ "store: /s\nlists:\n", "F:2: at lists: found nothing, expected a mapping" },
	{ "store: /s\nlists: {}\n", "F:1: found no list below \"lists\", expected one or more" },
	{ "store: /s\nlists: [a]\n", "F:2: at lists: found a sequence, expected a mapping" },
	{ "lists: { a: }\n", "F:1: found no \"store\", expected the folder" },
	{ "store:\nlists: { a: }\n", "F:1: at store: found nothing, expected a folder" },
	{ "store: [/s]\n", "F:1: at store: found a sequence, expected a folder" },
	{ "store: { a: b }\n", "F:1: at store: found a mapping, expected a folder" },
	{ "store: \"/s\\0\"\n", "F:1: found a control character or more than one line" },
	{ "store: |\n  /s\n  /t\n", "F:1: found a control character or more than one line" },
	{ "stor: /s\n",
	    "F:1: found unknown key \"stor\", expected one of store, templates, lists" },
	{ "[a]: b\n", "F:1: at the top: found a sequence, expected a key" },
	{ "store: /s\nstore: /t\n", "F:2: found \"store\" a second time, expected it once" },
	{ HEAD "  a:\n", "F:4: found list \"a\" a second time, expected it once" },
	{ HEAD "    title: x\n    title: y\n", "F:5: found \"title\" a second time" },
	{ HEAD "    colour: red\n",
	    "F:4: found unknown key \"colour\", expected one of title, address" },
	{ HEAD "    digest: { form: x }\n",
	    "F:4: found unknown key \"form\", expected one of from, owner" },
	{ HEAD "    digest: x\n", "F:4: at digest: found \"x\", expected a mapping with from" },
	{ HEAD "    title:\n", "F:4: at title: found nothing, expected text" },
	{ HEAD "    window: 7\n", "F:4: at window: found \"7\", expected a span" },
	{ HEAD "    window: 0d\n", "F:4: at window: found \"0d\", expected a span" },
	{ HEAD "    window: 53w\n", "F:4: at window: found \"53w\", expected a span" },
	{ HEAD "    timezone: Mars/Olympus\n",
	    "F:4: at timezone: found \"Mars/Olympus\", expected UTC" },
	{ HEAD "    timezone: ../../../etc/passwd\n",
	    "F:4: at timezone: found \"../../../etc/passwd\"" },
	{ HEAD "    timezone: Asia\n", "F:4: at timezone: found \"Asia\", expected UTC" },
	{ HEAD "    timezone: +25:00\n", "F:4: at timezone: found \"+25:00\", expected UTC" },
	{ HEAD "    language: en_US\n", "F:4: at language: found \"en_US\", expected a language" },
	{ HEAD "    language: ../en\n", "F:4: at language: found \"../en\", expected a language" },
	{ HEAD "    address: kernel list\n",
	    "F:4: at address: found \"kernel list\", expected an address" },
	{ HEAD "    digest: { from: nobody }\n",
	    "F:4: at from: found \"nobody\", expected a mailbox" },
	{ HEAD "    digest: { from: \"A <a@b> x\" }\n", "F:4: at from: found \"A <a@b> x\"" },
	{ HEAD "    archive: https://x/\n",
	    "F:4: at archive: found \"https://x/\", expected a http(s)://" },
	{ HEAD "    archive: \"javascript:{message_id}\"\n",
	    "F:4: at archive: found \"javascript:" },
	{ HEAD "    digest: { unsubscribe_url: \"http://x/{token}\" }\n",
	    "F:4: at unsubscribe_url: found \"http://x/{token}\", expected an https:// URL" },
	{ HEAD "    digest: { unsubscribe_url: \"https://x/\" }\n",
	    "F:4: at unsubscribe_url: found" },
	{ "store: /s\nlists: { Kvm: }\n", "F:2: at lists: found \"Kvm\", expected a list's name" },
	{ "store: /s\nlists: { -a: }\n", "F:2: at lists: found \"-a\", expected a list's name" },
	{ "store: /s\nlists: { a/b: }\n", "F:2: at lists: found \"a/b\", expected a list's name" },
	{ "store: /s\nlists: { a: b }\n", "F:2: at a: found \"b\", expected the list's mapping" },
	{ HEAD "model: { url: \"ftp://x\" }\n",
	    "F:4: at url: found \"ftp://x\", expected a http(s):// URL" },
	{ HEAD "model: { key_file: k, key_command: c }\n",
	    "F:1: found both model.key_command and" },
	{ HEAD "mail: { smtp: \"smtp://a@x\", key_file: k, key_command: c }\n",
	    "F:1: found both mail.key_command and" },
	{ HEAD "model: { url: \"http://x\" }\n", "F:1: found model.url without model.name" },
	{ HEAD "model: { parallel: 65 }\n", "F:4: at parallel: found \"65\", expected a whole" },
	{ HEAD "model: { timeout: 1e3 }\n", "F:4: at timeout: found \"1e3\", expected seconds" },
	{ HEAD "model: { timeout: 0.01 }\n", "F:4: at timeout: found \"0.01\", expected seconds" },
	{ HEAD "model: { price_in: -1 }\n", "F:4: at price_in: found \"-1\", expected the price" },
	{ HEAD "model: { context_tokens: 255 }\n",
	    "F:4: at context_tokens: found \"255\", expected a number of tokens" },
	{ HEAD "model: { max_tokens_field: n }\n",
	    "F:4: at max_tokens_field: found \"n\", expected auto," },
	{ HEAD "model: { response_format: json }\n",
	    "F:4: at response_format: found \"json\", expected auto," },
	{ HEAD "model: { extra_body: x }\n", "F:4: at extra_body: found \"x\", expected a JSON" },
	{ HEAD "model: { headers: { \"a b\": x } }\n",
	    "F:4: at headers: found \"a b\", expected at most 16 names" },
	{ HEAD "model: { headers: { a: } }\n", "F:4: at a: found nothing, expected text of" },
	{ HEAD "model: { headers: x }\n", "F:4: at headers: found \"x\", expected a mapping" },
	{ HEAD "model: { run: { calls: 0 } }\n", "F:4: at calls: found \"0\", expected a whole" },
	{ HEAD "mail: { sendmail: sendmail }\n",
	    "F:4: at sendmail: found \"sendmail\", expected a command" },
	{ HEAD "mail: { smtp: \"http://x\" }\n",
	    "F:4: at smtp: found \"http://x\", expected a smtp://" },
	{ HEAD "mail: { smtp: \"smtp://ada:sec ret@x\" }\n",
	    "F:4: at smtp: found \"smtp://...\", expected a smtp://" },
	{ HEAD "mail: { \"smtp://ada:secret@x\": x }\n",
	    "F:4: found unknown key \"smtp://...\", expected one" },
	{ HEAD "mail: { sendmail: /s, smtp: \"smtp://x\" }\n",
	    "F:1: found both mail.sendmail and mail.smtp" },
	{ "store: &s /s\nlists: *s\n", "F:1: found an anchor (&), expected" },
	{ "store: *s\n", "F:1: found an alias (*), expected" },
	{ "store: !!str /s\n", "F:1: found a tag (!), expected" },
	{ "store: /s\n---\nstore: /t\n", "F:2: found a second document, expected the end" },
	{ HEAD "---\nstore: /t\n", "F:4: found a second document, expected the end" },
	{ "store: /s\n\tlists: x\n", "F:2: not YAML: " },
	{ "store: \"/s\n", "F:2: not YAML: " },
	{ "store: /s\nlists:\n   a:\n  b: y\n", "F:4: not YAML: " },
	{ "store: /\xff\n", "F:1: found bytes that are no UTF-8 text" },
	{ "a: [[[[[[[[[[[[", "F:1: found unknown key \"a\"" },
	{ "[[[[[[[[[[[[", "F:1: at the top: found a sequence" },
};

static void
test_wrong(void **state)
{
	(void)state;
	log_open("test");
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		const char *said = complaint(wrong[i].text);
		const char *at = strstr(said, wrong[i].says);
		if (at != said + strlen("test: ") || strchr(said, '\n') != said + strlen(said) - 1)
			fail_msg("%s\nsaid: %s\nwant: %s", wrong[i].text, said, wrong[i].says);
	}
}

static void
test_defaults(void **state)
{
	struct arena *a = arena_new();
	struct config c;

	(void)state;
	assert_true(
	    schema_read(a, "dir/F", BYTES_LIT("store: /s\nlists:\n  a:\n  b: { title: B }\n"), &c));
	assert_int_equal(c.nlists, 2);
	assert_string_equal(c.lists[0].name, "a");
	assert_string_equal(c.lists[0].title, "a");
	assert_string_equal(c.lists[1].title, "B");
	assert_string_equal(c.lists[0].language, "en");
	assert_string_equal(c.lists[0].timezone, "UTC");
	assert_int_equal(c.lists[0].window, 7 * 24 * 60 * 60);
	assert_null(c.lists[0].address);
	assert_null(c.lists[0].archive);
	assert_null(c.lists[0].from);
	assert_null(c.model.url);
	assert_null(c.templates);
	assert_null(c.smtp);
	assert_string_equal(c.sendmail[0], "/usr/sbin/sendmail");
	assert_string_equal(c.sendmail[1], "-oi");
	assert_null(c.sendmail[2]);
	assert_ptr_equal(config_list(&c, "b"), &c.lists[1]);
	assert_null(config_list(&c, "c"));
	arena_free(a);
}

static void
test_whole(void **state)
{
	static const char text[] = "store: data\n"
				   "templates: ../t\n"
				   "lists:\n"
				   "  kvmarm:\n"
				   "    title: \"KVM \xe4\xb8\xad\xe6\x96\x87\"\n"
				   "    address: kvmarm@lists.linux.dev\n"
				   "    language: zh-CN\n"
				   "    timezone: Asia/Shanghai\n"
				   "    window: 36h\n"
				   "    archive: https://lore.kernel.org/r/{message_id}\n"
				   "    prefix: \"[kvmarm]\"\n"
				   "    digest:\n"
				   "      from: \"KVM digest <kvm@example.org>\"\n"
				   "      owner: ada@example.org\n"
				   "      unsubscribe_url: https://example.org/u/{token}\n"
				   "  other: { timezone: \"-03:30\" }\n"
				   "model:\n"
				   "  url: http://127.0.0.1:8080/v1\n"
				   "  name: q\n"
				   "  key_file: key\n"
				   "  parallel: 16\n"
				   "  timeout: 1.5\n"
				   "  max_tokens_field: max_completion_tokens\n"
				   "  response_format: none\n"
				   "  extra_body: '{\"seed\": 1}'\n"
				   "  headers: { X-Team: a b, Api-Version: \"2\" }\n"
				   "  run: { calls: 7, seconds: 60 }\n"
				   "  price_out: 0.25\n"
				   "mail: { sendmail: /usr/bin/msmtp  -t }\n";
	struct arena *a = arena_new();
	struct config c;
	const struct config_list *l;

	(void)state;
	assert_true(schema_read(a, "/etc/lb/F", bytes_from(text), &c));
	assert_string_equal(c.store, "/etc/lb/data");
	assert_string_equal(c.templates, "/etc/lb/../t");
	l = config_list(&c, "kvmarm");
	assert_string_equal(l->title, "KVM \xe4\xb8\xad\xe6\x96\x87");
	assert_string_equal(l->address, "kvmarm@lists.linux.dev");
	assert_string_equal(l->language, "zh-CN");
	assert_string_equal(l->timezone, "Asia/Shanghai");
	assert_int_equal(l->window, 36 * 60 * 60);
	assert_string_equal(l->archive, "https://lore.kernel.org/r/{message_id}");
	assert_string_equal(l->prefix, "[kvmarm]");
	assert_string_equal(l->from, "KVM digest <kvm@example.org>");
	assert_string_equal(l->owner, "ada@example.org");
	assert_string_equal(l->unsubscribe_url, "https://example.org/u/{token}");
	assert_string_equal(config_list(&c, "other")->timezone, "-03:30");
	assert_string_equal(c.model.url, "http://127.0.0.1:8080/v1");
	assert_string_equal(c.model.name, "q");
	assert_string_equal(c.model.key_file, "/etc/lb/key");
	assert_int_equal(c.model.parallel, 16);
	assert_int_equal(c.model.timeout, 1500);
	assert_int_equal(c.model.limit, CONFIG_MAX_COMPLETION_TOKENS);
	assert_int_equal(c.model.form, CONFIG_FORM_NONE);
	assert_string_equal(c.model.extra_body, "{\"seed\": 1}");
	assert_string_equal(c.model.headers[0], "X-Team: a b");
	assert_string_equal(c.model.headers[1], "Api-Version: 2");
	assert_null(c.model.headers[2]);
	assert_int_equal(c.model.run.calls, 7);
	assert_int_equal(c.model.run.milliseconds, 60000);
	assert_true(c.model.run.tokens > 0);
	assert_true(c.model.price_out == 0.25 && c.model.price_in == 0);
	assert_string_equal(c.sendmail[0], "/usr/bin/msmtp");
	assert_string_equal(c.sendmail[1], "-t");
	assert_null(c.sendmail[2]);
	arena_free(a);
}

static void
test_names(void **state)
{
	char name[66] = { 0 };

	(void)state;
	assert_true(config_list_name_valid("a"));
	assert_true(config_list_name_valid("0-9"));
	assert_false(config_list_name_valid(""));
	assert_false(config_list_name_valid("."));
	assert_false(config_list_name_valid("a.b"));
	assert_false(config_list_name_valid("\xc3\xa9"));
	memset(name, 'a', 64);
	assert_true(config_list_name_valid(name));
	name[64] = 'a';
	assert_false(config_list_name_valid(name));
}

static void
test_many_lists(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	buf_adds(&text, "store: /s\nlists:\n");
	for (size_t i = 0; i < CONFIG_LISTS_MAX; i++)
		buf_addf(&text, " a%zu:\n", i);
	assert_string_equal(complaint(text.p), "");
	buf_adds(&text, " b:\n");
	assert_non_null(
	    strstr(complaint(text.p), ":1003: at lists: found \"b\", expected at most 1000 lists"));
	buf_release(&text);
}

/* Nesting and repetition cost nothing: each is refused where it begins. */
static void
test_bombs(void **state)
{
	struct buf text = BUF_INIT;

	(void)state;
	for (const char *c = "[{?&-*"; *c; c++) {
		buf_clear(&text);
		while (text.n < CONFIG_BYTES_MAX)
			buf_addc(&text, *c);
		assert_true(*complaint(text.p));
	}
	buf_clear(&text);
	buf_adds(&text, "a: &a [x,x]\n");
	for (char c = 'b'; c <= 'z'; c++)
		buf_addf(&text, "%c: &%c [*%c,*%c,*%c]\n", c, c, c - 1, c - 1, c - 1);
	assert_true(*complaint(text.p));
	buf_release(&text);
}

/* ---- files ---- */

static const char *
write_file(struct arena *a, const char *dir, const char *name, const char *text)
{
	const char *path = arena_printf(a, "%s/%s", dir, name);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return path;
}

static void
test_places(void **state)
{
	char dir[] = "/tmp/listbrief-config.XXXXXX";
	struct arena *a = arena_new();
	struct config c;
	const char *named, *env, *xdg, *home;

	(void)state;
	assert_non_null(mkdtemp(dir));
	mkdir(arena_printf(a, "%s/listbrief", dir), 0700);
	mkdir(arena_printf(a, "%s/.config", dir), 0700);
	mkdir(arena_printf(a, "%s/.config/listbrief", dir), 0700);
	named = write_file(a, dir, "named", "store: /named\nlists: { a: }\n");
	env = write_file(a, dir, "env", "store: /env\nlists: { a: }\n");
	xdg = write_file(a, dir, "listbrief/config.yaml", "store: /xdg\nlists: { a: }\n");
	home = write_file(a, dir, ".config/listbrief/config.yaml", "store: home\nlists: { a: }\n");

	setenv("LISTBRIEF_CONFIG", env, 1);
	setenv("XDG_CONFIG_HOME", dir, 1);
	setenv("HOME", dir, 1);
	assert_true(config_read(a, named, &c));
	assert_string_equal(c.store, "/named");
	assert_true(config_read(a, NULL, &c));
	assert_string_equal(c.store, "/env");
	unsetenv("LISTBRIEF_CONFIG");
	assert_true(config_read(a, NULL, &c));
	assert_string_equal(c.store, "/xdg");
	assert_string_equal(c.file, xdg);
	unlink(xdg);
	assert_true(config_read(a, NULL, &c));
	assert_string_equal(c.store, arena_printf(a, "%s/.config/listbrief/home", dir));

	/* One that was named and is not there is an error, never another one silently. */
	assert_non_null(freopen("/dev/null", "w", stderr));
	setenv("LISTBRIEF_CONFIG", "/nowhere/x", 1);
	assert_false(config_read(a, NULL, &c));
	assert_false(config_read(a, dir, &c));
	unlink(named), unlink(env), unlink(home);
	rmdir(arena_printf(a, "%s/.config/listbrief", dir));
	rmdir(arena_printf(a, "%s/.config", dir));
	rmdir(arena_printf(a, "%s/listbrief", dir));
	rmdir(dir);
	arena_free(a);
}

static void
test_templates(void **state)
{
	struct arena *a = arena_new();
	struct config c = { .templates = "/configured" };

	(void)state;
	setenv("LISTBRIEF_TEMPLATES", "/env", 1);
	assert_string_equal(config_templates(a, &c), "/env");
	unsetenv("LISTBRIEF_TEMPLATES");
	assert_string_equal(config_templates(a, &c), "/configured");
	c.templates = NULL;
	assert_non_null(config_templates(a, &c));
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_whole),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_many_lists),
		cmocka_unit_test(test_bombs),
		cmocka_unit_test(test_templates),
		cmocka_unit_test(test_places),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
