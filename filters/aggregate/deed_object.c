/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/deed.h"

#include "filters/aggregate/lines.h"
#include "filters/aggregate/parts.h"

static void
add_parts(struct deed *d, long long from, long long to)
{
	for (; from <= to && d->nparts < DEED_PARTS_MAX; from++)
		d->parts[d->nparts++] = (int)from;
}

/* "1-3, 5 and 7" off the front. */
static bool
take_numbers(struct bytes *s, struct deed *d)
{
	struct parts p = { .n = 0 };
	bool any = parts_take(s, &p);

	for (size_t i = 0; any && i < p.n; i++)
		add_parts(d, p.at[i], p.at[i]);
	return any;
}

/* "the first two patches" off the front. */
static bool
take_first(struct bytes *s, struct deed *d)
{
	static const char *const counts[] = { "one", "two", "three", "four", "five", "six", "seven",
		"eight", "nine", NULL };
	struct bytes at = *s;

	if (!lines_take(&at, "first"))
		return false;
	d->partly = true;
	for (int i = 0; counts[i]; i++)
		if (lines_take(&at, counts[i]))
			add_parts(d, 1, i + 1);
	if (d->nparts == 0 && lines_take(&at, "patch"))
		add_parts(d, 1, 1);
	lines_take(&at, "patches");
	*s = at;
	return true;
}

/* "patches 1-3", "1, 2 and 4", "the first two patches". */
static void
take_parts(struct bytes *s, struct deed *d)
{
	struct bytes at = *s;

	lines_take(&at, "only");
	lines_take(&at, "the");
	if (take_first(&at, d)) {
		*s = at;
		return;
	}
	if (lines_take(&at, "patches") || lines_take(&at, "patch"))
		*s = at;
	if (take_numbers(&at, d)) {
		d->partly = true;
		*s = at;
	}
}

/* "three", "3" off the front; 0 where there is none. */
static int
take_count(struct bytes *s)
{
	static const char *const counts[] = { "two", "three", "four", "five", "six", "seven",
		"eight", "nine", "ten", NULL };
	struct bytes at = *s;
	long long n;

	for (int i = 0; counts[i]; i++)
		if (lines_take(s, counts[i]))
			return i + 2;
	while (at.n && is_digit(at.p[0]))
		at = bytes_slice(at, 1, at.n);
	if (!bytes_number(bytes_slice(*s, 0, s->n - at.n), &n) || n < 2 || n > 9999 ||
	    (at.n && !is_blank(at.p[0])))
		return 0;
	*s = bytes_trim(at);
	return (int)n;
}

/* "the whole series", "both", "all three patches", "3 patches" off the front. */
static bool
take_whole(struct bytes *s, struct deed *d)
{
	static const char *const wholes[] = { "this series", "the series", "the whole series",
		"the patches", "these patches", "the entire series", "the whole thing", "the lot",
		"entire series", "whole series", "patch series", "your series", "your patches",
		"series", "everything", NULL };
	static const char *const alls[] = { "both of them", "both patches", "both", "all of them",
		"all of these", "all patches", "all", NULL };
	struct bytes at = *s, behind;
	int count = lines_starts_word(at, (const char *const[]){ "both", NULL }) ? 2 : 0;

	if (lines_take_any(&at, alls)) {
		behind = at;
		count = count ? count : take_count(&behind);
		if (lines_take(&behind, "patches") || behind.n == 0)
			at = behind;
	} else if (!lines_take_any(&at, wholes)) {
		count = take_count(&at);
		if (count == 0 || !lines_take(&at, "patches"))
			return false;
	}
	*s = at;
	d->count = count;
	return d->whole = true;
}

bool
deed_object(struct bytes *s, struct deed *d)
{
	static const char *const objects[] = { "this patch", "the patch", "your patch",
		"your pull request", "the pull request", "this", "it", "these", "them", NULL };
	size_t before = s->n;

	if (take_whole(s, d))
		return true;
	if (lines_take_any(s, objects))
		return true;
	take_parts(s, d);
	return s->n != before || lines_take(s, "patches") || lines_take(s, "patch");
}
