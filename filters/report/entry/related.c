/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/related.h"

#include "common/subject.h"
#include "common/utf8.h"
#include "filters/report/entry/find.h"

#include <string.h>

struct relating {
	struct store *s;
	struct arena *a;
	const struct collect_thread *t;
	int64_t until;
	struct json *all;
};

static const struct store_entry *
entry_at(const struct find_place *p)
{
	return &p->thread->entries[p->entry];
}

static bool
is_bug(const struct find_place *p)
{
	return entry_at(p)->version == 0 && (entry_at(p)->category == CATEGORY_BUG ||
						(p->root && clue_is_report(p->root->address)));
}

static bool
is_listed(const struct relating *r, const char *kind, const char *id)
{
	for (size_t i = 0; i < json_count(r->all); i++) {
		const struct json *v = json_at(r->all, i);

		if (bytes_equal(json_text_of(json_get(v, "kind")), bytes_from(kind)) &&
		    bytes_equal(json_text_of(json_get(v, "thread")), bytes_from(id)))
			return true;
	}
	return false;
}

static void
add(struct relating *r, const char *kind, struct bytes subject, struct bytes id, const char *thread,
    const struct store_mail *says)
{
	struct json *v, *cites;
	size_t n = says ? collect_cite(r->t, says) : 0;

	if (json_count(r->all) == RELATED_MAX || (thread && is_listed(r, kind, thread)))
		return;
	v = json_object();
	cites = json_array();
	if (n)
		json_add(cites, json_number((int64_t)n));
	json_set_string(v, "kind", kind);
	json_set_text(v, "subject", utf8_clean(r->a, subject, UTF8_LINE));
	json_set(v, "message_id", id.n ? json_text(utf8_clean(r->a, id, UTF8_LINE)) : json_null());
	json_set_string(v, "thread", thread);
	json_set(v, "cites", cites);
	json_add(r->all, v);
}

static void
add_place(
    struct relating *r, const char *kind, const struct find_place *p, const struct store_mail *says)
{
	const struct store_node *root = &p->thread->nodes[entry_at(p)->root];

	add(r, kind, entry_at(p)->subject, root->id, collect_id(r->a, p->thread, p->entry), says);
}

static bool
is_own(const struct relating *r, const struct find_place *p)
{
	return bytes_equal(p->thread->nodes[entry_at(p)->root].id, r->t->root_id);
}

/* Places of mails that were there by the window's end, in another thread. */
static bool
is_of_use(const struct relating *r, const struct find_place *p)
{
	return p->thread && p->mail && p->mail->arrival < r->until && !is_own(r, p);
}

/* The mails with a clue. */
static enum store_status
find_all(struct relating *r, const struct hash *clue, int64_t near, struct find_place **places,
    size_t *n)
{
	struct find_keys keys;
	enum store_status status;

	find_keys_init(&keys, r->a);
	status = find_clue(r->s, clue, near, &keys);
	*n = keys.n;
	return status == STORE_OK ? find_mails(r->s, r->a, keys.of, keys.n, places) : status;
}

/* ---- from a patch to the bug ---- */

static bool
names_bug(const struct store_fact *f)
{
	return f->kind == FACT_LINK && (bytes_equal_fold(f->name, BYTES_LIT("Closes")) ||
					   bytes_equal_fold(f->name, BYTES_LIT("Link")) ||
					   bytes_equal_fold(f->name, BYTES_LIT("Reported-by")) ||
					   bytes_equal_fold(f->name, BYTES_LIT("Bug")) ||
					   bytes_equal_fold(f->name, BYTES_LIT("BugLink")));
}

/* "Closes" closes whatever it names; other links are of a bug only where they lead to one. */
static bool
is_mended(const struct store_fact *f, const struct find_place *p)
{
	return is_bug(p) ||
	       (bytes_equal_fold(f->name, BYTES_LIT("Closes")) && entry_at(p)->version == 0);
}

static enum store_status
fixes_by_link(struct relating *r)
{
	const struct store_mail **says = arena_array(r->a, RELATED_LOOKED_AT, sizeof(*says));
	const struct store_fact **facts = arena_array(r->a, RELATED_LOOKED_AT, sizeof(*facts));
	struct bytes *ids = arena_array(r->a, RELATED_LOOKED_AT, sizeof(*ids));
	struct find_place *places;
	size_t n = 0;
	enum store_status status;

	for (size_t i = 0; i < r->t->nknown; i++) {
		const struct store_mail *m = r->t->known[i];

		for (size_t k = 0; !collect_is_reply(r->t, m) && k < m->nfacts; k++)
			if (n < RELATED_LOOKED_AT && names_bug(&m->facts[k])) {
				says[n] = m;
				facts[n] = &m->facts[k];
				ids[n++] = m->facts[k].value;
			}
	}
	if (n == 0)
		return STORE_OK;
	status = find_ids(r->s, r->a, ids, n, &places);
	for (size_t i = 0; status == STORE_OK && i < n; i++)
		if (is_of_use(r, &places[i]) && is_mended(facts[i], &places[i]))
			add_place(r, "fixes", &places[i], says[i]);
	return status;
}

/* The address in "syzbot <syzbot+1234@...>"; empty where it is none made for one bug. */
static struct bytes
report_address(struct bytes value)
{
	size_t from = bytes_find_fold(value, BYTES_LIT("syzbot+")), to = from;

	while (to < value.n && !is_space(value.p[to]) && value.p[to] != '>')
		to++;
	value = bytes_slice(value, from, to);
	return clue_is_report(value) ? value : BYTES_NONE;
}

static enum store_status
fixes_by_address(struct relating *r)
{
	size_t looked = 0;

	for (size_t i = 0; i < r->t->nknown; i++) {
		const struct store_mail *m = r->t->known[i];

		for (size_t k = 0; !collect_is_reply(r->t, m) && k < m->nfacts; k++) {
			struct bytes address = report_address(m->facts[k].value);
			struct find_place *places;
			struct hash clue;
			size_t n;
			enum store_status status;

			if (m->facts[k].kind != FACT_TRAILER || !address.n ||
			    looked++ == RELATED_LOOKED_AT)
				continue;
			clue = clue_hash(CLUE_REPORT, address);
			status = find_all(r, &clue, m->arrival, &places, &n);
			if (status != STORE_OK)
				return status;
			for (size_t p = 0; p < n; p++)
				if (is_of_use(r, &places[p]) && is_bug(&places[p]))
					add_place(r, "fixes", &places[p], m);
		}
	}
	return STORE_OK;
}

/* ---- from a bug to the patch ---- */

/* Whether a patch mends this thread, by its own words. */
static bool
mends(const struct relating *r, const struct store_mail *m)
{
	bool bug =
	    collect_entry(r->t)->category == CATEGORY_BUG || clue_is_report(r->t->author->address);

	for (size_t i = 0; i < m->nfacts; i++) {
		const struct store_fact *f = &m->facts[i];
		struct bytes address = report_address(f->value);

		if (names_bug(f) && bytes_equal(f->value, r->t->root_id) &&
		    (bug || bytes_equal_fold(f->name, BYTES_LIT("Closes"))))
			return true;
		if (f->kind == FACT_TRAILER && address.n &&
		    bytes_equal_fold(address, r->t->author->address))
			return true;
	}
	return false;
}

static enum store_status
fixed_by_clue(struct relating *r, struct hash clue)
{
	struct find_place *places;
	size_t n;
	enum store_status status = find_all(r, &clue, r->t->author->arrival, &places, &n);

	for (size_t i = 0; status == STORE_OK && i < n; i++)
		if (is_of_use(r, &places[i]) && entry_at(&places[i])->version > 0 &&
		    mends(r, places[i].mail))
			add_place(r, "fixed by", &places[i], NULL);
	return status;
}

/* "#syz fix: TITLE" below the bug. */
static enum store_status
fixed_by_command(struct relating *r)
{
	static const char head[] = "fix: ";

	for (size_t i = 0; i < r->t->nknown; i++) {
		const struct store_mail *m = r->t->known[i];

		for (size_t k = 0; k < m->nfacts; k++) {
			struct bytes title = m->facts[k].value;
			struct find_place *places;
			struct hash clue;
			size_t n;
			enum store_status status;

			if (m->facts[k].kind != FACT_COMMAND || m->flags & MAIL_BOT ||
			    !bytes_starts(title, BYTES_LIT(head)) ||
			    json_count(r->all) == RELATED_MAX)
				continue;
			title = bytes_trim(bytes_slice(title, sizeof(head) - 1, title.n));
			clue = clue_hash(CLUE_TITLE, title);
			status = find_all(r, &clue, m->arrival, &places, &n);
			if (status != STORE_OK)
				return status;
			for (size_t p = 0; p < n; p++)
				if (is_of_use(r, &places[p]))
					add_place(r, "fixed by", &places[p], m);
			if (n == 0)
				add(r, "fixed by", title, BYTES_NONE, NULL, m);
		}
	}
	return STORE_OK;
}

/* ---- what takes back what ---- */

static bool
holds_commit(const struct store_mail *m, unsigned kind, struct bytes id)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == kind &&
		    bytes_equal_fold(bytes_slice(m->facts[i].value, 0, CLUE_COMMIT_DIGITS),
			bytes_slice(id, 0, CLUE_COMMIT_DIGITS)))
			return true;
	return false;
}

/* Mails with a fact of the other kind about this commit. */
static enum store_status
by_commit(struct relating *r, const char *kind, struct bytes id, unsigned other,
    const struct store_mail *says)
{
	struct hash clue = clue_hash(CLUE_COMMIT, bytes_slice(id, 0, CLUE_COMMIT_DIGITS));
	struct find_place *places;
	size_t n;
	enum store_status status = find_all(r, &clue, says->arrival, &places, &n);

	for (size_t i = 0; status == STORE_OK && i < n; i++)
		if (is_of_use(r, &places[i]) && entry_at(&places[i])->version > 0 &&
		    holds_commit(places[i].mail, other, id))
			add_place(r, kind, &places[i], says);
	return status;
}

/* Postings of this title, earlier (or later) than the one that says so. */
static enum store_status
by_title(struct relating *r, const char *kind, struct bytes title, bool earlier,
    const struct store_mail *says)
{
	struct hash clue = clue_hash(CLUE_TITLE, title);
	struct find_place *places;
	size_t n;
	enum store_status status = find_all(r, &clue, says->arrival, &places, &n);

	for (size_t i = 0; status == STORE_OK && i < n; i++)
		if (is_of_use(r, &places[i]) && entry_at(&places[i])->version > 0 &&
		    (places[i].mail->arrival < says->arrival) == earlier)
			add_place(r, kind, &places[i], earlier ? says : NULL);
	return status;
}

/* TITLE of 'Revert "TITLE"'; empty. */
static struct bytes
reverted_title(struct bytes title)
{
	static const char head[] = "Revert \"";

	if (!bytes_starts_fold(title, BYTES_LIT(head)) || !bytes_ends(title, BYTES_LIT("\"")) ||
	    title.n <= sizeof(head))
		return BYTES_NONE;
	return bytes_slice(title, sizeof(head) - 1, title.n - 1);
}

/* What a patch's title says, and what is said of it. */
static enum store_status
reverts_by_title(struct relating *r, const struct store_mail *m)
{
	struct subject subject;
	struct bytes title;
	enum store_status status = STORE_OK;

	subject_parse(r->a, m->subject, BYTES_NONE, &subject);
	if (!(subject.flags & (SUBJECT_PATCH | SUBJECT_RFC)) || subject.title.n == 0)
		return STORE_OK;
	title = reverted_title(subject.title);
	if (title.n)
		status = by_title(r, "reverts", title, true, m);
	title = bytes_from(
	    arena_printf(r->a, "Revert \"%.*s\"", (int)subject.title.n, subject.title.p));
	return status == STORE_OK ? by_title(r, "reverted by", title, false, m) : status;
}

static enum store_status
reverts_by_commit(struct relating *r, const struct store_mail *m, size_t *looked)
{
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < m->nfacts; i++) {
		const struct store_fact *f = &m->facts[i];

		if ((f->kind != FACT_REVERT && f->kind != FACT_COMMIT) ||
		    (*looked)++ >= RELATED_LOOKED_AT)
			continue;
		if (f->kind == FACT_REVERT)
			status = by_commit(r, "reverts", f->value, FACT_COMMIT, m);
		else
			status = by_commit(r, "reverted by", f->value, FACT_REVERT, m);
	}
	return status;
}

static enum store_status
reverts(struct relating *r)
{
	size_t titles = 0, commits = 0;
	enum store_status status = STORE_OK;

	for (size_t i = 0; status == STORE_OK && i < r->t->nknown; i++) {
		const struct store_mail *m = r->t->known[i];

		status = reverts_by_commit(r, m, &commits);
		if (status == STORE_OK && !collect_is_reply(r->t, m) &&
		    titles++ < RELATED_LOOKED_AT)
			status = reverts_by_title(r, m);
	}
	return status;
}

enum store_status
related_json(struct store *s, struct arena *a, const struct collect_thread *t, int64_t until,
    struct json **related)
{
	struct relating r = { .s = s, .a = a, .t = t, .until = until, .all = json_array() };
	enum store_status status = STORE_OK;

	if (collect_entry(t)->version > 0) {
		status = fixes_by_link(&r);
		if (status == STORE_OK)
			status = fixes_by_address(&r);
		if (status == STORE_OK)
			status = reverts(&r);
	} else {
		status = fixed_by_clue(&r, clue_hash(CLUE_MENTION, t->root_id));
		if (status == STORE_OK && clue_is_report(t->author->address))
			status = fixed_by_clue(&r, clue_hash(CLUE_REPORT, t->author->address));
		if (status == STORE_OK)
			status = fixed_by_command(&r);
	}
	*related = status == STORE_OK ? r.all : NULL;
	if (status != STORE_OK)
		json_free(r.all);
	return status;
}
