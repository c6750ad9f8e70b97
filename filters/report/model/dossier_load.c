/* SPDX-License-Identifier: ISC */
#include "filters/report/model/dossier_load.h"

#include <stdlib.h>

struct place {
	const struct store_mail *mail;
	size_t n; /* in the thread's list, from 1 */
};

static int
compare(const void *a, const void *b)
{
	const uintptr_t x = (uintptr_t)((const struct place *)a)->mail,
			y = (uintptr_t)((const struct place *)b)->mail;

	return x < y ? -1 : x > y;
}

/* What each mail hangs on, where that is listed too. */
static void
find_parents(struct arena *a, const struct collect_thread *t, struct dossier_source *sources)
{
	const struct store_thread *thread = t->thread;
	struct place *places = arena_array(a, t->n, sizeof(*places));
	size_t *listed = arena_array(a, thread->nnodes, sizeof(*listed)); /* 0: not */

	for (size_t i = 0; i < t->n; i++)
		places[i] = (struct place){ t->mails[i].mail, i + 1 };
	qsort(places, t->n, sizeof(*places), compare);
	for (size_t i = 0; i < thread->nnodes; i++) {
		const struct place key = { t->stored[i], 0 };
		const struct place *p = bsearch(&key, places, t->n, sizeof(*places), compare);

		listed[i] = p ? p->n : 0;
	}
	for (size_t i = 0; i < thread->nnodes; i++)
		if (listed[i] && thread->nodes[i].parent >= 0)
			sources[listed[i] - 1].parent = listed[thread->nodes[i].parent];
}

enum store_status
dossier_load(struct store *s, struct arena *a, const struct collect_thread *t, const size_t *person,
    const struct json *thread, struct dossier **d)
{
	struct store_key *keys = arena_array(a, t->n, sizeof(*keys));
	struct dossier_source *sources = arena_array(a, t->n, sizeof(*sources));
	struct bytes *texts;
	enum store_status status;

	for (size_t i = 0; i < t->n; i++)
		keys[i] = t->mails[i].mail->key;
	status = store_get_texts(s, keys, t->n, a, &texts);
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
