/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/summary.h"

#include "common/utf8.h"

static struct json *
part_json(struct arena *a, const struct extract_part *part)
{
	struct json *claims = json_array();

	for (size_t i = 0; i < part->n; i++) {
		struct json *v = json_object(), *cites = json_array();

		json_add(cites, json_number((int64_t)part->claims[i].mail + 1));
		json_set_text(v, "text", utf8_clean(a, part->claims[i].text, UTF8_LINE));
		json_set(v, "cites", cites);
		json_add(claims, v);
	}
	return claims;
}

static bool
decides(const struct store_mail *m)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == FACT_APPLIED || m->facts[i].kind == FACT_NACK ||
		    m->facts[i].kind == FACT_REQUEST)
			return true;
	return false;
}

enum store_status
summary_thread(struct store *s, struct arena *a, const struct collect_thread *t,
    const size_t *person, struct extract_thread *out)
{
	struct extract_mail *mails = arena_array(a, t->n, sizeof(*mails));
	struct bytes *texts;
	enum store_status status = collect_texts(s, a, t, &texts);

	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < t->n; i++) {
		const struct collect_mail *m = &t->mails[i];

		mails[i] = (struct extract_mail){ texts[i], person[i], m->new, !m->reply,
			m->answered, decides(m->mail) };
	}
	*out = (struct extract_thread){ collect_entry(t)->subject, mails, t->n, t->root };
	return STORE_OK;
}

enum store_status
summary_json(struct store *s, struct arena *a, const struct collect_thread *t, const size_t *person,
    struct extract_length length, struct json **summary)
{
	struct extract_thread thread;
	struct extract e;
	enum store_status status = summary_thread(s, a, t, person, &thread);

	if (status != STORE_OK)
		return status;
	extract_make(a, &thread, length, NULL, &e);
	*summary = json_object();
	json_set_string(*summary, "engine", "extractive");
	json_set(*summary, "original", part_json(a, &e.original));
	json_set(*summary, "earlier", part_json(a, &e.earlier));
	json_set(*summary, "this_week", part_json(a, &e.this_week));
	return STORE_OK;
}
