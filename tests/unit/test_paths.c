/* SPDX-License-Identifier: ISC */
/* The files a patch touches, by the lines of its diff; and how many are kept. */
#include "filters/aggregate/paths.h"

#include "common/buf.h"
#include "filters/aggregate/facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The paths of a mail in text.h's form, one after the other. */
static void
expect(const char *text, const char *wanted)
{
	struct arena *a = arena_new();
	struct buf got = BUF_INIT;
	const struct store_fact *facts;
	size_t n = facts_find(a, bytes_from(text), false, &facts);

	for (size_t i = 0; i < n; i++)
		if (facts[i].kind == FACT_PATH)
			buf_addf(&got, "%s%.*s", got.n ? "|" : "", (int)facts[i].value.n,
			    facts[i].value.p);
	assert_string_equal(got.n ? got.p : "", wanted);
	buf_release(&got);
	arena_free(a);
}

static void
diffs_name_their_files(void **state)
{
	(void)state;
	expect("ddiff --git a/fs/a b.c b/fs/a b.c\nd--- a/fs/a b.c\nd+++ b/fs/a b.c\n", "fs/a b.c");
	expect(
	    "ddiff --git a/x.c b/x.c\ndnew file mode 100644\nd--- /dev/null\nd+++ b/x.c\n", "x.c");
	expect("ddiff --git a/x.c b/x.c\nddeleted file mode 100644\nd--- a/x.c\nd+++ /dev/null\n",
	    "x.c");
	expect("ddiff --git a/x b/y\ndrename from x\ndrename to y\n", "x|y");
	expect("ddiff --git a/x.png b/x.png\ndGIT binary patch\n", "x.png");
	expect("d--- linux.orig/mm/slab.c\t2006-01-01\nd+++ linux/mm/slab.c\t2006-01-02\n",
	    "mm/slab.c");
	expect("d--- a/x.c\nd+++ b/x.c\nd@@ -1 +1 @@\nd--- a/no.c\nd+no\n", "x.c");
	expect("ddiff --git \"a/\\303\" \"b/\\303\"\n", "");
	expect("ddiff --git a/x b/\n", "");
	expect("ddiff --git \n", "");
}

static void
diffstats_too_where_there_is_no_diff(void **state)
{
	(void)state;
	expect(
	    "d arch/arm64/kvm/mmu.c | 12 ++--\nd x.png | Bin 0 -> 12 bytes\nd 2 files changed, 3 "
	    "insertions(+)\n",
	    "arch/arm64/kvm/mmu.c|x.png");
	expect("d .../selftests/kvm/x.c | 2 +-\nd {a => b}/x.c | 2 +-\nd a => b | 0\n", "");
	expect("ddiff --git a/x b/x\nd--- a/x\nd+++ b/x\nd@@ -1,2 +1,2 @@\nd table | 12\n", "x");
}

static void
only_patches_count(void **state)
{
	(void)state;
	expect("qdiff --git a/x b/x\nq--- a/x\nq+++ b/x\npdiff --git a/x b/x\n", "");
}

static void
paths_are_bounded(void **state)
{
	struct arena *a = arena_new();
	struct buf b = BUF_INIT;
	const struct store_fact *facts;

	(void)state;
	for (size_t i = 0; i < FACTS_PATHS_MAX + 1; i++)
		buf_addf(&b, "ddiff --git a/%zu b/%zu\n", i, i);
	assert_int_equal(facts_find(a, buf_bytes(&b), false, &facts), FACTS_PATHS_MAX);
	/* They take no room of others. */
	for (size_t i = 0; i < FACTS_MAX; i++)
		buf_addf(&b, "tCc: a%zu@b.c\n", i);
	assert_int_equal(facts_find(a, buf_bytes(&b), false, &facts), FACTS_MAX + FACTS_PATHS_MAX);
	for (size_t extra = 0; extra < 2; extra++) {
		buf_clear(&b);
		buf_adds(&b, "d ");
		for (size_t i = 0; i < FACTS_VALUE_MAX + extra; i++)
			buf_addc(&b, 'a');
		buf_adds(&b, " | 1 +\n");
		assert_int_equal(facts_find(a, buf_bytes(&b), false, &facts), 1 - extra);
	}
	buf_release(&b);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(diffs_name_their_files),
		cmocka_unit_test(diffstats_too_where_there_is_no_diff),
		cmocka_unit_test(only_patches_count),
		cmocka_unit_test(paths_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
