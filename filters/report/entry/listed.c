/* SPDX-License-Identifier: ISC */
/* What others ask of the mails that collect.c listed. */
#include "filters/report/entry/collect.h"

enum store_status
collect_texts(
    struct store *s, struct arena *a, const struct collect_thread *t, struct bytes **texts)
{
	struct store_key *keys = arena_array(a, t->n, sizeof(*keys));

	for (size_t i = 0; i < t->n; i++)
		keys[i] = t->mails[i].mail->key;
	return store_get_texts(s, keys, t->n, a, texts);
}
