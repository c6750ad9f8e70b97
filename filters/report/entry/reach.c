/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/reach.h"

#include "common/utf8.h"

#include <stdlib.h>

static int
compare_paths(const void *a, const void *b)
{
	return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

static size_t
count_paths(const struct collect_thread *t)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nknown; i++)
		for (size_t k = 0; k < t->known[i]->nfacts; k++)
			n += t->known[i]->facts[k].kind == FACT_PATH;
	return n;
}

struct json *
reach_paths(struct arena *a, const struct collect_thread *t)
{
	struct bytes *all = arena_array(a, count_paths(t), sizeof(*all));
	struct json *paths = json_array();
	size_t n = 0;

	for (size_t i = 0; i < t->nknown; i++)
		for (size_t k = 0; k < t->known[i]->nfacts; k++)
			if (t->known[i]->facts[k].kind == FACT_PATH)
				all[n++] = utf8_clean(a, t->known[i]->facts[k].value, UTF8_LINE);
	if (n > 1)
		qsort(all, n, sizeof(*all), compare_paths);
	for (size_t i = 0; i < n && json_count(paths) < REACH_PATHS_MAX; i++)
		if (i == 0 || !bytes_equal(all[i], all[i - 1]))
			json_add(paths, json_text(all[i]));
	return paths;
}

struct json *
reach_sender(struct arena *a, const struct store_mail *mail)
{
	struct json *v = json_object();

	json_set_text(v, "name", utf8_clean(a, mail->name, UTF8_LINE));
	json_set_text(v, "address", utf8_clean(a, mail->address, UTF8_LINE));
	return v;
}

/* One who wrote, by address; those whose mail is listed stand first. */
struct writer {
	struct bytes address;
	const struct store_mail *mail;
	bool listed;
};

static int
compare_writers(const void *a, const void *b)
{
	const struct writer *x = a, *y = b;
	int c = bytes_compare(x->address, y->address);

	if (c)
		return c;
	if (x->listed != y->listed)
		return x->listed ? -1 : 1;
	return (x->mail->seq > y->mail->seq) - (x->mail->seq < y->mail->seq);
}

static struct writer
writer(struct arena *a, const struct store_mail *mail, bool listed)
{
	return (struct writer){ utf8_fold(a, mail->address), mail, listed };
}

struct json *
reach_others(struct arena *a, const struct collect_thread *t)
{
	struct writer *all = arena_array(a, t->nknown + t->n, sizeof(*all));
	struct json *others = json_array();
	size_t n = 0;

	for (size_t i = 0; i < t->nknown; i++)
		all[n++] = writer(a, t->known[i], false);
	for (size_t i = 0; i < t->n; i++)
		all[n++] = writer(a, t->mails[i].mail, true);
	if (n > 1)
		qsort(all, n, sizeof(*all), compare_writers);
	for (size_t i = 0; i < n && json_count(others) < REACH_OTHERS_MAX; i++)
		if ((i == 0 || !bytes_equal(all[i].address, all[i - 1].address)) &&
		    !all[i].listed && !(all[i].mail->flags & MAIL_BOT))
			json_add(others, reach_sender(a, all[i].mail));
	return others;
}
