/* SPDX-License-Identifier: ISC */
#include "filters/report/window.h"

#include "common/clock.h"
#include "common/log.h"

#include <string.h>

static bool
parse(const char *option, const char *value, int64_t base, int64_t *t)
{
	if (clock_parse(bytes_from(value), base, t))
		return true;
	log_error(
	    "%s %s: not a time; wanted 2025-10-13, 2025-10-13T00:00:00+08:00, or a span such as 7d",
	    option, value);
	return false;
}

/* Up to when a digest told what there was.  Of days that were yet to come it told nothing. */
static int64_t
end_of(const struct store_digest *d)
{
	return d->until < d->made ? d->until : d->made;
}

/*
 * The digest that ends last, which need not be the newest: an older week may have been sent by
 * hand. One that ends later than now was made under a clock that was wrong; it counts until another
 * is made.
 */
static enum store_status
find_last(struct store *s, int64_t now, struct arena *a, struct store_digest *last)
{
	struct store_digest *all;
	size_t n = 0;
	enum store_status status = store_scan_digests(s, a, &all, &n);

	if (status != STORE_OK || n == 0)
		return status == STORE_OK ? STORE_NONE : status;
	*last = all[--n];
	while (n-- > 0)
		if (end_of(&all[n]) > end_of(last) && end_of(&all[n]) <= now)
			*last = all[n];
	return STORE_OK;
}

/*
 * Goes on where the last digest ended.  One that is frozen but not yet with every member counts
 * too: it will be sent as it is, and no mail is new twice.
 */
static enum store_status
follow_last(struct store *s, const struct config_list *list, bool until_given, int64_t now,
    struct window *w)
{
	struct arena *a = arena_new();
	struct store_digest last = { .number = 0 };
	enum store_status status = find_last(s, now, a, &last);

	if (status == STORE_OK && !(until_given && end_of(&last) >= w->until)) {
		w->since = end_of(&last);
		w->late_after = last.log_mark;
	} else {
		w->since = w->until - list->window;
	}
	arena_free(a);
	return status == STORE_NONE ? STORE_OK : status;
}

enum window_status
window_pick(struct store *s, const struct config_list *list, const char *since, const char *until,
    int64_t now, struct window *w)
{
	struct store_counts counts;

	if (store_count(s, &counts) != STORE_OK)
		return WINDOW_STORE;
	*w = (struct window){ .until = now, .late_after = UINT64_MAX, .mark = counts.linked };
	if (until && !parse("--until", until, now, &w->until))
		return WINDOW_WRONG;
	if (since && !parse("--since", since, w->until, &w->since))
		return WINDOW_WRONG;
	if (!since && follow_last(s, list, until != NULL, now, w) != STORE_OK)
		return WINDOW_STORE;
	if (w->since > w->until) {
		struct arena *a = arena_new();

		log_error("the window ends before it starts: since %s, until %s",
		    clock_rfc3339(a, w->since), clock_rfc3339(a, w->until));
		arena_free(a);
		return WINDOW_WRONG;
	}
	return WINDOW_OK;
}

bool
catch_up_from_name(const char *name, enum catch_up *how)
{
	static const char *const names[] = { "merge", "each", "skip" };

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(name, names[i]) == 0) {
			*how = (enum catch_up)i;
			return true;
		}
	return false;
}

/* How often the list's window fits; what is over makes the oldest longer, or from half on one more.
 */
static size_t
fits(const struct config_list *list, const struct window *w)
{
	int64_t n = (w->until - w->since + list->window / 2) / list->window;

	return n < 1 ? 1 : n > (int64_t)WINDOWS_MAX ? WINDOWS_MAX : (size_t)n;
}

size_t
window_split(const struct config_list *list, enum catch_up how, struct window w, struct arena *a,
    struct window **windows)
{
	size_t i, n = how == CATCH_UP_EACH ? fits(list, &w) : 1;

	*windows = arena_array(a, n, sizeof **windows);
	if (how == CATCH_UP_SKIP && fits(list, &w) > 1) {
		w.since = w.until - list->window;
		w.late_after = UINT64_MAX;
	}
	for (i = 0; i < n; i++) {
		(*windows)[i] = w;
		(*windows)[i].until = w.until - (int64_t)(n - 1 - i) * list->window;
		if (i) {
			(*windows)[i].since = (*windows)[i - 1].until;
			/* The latecomers are told in the first. */
			(*windows)[i].late_after = UINT64_MAX;
		}
	}
	return n;
}
