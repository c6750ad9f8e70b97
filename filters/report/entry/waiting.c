/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/waiting.h"

#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/entry/links.h"
#include "filters/report/entry/overview.h"
#include "filters/report/entry/pulls.h"
#include "filters/report/entry/reach.h"
#include "filters/report/entry/state.h"

#include <stdlib.h>
#include <string.h>

struct waiting {
	const struct collect_thread *t;
	int64_t days;
};

static int
compare_ids(const void *a, const void *b)
{
	return strcmp(
	    ((const struct collect_thread *)a)->id, ((const struct collect_thread *)b)->id);
}

static int
compare_days(const void *a, const void *b)
{
	const struct waiting *x = a, *y = b;

	if (x->days != y->days)
		return x->days > y->days ? -1 : 1;
	return strcmp(x->t->id, y->t->id);
}

/* Days a posting waits; 0 where it does not, is in the digest, or its first mail was not seen: nor
 * might the answer be. */
static int64_t
days_of(struct arena *a, const struct series *series, const struct collect_thread *t,
    const struct collect *shown, int64_t until)
{
	struct state state;

	if (collect_entry(t)->version == 0 || !t->rooted || t->heard ||
	    series_followed(series, t) ||
	    (shown->n && bsearch(t, shown->threads, shown->n, sizeof(*t), compare_ids)))
		return 0;
	state = state_of(a, series, t);
	return state.kind == STATE_WAITING ? state_waiting(t, &state, until) : 0;
}

static void
add(struct arena *a, const struct config_list *list, const struct waiting *waits,
    struct json *overview)
{
	struct json *v = json_object(), *ids = json_array();

	json_add(ids, json_text(bytes_from(waits->t->id)));
	json_set_string(v, "kind", "waiting");
	json_set_text(v, "text", utf8_clean(a, collect_entry(waits->t)->subject, UTF8_LINE));
	json_set(v, "threads", ids);
	overview_author(a, v, waits->t);
	json_set_string(v, "url", link_mail(a, list->archive, waits->t->root_id));
	json_set_number(v, "days", waits->days);
	json_set_string(v, "category", category_name(collect_entry(waits->t)->category));
	json_set(v, "from", reach_sender(a, waits->t->author));
	json_set(v, "paths", reach_paths(a, waits->t));
	json_set(v, "others", reach_others(a, waits->t));
	json_add(overview, v);
}

enum store_status
waiting_add(struct store *s, struct arena *a, const struct config_list *list,
    const struct window *w, const struct collect *shown, struct json *overview)
{
	struct window before = *w;
	struct collect c;
	struct series *series;
	struct waiting *all;
	size_t n = 0;
	enum store_status status;

	before.since = w->since - WAITING_SECONDS;
	before.late_after = UINT64_MAX;
	status = collect(s, &before, a, &c);
	if (status == STORE_OK)
		status = series_new(s, a, &c, w->until, &series);
	if (status == STORE_OK)
		status = pulls_find(s, a, &c, w->until);
	if (status != STORE_OK)
		return status;
	all = arena_array(a, c.n, sizeof(*all));
	for (size_t i = 0; i < c.n; i++) {
		int64_t days = days_of(a, series, &c.threads[i], shown, w->until);

		if (days >= OVERVIEW_WAITING_DAYS)
			all[n++] = (struct waiting){ &c.threads[i], days };
	}
	qsort(all, n, sizeof(*all), compare_days);
	for (size_t i = 0; i < n && i < WAITING_MAX; i++)
		add(a, list, &all[i], overview);
	return STORE_OK;
}
