/* SPDX-License-Identifier: ISC */
#include "filters/report/overview.h"

#include "common/subject.h"

/* A thread nobody answered waits from this many days on. */
#define WAITING_DAYS 3

static bool
is_applied(const struct overview_thread *o)
{
	return o->state.kind == STATE_APPLIED;
}

static bool
is_disputed(const struct overview_thread *o)
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
	       (o->state.kind == STATE_NONE || o->state.kind == STATE_NACKED);
}

static bool
is_version(const struct overview_thread *o)
{
	return is_posted(o) && collect_entry(o->t)->version > 1;
}

static bool
is_series(const struct overview_thread *o)
{
	return is_posted(o) && collect_entry(o->t)->version == 1 && collect_entry(o->t)->total > 1;
}

static bool
is_waiting(const struct overview_thread *o)
{
	return o->waiting >= WAITING_DAYS;
}

static const struct overview_kind {
	const char *kind, *text;
	bool (*holds)(const struct overview_thread *o);
} kinds[] = {
	{ "applied", "Applied", is_applied },
	{ "disputed", "Disputed", is_disputed },
	{ "bug", "Bugs", is_bug },
	{ "version", "New versions", is_version },
	{ "series", "New series", is_series },
	{ "waiting", "Waiting for an answer", is_waiting },
};

struct json *
overview_json(const struct overview_thread *threads, size_t n)
{
	struct json *all = json_array();

	for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++) {
		struct json *ids = json_array(), *v;

		for (size_t i = 0; i < n; i++)
			if (kinds[k].holds(&threads[i]))
				json_add(ids, json_text(bytes_from(threads[i].t->id)));
		if (json_count(ids) == 0) {
			json_free(ids);
			continue;
		}
		v = json_object();
		json_set_string(v, "kind", kinds[k].kind);
		json_set_string(v, "text", kinds[k].text);
		json_set(v, "threads", ids);
		json_add(all, v);
	}
	return all;
}
