/* SPDX-License-Identifier: ISC */
#include "filters/report/model/dossier_load.h"

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
		sources[i] = (struct dossier_source){ texts[i], person[i],
			i == t->root || !t->mails[i].reply };
	*d = dossier_new(a, thread, sources);
	return STORE_OK;
}
