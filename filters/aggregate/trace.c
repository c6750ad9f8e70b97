/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/trace.h"

#include "common/clue.h"
#include "filters/aggregate/tie.h"

#include <stdlib.h>

/* An address behind a trailer is looked for in so much of it. */
#define VALUE_MAX ((size_t)500)

struct tracing {
	const struct store_mail *mail;
	struct store_tie *clues;
	size_t n;
};

static void
add(struct tracing *t, enum clue_kind kind, struct bytes value)
{
	struct hash hash;

	if (value.n == 0 || t->n == TRACE_MAX)
		return;
	hash = clue_hash(kind, value);
	for (size_t i = 0; i < t->n; i++)
		if (hash_equal(&t->clues[i].hash, &hash))
			return;
	t->clues[t->n++] = (struct store_tie){ hash, t->mail->arrival, t->mail->key, false };
}

/* The bug in "Reported-by: syzbot+1234@syzkaller.appspotmail.com". */
static void
add_report(struct tracing *t, struct bytes value)
{
	size_t from = bytes_find_fold(value, BYTES_LIT("syzbot+")), to = from;
	struct bytes address;

	while (to < value.n && to < VALUE_MAX && !is_space(value.p[to]) && value.p[to] != '>')
		to++;
	address = bytes_slice(value, from, to);
	if (clue_is_report(address))
		add(t, CLUE_REPORT, address);
}

static void
add_fact(struct tracing *t, const struct store_fact *fact)
{
	if (fact->kind == FACT_CHANGE_ID)
		add(t, CLUE_CHANGE, fact->value);
	if (fact->kind == FACT_TRAILER && bytes_ends(fact->name, BYTES_LIT("eported-by")))
		add_report(t, fact->value);
	if (fact->kind == FACT_LINK)
		add(t, CLUE_MENTION, fact->value);
	if (fact->kind == FACT_REVERT)
		add(t, CLUE_COMMIT, bytes_slice(fact->value, 0, CLUE_COMMIT_DIGITS));
}

/* What a reply says of commits, and that its sender took something. */
static void
add_deed(struct tracing *t)
{
	const struct store_mail *m = t->mail;
	bool applied = false, commits = false;

	for (size_t i = 0; i < m->nfacts; i++) {
		applied = applied || m->facts[i].kind == FACT_APPLIED;
		commits = commits || m->facts[i].kind == FACT_COMMIT;
	}
	if (!applied || !commits)
		return;
	if (!(m->flags & MAIL_BOT))
		add(t, CLUE_TAKER, m->address);
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == FACT_COMMIT)
			add(t, CLUE_COMMIT, bytes_slice(m->facts[i].value, 0, CLUE_COMMIT_DIGITS));
}

static int
by_hash(const void *x, const void *y)
{
	return tie_compare(x, y);
}

/* The title of each patch that is listed, once. */
static void
add_listed(struct tracing *t)
{
	const struct store_mail *m = t->mail;
	struct store_tie *listed = t->clues + t->n;
	size_t n = 0;

	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == FACT_LISTED && m->facts[i].value.n)
			listed[n++] = (struct store_tie){ clue_hash(CLUE_LISTED, m->facts[i].value),
				m->arrival, m->key, false };
	qsort(listed, n, sizeof(*listed), by_hash);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || tie_compare(&listed[i], &t->clues[t->n - 1]) != 0)
			t->clues[t->n++] = listed[i];
}

size_t
trace_room(const struct store_mail *mail)
{
	size_t room = TRACE_MAX;

	for (size_t i = 0; i < mail->nfacts; i++)
		room += mail->facts[i].kind == FACT_LISTED;
	return room;
}

size_t
trace_clues(const struct store_mail *mail, const struct subject *s, struct store_tie *clues)
{
	struct tracing t = { mail, clues, 0 };

	add_deed(&t);
	if (mail->flags & MAIL_REPLY)
		return t.n;
	if (clue_is_report(mail->address))
		add(&t, CLUE_REPORT, mail->address);
	if (s->flags & (SUBJECT_PATCH | SUBJECT_RFC))
		add(&t, CLUE_TITLE, s->title);
	if (s->flags & SUBJECT_PULL)
		add(&t, CLUE_PULL, s->title);
	for (size_t i = 0; i < mail->nfacts; i++)
		add_fact(&t, &mail->facts[i]);
	add_listed(&t);
	return t.n;
}
