/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/facts.h"

size_t
facts_find(struct arena *a, struct bytes text, const struct store_fact **facts)
{
	(void)text;
	*facts = arena_alloc(a, 0);
	return 0;
}
