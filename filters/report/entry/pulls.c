/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/pulls.h"

#include "common/subject.h"
#include "filters/report/entry/find.h"
#include "filters/report/entry/notice.h"
#include "filters/report/entry/people.h"
#include "filters/report/entry/requests.h"
#include "filters/report/entry/who.h"

#include <stdlib.h>
#include <string.h>

#define NONE SIZE_MAX

/* A patch whose title some request lists. */
struct suspect {
	struct suspect *next; /* in order of threads */
	struct collect_thread *t;
	const struct store_mail *mail;
	int part;
	bool again; /* a resend */
	struct bytes title;
	struct hash patch;
	size_t near[PULLS_NEAR], nnear;			/* requests behind it, by arrival */
	size_t request;					/* that lists it; NONE */
	size_t postings[PULLS_POSTINGS_MAX], npostings; /* of the title, before that */
};

struct finding {
	struct store *s;
	struct arena *a;
	int64_t until;
	struct suspect *suspects, **last;
	struct find_keys requests, postings;
	struct request *request;
	struct find_place *posting;
};

/* ---- what may be listed ---- */

/* What stands behind "KVM: arm64: ". */
static struct bytes
unprefixed(struct bytes title)
{
	size_t at;

	while ((at = bytes_find(title, BYTES_LIT(": "))) < title.n)
		title = bytes_slice(title, at + 2, title.n);
	return title;
}

static bool
is_common(struct bytes word)
{
	static const char *const common[] = { "a", "an", "the", "and", "in", "of", "for", "to",
		"on", "from", "with", "my", "our", "some", "all", "more", "few", "several",
		"various", "minor", "small", "trivial", "misc", "miscellaneous", "fix", "fixes",
		"fixed", "fixup", "fixups", "correct", "typo", "typos", "spelling", "mistake",
		"mistakes", "error", "errors", "warning", "warnings", "bug", "bugs", "issue",
		"issues", "build", "compile", "compilation", "clean", "cleanup", "cleanups",
		"clean-up", "up", "tidy", "update", "updates", "updated", "change", "changes",
		"improve", "improvements", "add", "remove", "drop", "delete", "replace", "rename",
		"refactor", "new", "unused", "unneeded", "unnecessary", "redundant", "code",
		"coding", "style", "comment", "comments", "documentation", "docs", "doc",
		"whitespace", "white", "space", "indentation", "formatting", "include", "includes",
		"header", "headers", "variable", "variables", "function", "functions", "file",
		"files", "email", "e-mail", "mail", "address", "addresses", "entry", "entries",
		"maintainer", "maintainers", "reviewer", "version", "kconfig", "makefile" };

	while (word.n && memchr(".,;!", word.p[word.n - 1], 4))
		word.n--;
	return bytes_is_among(word, BYTES_LIST(common));
}

bool
pulls_telling(struct bytes title)
{
	struct bytes rest = unprefixed(title), word;

	if (title.n < PULLS_TITLE_BYTES_MIN || bytes_words(title) < PULLS_TITLE_WORDS_MIN)
		return false;
	while (bytes_word(&rest, &word))
		if (!is_common(word))
			return true;
	return false;
}

/* Who wrote the patch, by name; the sender where it does not say. */
static struct bytes
author_of(struct arena *a, const struct store_mail *m)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == FACT_AUTHOR)
			return address_first(a, m->facts[i].value).name;
	return m->name;
}

/* Which of the thread's patches a mail posts; 0 where it posts none. */
static int
part_of(const struct collect_thread *t, const struct store_mail *m, const struct subject *subject)
{
	int total = collect_entry(t)->total;

	if (!(subject->flags & (SUBJECT_PATCH | SUBJECT_RFC)) || subject->flags & SUBJECT_PULL ||
	    m->flags & MAIL_REPLY || collect_is_reply(t, m))
		return 0;
	if (total <= 1)
		return subject->total <= 1 ? 1 : 0;
	return subject->total == total && subject->part > 0 && subject->part <= total
		   ? subject->part
		   : 0;
}

/* The requests behind the patch that list its title. */
static enum store_status
look_behind(struct finding *f, struct suspect *p)
{
	struct store_tie at = { .hash = clue_hash(CLUE_LISTED, p->title),
		.arrival = p->mail->arrival },
			 found;

	memset(&at.key, 0xff, sizeof(at.key));
	for (p->nnear = 0; p->nnear < PULLS_NEAR; at = found) {
		enum store_status status = store_find_tie(f->s, &at, false, &found);

		if (status != STORE_OK)
			return status == STORE_NONE ? STORE_OK : status;
		if (found.arrival >= f->until || found.arrival - p->mail->arrival > PULLS_SECONDS)
			return STORE_OK;
		find_keys_add(&f->requests, &found.key);
		p->near[p->nnear++] = find_keys_number(&f->requests, &found.key);
	}
	return STORE_OK;
}

static enum store_status
suspect_mail(struct finding *f, struct collect_thread *t, const struct store_mail *m)
{
	struct suspect p = { .t = t, .mail = m, .request = NONE }, *kept;
	struct subject subject;
	struct bytes author = author_of(f->a, m);
	enum store_status status;

	subject_parse(f->a, m->subject, BYTES_NONE, &subject);
	p.part = part_of(t, m, &subject);
	if (p.part == 0 || author.n == 0 || !pulls_telling(subject.title))
		return STORE_OK;
	p.title = subject.title;
	p.again = subject.flags & SUBJECT_RESEND;
	p.patch = requests_patch(f->a, author, p.title);
	status = look_behind(f, &p);
	if (status != STORE_OK || p.nnear == 0)
		return status;
	kept = arena_alloc(f->a, sizeof(*kept));
	*kept = p;
	*f->last = kept;
	f->last = &kept->next;
	return STORE_OK;
}

/* What a tree tells of itself was in it before. */
static bool
is_taken(struct arena *a, const struct collect_thread *t)
{
	struct bytes tree;

	return notice_read(a, collect_entry(t)->subject, &tree) != NOTICE_NONE;
}

static enum store_status
suspect_thread(struct finding *f, struct collect_thread *t)
{
	enum store_status status = STORE_OK;

	if (collect_entry(t)->version == 0 || collect_entry(t)->category == CATEGORY_PULL ||
	    is_taken(f->a, t))
		return STORE_OK;
	for (size_t i = 0; status == STORE_OK && i < t->nknown; i++)
		status = suspect_mail(f, t, t->known[i]);
	return status;
}

/* ---- which request it is ---- */

/* Senders that were asked about in one thread. */
struct senders {
	const struct collect_thread *t;
	size_t request[PULLS_SENDERS_MAX], n;
	bool yes[PULLS_SENDERS_MAX];
};

static bool
is_own(struct arena *a, const struct suspect *p, const struct request *r)
{
	struct hash own = requests_patch(a, r->mail->name, p->title);

	return people_same(r->mail, p->t->author) || hash_equal(&own, &p->patch);
}

/* Whether the request tells that its sender took the patch: one of nothing but his own asks the
 * next one to. */
static enum store_status
may_take(struct finding *f, const struct suspect *p, const struct request *r, bool *yes)
{
	if (!is_own(f->a, p, r))
		return who_is_concerned(f->s, f->a, p->t, r->mail, yes);
	*yes = r->others || r->pulled;
	return *yes ? STORE_OK : who_takes(f->s, r->mail, yes);
}

static enum store_status
ask(struct finding *f, struct senders *k, const struct suspect *p, size_t request, bool *yes)
{
	enum store_status status;

	if (k->t != p->t)
		*k = (struct senders){ .t = p->t };
	for (size_t i = 0; i < k->n; i++)
		if (k->request[i] == request) {
			*yes = k->yes[i];
			return STORE_OK;
		}
	*yes = false;
	if (k->n == PULLS_SENDERS_MAX)
		return STORE_OK;
	status = may_take(f, p, &f->request[request], yes);
	k->request[k->n] = request;
	k->yes[k->n++] = *yes;
	return status;
}

/* The first that counts. */
static enum store_status
choose(struct finding *f, struct senders *k, struct suspect *p)
{
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < p->nnear && p->request == NONE; i++) {
		const struct request *r = &f->request[p->near[i]];
		bool yes;

		if (!r->counts || requests_listed(r, &p->patch) == 0)
			continue;
		status = ask(f, k, p, p->near[i], &yes);
		if (status == STORE_OK && yes)
			p->request = p->near[i];
	}
	return status;
}

/* ---- whether it is that patch ---- */

/* What was posted under the title before the request. */
static enum store_status
look_before(struct finding *f, struct suspect *p)
{
	int64_t end = f->request[p->request].mail->arrival;
	struct store_tie at = { .hash = clue_hash(CLUE_TITLE, p->title), .arrival = end - 1 },
			 found;

	memset(&at.key, 0xff, sizeof(at.key));
	for (;; at = found) {
		enum store_status status = store_find_tie(f->s, &at, true, &found);

		if (status != STORE_OK || end - found.arrival > PULLS_SECONDS)
			return status == STORE_NONE ? STORE_OK : status;
		if (p->npostings == PULLS_POSTINGS_MAX) {
			p->request = NONE;
			return STORE_OK;
		}
		find_keys_add(&f->postings, &found.key);
		p->postings[p->npostings++] = find_keys_number(&f->postings, &found.key);
	}
}

static bool
is_of_same(struct arena *a, const struct suspect *p, const struct store_mail *m)
{
	struct hash patch = requests_patch(a, author_of(a, m), p->title);

	return !(m->flags & MAIL_REPLY) && hash_equal(&patch, &p->patch);
}

/* Whether another posting of the patch is surely an older one. */
static bool
is_older(const struct suspect *p, const struct find_place *other)
{
	const struct store_entry *own = collect_entry(p->t),
				 *its = &other->thread->entries[other->entry];

	if (other->mail->arrival >= p->mail->arrival)
		return false;
	return p->again || its->version < own->version ||
	       (its->category == CATEGORY_RFC && own->category != CATEGORY_RFC);
}

static bool
is_that_patch(const struct finding *f, const struct suspect *p)
{
	size_t own = 0;

	if (p->request == NONE)
		return false;
	for (size_t i = 0; i < p->npostings; i++) {
		const struct find_place *at = &f->posting[p->postings[i]];

		if (!at->thread || !at->mail || !is_of_same(f->a, p, at->mail))
			continue;
		if (bytes_equal(
			at->thread->nodes[at->thread->entries[at->entry].root].id, p->t->root_id))
			own++;
		else if (!is_older(p, at))
			return false;
	}
	return own > 0 && requests_listed(&f->request[p->request], &p->patch) >= own;
}

/* ---- all of them ---- */

static int
compare_pulls(const void *a, const void *b)
{
	const struct collect_pull *x = a, *y = b;

	if (x->mail->arrival != y->mail->arrival)
		return x->mail->arrival < y->mail->arrival ? -1 : 1;
	if (x->mail != y->mail)
		return memcmp(&x->mail->key, &y->mail->key, sizeof(x->mail->key));
	return (x->part > y->part) - (x->part < y->part);
}

/* Whether some patch of the thread is in no request. */
static bool
misses_some(
    struct arena *a, const struct collect_thread *t, const struct collect_pull *pulls, size_t n)
{
	int total = collect_entry(t)->total > 1 ? collect_entry(t)->total : 1, met = 0;
	bool *there = arena_array(a, (size_t)total + 1, sizeof(*there));

	for (size_t i = 0; i < n; i++) {
		met += !there[pulls[i].part];
		there[pulls[i].part] = true;
	}
	return met < total;
}

/* The pulls of the thread whose suspects are [p, end). */
static void
set_pulls(struct finding *f, const struct suspect *p, const struct suspect *end, size_t count)
{
	struct collect_pull *pulls = arena_array(f->a, count, sizeof(*pulls));
	struct collect_thread *t = p->t;
	size_t n = 0, kept = 0;
	bool *lacks = arena_array(f->a, count, sizeof(*lacks)), partly;

	for (; p != end; p = p->next) {
		const struct request *r;

		if (!is_that_patch(f, p))
			continue;
		r = &f->request[p->request];
		lacks[n] = r->lacks;
		pulls[n++] = (struct collect_pull){ r->mail, r->id, p->part, r->pulled };
	}
	partly = n > 0 && misses_some(f->a, t, pulls, n);
	for (size_t i = 0; i < n; i++)
		if (!(partly && lacks[i]))
			pulls[kept++] = pulls[i];
	qsort(pulls, kept, sizeof(*pulls), compare_pulls);
	t->pulls = pulls;
	t->npulls = kept;
}

static enum store_status
choose_all(struct finding *f)
{
	struct senders senders = { .t = NULL };
	enum store_status status =
	    requests_read(f->s, f->a, f->requests.of, f->requests.n, f->until, &f->request);

	for (struct suspect *p = f->suspects; status == STORE_OK && p; p = p->next) {
		status = choose(f, &senders, p);
		if (status == STORE_OK && p->request != NONE)
			status = look_before(f, p);
	}
	return status == STORE_OK
		   ? find_mails(f->s, f->a, f->postings.of, f->postings.n, &f->posting)
		   : status;
}

enum store_status
pulls_find(struct store *s, struct arena *a, struct collect *c, int64_t until)
{
	struct finding f = { .s = s, .a = a, .until = until };
	enum store_status status = STORE_OK;

	f.last = &f.suspects;
	find_keys_init(&f.requests, a);
	find_keys_init(&f.postings, a);
	for (size_t i = 0; status == STORE_OK && i < c->n; i++)
		status = suspect_thread(&f, &c->threads[i]);
	if (status == STORE_OK && f.suspects)
		status = choose_all(&f);
	for (struct suspect *p = f.suspects, *end; status == STORE_OK && p; p = end) {
		size_t count = 0;

		for (end = p; end && end->t == p->t; end = end->next)
			count++;
		set_pulls(&f, p, end, count);
	}
	return status;
}
