/* SPDX-License-Identifier: ISC */
#include "filters/report/overview.h"

#include "common/subject.h"
#include "common/utf8.h"

/* A thread nobody answered waits from this many days on. */
#define WAITING_DAYS 3

static bool
is_applied(const struct overview_thread *o)
{
	return o->state.kind == STATE_APPLIED;
}

static bool
is_contested(const struct overview_thread *o)
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
	return collect_entry(o->t)->version > 0 && o->t->rooted && o->t->mails[o->t->root].new &&
	       o->state.kind != STATE_SUPERSEDED && !is_applied(o);
}

static bool
is_version(const struct overview_thread *o)
{
	return is_posted(o) && collect_entry(o->t)->version > 1;
}

static bool
is_waiting(const struct overview_thread *o)
{
	return o->waiting >= WAITING_DAYS;
}

static const struct overview_kind {
	const char *name;
	bool (*holds)(const struct overview_thread *o);
} kinds[] = {
	{ "applied", is_applied },
	{ "contested", is_contested },
	{ "bug", is_bug },
	{ "version", is_version },
	{ "waiting", is_waiting },
};

static struct json *
entry_json(struct arena *a, const char *kind, const struct collect_thread *t)
{
	struct json *v = json_object(), *ids = json_array();

	json_add(ids, json_text(bytes_from(t->id)));
	json_set_string(v, "kind", kind);
	json_set_text(v, "text", utf8_clean(a, collect_entry(t)->subject, UTF8_LINE));
	json_set(v, "threads", ids);
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
