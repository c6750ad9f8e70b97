/* SPDX-License-Identifier: ISC */
#include "filters/report/state.h"

#include "common/subject.h"
#include "filters/report/people.h"

/* Commits of one thread that are listed. */
#define COMMITS_MAX ((size_t)100)

static const char *const applied_names[] = { "applied", "queued", "merged", "pulled" };

static bool
is_pull(const struct collect_thread *t)
{
	return collect_entry(t)->category == CATEGORY_PULL;
}

/* Robots do not apply; only the one that watches for pulls is believed, and only on a pull request.
 */
static bool
may_apply(const struct collect_thread *t, const struct collect_mail *m)
{
	if (!m->reply)
		return false;
	return !(m->mail->flags & MAIL_BOT) ||
	       (is_pull(t) && bytes_starts(m->mail->address, BYTES_LIT("pr-tracker-bot@")));
}

static const struct store_fact *
find_fact(const struct store_mail *m, unsigned kind)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == kind)
			return &m->facts[i];
	return NULL;
}

static size_t
count_commits(const struct store_mail *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->nfacts; i++)
		n += m->facts[i].kind == FACT_COMMIT;
	return n;
}

/* Two patches of eighteen do not make the series applied. */
static bool
is_whole(struct arena *a, const struct collect_thread *t, const struct store_mail *m)
{
	int total = collect_entry(t)->total;
	size_t commits = count_commits(m);
	struct subject subject;

	if (total <= 1)
		return true;
	if (commits > 0)
		return commits >= (size_t)total;
	subject_parse(a, m->subject, BYTES_NONE, &subject);
	return subject.part <= 0;
}

/* "next", "kvm/next", "kvmtool (master)": not the rest of a sentence. */
static bool
is_tree(struct bytes s)
{
	struct bytes first, second, third;

	return bytes_word(&s, &first) &&
	       (!bytes_word(&s, &second) ||
		   (bytes_starts(second, BYTES_LIT("(")) && !bytes_word(&s, &third)));
}

static const char *
applied_name(struct arena *a, const struct collect_thread *t, const struct collect_mail *m)
{
	const struct store_fact *fact = may_apply(t, m) ? find_fact(m->mail, FACT_APPLIED) : NULL;

	if (fact && !is_whole(a, t, m->mail))
		return NULL;
	for (size_t i = 0; fact && i < sizeof(applied_names) / sizeof(*applied_names); i++)
		if (bytes_equal_fold(fact->name, bytes_from(applied_names[i])))
			return is_pull(t) ? "pulled" : applied_names[i];
	return NULL;
}

static bool
is_nack(const struct collect_thread *t, const struct collect_mail *m)
{
	return m->reply && !(m->mail->flags & MAIL_BOT) && find_fact(m->mail, FACT_NACK) &&
	       !people_same(m->mail, t->author);
}

static struct bytes
name_of(const struct store_mail *m)
{
	return m->name.n ? m->name : m->address;
}

/* A robot's word on a pull adds to the person's, and does not take his place. */
static void
apply(struct state *s, const char *name, const struct collect_mail *m)
{
	struct bytes tree = find_fact(m->mail, FACT_APPLIED)->value;
	bool robot = m->mail->flags & MAIL_BOT, before = s->kind == STATE_APPLIED;

	if (!robot || !before)
		s->by = robot ? BYTES_NONE : name_of(m->mail);
	if (is_tree(tree))
		s->tree = tree;
	else if (!before)
		s->tree = BYTES_NONE;
	s->kind = STATE_APPLIED;
	s->name = name;
}

struct state
state_of(struct arena *a, const struct series *series, const struct collect_thread *t)
{
	struct state s = { .kind = STATE_NONE };

	for (size_t i = 0; i < t->n; i++) {
		const struct collect_mail *m = &t->mails[i];
		const char *name = applied_name(a, t, m);

		if (name)
			apply(&s, name, m);
		else if (s.kind != STATE_APPLIED && is_nack(t, m))
			s = (struct state){ STATE_NACKED, "nacked", name_of(m->mail), BYTES_NONE };
	}
	if (s.kind == STATE_NONE && series_superseded(series, t))
		s = (struct state){ STATE_SUPERSEDED, "superseded", BYTES_NONE, BYTES_NONE };
	return s;
}

static void
set_text_or_null(struct json *v, const char *key, struct bytes s)
{
	json_set(v, key, s.n ? json_text(s) : json_null());
}

static bool
is_told_by(struct arena *a, const struct collect_thread *t, const struct state *s,
    const struct collect_mail *m)
{
	if (s->kind == STATE_APPLIED)
		return applied_name(a, t, m) == s->name;
	return s->kind == STATE_NACKED && is_nack(t, m);
}

static void
add_commits(struct json *commits, const struct store_mail *m)
{
	for (size_t i = 0; i < m->nfacts && json_count(commits) < COMMITS_MAX; i++)
		if (m->facts[i].kind == FACT_COMMIT)
			json_add(commits, json_text(m->facts[i].value));
}

struct json *
state_json(struct arena *a, const struct collect_thread *t, const struct state *s)
{
	struct json *v, *commits = json_array(), *cites = json_array();

	for (size_t i = 0; i < t->n; i++) {
		if (!is_told_by(a, t, s, &t->mails[i]))
			continue;
		json_add(cites, json_number((int64_t)i + 1));
		if (s->kind == STATE_APPLIED)
			add_commits(commits, t->mails[i].mail);
	}
	v = json_object();
	json_set_string(v, "kind", s->name);
	set_text_or_null(v, "by", s->by);
	set_text_or_null(v, "tree", s->tree);
	json_set(v, "commits", commits);
	json_set(v, "cites", cites);
	if (s->kind != STATE_NONE)
		return v;
	json_free(v);
	return json_null();
}

int64_t
state_waiting(const struct collect_thread *t, const struct state *s, int64_t until)
{
	if (t->heard || !t->rooted || s->kind != STATE_NONE || (t->author->flags & MAIL_BOT) ||
	    collect_entry(t)->category == CATEGORY_ANNOUNCEMENT || t->asked >= until)
		return 0;
	return (until - t->asked) / 86400;
}
