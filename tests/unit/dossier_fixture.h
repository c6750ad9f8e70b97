/* SPDX-License-Identifier: ISC */
/*
 * dossier_fixture.h: the thread of tests/data/answers/thread.json as a dossier, and the answers about it.
 */
#ifndef LISTBRIEF_TESTS_DOSSIER_FIXTURE_H
#define LISTBRIEF_TESTS_DOSSIER_FIXTURE_H

#include "filters/report/verify/dossier.h"
#include "filters/report/verify/lexicon.h"

#define ANSWERS "tests/data/answers"

struct fixture {
	struct arena *a;
	struct json *all;
	struct dossier *d;
	struct lexicon *l;
};

static inline bool
fixture_open(struct fixture *f, const char *language)
{
	struct dossier_source *sources;
	struct buf b = BUF_INIT;
	const struct json *texts;

	*f = (struct fixture){ .a = arena_new() };
	if (buf_read_file(&b, ANSWERS "/thread.json", (size_t)1 << 20))
		f->all = json_parse(buf_bytes(&b), NULL);
	buf_release(&b);
	texts = json_get(f->all, "texts");
	sources = arena_array(f->a, json_count(texts), sizeof(*sources));
	for (size_t i = 0; i < json_count(texts); i++)
		sources[i] = (struct dossier_source){ .text = json_text_of(json_at(texts, i)),
			.person = (size_t)json_number_of(json_at(json_get(f->all, "people"), i), 0),
			.posting = json_flag_of(json_at(json_get(f->all, "posting"), i)) };
	f->d = dossier_new(f->a, json_get(f->all, "thread"), sources);
	f->l = lexicon_read(f->a, "templates", language, NULL);
	return f->all && f->l;
}

static inline void
fixture_close(struct fixture *f)
{
	json_free(f->all);
	arena_free(f->a);
}

/* s with the request's mark where MARK stands. */
static inline struct bytes
fixture_marked(struct arena *a, struct bytes s, struct bytes mark)
{
	static const struct bytes place = BYTES_LIT("MARK");
	struct buf out = BUF_INIT;
	struct bytes kept;

	while (s.n) {
		size_t at = bytes_find(s, place);

		buf_add(&out, bytes_slice(s, 0, at));
		if (at < s.n)
			buf_add(&out, mark);
		s = bytes_slice(s, at + place.n, s.n);
	}
	kept = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	return kept;
}

/* The answer in tests/data/answers/NAME.answer; empty where there is none. */
static inline struct bytes
fixture_answer(struct arena *a, const char *name, struct bytes mark)
{
	struct buf raw = BUF_INIT;
	struct bytes content = BYTES_NONE;

	if (buf_read_file(&raw, arena_printf(a, ANSWERS "/%s.answer", name), (size_t)1 << 20))
		content = fixture_marked(a, buf_bytes(&raw), mark);
	buf_release(&raw);
	return content;
}

/* How often the words stand in text. */
static inline size_t
fixture_count(struct bytes text, struct bytes words)
{
	size_t n = 0;

	for (size_t at; (at = bytes_find(text, words)) < text.n; n++)
		text = bytes_slice(text, at + words.n, text.n);
	return n;
}

#endif
