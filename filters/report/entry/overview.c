/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/overview.h"

#include "common/subject.h"
#include "common/utf8.h"

/* New replies that are looked at for two who go back and forth. */
#define FORTH_MAX ((size_t)100)

/* In this window, not before. */
static bool
is_decided(const struct overview_thread *o)
{
	return o->state.was || o->t->nold == 0;
}

static bool
is_applied(const struct overview_thread *o)
{
	return (o->state.kind == STATE_APPLIED || o->state.kind == STATE_PARTLY) && is_decided(o);
}

static bool
is_reverted(const struct overview_thread *o)
{
	return (o->state.kind == STATE_REVERTED || o->state.kind == STATE_DROPPED) && is_decided(o);
}

/* Mails that one who sent several new replies sent, from mail i on; 0 where an earlier one is his.
 */
static size_t
replies_of(const struct overview_thread *o, size_t i)
{
	size_t n = 0;

	for (size_t k = 0; k < o->t->n; k++) {
		if (o->person[k] != o->person[i] || !o->t->mails[k].new || !o->t->mails[k].reply)
			continue;
		if (k < i)
			return 0;
		n++;
	}
	return n;
}

/* Two people, or more, with so many new replies each. */
static bool
is_discussed(const struct overview_thread *o)
{
	size_t looked = 0, first = SIZE_MAX;

	for (size_t i = 0; i < o->t->n && looked < FORTH_MAX; i++) {
		if (!o->t->mails[i].new || !o->t->mails[i].reply || o->person[i] == SIZE_MAX)
			continue;
		looked++;
		if (o->person[i] == first || replies_of(o, i) < OVERVIEW_FORTH)
			continue;
		if (first != SIZE_MAX)
			return true;
		first = o->person[i];
	}
	return false;
}

static bool
is_nacked(const struct overview_thread *o)
{
	return o->state.kind == STATE_NACKED;
}

static bool
is_bug(const struct overview_thread *o)
{
	return collect_entry(o->t)->category == CATEGORY_BUG;
}

/* Posted in this window, and still the newest. */
static bool
is_posted(const struct overview_thread *o)
{
	return collect_entry(o->t)->version > 0 && collect_entry(o->t)->category != CATEGORY_PULL &&
	       o->t->rooted && o->t->mails[o->t->root].new && !is_applied(o) &&
	       o->state.kind != STATE_SUPERSEDED && o->state.kind != STATE_DROPPED &&
	       o->state.kind != STATE_AUTOSEL && o->state.kind != STATE_FAILED &&
	       o->state.kind != STATE_BACKPORTED;
}

static bool
is_version(const struct overview_thread *o)
{
	return is_posted(o) && collect_entry(o->t)->version > 1;
}

static bool
is_series(const struct overview_thread *o)
{
	return is_posted(o) && collect_entry(o->t)->version == 1;
}

static bool
is_waiting(const struct overview_thread *o)
{
	return o->t->rooted && o->waiting >= OVERVIEW_WAITING_DAYS;
}

static const struct overview_kind {
	const char *name;
	bool (*holds)(const struct overview_thread *o);
} kinds[] = {
	{ "applied", is_applied },
	{ "reverted", is_reverted },
	{ "nacked", is_nacked },
	{ "discussed", is_discussed },
	{ "bug", is_bug },
	{ "version", is_version },
	{ "series", is_series },
	{ "waiting", is_waiting },
};

void
overview_author(struct arena *a, struct json *v, const struct collect_thread *t)
{
	struct bytes name = t->rooted ? t->mails[t->root].mail->name : BYTES_NONE;

	json_set(v, "author", name.n ? json_text(utf8_clean(a, name, UTF8_LINE)) : json_null());
}

static struct json *
entry_json(struct arena *a, const char *kind, const struct collect_thread *t)
{
	struct json *v = json_object(), *ids = json_array();

	json_add(ids, json_text(bytes_from(t->id)));
	json_set_string(v, "kind", kind);
	json_set_text(v, "text", utf8_clean(a, collect_entry(t)->subject, UTF8_LINE));
	json_set(v, "threads", ids);
	overview_author(a, v, t);
	return v;
}

struct json *
overview_json(struct arena *a, const struct overview_thread *threads, size_t n)
{
	struct json *all = json_array();

	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
		for (size_t i = 0; i < n; i++)
			if (kinds[k].holds(&threads[i]))
				json_add(all, entry_json(a, kinds[k].name, threads[i].t));
	return all;
}
