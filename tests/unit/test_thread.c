/* SPDX-License-Identifier: ISC */
#include "letters.h"
#include "linear.h"

#include "filters/aggregate/names.h"
#include "filters/aggregate/tie.h"

static void
test_names(void **state)
{
	struct arena *a = arena_new();
	struct names *n = names_new(a);
	bool fresh;

	(void)state;
	for (int i = 0; i < 5000; i++) {
		struct bytes s = bytes_from(arena_printf(a, "name number %d", i));

		assert_int_equal(names_add(n, s, &fresh), i);
		assert_true(fresh);
	}
	assert_int_equal(names_add(n, BYTES_LIT("name number 17"), &fresh), 17);
	assert_false(fresh);
	assert_int_equal(names_find(n, BYTES_LIT("name number 4999")), 4999);
	assert_int_equal(names_find(n, BYTES_LIT("name number 5000")), NAMES_NONE);
	assert_int_equal(names_find(n, BYTES_NONE), NAMES_NONE);
	assert_int_equal(names_count(n), 5000);
	assert_int_equal(names_get(n, 3).n, strlen("name number 3"));
	arena_free(a);
}

#define TREE(want, ...) EXPECT(say_tree, want, __VA_ARGS__)

static void
test_replies(void **state)
{
	(void)state;
	TREE("a b>a c>b | d", { .id = "a", .at = 1 }, { .id = "b", .refs = "a", .at = 2 },
	    { .id = "c", .refs = "a b", .at = 3 }, { .id = "d", .at = 4, .subject = "Other" });
	/* A reply that arrived before its parent. */
	TREE("b>a a", { .id = "b", .refs = "a", .at = 1 }, { .id = "a", .at = 2 });
	/* A mail's own references say its parent, whatever others say of it. */
	TREE("a b c>b", { .id = "a", .at = 1 }, { .id = "b", .at = 2 },
	    { .id = "c", .refs = "a b", .at = 3 });
	/* An id that names itself. */
	TREE("a b>a", { .id = "a", .refs = "a", .at = 1 }, { .id = "b", .refs = "a b", .at = 2 });
}

static void
test_ghosts(void **state)
{
	(void)state;
	TREE(
	    "b>g c>g ?g", { .id = "b", .refs = "g", .at = 1 }, { .id = "c", .refs = "g", .at = 2 });
	/* Ghosts hang as the first mail says that knows what came before. */
	TREE("a d>h e>h ?h>g ?g>a", { .id = "a", .at = 1 }, { .id = "d", .refs = "h", .at = 2 },
	    { .id = "e", .refs = "a g h", .at = 3 });
	TREE("d>h e>h ?g ?h>g ?x", { .id = "d", .refs = "g h", .at = 2 },
	    { .id = "e", .refs = "x h", .at = 3 });
	/* A missing reply between a mail and its grandchild. */
	TREE("a b>a c>g ?g>b", { .id = "a", .at = 1 }, { .id = "b", .refs = "a", .at = 2 },
	    { .id = "c", .refs = "a b g", .at = 3 });
	/* Both are of one thread before and after the ghost comes to light. */
	TREE("g b>g c>g", { .id = "g", .at = 0 }, { .id = "b", .refs = "g", .at = 1 },
	    { .id = "c", .refs = "g", .at = 2 });
}

static void
test_circles(void **state)
{
	(void)state;
	TREE("a b>a", { .id = "a", .refs = "b", .at = 1 }, { .id = "b", .refs = "a", .at = 2 });
	TREE("a b>a c>b", { .id = "a", .refs = "c", .at = 1 }, { .id = "b", .refs = "a", .at = 2 },
	    { .id = "c", .refs = "b", .at = 3 });
	/* What is said of a ghost weighs less than what a mail says of itself. */
	TREE("a>g b>a c>g ?g", { .id = "a", .refs = "g", .at = 1 },
	    { .id = "b", .refs = "a", .at = 2 }, { .id = "c", .refs = "b g", .at = 3 });
}

static void
test_copies(void **state)
{
	(void)state;
	/* The first stands; its copies keep a place that nobody sees. */
	TREE("a b>a copy>a", { .id = "a", .at = 1, .body = "x" },
	    { .id = "b", .refs = "a", .at = 5 }, { .id = "a", .at = 1, .body = "xy" });
	TREE("a copy>a copy>a", { .id = "a", .at = 1, .body = "x" },
	    { .id = "a", .at = 1, .body = "y" }, { .id = "a", .at = 1, .body = "z" });
	/* Another author, date or subject: two mails that chose one id. */
	TREE("a a b>a", { .id = "a", .at = 1, .from = "x@example.org" },
	    { .id = "a", .at = 2, .from = "y@example.org", .body = "y" },
	    { .id = "b", .refs = "a", .at = 3 });
	TREE("a a copy>a", { .id = "a", .at = 1, .subject = "One thing" },
	    { .id = "a", .at = 1, .subject = "Another thing", .body = "y" },
	    { .id = "a", .at = 1, .subject = "Re: One thing", .body = "z" });
}

static void
test_copy_ids(void **state)
{
	struct arena *a = arena_new();
	struct store_key key = { "0123456789abcdef0123456" }, back;

	(void)state;
	assert_true(thread_copy_key(thread_copy_id(a, &key), &back));
	assert_memory_equal(&key, &back, sizeof key);
	assert_false(thread_copy_key(BYTES_LIT("a@b"), &back));
	assert_false(thread_copy_key(BYTES_LIT("\0copy:too short"), &back));
	arena_free(a);
}

static void
test_subjects(void **state)
{
	(void)state;
	TREE("a b>a", { .id = "a", .subject = "The clock is late" },
	    { .id = "b", .subject = "Re: The clock is late", .at = DAY });
	/* Only a reply seeks, and only one without references. */
	TREE("a | b", { .id = "a", .subject = "The clock is late" },
	    { .id = "b", .subject = "The clock is late", .at = DAY });
	TREE("a | b>g ?g", { .id = "a", .subject = "The clock is late" },
	    { .id = "b", .subject = "Re: The clock is late", .at = DAY, .refs = "g" });
	/* The bound, and one second more; each step is measured by itself. */
	TREE("a b>a", { .id = "a", .subject = "The clock is late" },
	    { .id = "b", .subject = "Re: The clock is late", .at = TIE_SUBJECT_SECONDS });
	TREE("a | b", { .id = "a", .subject = "The clock is late" },
	    { .id = "b", .subject = "Re: The clock is late", .at = TIE_SUBJECT_SECONDS + 1 });
	TREE("a b>a c>a", { .id = "a", .subject = "The clock is late" },
	    { .id = "b", .subject = "Re: The clock is late", .at = TIE_SUBJECT_SECONDS },
	    { .id = "c", .subject = "Re: The clock is late", .at = 2 * TIE_SUBJECT_SECONDS });
	/* Never a later mail. */
	TREE("b | a", { .id = "b", .subject = "Re: The clock is late" },
	    { .id = "a", .subject = "The clock is late", .at = 1 });
	/* Among earlier ones the nearest, and of its thread the mail that starts. */
	TREE("a x>a | b y>b s>b", { .id = "a", .subject = "The clock is late" },
	    { .id = "x", .subject = "Re: The clock is late", .refs = "a", .at = 1 * DAY },
	    { .id = "b", .subject = "The clock is late", .at = 2 * DAY },
	    { .id = "y", .subject = "Re: The clock is late", .refs = "b", .at = 3 * DAY },
	    { .id = "s", .subject = "AW: The clock is late", .at = 4 * DAY });
	/* A mail of another thread that starts in between is none of its own. */
	TREE("y>a a x>a s>a | b", { .id = "a", .subject = "The clock is late" },
	    { .id = "b", .subject = "The clock is late", .at = 1 * DAY },
	    { .id = "x", .subject = "Re: The clock is late", .refs = "a", .at = 2 * DAY },
	    { .id = "y", .subject = "The clock is late", .refs = "a", .at = -1 * DAY },
	    { .id = "s", .subject = "Re: The clock is late", .at = 3 * DAY });
	/* Of a patch the version counts. */
	TREE("a s>a | b", { .id = "a", .subject = "[PATCH 1/3] clock: be on time" },
	    { .id = "b", .subject = "[PATCH v2 1/3] clock: be on time", .at = 1 * DAY },
	    { .id = "s", .subject = "Re: [PATCH 1/3] clock: be on time", .at = 2 * DAY });
	/* Subjects that strangers share. */
	TREE("a | b", { .id = "a", .subject = "Question" },
	    { .id = "b", .subject = "Re: question", .at = 1 });
	TREE(
	    "a | b", { .id = "a", .subject = "Hi!" }, { .id = "b", .subject = "Re: Hi!", .at = 1 });
	TREE("a | b", { .id = "a", .subject = "" }, { .id = "b", .subject = "Re:", .at = 1 });
}

static void
test_series(void **state)
{
	(void)state;
	TREE("a>c b>c c", { .id = "a", .subject = "[PATCH v2 2/2] Two", .at = 1 },
	    { .id = "b", .subject = "[patch v2 1/2] One", .at = 2 },
	    { .id = "c", .subject = "[PATCH v2 0/2] Both", .at = 3 });
	/* The bound, and one second more. */
	TREE("a b>a", { .id = "a", .subject = "[PATCH 1/2] One" },
	    { .id = "b", .subject = "[PATCH 2/2] Two", .at = TIE_SERIES_SECONDS });
	TREE("a | b", { .id = "a", .subject = "[PATCH 1/2] One" },
	    { .id = "b", .subject = "[PATCH 2/2] Two", .at = TIE_SERIES_SECONDS + 1 });
	/* Never two authors, versions, totals, tags. */
	TREE("a | b", { .id = "a", .subject = "[PATCH v4 1/28] One", .from = "x@example.org" },
	    { .id = "b", .subject = "[PATCH v4 2/28] Two", .at = 1, .from = "y@example.org" });
	TREE("a | b", { .id = "a", .subject = "[PATCH v4 1/28] One" },
	    { .id = "b", .subject = "[PATCH v5 2/28] Two", .at = 1 });
	TREE("a | b", { .id = "a", .subject = "[PATCH 1/28] One" },
	    { .id = "b", .subject = "[PATCH 2/29] Two", .at = 1 });
	TREE("a | b", { .id = "a", .subject = "[PATCH net 1/2] One" },
	    { .id = "b", .subject = "[PATCH mm 2/2] Two", .at = 1 });
	/* Sent again within minutes: another posting. */
	TREE("a b>a c d>c", { .id = "a", .subject = "[PATCH 1/2] One" },
	    { .id = "b", .subject = "[PATCH 2/2] Two", .at = 1 },
	    { .id = "c", .subject = "[PATCH 1/2] One", .at = 2 },
	    { .id = "d", .subject = "[PATCH 2/2] Two", .at = 3 });
}

struct shape {
	const char *name;
	void (*make)(struct arena *, size_t, struct letter *);
	size_t n;
};

static double
build_cost(const void *shape, size_t n)
{
	const struct shape *s = shape;
	struct arena *a = arena_new();
	struct letter *letters = arena_array(a, n, sizeof *letters);
	struct store_mail *mails = arena_array(a, n, sizeof *mails);
	struct store_thread *threads;
	double began, took;

	s->make(a, n, letters);
	for (size_t i = 0; i < n; i++)
		mails[i] = letter_mail(a, &letters[i]);
	began = processor_seconds();
	build(a, mails, n, &threads);
	took = processor_seconds() - began;
	arena_free(a);
	return took;
}

static void
children(struct arena *a, size_t n, struct letter *l)
{
	for (size_t i = 0; i < n; i++)
		l[i] = (struct letter){
			.id = arena_printf(a, "%zu", i), .refs = i ? "0" : NULL, .at = (int64_t)i
		};
}

static void
chain(struct arena *a, size_t n, struct letter *l)
{
	for (size_t i = 0; i < n; i++)
		l[i] = (struct letter){ .id = arena_printf(a, "%zu", i),
			.refs = i ? arena_printf(a, "%zu", i - 1) : NULL,
			.at = (int64_t)i };
}

static void
circle(struct arena *a, size_t n, struct letter *l)
{
	for (size_t i = 0; i < n; i++)
		l[i] = (struct letter){ .id = arena_printf(a, "%zu", i),
			.refs = arena_printf(a, "%zu", (i + 1) % n),
			.at = (int64_t)i };
}

static void
one_subject(struct arena *a, size_t n, struct letter *l)
{
	for (size_t i = 0; i < n; i++)
		l[i] = (struct letter){ .id = arena_printf(a, "%zu", i),
			.subject = "Re: The same again",
			.at = (int64_t)i };
}

static void
one_part(struct arena *a, size_t n, struct letter *l)
{
	for (size_t i = 0; i < n; i++)
		l[i] = (struct letter){ .id = arena_printf(a, "%zu", i),
			.subject = "[PATCH 1/2] The same again",
			.refs = i % 2 ? "0" : NULL,
			.at = (int64_t)i };
}

static void
one_id(struct arena *a, size_t n, struct letter *l)
{
	for (size_t i = 0; i < n; i++)
		l[i] = (struct letter){
			.id = "one", .at = (int64_t)i, .body = arena_printf(a, "%zu", i)
		};
}

/* 64 ghosts each (MAILID_REFS_MAX), which contradict each other. */
static void
many_ghosts(struct arena *a, size_t n, struct letter *l)
{
	for (size_t i = 0; i < n; i++) {
		struct buf refs = BUF_INIT;

		for (size_t k = 0; k < 64; k++)
			buf_addf(&refs, "g%zu ", (i * 7919 + k * (i % 2 ? 1 : n - 1)) % (4 * n));
		l[i] = (struct letter){ .id = arena_printf(a, "%zu", i),
			.refs = arena_string(a, buf_bytes(&refs)),
			.at = (int64_t)i };
		buf_release(&refs);
	}
}

static void
test_linear(void **state)
{
	static const struct shape shapes[] = { { "children", children, 25000 },
		{ "chain", chain, 25000 }, { "circle", circle, 25000 },
		{ "one subject", one_subject, 25000 }, { "one part", one_part, 25000 },
		{ "one id", one_id, 25000 }, { "many ghosts", many_ghosts, 2000 } };

	(void)state;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		assert_linear(shapes[i].name, build_cost, &shapes[i], shapes[i].n);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_names),
		cmocka_unit_test(test_replies), cmocka_unit_test(test_ghosts),
		cmocka_unit_test(test_circles), cmocka_unit_test(test_copies),
		cmocka_unit_test(test_copy_ids), cmocka_unit_test(test_subjects),
		cmocka_unit_test(test_series), cmocka_unit_test(test_linear) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
