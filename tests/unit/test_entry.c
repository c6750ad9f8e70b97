/* SPDX-License-Identifier: ISC */
#include "letters.h"

#define ENTRIES(want, ...) EXPECT(say_entries, want, __VA_ARGS__)
/* A mail of Ann's, who writes most of these. */
#define ANN(i, r, s, ...)                                                                          \
	{                                                                                          \
		.id = i, .refs = r, .subject = s, .from = "ann@example.org", __VA_ARGS__           \
	}
#define BOB(i, r, s, ...)                                                                          \
	{                                                                                          \
		.id = i, .refs = r, .subject = s, .from = "bob@example.org", __VA_ARGS__           \
	}

static void
test_discussion(void **state)
{
	(void)state;
	ENTRIES("a[Question]: a b c | d[Discussion]: d", ANN("a", "", "How does it work?", .at = 1),
	    BOB("b", "a", "Re: How does it work?", .at = 2),
	    ANN("c", "a b", "Re: How does it work?", .at = 3),
	    ANN("d", "", "Something else", .at = 4));
	/* A reply under a subject of its own stays. */
	ENTRIES("a[Discussion]: a b", ANN("a", "", "Plans for the summer", .at = 1),
	    BOB("b", "a", "Travel (was: Plans for the summer)", .at = 2));
	/* Mails of one thread by mention alone, with no common root. */
	ENTRIES("a[Discussion]: a | b[Discussion]: b c", ANN("a", "", "First subject", .at = 1),
	    BOB("b", "", "Second subject", .at = 2),
	    BOB("c", "a b", "Re: Second subject", .at = 3));
}

static void
test_series(void **state)
{
	(void)state;
	ENTRIES("a[PATCH v1/2]: a b c r", ANN("a", "", "[PATCH 0/2] Both", .at = 1),
	    ANN("b", "a", "[PATCH 1/2] One", .at = 2), ANN("c", "a", "[PATCH 2/2] Two", .at = 3),
	    BOB("r", "a c", "Re: [PATCH 2/2] Two", .at = 4));
	/* Each part answers the one before. */
	ENTRIES("a[PATCH v1/2]: a b c", ANN("a", "", "[PATCH 0/2] Both", .at = 1),
	    ANN("b", "a", "[PATCH 1/2] One", .at = 2), ANN("c", "a b", "[PATCH 2/2] Two", .at = 3));
	/* No cover; the second part arrives first. */
	ENTRIES("b[PATCH v1/2]: c b", ANN("c", "b", "[PATCH 2/2] Two", .at = 1),
	    ANN("b", "", "[PATCH 1/2] One", .at = 2));
	/* One part more than there should be, long after. */
	ENTRIES("a[PATCH v1/2]: a b c d", ANN("a", "", "[PATCH 0/2] Both", .at = 1),
	    ANN("b", "a", "[PATCH 1/2] One", .at = 2), ANN("c", "a", "[PATCH 2/2] Two", .at = 3),
	    ANN("d", "a", "[PATCH 3/2] Three", .at = 9 * DAY));
	/* The cover alone has a version: sent together. */
	ENTRIES("a[PATCH v3/2]: a b c", ANN("a", "", "[PATCH net v3 0/2] Both", .at = 1),
	    ANN("b", "a", "[PATCH 1/2] One", .at = 2), ANN("c", "a", "[PATCH 2/2] Two", .at = 3));
	/* Another's patch under the cover, sent together with it. */
	ENTRIES("a[PATCH v1/2]: a b c", ANN("a", "", "[PATCH 0/2] Both", .at = 1),
	    ANN("b", "a", "[PATCH 1/2] One", .at = 2), BOB("c", "a", "[PATCH 2/2] Two", .at = 3));
	/* The same number a day later is a series of Bob's own. */
	ENTRIES("a[PATCH v1/2]: a b | c[PATCH v1/2]: c ^a",
	    ANN("a", "", "[PATCH 0/2] Both", .at = 1), ANN("b", "a", "[PATCH 1/2] One", .at = 2),
	    BOB("c", "a", "[PATCH 2/2] Two", .at = DAY));
}

static void
test_versions(void **state)
{
	(void)state;
	/* A new version as a reply to the old cover. */
	ENTRIES("a[PATCH v1/2]: a b c r | d[PATCH v2/2]: d e f s ^a",
	    ANN("a", "", "[PATCH 0/2] Both", .at = 1), ANN("b", "a", "[PATCH 1/2] One", .at = 2),
	    ANN("c", "a", "[PATCH 2/2] Two", .at = 3),
	    BOB("r", "a c", "Re: [PATCH 2/2] Two", .at = 4),
	    ANN("d", "a", "[PATCH v2 0/2] Both", .at = 5),
	    ANN("e", "a d", "[PATCH v2 1/2] One", .at = 6),
	    ANN("f", "a d", "[PATCH v2 2/2] Two", .at = 7),
	    BOB("s", "a d e", "Re: [PATCH v2 1/2] One", .at = 8));
	/* Without a cover, in reply to a part. */
	ENTRIES("a[PATCH v1/2]: a b | c[PATCH v2/2]: c d ^b",
	    ANN("a", "", "[PATCH 1/2] One", .at = 1), ANN("b", "a", "[PATCH 2/2] Two", .at = 2),
	    ANN("c", "a b", "[PATCH v2 1/2] One", .at = 3),
	    ANN("d", "a b c", "[PATCH v2 2/2] Two", .at = 4));
	/* Not even a version: the part was there. */
	ENTRIES("a[PATCH v1/2]: a b | c[PATCH v1/2]: c d ^a",
	    ANN("a", "", "[PATCH 1/2] One", .at = 1), ANN("b", "a", "[PATCH 2/2] Two", .at = 2),
	    ANN("c", "a", "[PATCH 1/2] One", .at = 3), ANN("d", "a c", "[PATCH 2/2] Two", .at = 4));
	/* One part anew, in reply to what was said of the old one. */
	ENTRIES("a[PATCH v1/2]: a b c r | d[PATCH v2/2]: d s ^r",
	    ANN("a", "", "[PATCH 0/2] Both", .at = 1), ANN("b", "a", "[PATCH 1/2] One", .at = 2),
	    ANN("c", "a", "[PATCH 2/2] Two", .at = 3),
	    BOB("r", "a c", "Re: [PATCH 2/2] Two", .at = 4),
	    ANN("d", "a c r", "[PATCH v2 2/2] Two", .at = 5),
	    BOB("s", "a c r d", "Re: [PATCH v2 2/2] Two", .at = 6));
	/* The parts of a new version, each in reply to its old one. */
	ENTRIES("a[PATCH v1/2]: a b | c[PATCH v2/2]: c d ^a",
	    ANN("a", "", "[PATCH 1/2] One", .at = 1), ANN("b", "a", "[PATCH 2/2] Two", .at = 2),
	    ANN("c", "a", "[PATCH v2 1/2] One", .at = 3),
	    ANN("d", "a b", "[PATCH v2 2/2] Two", .at = 4));
	ENTRIES("a[RFC v1/2]: a b | c[PATCH v1/2]: c d ^a",
	    ANN("a", "", "[RFC PATCH 0/2] Both", .at = 1),
	    ANN("b", "a", "[RFC PATCH 1/2] One", .at = 2),
	    ANN("c", "a", "[PATCH 0/2] Both", .at = 5 * DAY),
	    ANN("d", "a c", "[PATCH 1/2] One", .at = 5 * DAY + 1));
}

static void
test_authors(void **state)
{
	(void)state;
	/* Same version, same total, in reply: two authors are two series. */
	ENTRIES("a[PATCH v4/28]: a b | c[PATCH v4/28]: c d ^a",
	    ANN("a", "", "[PATCH v4 00/28] One thing", .at = 1),
	    ANN("b", "a", "[PATCH v4 01/28] Its first", .at = 2),
	    BOB("c", "a", "[PATCH v4 00/28] Another", .at = 3),
	    BOB("d", "a c", "[PATCH v4 02/28] Its second", .at = 4));
	/* A patch in the middle of a discussion. */
	ENTRIES("a[Bug Report]: a r t | p[PATCH v1/1]: p s ^r",
	    ANN("a", "", "BUG: it does not work", .at = 1),
	    BOB("r", "a", "Re: BUG: it does not work", .at = 2),
	    BOB("p", "a r", "[PATCH] Make it work", .at = 3),
	    ANN("s", "a r p", "Re: [PATCH] Make it work", .at = 4),
	    ANN("t", "a r", "Re: BUG: it does not work", .at = 5));
	ENTRIES("a[PATCH v1/1]: a | b[PATCH v2/1]: b ^a", ANN("a", "", "[PATCH] One", .at = 1),
	    ANN("b", "a", "[PATCH v2] One", .at = 2));
	ENTRIES("a[PATCH v1/1]: a | b[GIT PULL v1/1]: b ^a", ANN("a", "", "[PATCH] One", .at = 1),
	    BOB("b", "a", "[GIT PULL] All of it", .at = 2));
	/* A diff under a subject of its own; one under the old subject is a reply that lost its
	 * "Re:". */
	ENTRIES("a[PATCH v1/2]: a b | c[Discussion v1/1]: c ^a",
	    ANN("a", "", "[PATCH 0/2] Both", .at = 1), ANN("b", "a", "[PATCH 1/2] One", .at = 2),
	    BOB("c", "a", "Perhaps like this", .at = 3, .flags = MAIL_PATCH));
	ENTRIES("a[Discussion]: a b", ANN("a", "", "The clock is late", .at = 1),
	    BOB("b", "a", "The clock is late", .at = 3, .flags = MAIL_PATCH));
}

static void
test_ghosts(void **state)
{
	(void)state;
	/* Only replies are here: the heading is theirs. */
	ENTRIES("?g[PATCH v5/44]: a b ?g", BOB("a", "g", "Re: [PATCH v5 32/44] A part", .at = 1),
	    ANN("b", "g a", "Re: [PATCH v5 32/44] A part", .at = 2));
	/* A missing cover: its parts and replies to it are one. */
	ENTRIES("?g[PATCH v1/2]: a r b ?g", ANN("a", "g", "[PATCH 1/2] One", .at = 1),
	    BOB("r", "g", "Re: [PATCH 0/2] Both", .at = 2),
	    ANN("b", "g", "[PATCH 2/2] Two", .at = 3));
	/* A missing cover of a new version. */
	ENTRIES("a[PATCH v1/2]: a b | ?g[PATCH v2/2]: c d ?g ^a",
	    ANN("a", "", "[PATCH 0/2] Both", .at = 1), ANN("b", "a", "[PATCH 1/2] One", .at = 2),
	    ANN("c", "a g", "[PATCH v2 1/2] One", .at = 3),
	    ANN("d", "a g", "[PATCH v2 2/2] Two", .at = 4));
	/* What is missing was another version, as a reply shows. */
	ENTRIES("?g[PATCH v1/2]: r ?g | a[PATCH v2/2]: a ^g",
	    BOB("r", "g", "Re: [PATCH 1/2] One", .at = 1),
	    ANN("a", "g", "[PATCH v2 1/2] One", .at = 2));
	/* Nothing but a ghost above a new version. */
	ENTRIES("a[PATCH v2/1]: a ?g", ANN("a", "g", "[PATCH v2] One", .at = 1));
	ENTRIES("a[PATCH v2/1]: a ?g | b[PATCH v3/1]: b ^g",
	    ANN("a", "g", "[PATCH v2] One", .at = 1), ANN("b", "g", "[PATCH v3] One", .at = 2));
	/* A ghost that nothing hangs on stays with the mail that spoke of it. */
	ENTRIES("a[Discussion]: a b ?g", ANN("a", "", "The clock is late", .at = 1),
	    BOB("b", "g a", "Re: The clock is late", .at = 2));
	/* Copies are seen nowhere, and make no entry. */
	ENTRIES("a[Discussion]: a copy", ANN("a", "", "The clock is late", .at = 1),
	    ANN("a", "", "The clock is late", .at = 1, .body = "more"));
}

/* A series over its bound of parts, and one subject of tags without end. */
static void
test_bounds(void **state)
{
	struct buf tags = BUF_INIT;
	struct arena *a = arena_new();
	struct letter l[2] = { ANN("a", "", NULL, .at = 1), ANN("b", "a", NULL, .at = 2) };
	struct store_mail mails[2];
	struct store_thread *threads;

	(void)state;
	buf_adds(&tags, "[PATCH");
	for (int i = 0; i < 100; i++)
		buf_addf(&tags, " tag%d", i);
	l[0].subject = arena_printf(a, "%s 0/9999] Long", tags.p);
	l[1].subject = arena_printf(a, "%s 9999/9999] Longer", tags.p);
	mails[0] = letter_mail(a, &l[0]);
	mails[1] = letter_mail(a, &l[1]);
	assert_int_equal(build(a, mails, 2, &threads), 1);
	assert_int_equal(threads[0].nentries, 1);
	assert_int_equal(threads[0].entries[0].total, 9999);
	assert_int_equal(build(a, mails, 0, &threads), 0);
	arena_free(a);
	buf_release(&tags);
}

int
main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_discussion),
		cmocka_unit_test(test_series), cmocka_unit_test(test_versions),
		cmocka_unit_test(test_authors), cmocka_unit_test(test_ghosts),
		cmocka_unit_test(test_bounds) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
