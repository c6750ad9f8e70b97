/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/questions.h"

#include "common/utf8.h"
#include "filters/report/entry/people.h"
#include "filters/report/extract/sentence.h"

#define WORDS_MIN 4

static bool
is_asking(const struct collect_mail *m)
{
	return m->new && !m->answered && !(m->mail->flags & (MAIL_BOT | MAIL_PATCH));
}

/* Who wrote what the mail answers. */
static const struct store_mail *
asked(const struct collect_thread *t, const struct store_mail *m)
{
	const struct bytes parent = m->nrefs ? m->refs[m->nrefs - 1] : BYTES_NONE;

	for (size_t i = 0; parent.n && i < t->n; i++)
		if (bytes_equal(t->mails[i].mail->id, parent))
			return people_same(t->mails[i].mail, m) ? NULL : t->mails[i].mail;
	return NULL;
}

static bool
ends_question(struct bytes s)
{
	return bytes_ends(s, BYTES_LIT("?")) || bytes_ends(s, BYTES_LIT("\xef\xbc\x9f"));
}

static void
add_questions(struct arena *a, const struct collect_thread *t, size_t mail, struct bytes text,
    struct json *all)
{
	const struct store_mail *to = asked(t, t->mails[mail].mail);
	struct sentence *sentences;
	size_t n = sentence_split(a, text, &sentences), listed = 0;

	for (size_t i = n; i-- > 0 && listed < QUESTIONS_MAIL_MAX;) {
		struct json *v, *cites;

		if (json_count(all) == QUESTIONS_MAX || sentences[i].words < WORDS_MIN ||
		    sentences[i].dangles || !ends_question(sentences[i].text))
			continue;
		v = json_object();
		cites = json_array();
		json_add(cites, json_number((int64_t)mail + 1));
		json_set_text(v, "text", utf8_clean(a, sentences[i].text, UTF8_LINE));
		json_set(v, "to",
		    to && to->name.n ? json_text(utf8_clean(a, to->name, UTF8_LINE)) : json_null());
		json_set(v, "cites", cites);
		json_add(all, v);
		listed++;
	}
}

enum store_status
questions_json(
    struct store *s, struct arena *a, const struct collect_thread *t, struct json **questions)
{
	struct store_key *keys = arena_array(a, t->n, sizeof(*keys));
	size_t *at = arena_array(a, t->n, sizeof(*at)), n = 0;
	struct bytes *texts;
	enum store_status status;

	for (size_t i = 0; i < t->n; i++)
		if (is_asking(&t->mails[i])) {
			keys[n] = t->mails[i].mail->key;
			at[n++] = i;
		}
	status = store_get_texts(s, keys, n, a, &texts);
	if (status != STORE_OK)
		return status;
	*questions = json_array();
	for (size_t i = 0; i < n && json_count(*questions) < QUESTIONS_MAX; i++)
		add_questions(a, t, at[i], texts[i], *questions);
	return STORE_OK;
}
