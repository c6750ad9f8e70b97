/* SPDX-License-Identifier: ISC */
#include "common/log.h"
#include "common/utf8.h"
#include "filters/report/model/answer.h"
#include "filters/report/verify/verify.h"
#include "tests/unit/dossier_fixture.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct fixture f;

/* Whatever a model answers: what is kept cites a mail that is there, holds no link and nothing
 * invisible, and says of no state. */
static void
is_fine(struct arena *a, const struct claim *claim)
{
	if (claim->ncites == 0 || claim->cites[0].mail < 1 || claim->cites[0].mail > f.d->n)
		abort();
	if (!bytes_equal(utf8_clean(a, claim->text, UTF8_LINE), claim->text))
		abort();
	if (bytes_find(claim->text, BYTES_LIT("://")) < claim->text.n)
		abort();
	if (bytes_find_fold(claim->text, BYTES_LIT("series has been merged")) < claim->text.n)
		abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct answer answer;
	struct verify_result r;

	if (!f.a && !fixture_open(&f, size % 2 ? "en" : "zh-CN"))
		abort();
	answer = answer_read(a,
	    fixture_marked(a, (struct bytes){ (const char *)data, size }, BYTES_LIT("c0ffee00")),
	    BYTES_LIT("c0ffee00"));
	r = verify(a, f.l, f.d, answer.claims, answer.n);
	for (size_t i = 0; i < answer.n; i++)
		if (r.rule[i] == 0)
			is_fine(a, &answer.claims[i]);
	arena_free(a);
	return 0;
}
