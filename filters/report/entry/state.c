/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/state.h"

#include "common/address.h"
#include "common/subject.h"
#include "filters/report/entry/people.h"

/* Commits of one thread that are listed. */
#define COMMITS_MAX ((size_t)100)

static const char *const applied_names[] = { "applied", "queued", "merged", "pulled" };

/* What the mails of one thread come to, read in order. */
struct reading {
	struct arena *a;
	const struct collect_thread *t;
	struct state s;
	bool *done; /* part -> applied */
	size_t n;   /* of t->known: as much as was known */
	int total, ndone;
	bool some; /* parts were applied, and it is not said which */
};

static bool
is_pull(const struct collect_thread *t)
{
	return collect_entry(t)->category == CATEGORY_PULL;
}

/* Of robots only those that watch trees are believed; the one that watches for pulls only on a
 * pull. */
static bool
may_apply(const struct collect_thread *t, const struct store_mail *m)
{
	if (!collect_is_reply(t, m))
		return false;
	if (!(m->flags & MAIL_BOT))
		return true;
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

/* ---- which parts ---- */

static void
do_part(struct reading *r, long long part)
{
	if (part < 1 || part > r->total || r->done[part])
		return;
	r->done[part] = true;
	r->ndone++;
}

static void
do_all(struct reading *r)
{
	for (int i = 1; i <= r->total; i++)
		do_part(r, i);
}

/* The 3 of "3/11" where the series has 11. */
static long long
part_named(const struct reading *r, struct bytes name)
{
	size_t slash = bytes_find_byte(name, '/');
	long long part, total;

	if (!bytes_number(bytes_slice(name, 0, slash), &part) ||
	    !bytes_number(bytes_slice(name, slash + 1, name.n), &total))
		return 0;
	return total == r->total ? part : 0;
}

/* The parts of a list of commits, or those the line named; false where the mail tells none. */
static bool
do_named(struct reading *r, const struct store_mail *m)
{
	bool any = false;

	for (size_t i = 0; i < m->nfacts; i++) {
		const struct store_fact *f = &m->facts[i];
		long long part = 0;

		if (f->kind == FACT_COMMIT)
			part = part_named(r, f->name);
		else if (f->kind == FACT_PART && !bytes_number(f->value, &part))
			any = r->some = true;
		if (part) {
			do_part(r, part);
			any = true;
		}
	}
	return any;
}

static bool
is_subset(const struct store_mail *m)
{
	return bytes_find(m->subject, BYTES_LIT("(subset)")) < m->subject.n;
}

/* What of the posting a mail says was applied. */
static void
do_parts(struct reading *r, const struct store_mail *m)
{
	struct subject subject;

	subject_parse(r->a, m->subject, BYTES_NONE, &subject);
	if (do_named(r, m))
		return;
	if (is_subset(m) && subject.part <= 0)
		r->some = true;
	else if (subject.part > 0 && subject.total == r->total)
		do_part(r, subject.part);
	else
		do_all(r);
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

static void
take_back(struct reading *r, const struct store_mail *m)
{
	if (r->s.kind != STATE_APPLIED && r->s.kind != STATE_PARTLY)
		return;
	r->s = (struct state){ .kind = STATE_REVERTED, .name = "reverted", .by = name_of(m) };
	tell(&r->s, m);
}

/* A robot's word adds to the person's, and does not take his place. */
static void
apply(struct reading *r, const struct store_mail *m, const struct store_fact *fact)
{
	const char *name = applied_name(r->t, fact->name);
	struct state *s = &r->s;
	bool before = s->kind == STATE_APPLIED || s->kind == STATE_PARTLY;
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
	do_parts(r, m);
	s->kind = r->ndone == r->total ? STATE_APPLIED : STATE_PARTLY;
	s->name = s->kind == STATE_PARTLY ? "partly applied" : name;
	tell(s, m);
}

static bool
is_of_other(const struct collect_thread *t, const struct store_mail *m)
{
	return collect_is_reply(t, m) && !(m->flags & MAIL_BOT) && !people_same(m, t->author);
}

static void
add_part(struct reading *r, const struct store_mail *m)
{
	struct subject subject;

	subject_parse(r->a, m->subject, BYTES_NONE, &subject);
	if (subject.part > 0 && subject.total == r->total && r->total > 1 &&
	    r->s.nparts < STATE_PARTS_MAX)
		r->s.parts[r->s.nparts++] = subject.part;
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

static void
ask_again(struct reading *r, const struct store_mail *m)
{
	r->s = (struct state){
		.kind = STATE_REQUESTED, .name = "changes requested", .by = name_of(m)
	};
	tell(&r->s, m);
}

static void
read_mail(struct reading *r, const struct store_mail *m)
{
	const struct store_fact *applied = find_fact(m, FACT_APPLIED);
	enum state_kind kind = r->s.kind;
	bool decided = kind == STATE_APPLIED || kind == STATE_PARTLY;

	if (applied && may_apply(r->t, m))
		apply(r, m, applied);
	else if (!decided && is_of_other(r->t, m) && find_fact(m, FACT_NACK))
		refuse(r, m);
	else if (!decided && kind != STATE_NACKED && is_of_other(r->t, m) &&
		 collect_entry(r->t)->version > 0 && find_fact(m, FACT_REQUEST))
		ask_again(r, m);
}

/* ---- what the posting itself says ---- */

/* "5.15" of "[PATCH AUTOSEL 5.15 3/10]"; empty where it is none of that. */
static struct bytes
autosel_tree(struct arena *a, struct bytes subject_text)
{
	struct bytes rest, word;
	struct subject subject;
	bool selected = false;

	subject_parse(a, subject_text, BYTES_NONE, &subject);
	rest = subject.tags;
	while (bytes_word(&rest, &word)) {
		if (selected && word.n && is_digit(word.p[0]))
			return word;
		if (bytes_equal(word, BYTES_LIT("AUTOSEL")) ||
		    bytes_equal(word, BYTES_LIT("MANUALSEL")))
			selected = true;
	}
	return BYTES_NONE;
}

/* "5.15-stable" of 'Patch "..." has been added to the 5.15-stable tree'. */
static struct bytes
stable_tree(struct bytes subject)
{
	static const char added[] = "\" has been added to the ";
	size_t at = bytes_find(subject, BYTES_LIT(added));
	struct bytes rest = bytes_slice(subject, at + sizeof(added) - 1, subject.n), tree;

	if (!bytes_starts_fold(subject, BYTES_LIT("Patch \"")) || at == subject.n ||
	    !bytes_word(&rest, &tree) || !bytes_equal(bytes_trim(rest), BYTES_LIT("tree")))
		return BYTES_NONE;
	return bytes_ends(tree, BYTES_LIT("-stable")) ? tree : BYTES_NONE;
}

static bool
read_posting(struct reading *r)
{
	struct bytes subject = collect_entry(r->t)->subject;
	struct bytes stable = stable_tree(subject), autosel = autosel_tree(r->a, subject);
	struct state *s = &r->s;

	if (stable.n)
		*s = (struct state){
			.kind = STATE_BACKPORTED, .name = "backported", .tree = stable
		};
	else if (autosel.n)
		*s = (struct state){ .kind = STATE_AUTOSEL, .name = "autosel", .tree = autosel };
	else
		return false;
	s->by = name_of(r->t->author);
	tell(s, r->t->author);
	return true;
}

/* ---- who had the last word ---- */

static bool
wants_answer(const struct collect_thread *t)
{
	unsigned category = collect_entry(t)->category;

	return t->rooted && !(t->author->flags & MAIL_BOT) &&
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
	for (int i = 1; i <= r->total && r->s.nparts < STATE_PARTS_MAX; i++)
		if (r->done[i] && !r->some)
			r->s.parts[r->s.nparts++] = i;
}

/* From the first n mails that are known, and the versions that were posted before. */
static struct state
state_then(struct arena *a, const struct series *series, const struct collect_thread *t, size_t n,
    int64_t before)
{
	int total = collect_entry(t)->total;
	struct reading r = { .a = a, .t = t, .n = n, .total = total > 1 ? total : 1 };

	r.done = arena_array(a, (size_t)r.total + 1, sizeof(*r.done));
	for (size_t i = 0; i < n; i++)
		read_mail(&r, t->known[i]);
	if (r.s.kind == STATE_PARTLY)
		list_parts(&r);
	if ((r.s.kind == STATE_NONE || r.s.kind == STATE_REQUESTED) &&
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

bool
state_fix(struct state *s)
{
	const char *was = s->was;

	if (s->kind != STATE_NONE && s->kind != STATE_WAITING && s->kind != STATE_ANSWERED)
		return false;
	*s = (struct state){ .kind = STATE_FIX, .name = "fix posted", .was = was };
	return true;
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

struct json *
state_json(const struct collect_thread *t, const struct state *s)
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
	return v;
}

int64_t
state_waiting(const struct collect_thread *t, const struct state *s, int64_t until)
{
	if (t->heard || !t->rooted || (s->kind != STATE_NONE && s->kind != STATE_WAITING) ||
	    (t->author->flags & MAIL_BOT) || collect_entry(t)->category == CATEGORY_ANNOUNCEMENT ||
	    t->asked >= until)
		return 0;
	return (until - t->asked) / 86400;
}
