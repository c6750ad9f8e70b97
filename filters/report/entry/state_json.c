/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/state.h"

#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/entry/links.h"

/* Commits of one thread that are listed. */
#define COMMITS_MAX ((size_t)100)

/* ---- what is known from other threads ---- */

bool
state_fix(struct state *s)
{
	const char *was = s->was;

	if (s->kind != STATE_NONE && s->kind != STATE_WAITING && s->kind != STATE_ANSWERED)
		return false;
	*s = (struct state){ .kind = STATE_FIX, .name = "fix posted", .was = was };
	return true;
}

/* Takes over who did it and where. */
static void
follow(struct state *s, enum state_kind kind, const char *name, const struct state *other, bool now)
{
	const char *was = now && !s->was ? s->name : s->was;

	*s = (struct state){
		.kind = kind, .name = name, .was = was, .by = other->by, .tree = other->tree
	};
}

void
state_fixed(struct state *s, const struct state *fix)
{
	if (s->kind == STATE_FIX)
		follow(s, STATE_FIX, "fix applied", fix, false);
}

void
state_reverted(struct state *s, const struct state *revert, bool now)
{
	if (s->kind == STATE_APPLIED || s->kind == STATE_PARTLY)
		follow(s, STATE_REVERTED, "reverted", revert, now);
}

/* ---- out of the program ---- */

static void
set_text_or_null(struct json *v, const char *key, struct bytes s)
{
	json_set(v, key, s.n ? json_text(s) : json_null());
}

static void
add_commits(struct json *commits, const struct store_mail *m)
{
	for (size_t i = 0; i < m->nfacts && json_count(commits) < COMMITS_MAX; i++)
		if (m->facts[i].kind == FACT_COMMIT)
			json_add(commits, json_text(m->facts[i].value));
}

/* What lists its patches elsewhere. */
static struct json *
pulls_json(struct arena *a, const struct config_list *list, const struct state *s)
{
	struct json *all = json_array();

	for (size_t i = 0; i < s->npulls; i++) {
		const struct store_mail *m = s->pulls[i]->mail;
		struct json *v = json_object();

		json_set_text(
		    v, "subject", utf8_clean(a, subject_heading(a, m->subject), UTF8_LINE));
		json_set_text(v, "message_id", utf8_clean(a, m->id, UTF8_LINE));
		json_set_string(v, "thread", s->pulls[i]->id);
		set_text_or_null(
		    v, "by", utf8_clean(a, m->name.n ? m->name : m->address, UTF8_LINE));
		json_set_string(v, "url", link_mail(a, list->archive, m->id));
		json_set_flag(v, "pulled", s->pulls[i]->pulled);
		json_add(all, v);
	}
	return all;
}

struct json *
state_json(struct arena *a, const struct config_list *list, const struct collect_thread *t,
    const struct state *s)
{
	struct json *v, *commits, *parts, *cites;

	if (s->kind == STATE_NONE)
		return json_null();
	commits = json_array();
	parts = json_array();
	cites = json_array();
	for (size_t i = 0; i < s->ntold; i++) {
		size_t n = collect_cite(t, s->told[i]);

		if (n)
			json_add(cites, json_number((int64_t)n));
		if (s->kind == STATE_APPLIED || s->kind == STATE_PARTLY)
			add_commits(commits, s->told[i]);
	}
	for (size_t i = 0; i < s->nparts; i++)
		json_add(parts, json_number(s->parts[i]));
	v = json_object();
	json_set_string(v, "kind", s->name);
	set_text_or_null(v, "by", s->by);
	set_text_or_null(v, "tree", s->tree);
	json_set(v, "commits", commits);
	json_set(v, "parts", parts);
	json_set(v, "cites", cites);
	json_set_string(v, "was", s->was);
	json_set(v, "pulls", pulls_json(a, list, s));
	return v;
}

int64_t
state_waiting(const struct collect_thread *t, const struct state *s, int64_t until)
{
	if (t->heard || !t->posted || (s->kind != STATE_NONE && s->kind != STATE_WAITING) ||
	    (t->author->flags & MAIL_BOT) || collect_entry(t)->category == CATEGORY_ANNOUNCEMENT ||
	    t->asked >= until)
		return 0;
	return (until - t->asked) / 86400;
}
