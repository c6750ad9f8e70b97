/* SPDX-License-Identifier: ISC */
#include "filters/report/model/cut.h"

#include "filters/report/model/budget.h"

#include <stdlib.h>
#include <string.h>

/* Its mark, and its head with the sender, in tokens. */
#define LINE_TOKENS 12
#define HEAD_TOKENS 40
#define NO_NODE (-1)

struct piece {
	size_t mail;
	int32_t branch; /* the node below the root it hangs on */
	size_t first;	/* mail of the branch: pieces stand in order of it */
	size_t tokens;
};

struct cut {
	struct arena *a;
	const struct collect_thread *t;
	const struct dossier *d;
	size_t room, mail_bytes; /* 0: all */
	struct piece *pieces;	 /* without the root */
	size_t n;
};

/* Of each node the one below a root that leads to it. */
static int32_t *
branches_of(struct arena *a, const struct store_thread *t)
{
	int32_t *branch = arena_array(a, t->nnodes, sizeof(*branch));

	for (size_t i = 0; i < t->nnodes; i++)
		branch[i] = NO_NODE;
	for (size_t i = 0; i < t->nnodes; i++) {
		int32_t at = (int32_t)i, found;

		while (branch[at] == NO_NODE && t->nodes[at].parent >= 0 &&
		       t->nodes[t->nodes[at].parent].parent >= 0)
			at = t->nodes[at].parent;
		found = branch[at] == NO_NODE ? at : branch[at];
		for (at = (int32_t)i; branch[at] == NO_NODE && at != found;
		     at = t->nodes[at].parent)
			branch[at] = found;
		branch[found] = found;
	}
	return branch;
}

struct place {
	const struct store_mail *mail;
	int32_t node;
};

static int
compare_places(const void *a, const void *b)
{
	const uintptr_t x = (uintptr_t)((const struct place *)a)->mail,
			y = (uintptr_t)((const struct place *)b)->mail;

	return x < y ? -1 : x > y;
}

static int
compare_pieces(const void *a, const void *b)
{
	const struct piece *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return x->mail < y->mail ? -1 : x->mail > y->mail;
}

static void
gather(struct cut *c)
{
	const struct store_thread *t = c->t->thread;
	const int32_t *branch = branches_of(c->a, t);
	struct place *places = arena_array(c->a, t->nnodes, sizeof(*places));
	size_t *first = arena_array(c->a, t->nnodes, sizeof(*first)); /* and one more; 0: none */

	for (size_t i = 0; i < t->nnodes; i++)
		places[i] = (struct place){ c->t->stored[i], (int32_t)i };
	qsort(places, t->nnodes, sizeof(*places), compare_places);
	c->pieces = arena_array(c->a, c->t->n, sizeof(*c->pieces));
	for (size_t i = 0; i < c->t->n; i++) {
		const struct place key = { c->t->mails[i].mail, 0 };
		const struct place *p =
		    bsearch(&key, places, t->nnodes, sizeof(*places), compare_places);
		const int32_t b = p ? branch[p->node] : 0;

		if (first[b] == 0)
			first[b] = i + 1;
		if (i != c->t->root)
			c->pieces[c->n++] =
			    (struct piece){ .mail = i, .branch = b, .first = first[b] };
	}
	qsort(c->pieces, c->n, sizeof(*c->pieces), compare_pieces);
}

static void
weigh(struct cut *c)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct dossier_mail *m = &c->d->mails[c->pieces[i].mail];
		struct prompt_lines lines = { .mail = m,
			.limit = m->new ? c->mail_bytes : PROMPT_CONTEXT_BYTES };
		size_t sentence;

		c->pieces[i].tokens = HEAD_TOKENS;
		while (prompt_next_line(&lines, &sentence))
			c->pieces[i].tokens += budget_tokens(m->sentences[sentence]) + LINE_TOKENS;
	}
}

static size_t
branch_end(const struct cut *c, size_t from)
{
	size_t to = from;

	while (to < c->n && c->pieces[to].branch == c->pieces[from].branch)
		to++;
	return to;
}

static size_t
tokens_of(const struct cut *c, size_t from, size_t to)
{
	size_t tokens = 0;

	for (; from < to; from++)
		tokens += c->pieces[from].tokens;
	return tokens;
}

/* Where the scope that begins at from ends: whole branches, or as much of one as there is room for.
 */
static size_t
scope_end(const struct cut *c, size_t from)
{
	size_t used = 0, at = from;

	while (at < c->n) {
		size_t end = branch_end(c, at), tokens = tokens_of(c, at, end);

		if (used + tokens > c->room)
			break;
		used += tokens;
		at = end;
	}
	if (at > from)
		return at;
	for (; at < c->n && (at == from || used + c->pieces[at].tokens <= c->room); at++)
		used += c->pieces[at].tokens;
	return at;
}

/* Whether each mail fits a request, and all of them into so many. */
static bool
fits(const struct cut *c, size_t scopes, size_t most)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->pieces[i].tokens > c->room)
			return false;
	return scopes <= most;
}

static size_t
count_scopes(const struct cut *c)
{
	size_t n = 0;

	for (size_t at = 0; at < c->n; at = scope_end(c, at))
		n++;
	return n ? n : 1;
}

static int
compare_sizes(const void *a, const void *b)
{
	const size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return x < y ? -1 : x > y;
}

static struct prompt_scope
scope_of(const struct cut *c, size_t from, size_t to)
{
	size_t *mails = arena_array(c->a, to - from + 1, sizeof(*mails)), n = 0;

	mails[n++] = c->t->root;
	for (; from < to; from++)
		mails[n++] = c->pieces[from].mail;
	qsort(mails, n, sizeof(*mails), compare_sizes);
	return (struct prompt_scope){ .mails = mails, .n = n, .mail_bytes = c->mail_bytes };
}

struct prompt_scope *
cut_thread(struct arena *a, const struct collect_thread *t, const struct dossier *d, size_t room,
    size_t most, size_t *n)
{
	struct cut c = { .a = a, .t = t, .d = d, .room = room };
	struct prompt_scope *scopes;
	size_t all, at = 0;

	gather(&c);
	weigh(&c);
	while (!fits(&c, all = count_scopes(&c), most) && c.mail_bytes != CUT_MAIL_BYTES_MIN) {
		c.mail_bytes = c.mail_bytes ? c.mail_bytes / 2 : 2 * room;
		if (c.mail_bytes < CUT_MAIL_BYTES_MIN)
			c.mail_bytes = CUT_MAIL_BYTES_MIN;
		weigh(&c);
	}
	scopes = arena_array(a, all < most ? all : most, sizeof(*scopes));
	*n = 0;
	for (size_t i = 0; i < all; i++) {
		const size_t end = scope_end(&c, at);

		if (i + most >= all)
			scopes[(*n)++] = scope_of(&c, at, end);
		at = end;
	}
	return scopes;
}
