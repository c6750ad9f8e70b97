/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/dossier.h"

#include "common/address.h"
#include "common/text.h"
#include "common/utf8.h"
#include "filters/report/verify/defang.h"
#include "filters/report/extract/phrases.h"

#include <string.h>

/* Trailers and commits that are told. */
#define TOLD_MAX ((size_t)30)

/* A mail's own words while they are gathered. */
struct gather {
	struct arena *a;
	struct buf own;
	struct bytes *sentences; /* p is an offset into own until it is whole */
	bool *code;
	size_t *from;
	size_t n;
	struct buf paragraph;
};

static bool
is_full(const struct gather *g)
{
	return g->n == DOSSIER_SENTENCES || g->own.n >= DOSSIER_MAIL_BYTES;
}

static void
add_sentence(struct gather *g, struct bytes s, bool code)
{
	s = bytes_trim(s);
	while (s.n > DOSSIER_SENTENCE_BYTES) {
		size_t n = DOSSIER_SENTENCE_BYTES;

		while (n > 1 && ((unsigned char)s.p[n] & 0xC0) == 0x80)
			n--;
		add_sentence(g, bytes_slice(s, 0, n), code);
		s = bytes_trim(bytes_slice(s, n, s.n));
	}
	if (s.n == 0 || is_full(g))
		return;
	if (g->own.n)
		buf_addc(&g->own, ' ');
	g->from[g->n] = g->own.n;
	g->code[g->n] = code;
	buf_add(&g->own, s);
	g->sentences[g->n++].n = s.n;
}

static bool
is_wide_stop(struct bytes s)
{
	return bytes_starts(s, BYTES_LIT("\xe3\x80\x82")) ||
	       bytes_starts(s, BYTES_LIT("\xef\xbc\x9f")) ||
	       bytes_starts(s, BYTES_LIT("\xef\xbc\x81"));
}

/* Where the first sentence of p ends: a mistake only moves a number. */
static size_t
sentence_end(struct bytes p)
{
	size_t word = 0;

	for (size_t i = 0; i < p.n; i++) {
		if (is_wide_stop(bytes_slice(p, i, p.n)))
			return i + 3;
		if (p.p[i] == ' ' || p.p[i] == '(')
			word = i + 1;
		if (!memchr(".?!", p.p[i], 3) || (i + 1 < p.n && p.p[i + 1] != ' '))
			continue;
		if (p.p[i] != '.' ||
		    (i - word > 1 && !phrase_is_abbreviation(bytes_slice(p, word, i + 1))))
			return i + 1;
	}
	return p.n;
}

static void
end_paragraph(struct gather *g)
{
	struct bytes rest = defang(g->a, buf_bytes(&g->paragraph));

	while (rest.n && !is_full(g)) {
		size_t end = sentence_end(rest);

		add_sentence(g, bytes_slice(rest, 0, end), false);
		rest = bytes_trim(bytes_slice(rest, end, rest.n));
	}
	buf_clear(&g->paragraph);
}

static void
take_line(struct gather *g, const struct text_line *line)
{
	if (line->kind == TEXT_PROSE || line->kind == TEXT_CHANGES) {
		buf_add(&g->paragraph, line->text);
		buf_addc(&g->paragraph, ' ');
		return;
	}
	end_paragraph(g);
	if (line->kind == TEXT_CODE)
		add_sentence(g, defang(g->a, line->text), true);
}

static void
gather_own(struct arena *a, struct bytes text, struct dossier_mail *m)
{
	struct gather g = { .a = a, .own = BUF_INIT, .paragraph = BUF_INIT };
	struct text_line line;

	g.sentences = arena_array(a, DOSSIER_SENTENCES, sizeof(*g.sentences));
	g.from = arena_array(a, DOSSIER_SENTENCES, sizeof(*g.from));
	g.code = arena_array(a, DOSSIER_SENTENCES, sizeof(*g.code));
	text = bytes_slice(text, 0, 2 * DOSSIER_MAIL_BYTES);
	while (!is_full(&g) && text_next(&text, &line))
		take_line(&g, &line);
	end_paragraph(&g);
	m->own = arena_bytes(a, buf_bytes(&g.own));
	for (size_t i = 0; i < g.n; i++)
		g.sentences[i].p = m->own.p + g.from[i];
	m->sentences = g.sentences;
	m->code = g.code;
	m->nsentences = g.n;
	buf_release(&g.own);
	buf_release(&g.paragraph);
}

/* ---- facts ---- */

static void
add_text(struct arena *a, struct buf *out, const char *label, struct bytes s)
{
	s = defang(a, s);
	if (s.n == 0)
		return;
	buf_adds(out, label);
	buf_add(out, s);
}

static void
add_cites(struct buf *out, const struct json *cites)
{
	for (size_t i = 0; i < json_count(cites); i++)
		buf_addf(
		    out, "%s[%lld]", i ? "" : " ", (long long)json_number_of(json_at(cites, i), 0));
}

static void
add_state(struct arena *a, struct buf *out, const struct json *state)
{
	const struct json *commits = json_get(state, "commits");

	add_text(
	    a, out, "state: ", state ? json_text_of(json_get(state, "kind")) : BYTES_LIT("none"));
	add_text(a, out, " by ", json_text_of(json_get(state, "by")));
	add_text(a, out, " to ", json_text_of(json_get(state, "tree")));
	for (size_t i = 0; i < json_count(commits) && i < TOLD_MAX; i++)
		add_text(a, out, i ? ", " : " as ", json_text_of(json_at(commits, i)));
	add_cites(out, json_get(state, "cites"));
	buf_addc(out, '\n');
}

static void
add_trailers(struct arena *a, struct buf *out, const struct json *trailers)
{
	for (size_t i = 0; i < json_count(trailers) && i < TOLD_MAX; i++) {
		const struct json *trailer = json_at(trailers, i);

		add_text(a, out, "tag: ", json_text_of(json_get(trailer, "name")));
		add_text(a, out, ": ", json_text_of(json_get(trailer, "value")));
		add_cites(out, json_get(trailer, "cites"));
		buf_addc(out, '\n');
	}
}

static void
add_series(struct arena *a, struct buf *out, const struct json *series)
{
	const struct json *chain = json_get(series, "chain");

	if (json_type(series) != JSON_OBJECT)
		return;
	buf_addf(out, "series: version v%lld",
	    (long long)json_number_of(json_get(series, "version"), 1));
	add_text(a, out, ", ", json_text_of(json_get(series, "title")));
	for (size_t i = 0; i < json_count(chain) && i < TOLD_MAX; i++)
		buf_addf(out, "%sv%lld", i ? " " : ", versions known: ",
		    (long long)json_number_of(json_get(json_at(chain, i), "version"), 1));
	buf_addc(out, '\n');
}

static void
add_counts(struct buf *out, const struct json *thread)
{
	long long waiting = json_number_of(json_get(thread, "waiting_days"), 0);

	buf_addf(out, "mails: %lld, new: %lld, participants: %lld, patches: %lld\n",
	    (long long)json_number_of(json_get(thread, "messages"), 0),
	    (long long)json_number_of(json_get(thread, "new"), 0),
	    (long long)json_number_of(json_get(thread, "participants"), 0),
	    (long long)json_number_of(json_path(thread, "series.parts"), 0));
	if (waiting > 0)
		buf_addf(out, "waiting for an answer: %lld days\n", waiting);
}

static struct bytes
tell_facts(struct arena *a, const struct json *thread)
{
	const struct json *state = json_get(thread, "state");
	struct buf out = BUF_INIT;
	struct bytes facts;

	add_text(a, &out, "thread: ", json_text_of(json_get(thread, "subject")));
	add_text(a, &out, "\ncategory: ", json_text_of(json_get(thread, "category")));
	buf_addc(&out, '\n');
	add_series(a, &out, json_get(thread, "series"));
	add_state(a, &out, json_type(state) == JSON_OBJECT ? state : NULL);
	add_trailers(a, &out, json_get(thread, "trailers"));
	add_counts(&out, thread);
	facts = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	return facts;
}

struct dossier *
dossier_new(struct arena *a, const struct json *thread, const struct dossier_source *sources)
{
	const struct json *mails = json_get(thread, "mails");
	struct dossier *d = arena_alloc(a, sizeof(*d));

	d->thread = thread;
	d->subject = defang(a, json_text_of(json_get(thread, "subject")));
	d->n = json_count(mails);
	d->mails = arena_array(a, d->n, sizeof(*d->mails));
	d->people = (size_t)json_number_of(json_get(thread, "participants"), 0);
	for (size_t i = 0; i < d->n; i++) {
		const struct json *from = json_at(mails, i);
		struct dossier_mail *m = &d->mails[i];

		m->name = defang(a, json_text_of(json_path(from, "from.name")));
		m->address = json_text_of(json_path(from, "from.address"));
		m->subject = defang(a, json_text_of(json_get(from, "subject")));
		m->id = json_text_of(json_get(from, "message_id"));
		m->new = json_flag_of(json_get(from, "new"));
		m->person = sources[i].person;
		m->posting = sources[i].posting;
		m->parent = sources[i].parent;
		gather_own(a, sources[i].text, m);
	}
	d->facts = tell_facts(a, thread);
	return d;
}
