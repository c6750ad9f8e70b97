/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/outcome.h"

#include <stdlib.h>
#include <string.h>

static int
compare_ids(const void *a, const void *b)
{
	const struct outcome_thread *const *x = a, *const *y = b;

	return strcmp((*x)->t->id, (*y)->t->id);
}

/* The thread a link leads to, where it is among them and was applied; NULL. */
static const struct outcome_thread *
applied_of(
    struct arena *a, const struct outcome_thread *const *by_id, size_t n, const struct json *link)
{
	struct collect_thread t = { .id = arena_string(a, json_text_of(json_get(link, "thread"))) };
	struct outcome_thread wanted = { .t = &t };
	const struct outcome_thread *key = &wanted, *const * found;

	found = bsearch(&key, by_id, n, sizeof(*by_id), compare_ids);
	return found && (*found)->state->kind == STATE_APPLIED ? *found : NULL;
}

/* Whether it was decided in this window. */
static bool
is_news(const struct outcome_thread *o)
{
	return o->state->was || o->t->nold == 0;
}

static void
settle(struct arena *a, const struct outcome_thread *const *by_id, size_t n,
    const struct outcome_thread *o)
{
	for (size_t i = 0; i < json_count(o->related); i++) {
		const struct json *link = json_at(o->related, i);
		struct bytes kind = json_text_of(json_get(link, "kind"));
		const struct outcome_thread *other = applied_of(a, by_id, n, link);

		if (!other)
			continue;
		if (bytes_equal(kind, BYTES_LIT("fixed by")))
			state_fixed(o->state, other->state);
		/* Of a series it may be one part. */
		if (bytes_equal(kind, BYTES_LIT("reverted by")) && collect_entry(o->t)->total <= 1)
			state_reverted(o->state, other->state, o->t->nold > 0 && is_news(other));
	}
}

void
outcome_settle(struct arena *a, const struct outcome_thread *threads, size_t n)
{
	const struct outcome_thread **by_id = arena_array(a, n, sizeof(*by_id));

	for (size_t i = 0; i < n; i++)
		by_id[i] = &threads[i];
	qsort(by_id, n, sizeof(*by_id), compare_ids);
	for (size_t i = 0; i < n; i++)
		settle(a, by_id, n, &threads[i]);
}
