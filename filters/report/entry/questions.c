/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/questions.h"

#include "common/subject.h"
#include "common/text.h"
#include "common/utf8.h"
#include "filters/report/entry/asking.h"
#include "filters/report/entry/people.h"
#include "filters/report/extract/sentence.h"

#include <stdlib.h>
#include <string.h>

#define WORDS_MIN 4
/* Mails above one that are told of it. */
#define CLIMB_MAX 64
/* Of its references the last ones are looked up. */
#define REFS_MAX 8
/* Fewer words below a question of his own are a ping. */
#define AGAIN_WORDS 8
/* Mails that are read at a time. */
#define BATCH 32

/* The thread's mails by id. */
struct known {
	const struct store_mail *mail;
	const struct store_mail *again; /* the last answer to it that is its author's own */
	bool heard;			/* others wrote below of it */
};

struct asking {
	struct store *s;
	struct arena *a;
	const struct collect_thread *t;
	struct known *known; /* by id */
	size_t n;
	struct json *all;
};

static int
compare_known(const void *a, const void *b)
{
	return bytes_compare(
	    ((const struct known *)a)->mail->id, ((const struct known *)b)->mail->id);
}

static struct known *
find(const struct asking *k, struct bytes id)
{
	const struct store_mail wanted = { .id = id };
	struct known key = { .mail = &wanted };

	return bsearch(&key, k->known, k->n, sizeof(key), compare_known);
}

/* The nearest mail above that is here; NULL for none. */
static struct known *
above(const struct asking *k, const struct store_mail *m)
{
	struct known *found = NULL;

	for (size_t i = 1; i <= m->nrefs && i <= REFS_MAX && !found; i++)
		found = find(k, m->refs[m->nrefs - i]);
	return found;
}

static void
know(struct asking *k)
{
	k->n = k->t->nknown;
	k->known = arena_array(k->a, k->n, sizeof(*k->known));
	for (size_t i = 0; i < k->n; i++)
		k->known[i] = (struct known){ .mail = k->t->known[i] };
	if (k->n)
		qsort(k->known, k->n, sizeof(*k->known), compare_known);
	for (size_t i = 0; i < k->n; i++) {
		const struct store_mail *m = k->t->known[i];
		struct known *up = m->flags & MAIL_BOT ? NULL : above(k, m);

		if (up && people_same(up->mail, m) &&
		    (up->again == NULL || up->again->arrival < m->arrival))
			up->again = m;
		for (size_t steps = 0; up && steps < CLIMB_MAX; steps++) {
			up->heard |= !people_same(up->mail, m);
			up = above(k, up->mail);
		}
	}
}

/* Who was asked what is decided by now has nothing to answer. */
static bool
is_moot(const struct series *series, const struct collect_thread *t, const struct state *state,
    const struct store_mail *m)
{
	bool decided = state->kind == STATE_APPLIED || state->kind == STATE_REVERTED;

	for (size_t i = 0; decided && i < state->ntold; i++)
		if (state->told[i]->arrival > m->arrival)
			return true;
	for (size_t i = 0; decided && i < state->npulls; i++)
		if (state->pulls[i]->mail->arrival > m->arrival)
			return true;
	return series_superseded(series, t, INT64_MAX) && !series_superseded(series, t, m->arrival);
}

/* A letter that comes with patches, or an announcement, is for effect where it asks. */
static bool
is_asking(const struct asking *k, const struct collect_mail *m)
{
	const struct store_entry *entry = collect_entry(k->t);
	const struct known *self = find(k, m->mail->id);
	bool talks = entry->category == CATEGORY_ANNOUNCEMENT ||
		     (entry->version > 0 && entry->category != CATEGORY_RFC);

	return m->new && !m->answered && !(m->mail->flags & (MAIL_BOT | MAIL_PATCH)) &&
	       !(self && self->heard) && !(talks && !collect_is_reply(k->t, m->mail));
}

/* Who wrote what the mail answers. */
static const struct store_mail *
parent(const struct asking *k, const struct store_mail *m)
{
	const struct known *up = m->nrefs ? find(k, m->refs[m->nrefs - 1]) : NULL;

	return up && !people_same(up->mail, m) ? up->mail : NULL;
}

/* Whether one of the names called is this person's, or the first of it. */
static bool
is_called(struct bytes names, struct bytes person)
{
	struct bytes word, first;

	if (!bytes_word(&person, &first))
		return false;
	while (bytes_word(&names, &word))
		if (bytes_equal_fold(word, first))
			return true;
	return false;
}

/* Whom the sentence asks; NULL for the list, or one who did not write here. */
static const struct store_mail *
asked(const struct asking *k, const struct store_mail *m, struct bytes sentence)
{
	const struct store_mail *up = parent(k, m);
	struct bytes names = asking_called(sentence);

	if (asking_is_for_all(sentence))
		return NULL;
	if (names.n == 0 || (up && is_called(names, up->name)))
		return up;
	for (size_t i = 0; i < k->n; i++)
		if (is_called(names, k->known[i].mail->name) && !people_same(k->known[i].mail, m))
			return k->known[i].mail;
	return NULL;
}

static struct json *
question_json(const struct asking *k, size_t mail, struct bytes text)
{
	const struct store_mail *to = asked(k, k->t->mails[mail].mail, text);
	struct json *v = json_object(), *cites = json_array();

	json_add(cites, json_number((int64_t)mail + 1));
	json_set_text(v, "text", utf8_clean(k->a, text, UTF8_LINE));
	json_set(v, "to",
	    to && to->name.n ? json_text(utf8_clean(k->a, to->name, UTF8_LINE)) : json_null());
	json_set(v, "cites", cites);
	return v;
}

static bool
is_open(const struct sentence *s, size_t n, size_t i)
{
	bool follows = i + 1 < n && sentence_follows(&s[i], &s[i + 1]);

	return s[i].words >= WORDS_MIN && !s[i].dangles &&
	       asking_is_open(s[i].text, follows ? s[i + 1].text : BYTES_NONE);
}

/* What a mail quotes, on one line; empty where it says too little beside it. */
static enum store_status
quotes_of(struct asking *k, const struct store_mail *m, struct buf *quotes)
{
	struct bytes *text;
	struct text_line line;
	size_t words = 0;
	enum store_status status = store_get_texts(k->s, &m->key, 1, k->a, &text);

	while (status == STORE_OK && text_next(text, &line)) {
		struct bytes said = line.text;

		while (line.kind == TEXT_QUOTE && said.n && memchr("> \t", said.p[0], 3))
			said = bytes_slice(said, 1, said.n);
		if (line.kind == TEXT_QUOTE) {
			buf_add(quotes, said);
			buf_addc(quotes, ' ');
		} else if (line.kind == TEXT_PROSE) {
			words += sentence_words(said);
		}
	}
	if (words < AGAIN_WORDS)
		buf_clear(quotes);
	return status;
}

/* The last of a mail, but what its author came back to himself. */
static enum store_status
add_questions(struct asking *k, size_t mail, struct bytes text)
{
	const struct known *self = find(k, k->t->mails[mail].mail->id);
	struct sentence *s;
	size_t n = sentence_split(k->a, text, &s), open = 0, first = n;
	struct buf quotes = BUF_INIT;
	enum store_status status = STORE_OK;

	while (first > 0 && open < QUESTIONS_MAIL_MAX)
		open += is_open(s, n, --first);
	if (open && self && self->again)
		status = quotes_of(k, self->again, &quotes);
	for (size_t i = first; i < n && json_count(k->all) < QUESTIONS_MAX; i++)
		if (is_open(s, n, i) && bytes_find(buf_bytes(&quotes), s[i].text) == quotes.n)
			json_add(k->all, question_json(k, mail, s[i].text));
	buf_release(&quotes);
	return status;
}

/* Reads mails some at a time: most threads have no question, and those that have stop early. */
static enum store_status
read_mails(struct asking *k, const size_t *at, size_t n)
{
	struct store_key keys[BATCH];
	struct bytes *texts;
	enum store_status status = STORE_OK;

	for (size_t from = 0; from < n && json_count(k->all) < QUESTIONS_MAX; from += BATCH) {
		size_t count = n - from < BATCH ? n - from : BATCH;

		for (size_t i = 0; i < count; i++)
			keys[i] = k->t->mails[at[from + i]].mail->key;
		status = store_get_texts(k->s, keys, count, k->a, &texts);
		for (size_t i = 0;
		     status == STORE_OK && i < count && json_count(k->all) < QUESTIONS_MAX; i++)
			status = add_questions(k, at[from + i], texts[i]);
		if (status != STORE_OK)
			return status;
	}
	return status;
}

enum store_status
questions_json(struct store *s, struct arena *a, const struct series *series,
    const struct collect_thread *t, const struct state *state, struct json **questions)
{
	struct asking k = { .s = s, .a = a, .t = t, .all = json_array() };
	size_t *at = arena_array(a, t->n, sizeof(*at)), n = 0;
	enum store_status status;

	know(&k);
	for (size_t i = 0; i < t->n; i++)
		if (is_asking(&k, &t->mails[i]) && !is_moot(series, t, state, t->mails[i].mail))
			at[n++] = i;
	status = read_mails(&k, at, n);
	if (status == STORE_OK)
		*questions = k.all;
	else
		json_free(k.all);
	return status;
}
