/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/fold.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct named {
	const char *id;
	size_t at;
};

static int
compare(const void *a, const void *b)
{
	return strcmp(((const struct named *)a)->id, ((const struct named *)b)->id);
}

/* Where the newest version of each item stands; SIZE_MAX: it has none, or it is not among them. */
static size_t *
find_newest(struct arena *a, const struct fold_item *items, size_t n)
{
	struct named *by_id = arena_array(a, n, sizeof(*by_id));
	size_t *newest = arena_array(a, n, sizeof(*newest));

	for (size_t i = 0; i < n; i++)
		by_id[i] = (struct named){ items[i].id, i };
	qsort(by_id, n, sizeof(*by_id), compare);
	for (size_t i = 0; i < n; i++) {
		struct named wanted = { items[i].newest, 0 }, *found = NULL;

		if (wanted.id)
			found = bsearch(&wanted, by_id, n, sizeof(*by_id), compare);
		newest[i] = found && found->at != i ? found->at : SIZE_MAX;
	}
	return newest;
}

void
fold_raise(struct arena *a, struct fold_item *items, size_t n)
{
	const size_t *newest = find_newest(a, items, n);

	for (size_t i = 0; i < n; i++)
		if (newest[i] != SIZE_MAX && items[newest[i]].points < items[i].points)
			items[newest[i]].points = items[i].points;
}

void
fold_order(struct arena *a, const struct fold_item *items, size_t n, size_t *order)
{
	const size_t *newest = find_newest(a, items, n);
	size_t *first = arena_array(a, n, sizeof(*first)), *next = arena_array(a, n, sizeof(*next));
	size_t count = 0;

	/* Lists of what folds under each, number + 1. */
	for (size_t i = n; i-- > 0;)
		if (newest[i] != SIZE_MAX) {
			next[i] = first[newest[i]];
			first[newest[i]] = i + 1;
		}
	for (size_t i = 0; i < n; i++) {
		/* The newest of a group is nobody's older version. */
		if (newest[i] != SIZE_MAX && newest[newest[i]] == SIZE_MAX)
			continue;
		order[count++] = i;
		for (size_t k = newest[i] == SIZE_MAX ? first[i] : 0; k; k = next[k - 1])
			order[count++] = k - 1;
	}
}
