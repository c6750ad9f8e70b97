/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_days.h"

#include "common/arena.h"
#include "common/clock.h"
#include "common/utf8.h"
#include "filters/report/view/view_value.h"

#include <string.h>

/* Days of 23 hours too are met by steps of this. */
#define STEP ((int64_t)12 * 3600)
#define BLOCK "\xe2\x96\x88"

struct days {
	struct arena *a;
	size_t n, most;
	struct {
		const char *date; /* 2025-10-13, in the program's zone */
		int64_t t;
		size_t mails;
	} day[VIEW_DAYS_MAX];
};

/* False where there are too many, or one alone. */
static bool
list_days(struct days *d, int64_t since, int64_t until)
{
	for (int64_t t = since; t < until + STEP; t += STEP) {
		int64_t at = t < until ? t : until - 1;
		const char *date = clock_format(d->a, "%Y-%m-%d", at);

		if (d->n && strcmp(d->day[d->n - 1].date, date) == 0)
			continue;
		if (d->n == VIEW_DAYS_MAX)
			return false;
		d->day[d->n].date = date;
		d->day[d->n++].t = at;
	}
	return d->n > 1;
}

static void
count_mail(struct days *d, struct bytes date)
{
	const char *day;
	size_t i = 0;
	int64_t t;

	if (!clock_parse(date, 0, &t))
		t = d->day[0].t;
	day = clock_format(d->a, "%Y-%m-%d", t);
	while (i + 1 < d->n && strcmp(d->day[i].date, day) < 0)
		i++;
	if (++d->day[i].mails > d->most)
		d->most = d->day[i].mails;
}

static void
count_mails(struct days *d, const struct json *digest)
{
	const struct json *threads = json_get(digest, "threads");

	for (size_t i = 0; i < json_count(threads); i++) {
		const struct json *mails = json_get(json_at(threads, i), "mails");

		for (size_t k = 0; k < json_count(mails); k++)
			if (json_flag_of(json_get(json_at(mails, k), "new")))
				count_mail(d, json_text_of(json_get(json_at(mails, k), "date")));
	}
}

static const char *
blanks(struct days *d, size_t n)
{
	return arena_printf(d->a, "%*s", (int)n, "");
}

/* The longest bar is that of the most mails; who wrote at all is seen. */
static const char *
bar(struct days *d, size_t mails)
{
	size_t blocks = d->most ? (mails * VIEW_DAYS_BAR + d->most / 2) / d->most : 0;
	struct buf b = BUF_INIT;
	const char *copy;

	if (mails && blocks == 0)
		blocks = 1;
	for (size_t i = 0; i < blocks; i++)
		buf_adds(&b, BLOCK);
	copy = arena_string(d->a, buf_bytes(&b));
	buf_release(&b);
	return copy;
}

static struct json *
day_view(struct days *d, size_t i, struct bytes format, size_t width)
{
	struct json *v = json_object();
	const char *label = clock_format(d->a, arena_string(d->a, format), d->day[i].t);
	const char *most = arena_printf(d->a, "%zu", d->most);
	const char *mails = arena_printf(d->a, "%zu", d->day[i].mails);

	json_set_string(v, "day", label);
	json_set_string(v, "pad", blanks(d, width - utf8_width(bytes_from(label))));
	json_set_string(v, "number", mails);
	json_set_string(v, "number_pad", blanks(d, strlen(most) - strlen(mails)));
	json_set_string(v, "bar", bar(d, d->day[i].mails));
	return v;
}

static struct json *
activity(struct days *d, struct bytes format)
{
	struct json *v = json_object(), *rows = json_array();
	size_t width = 0;

	for (size_t i = 0; i < d->n; i++) {
		const char *label = clock_format(d->a, arena_string(d->a, format), d->day[i].t);
		size_t w = utf8_width(bytes_from(label));

		width = w > width ? w : width;
	}
	for (size_t i = 0; i < d->n; i++)
		json_add(rows, day_view(d, i, format, width));
	json_set(v, "days", rows);
	return v;
}

void
view_days(struct json *root, const struct json *digest, const struct json *words)
{
	struct days d = { .a = arena_new() };
	struct bytes format = json_text_of(json_path(words, "formats.day"));
	int64_t since = 0, until = 0;
	bool any = clock_parse(json_text_of(json_path(digest, "window.since")), 0, &since) &&
		   clock_parse(json_text_of(json_path(digest, "window.until")), 0, &until) &&
		   list_days(&d, since, until);

	if (any)
		count_mails(&d, digest);
	json_set(root, "activity", any && d.most ? activity(&d, format) : json_null());
	arena_free(d.a);
}
