/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/sets.h"

struct sets
sets_new(struct arena *a, uint32_t n)
{
	struct sets s = { arena_array(a, n, sizeof *s.up), arena_array(a, n, sizeof *s.size), n };

	for (uint32_t i = 0; i < n; i++) {
		s.up[i] = i;
		s.size[i] = 1;
	}
	return s;
}

uint32_t
sets_find(struct sets *s, uint32_t x)
{
	while (s->up[x] != x) {
		s->up[x] = s->up[s->up[x]];
		x = s->up[x];
	}
	return x;
}

void
sets_join(struct sets *s, uint32_t x, uint32_t y)
{
	x = sets_find(s, x);
	y = sets_find(s, y);
	if (x == y)
		return;
	if (s->size[x] < s->size[y]) {
		uint32_t swap = x;

		x = y;
		y = swap;
	}
	s->up[y] = x;
	s->size[x] += s->size[y];
}
