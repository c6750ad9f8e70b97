/* SPDX-License-Identifier: ISC */
#include "common/subject.h"
#include "common/utf8.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Numbers stay in their bounds, and a heading is its own heading. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct bytes text = utf8_clean(a, (struct bytes){ (const char *)data, size }, UTF8_LINE);
	struct bytes heading = subject_heading(a, text);
	struct subject s;

	subject_parse(a, text, BYTES_LIT("list"), &s);
	if (s.version < 0 || s.version > 9999 || s.part < -1 || s.part > 9999 || s.total < -1 ||
	    s.total > 9999 || (s.part < 0) != (s.total < 0))
		abort();
	if (s.title.n > text.n || s.tags.n > text.n || heading.n > 2 * text.n)
		abort();
	if (!utf8_valid(s.title) || !utf8_valid(s.tags) || !utf8_valid(s.base) ||
	    !utf8_valid(heading))
		abort();
	if ((unsigned)subject_category(a, text) >= CATEGORY_COUNT)
		abort();
	arena_free(a);
	return 0;
}
