/* SPDX-License-Identifier: ISC */
/* What words above a tag say it is for. */
#include "filters/aggregate/parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/buf.h"

static void
scopes(void **state)
{
	static const struct {
		const char *line, *want; /* NULL: it says none; "": all */
	} cases[] = {
		{ "For patches 9~19 in the series,", "9 10 11 12 13 14 15 16 17 18 19" },
		{ "relevant patches. With that, patches 6-8:", "6 7 8" },
		{ "Patch 2:", "2" },
		{ "For patches #1, #2, and 5 of this set", "1 2 5" },
		{ "for 1/4 and 3/4:", "1 3" },
		{ "For patches 2 to 4.", "2 3 4" },
		{ "so for patches 01 & 03", "1 3" },
		{ "patches 1-3", "1 2 3" },
		{ "For patches 5-3:", NULL },
		{ "For the series:", "" },
		{ "Thanks, for the whole series", "" },
		{ "for all patches.", "" },
		{ "For this series:", "" },
		{ "", NULL },
		{ "For the record,", NULL },
		{ "For the rest of the series:", NULL },
		{ "Apart from the nit in patch 3, looks good.", NULL },
		{ "The same holds for patch 3", NULL },
		{ "Fine, patch 3 needs a look", NULL },
		{ "For 6.19:", NULL },
		{ "for 3:", NULL },
		{ "for patches 6.19", NULL },
		{ "For patches 10000:", NULL },
		{ "I like the series,", NULL },
	};
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct parts p;
		bool said = parts_scope(bytes_from(cases[i].line), &p);
		struct bytes got = parts_text(a, &p);

		if (said != (cases[i].want != NULL) ||
		    (said && !bytes_equal(got, bytes_from(cases[i].want))))
			fail_msg("%s: got \"%.*s\"", cases[i].line, (int)got.n, got.p);
	}
	arena_free(a);
}

/* 64 patches, and a clause within the last 200 bytes. */
static void
bounds(void **state)
{
	struct buf b = BUF_INIT;
	struct parts p;

	(void)state;
	assert_true(parts_scope(BYTES_LIT("For patches 1-65:"), &p));
	assert_int_equal(p.n, PARTS_MAX);
	for (int i = 0; i < 100000; i++)
		buf_adds(&b, ", for");
	buf_adds(&b, ", for patch 7:");
	assert_true(parts_scope(buf_bytes(&b), &p));
	assert_int_equal(p.at[0], 7);
	buf_clear(&b);
	buf_adds(&b, "For patch 7");
	for (int i = 0; i < 200; i++)
		buf_addc(&b, ' ');
	buf_addc(&b, ':');
	assert_false(parts_scope(buf_bytes(&b), &p));
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scopes),
		cmocka_unit_test(bounds),
	};

	return cmocka_run_group_tests_name("parts", tests, NULL, NULL);
}
