/* SPDX-License-Identifier: ISC */
/* What others ask of the mails that collect.c listed. */
#include "filters/report/entry/collect.h"

#include "filters/report/entry/people.h"

enum store_status
collect_texts(
    struct store *s, struct arena *a, const struct collect_thread *t, struct bytes **texts)
{
	struct store_key *keys = arena_array(a, t->n, sizeof(*keys));

	for (size_t i = 0; i < t->n; i++)
		keys[i] = t->mails[i].mail->key;
	return store_get_texts(s, keys, t->n, a, texts);
}

/* A patch of the author that does not call itself a reply is part of the posting. */
bool
collect_is_reply(const struct collect_thread *t, const struct store_mail *m)
{
	bool posting =
	    !(m->flags & MAIL_REPLY) && (m->flags & MAIL_PATCH) && people_same(m, t->author);

	return !posting && !(t->rooted && m == t->mails[t->root].mail);
}
