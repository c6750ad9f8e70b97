/* SPDX-License-Identifier: ISC */
/* A digest as one reader chose it. */
#include "filters/report/entry/select.h"
#include "tests/unit/arena_fixture.h"

/* clang-format off */
#define MAIL(new, name, address, subject, robot) \
	"{\"n\":1,\"subject\":\"" subject "\",\"from\":{\"name\":\"" name "\",\"address\":\"" address "\"}," \
	"\"new\":" new ",\"robot\":" robot "}"
static const char digest_text[] =
    "{\"schema\":\"listbrief.digest/1\",\"list\":{\"name\":\"x\",\"language\":\"en\"},"
    "\"totals\":{\"messages\":27,\"new\":6,\"context\":21,\"threads\":3,\"large_threads\":1,\"participants\":4},"
    "\"categories\":[{\"category\":\"PATCH\",\"threads\":2,\"messages\":25},"
    "{\"category\":\"Question\",\"threads\":1,\"messages\":2}],"
    "\"overview\":["
    "{\"kind\":\"applied\",\"text\":\"A\",\"threads\":[\"a\"]},"
    "{\"kind\":\"waiting\",\"text\":\"[PATCH] net: Elsewhere\",\"threads\":[\"z\"],\"url\":\"u\",\"category\":\"PATCH\","
    "\"from\":{\"name\":\"Zoe\",\"address\":\"zoe@z.org\"},\"paths\":[\"net/z.c\"],\"others\":[]}],"
    "\"threads\":["
    "{\"id\":\"a\",\"category\":\"PATCH\",\"subject\":\"[PATCH 0/2] KVM: arm64: Grüße\",\"messages\":22,\"new\":2,\"context\":20,"
    "\"mails\":[" MAIL("false", "Old Hand", "old@a.org", "older", "false") ","
    MAIL("true", "Ada Holm", "ada@work.org", "[PATCH 1/2] KVM: vgic: mend", "false") ","
    MAIL("true", "bot", "bot@a.org", "built", "true") "],"
    "\"paths\":[\"arch/arm64/kvm/vgic/vgic.c\",\"virt/kvm/main.c\"],\"others\":[{\"name\":\"Cy\",\"address\":\"cy@c.org\"}]},"
    "{\"id\":\"b\",\"category\":\"PATCH\",\"subject\":\"[PATCH] fs: b\",\"messages\":3,\"new\":2,\"context\":1,"
    "\"mails\":[" MAIL("true", "Bo", "bo@b.org", "[PATCH] fs: b", "false") ","
    MAIL("true", "Ada Holm", "ada@home.net", "Re: fs: b", "false") "],"
    "\"paths\":[\"fs/b.c\"],\"others\":[]},"
    "{\"id\":\"c\",\"category\":\"Question\",\"subject\":\"How?\",\"messages\":2,\"new\":2,\"context\":0,"
    "\"mails\":[" MAIL("true", "Bo", "bo@b.org", "How?", "false") "],\"paths\":[],\"others\":[]}],"
    "\"model\":null}";
/* clang-format on */

static struct json *
digest(void)
{
	struct json *v = json_parse(bytes_from(digest_text), NULL);

	assert_non_null(v);
	return v;
}

/* The digest for one with these options; who: "Name address". */
static struct json *
chosen(const char *options, const char *name, const char *address)
{
	struct choice choice = choice_read(arena, bytes_from(options));
	struct json *all = digest(),
		    *v = select_digest(
			all, (struct mailbox){ bytes_from(name), bytes_from(address) }, &choice);

	json_free(all);
	return v;
}

/* The ids of the threads, then of the overview. */
static void
expect_for(const char *options, const char *name, const char *address, const char *wanted)
{
	struct json *v = chosen(options, name, address);
	const struct json *threads = json_get(v, "threads"), *overview = json_get(v, "overview");
	struct buf got = BUF_INIT;

	for (size_t i = 0; i < json_count(threads); i++)
		buf_add(&got, json_text_of(json_get(json_at(threads, i), "id")));
	buf_addc(&got, ' ');
	for (size_t i = 0; i < json_count(overview); i++)
		buf_add(&got, json_text_of(json_at(json_get(json_at(overview, i), "threads"), 0)));
	assert_string_equal(got.p, wanted);
	buf_release(&got);
	json_free(v);
}

#define FILTER(field, value) "{\"filters\":{\"" field "\":[\"" value "\"]}}"

static void
expect(const char *options, const char *wanted)
{
	expect_for(options, "", "x@x.org", wanted);
}

static void
each_filter(void **state)
{
	(void)state;
	expect("", "abc az");
	expect(FILTER("subject", "arm64 kvm"), "a a");
	expect(FILTER("subject", "GRÜSSE"), "a a");
	expect(FILTER("subject", "vgic"), "a a");
	expect(FILTER("subject", "older"), " ");
	expect(FILTER("subject", "elsewhere"), " z");
	expect(FILTER("author", "ada"), "ab a");
	expect(FILTER("author", "ada work.org"), "a a");
	expect(FILTER("author", "old"), " ");
	expect(FILTER("author", "zoe"), " z");
	expect(FILTER("path", "fs"), "b ");
	expect(FILTER("path", "kvm"), "a a");
	expect(FILTER("path", "net"), " z");
	expect(FILTER("category", "Question"), "c ");
	expect(FILTER("category", "PATCH"), "ab az");
	expect("{\"filters\":{\"category\":[\"Question\"],\"path\":[\"fs/\"]}}", "bc ");
}

static void
paths(void **state)
{
	static const struct {
		const char *path, *wanted;
		bool is;
	} cases[] = {
		{ "fs/ext4/inode.c", "fs/ext4", true },
		{ "fs/ext4/inode.c", "fs/ext4/", true },
		{ "fs/ext4/inode.c", "/fs", true },
		{ "fs/ext4/inode.c", "ext4", true },
		{ "fs/ext4/inode.c", "inode.c", true },
		{ "fs/ext4/inode.c", "fs/ext4/inode.c", true },
		{ "fs/ext4/inode.c", "/", true },
		{ "fs/ext4/inode.c", "fs/ext", false },
		{ "fs/ext4/inode.c", "ext", false },
		{ "fs/ext4/inode.c", "/ext4", false },
		{ "fs/ext4/inode.c", "ext4/inode.c", false },
		{ "fs/ext4/inode.c", "Inode.c", false },
		{ "fs/ext4/inode.c", "", false },
		{ "", "fs", false },
		{ "Makefile", "Makefile", true },
		{ "Makefile", "/Makefile", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(
		    select_path(bytes_from(cases[i].path), bytes_from(cases[i].wanted)),
		    cases[i].is);
}

/* By address, by name, by way of a third mail, and where the mail itself is not listed. */
static void
threads_of_ones_own(void **state)
{
	const char *mine = "{\"filters\":{\"mine\":true}}";

	(void)state;
	expect_for(mine, "", "BO@b.org", "bc ");
	expect_for(mine, "", "ada@work.org", "ab a");
	expect_for(mine, "ada  holm", "ada@third.org", "ab a");
	expect_for(mine, "", "cy@c.org", "a a");
	expect_for(mine, "", "zoe@z.org", " z");
	expect_for(mine, "", "bot@a.org", " ");
	expect_for(mine, "", "nobody@x.org", " ");
	expect_for("{\"filters\":{\"mine\":true,\"subject\":[\"how\"]}}", "", "zoe@z.org", "c z");
}

static int64_t
number(const struct json *v, const char *path)
{
	return json_number_of(json_path(v, path), -1);
}

static void
totals_are_of_what_is_left(void **state)
{
	struct json *v = chosen(FILTER("category", "PATCH"), "", "x@x.org");

	(void)state;
	assert_int_equal(number(v, "totals.messages"), 25);
	assert_int_equal(number(v, "totals.new"), 4);
	assert_int_equal(number(v, "totals.context"), 21);
	assert_int_equal(number(v, "totals.threads"), 2);
	assert_int_equal(number(v, "totals.large_threads"), 1);
	/* Old Hand, Ada at work and at home, Bo; no robot. */
	assert_int_equal(number(v, "totals.participants"), 3);
	assert_int_equal(json_count(json_get(v, "categories")), 1);
	assert_int_equal(number(json_at(json_get(v, "categories"), 0), "messages"), 25);
	assert_int_equal(number(v, "choice.left_out.threads"), 1);
	assert_int_equal(number(v, "choice.left_out.messages"), 2);
	json_free(v);
}

/* A choice without filters changes the language alone; one that all threads pass, no count. */
static void
nothing_else_changes(void **state)
{
	static const char *const options[] = { "{\"language\":\"zh-CN\",\"depth\":\"full\"}",
		"{\"filters\":{\"subject\":[\"a\",\"b\",\"h\",\"e\"]}}" };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct json *v = chosen(options[i], "", "x@x.org"), *all = digest();
		struct buf x = BUF_INIT, y = BUF_INIT;

		assert_int_equal(number(v, "choice.left_out.threads"), 0);
		json_remove(v, "choice");
		json_write(&x, json_get(v, i ? "list" : "threads"), false);
		json_write(&y, json_get(all, i ? "list" : "threads"), false);
		assert_string_equal(x.p, y.p);
		json_set(v, "list", json_null());
		json_set(all, "list", json_null());
		/* Here the counts are only said, not those of the mails above. */
		json_set(v, "totals", json_null());
		json_set(all, "totals", json_null());
		buf_clear(&x);
		buf_clear(&y);
		json_write(&x, v, false);
		json_write(&y, all, false);
		assert_string_equal(x.p, y.p);
		buf_release(&x);
		buf_release(&y);
		json_free(v);
		json_free(all);
	}
}

static void
what_is_stored_is_bounded(void **state)
{
	struct buf b = BUF_INIT;
	struct choice c;

	(void)state;
	buf_adds(&b, "{\"language\":\"012345678901234567890123456789012\",\"depth\":\"deep\","
		     "\"filters\":{\"subject\":[");
	for (size_t i = 0; i < CHOICE_FILTERS_MAX + 1; i++)
		buf_addf(&b, "%s\"%zu\"", i ? "," : "", i);
	buf_adds(&b, "]}}");
	c = choice_read(arena, buf_bytes(&b));
	assert_int_equal(c.n, CHOICE_FILTERS_MAX);
	assert_int_equal(c.language.n, 0);
	assert_int_equal(c.depth, CHOICE_STANDARD);
	buf_clear(&b);
	buf_addf(
	    &b, "{\"filters\":{\"path\":[\"%0101d\",\"%0100d\",\"\",7],\"mine\":\"yes\"}}", 0, 0);
	c = choice_read(arena, buf_bytes(&b));
	assert_true(c.n == 1 && c.filters[0].value.n == CHOICE_VALUE_MAX && !c.mine);
	buf_release(&b);
	assert_int_equal(choice_read(arena, BYTES_LIT("[")).n, 0);
	assert_int_equal(choice_read(arena, BYTES_LIT("[1]")).n, 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(each_filter),
		TEST(paths),
		TEST(threads_of_ones_own),
		TEST(totals_are_of_what_is_left),
		TEST(nothing_else_changes),
		TEST(what_is_stored_is_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
