/* SPDX-License-Identifier: ISC */
#include "filters/report/model/dossier_load.h"

/* What each mail hangs on, where that is listed too. */
static void
find_parents(struct arena *a, const struct collect_thread *t, struct dossier_source *sources)
{
	const struct store_thread *thread = t->thread;
	size_t *listed = arena_array(a, thread->nnodes, sizeof(*listed)); /* 0: not */

	for (size_t i = 0; i < thread->nnodes; i++)
		listed[i] = collect_cite(t, t->stored[i]);
	for (size_t i = 0; i < thread->nnodes; i++)
		if (listed[i] && thread->nodes[i].parent >= 0)
			sources[listed[i] - 1].parent = listed[thread->nodes[i].parent];
}

enum store_status
dossier_load(struct store *s, struct arena *a, const struct collect_thread *t, const size_t *person,
    const struct json *thread, struct dossier **d)
{
	struct dossier_source *sources = arena_array(a, t->n, sizeof(*sources));
	struct bytes *texts;
	enum store_status status = collect_texts(s, a, t, &texts);

	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < t->n; i++)
		sources[i] = (struct dossier_source){ .text = texts[i],
			.person = person[i],
			.posting = i == t->root || !t->mails[i].reply };
	find_parents(a, t, sources);
	*d = dossier_new(a, thread, sources);
	return STORE_OK;
}
