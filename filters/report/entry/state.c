/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/state.h"

#include "common/address.h"
#include "common/subject.h"
#include "filters/report/entry/done.h"
#include "filters/report/entry/notice.h"
#include "filters/report/entry/people.h"

static const char *const applied_names[] = { "applied", "queued", "merged", "pulled" };

/* What the mails of one thread come to, read in order. */
struct reading {
	struct arena *a;
	const struct collect_thread *t;
	struct state s;
	struct done done;
	size_t n; /* of t->known: as much as was known */
	enum notice_kind notice;
	struct bytes notice_tree;
};

static bool
is_pull(const struct collect_thread *t)
{
	return collect_entry(t)->category == CATEGORY_PULL;
}

/*
 * Of robots only those that watch trees are believed; the one that watches for pulls only on a
 * pull.  Of people, those of who.h.
 */
static bool
may_apply(const struct collect_thread *t, size_t i)
{
	const struct store_mail *m = t->known[i];

	if (!(m->flags & MAIL_BOT))
		return collect_is_reply(t, m) && t->standing[i];
	if (bytes_starts(m->address, BYTES_LIT("pr-tracker-bot@")))
		return is_pull(t);
	return bytes_starts(m->address, BYTES_LIT("patchwork-bot")) ||
	       bytes_starts(m->address, BYTES_LIT("tip-bot"));
}

static const struct store_fact *
find_fact(const struct store_mail *m, unsigned kind)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == kind)
			return &m->facts[i];
	return NULL;
}

static void
tell(struct state *s, const struct store_mail *m)
{
	if (s->ntold < STATE_TOLD_MAX)
		s->told[s->ntold++] = m;
}

static struct bytes
name_of(const struct store_mail *m)
{
	return m->name.n ? m->name : m->address;
}

/* Who applied: the sender, or whom a robot names. */
static struct bytes
applied_by(struct arena *a, const struct store_mail *m)
{
	const struct store_fact *by = find_fact(m, FACT_BY);
	struct mailbox person;

	if (!(m->flags & MAIL_BOT))
		return name_of(m);
	if (!by)
		return BYTES_NONE;
	person = address_first(a, by->value);
	return person.name.n ? person.name : person.address;
}

/* ---- the mails in turn ---- */

static const char *
applied_name(const struct collect_thread *t, struct bytes name)
{
	for (size_t i = 0; i < sizeof(applied_names) / sizeof(*applied_names); i++)
		if (bytes_equal_fold(name, bytes_from(applied_names[i])))
			return is_pull(t) ? "pulled" : applied_names[i];
	return NULL;
}

static bool
is_applied(const struct reading *r)
{
	return r->s.kind == STATE_APPLIED || r->s.kind == STATE_PARTLY;
}

/* Takes away what was said before. */
static void
restate(struct reading *r, enum state_kind kind, const char *name, const struct store_mail *m)
{
	r->s = (struct state){ .kind = kind, .name = name, .by = name_of(m) };
	tell(&r->s, m);
}

bool
state_is(const struct state *s, struct bytes name)
{
	for (size_t i = 0; i < sizeof(applied_names) / sizeof(*applied_names); i++)
		if (s->kind == STATE_APPLIED && bytes_equal(name, bytes_from(applied_names[i])))
			return true;
	return bytes_equal(name, bytes_from(s->name));
}

static void
take_back(struct reading *r, const struct store_mail *m)
{
	if (!is_applied(r))
		return;
	done_undo_all(&r->done);
	restate(r, STATE_REVERTED, "reverted", m);
}

/* A part's own thread speaks of that part. */
static int
part_of(const struct reading *r, const struct store_mail *m)
{
	struct subject subject;

	subject_parse(r->a, m->subject, BYTES_NONE, &subject);
	return r->done.total > 1 && subject.total == r->done.total && subject.part > 0
		   ? subject.part
		   : 0;
}

static void
drop(struct reading *r, const struct store_mail *m)
{
	int part = part_of(r, m);

	if (part) {
		if (!done_undo(&r->done, part))
			return;
		if (r->done.n || r->done.some) {
			r->s.kind = STATE_PARTLY;
			r->s.name = "partly applied";
			tell(&r->s, m);
			return;
		}
	}
	done_undo_all(&r->done);
	restate(r, STATE_DROPPED, "dropped", m);
}

/* Applied, or some of it. */
static void
settle(struct reading *r, const char *name)
{
	r->s.kind = done_all(&r->done) ? STATE_APPLIED : STATE_PARTLY;
	r->s.name = r->s.kind == STATE_PARTLY ? "partly applied" : name;
}

/* A robot's word adds to the person's, and does not take his place. */
static void
apply(struct reading *r, const struct store_mail *m, const struct store_fact *fact)
{
	const char *name = applied_name(r->t, fact->name);
	struct state *s = &r->s;
	bool before = is_applied(r);
	struct bytes by = applied_by(r->a, m);

	if (!name) {
		take_back(r, m);
		return;
	}
	if (!before)
		*s = (struct state){ .by = by };
	else if (!(m->flags & MAIL_BOT))
		s->by = by;
	if (fact->value.n)
		s->tree = fact->value;
	done_read(&r->done, r->a, m);
	settle(r, name);
	tell(s, m);
}

/* Whose pull request lists a patch of it has it in his tree; what was said in a reply stands. */
static void
take_pull(struct reading *r, const struct collect_pull *pull)
{
	struct state *s = &r->s;

	if (s->kind == STATE_APPLIED && s->npulls == 0)
		return;
	if (!is_applied(r))
		*s = (struct state){ .ntold = 0 };
	if (s->ntold == 0)
		s->by = name_of(pull->mail);
	if (s->npulls == 0 || s->pulls[s->npulls - 1]->mail != pull->mail)
		if (s->npulls < STATE_PULLS_MAX)
			s->pulls[s->npulls++] = pull;
	done_part(&r->done, pull->part);
	settle(r, "applied");
}

static bool
is_of_other(const struct collect_thread *t, const struct store_mail *m)
{
	return collect_is_reply(t, m) && !(m->flags & MAIL_BOT) && !people_same(m, t->author);
}

static void
add_part(struct reading *r, const struct store_mail *m)
{
	int part = part_of(r, m);

	if (part && r->s.nparts < STATE_PARTS_MAX)
		r->s.parts[r->s.nparts++] = part;
}

static void
refuse(struct reading *r, const struct store_mail *m)
{
	struct state *s = &r->s;

	if (s->kind != STATE_NACKED)
		*s = (struct state){ .kind = STATE_NACKED, .name = "nacked" };
	s->by = name_of(m);
	tell(s, m);
	add_part(r, m);
}

/* What was proposed for a stable tree is refused where it is asked not to be taken. */
static bool
is_proposed(const struct reading *r)
{
	return r->notice == NOTICE_AUTOSEL || r->notice == NOTICE_STABLE;
}

/* The author's word that it was dropped counts where he looks after the tree, else as a wish that
 * it be. */
static bool
read_drop_of_author(struct reading *r, const struct store_mail *m, struct bytes name)
{
	bool whole = part_of(r, m) == 0;

	if (!collect_is_reply(r->t, m) || is_applied(r))
		return false;
	if (bytes_equal(name, BYTES_LIT("dropped")) ? !is_proposed(r) : !whole)
		return false;
	restate(r, STATE_DROPPED, is_proposed(r) ? "dropped" : "withdrawn", m);
	return true;
}

/* False where it came to nothing. */
static bool
read_drop(struct reading *r, size_t i, struct bytes name)
{
	const struct store_mail *m = r->t->known[i];

	if (people_same(m, r->t->author))
		return read_drop_of_author(r, m, name);
	if (!is_of_other(r->t, m))
		return false;
	if (bytes_equal(name, BYTES_LIT("dropped"))) {
		if (r->t->standing[i])
			drop(r, m);
		return r->t->standing[i];
	}
	if (!bytes_equal(name, BYTES_LIT("drop")) || is_applied(r))
		return false;
	if (is_proposed(r))
		refuse(r, m);
	else if (r->s.kind != STATE_NACKED)
		restate(r, STATE_REQUESTED, "changes requested", m);
	return true;
}

/* What people other than the author say of a posting that nobody took. */
static void
read_opinion(struct reading *r, const struct store_mail *m)
{
	/* Who writes behind a robot's complaint has seen it. */
	if (r->s.kind == STATE_BROKEN)
		r->s = (struct state){ .kind = STATE_NONE };
	if (find_fact(m, FACT_NACK))
		refuse(r, m);
	else if (r->s.kind != STATE_NACKED && collect_entry(r->t)->version > 0 &&
		 find_fact(m, FACT_REQUEST))
		restate(r, STATE_REQUESTED, "changes requested", m);
}

static void
read_mail(struct reading *r, size_t i)
{
	const struct store_mail *m = r->t->known[i];
	const struct store_fact *applied = find_fact(m, FACT_APPLIED);
	const struct store_fact *dropped = find_fact(m, FACT_DROP);

	if (applied && may_apply(r->t, i))
		apply(r, m, applied);
	else if (dropped && read_drop(r, i, dropped->name))
		return;
	else if (!is_applied(r) && is_of_other(r->t, m))
		read_opinion(r, m);
	else if (r->s.kind == STATE_NONE && m->flags & MAIL_BOT && find_fact(m, FACT_BROKEN) &&
		 collect_is_reply(r->t, m) && collect_entry(r->t)->version > 0)
		restate(r, STATE_BROKEN, "build error", m);
}

/* The mails, each behind the pull requests that arrived before it. */
static void
read_mails(struct reading *r, int64_t before)
{
	const struct collect_thread *t = r->t;
	size_t pull = 0;

	for (size_t i = 0; i < r->n; i++) {
		while (pull < t->npulls && t->pulls[pull].mail->arrival < t->known[i]->arrival &&
		       t->pulls[pull].mail->arrival < before)
			take_pull(r, &t->pulls[pull++]);
		read_mail(r, i);
	}
	while (pull < t->npulls && t->pulls[pull].mail->arrival < before)
		take_pull(r, &t->pulls[pull++]);
}

/* ---- what the posting itself says ---- */

static bool
read_posting(struct reading *r)
{
	static const struct {
		enum state_kind kind;
		const char *name;
	} states[] = {
		[NOTICE_STABLE] = { STATE_BACKPORTED, "backported" },
		[NOTICE_FAILED] = { STATE_FAILED, "backport failed" },
		[NOTICE_AUTOSEL] = { STATE_AUTOSEL, "autosel" },
		[NOTICE_QUEUED] = { STATE_APPLIED, "queued" },
		[NOTICE_MERGED] = { STATE_APPLIED, "merged" },
		[NOTICE_DROPPED] = { STATE_DROPPED, "dropped" },
	};

	if (r->notice == NOTICE_NONE)
		return false;
	r->s = (struct state){ .kind = states[r->notice].kind,
		.name = states[r->notice].name,
		.tree = r->notice_tree,
		.by = name_of(r->t->author) };
	tell(&r->s, r->t->author);
	return true;
}

/* ---- who had the last word ---- */

static bool
wants_answer(const struct collect_thread *t)
{
	unsigned category = collect_entry(t)->category;

	return t->posted && !(t->author->flags & MAIL_BOT) &&
	       (collect_entry(t)->version > 0 || category == CATEGORY_QUESTION ||
		   category == CATEGORY_BUG);
}

/* The last of others, or of the author where there is none. */
static void
read_silence(struct reading *r)
{
	const struct collect_thread *t = r->t;
	const struct store_mail *last = NULL;

	for (size_t i = 0; i < r->n; i++)
		if (is_of_other(t, t->known[i]))
			last = t->known[i];
	if (last && collect_entry(t)->version > 0)
		r->s = (struct state){ .kind = STATE_REVIEW, .name = "under review" };
	else if (last)
		r->s = (struct state){ .kind = STATE_ANSWERED, .name = "answered" };
	else
		r->s = (struct state){ .kind = STATE_WAITING, .name = "waiting" };
	r->s.by = last ? name_of(last) : BYTES_NONE;
	tell(&r->s, last ? last : t->author);
}

static void
list_parts(struct reading *r)
{
	for (int i = 1; i <= r->done.total && r->s.nparts < STATE_PARTS_MAX; i++)
		if (r->done.part[i] && !r->done.some)
			r->s.parts[r->s.nparts++] = i;
}

/* From the first n mails that are known, and the versions that were posted before. */
static struct state
state_then(struct arena *a, const struct series *series, const struct collect_thread *t, size_t n,
    int64_t before)
{
	struct reading r = { .a = a, .t = t, .n = n };

	done_init(&r.done, a, collect_entry(t)->total);
	r.notice = notice_read(a, collect_entry(t)->subject, &r.notice_tree);
	read_mails(&r, before);
	if (r.s.kind == STATE_PARTLY)
		list_parts(&r);
	if ((r.s.kind == STATE_NONE || r.s.kind == STATE_REQUESTED || r.s.kind == STATE_BROKEN ||
		r.s.kind == STATE_DROPPED) &&
	    series_superseded(series, t, before))
		r.s = (struct state){ .kind = STATE_SUPERSEDED, .name = "superseded" };
	if (r.s.kind == STATE_NONE && !read_posting(&r) && wants_answer(t))
		read_silence(&r);
	return r.s;
}

struct state
state_of(struct arena *a, const struct series *series, const struct collect_thread *t)
{
	return state_then(a, series, t, t->nknown, INT64_MAX);
}

const char *
state_was(struct arena *a, const struct series *series, const struct collect_thread *t,
    int64_t since, const struct state *now)
{
	struct state then;

	/* What was not there yet had no state. */
	if (t->nold == 0)
		return NULL;
	then = state_then(a, series, t, t->nold, since);
	return then.kind != STATE_NONE && then.kind != now->kind ? then.name : NULL;
}
