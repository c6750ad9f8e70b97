/* SPDX-License-Identifier: ISC */
#include "filters/report/site.h"

#include "common/clock.h"
#include "common/hash.h"
#include "common/header.h"
#include "common/log.h"
#include "common/rfc2047.h"
#include "common/template.h"
#include "filters/report/view/mailpart.h"
#include "filters/report/output.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FALLBACK "en"

struct site {
	struct arena *a;
	struct store *store;
	const struct config_list *list;
	const char *templates, *dir;
	struct store_digest *digests; /* oldest first */
	const char **names;	      /* of their files, without an ending */
	const char **titles;
	size_t n;
};

/* The day it begins on; with its number where another begins on that day too. */
static void
name_all(struct site *site)
{
	site->names = arena_array(site->a, site->n, sizeof *site->names);
	site->titles = arena_array(site->a, site->n, sizeof *site->titles);
	for (size_t i = 0; i < site->n; i++) {
		const struct store_digest *d = &site->digests[i];
		const char *day = clock_format(site->a, "%Y-%m-%d", d->since);

		site->names[i] = day;
		for (size_t k = 0; k < i; k++)
			if (strcmp(site->names[k], day) == 0)
				site->names[i] = arena_printf(
				    site->a, "%s-%llu", day, (unsigned long long)d->number);
	}
}

static struct json *
entry(const struct site *site, size_t i)
{
	const struct store_digest *d = &site->digests[i];
	struct json *v = json_object();

	json_set_string(v, "page", arena_printf(site->a, "%s.html", site->names[i]));
	json_set_string(v, "text", arena_printf(site->a, "%s.txt", site->names[i]));
	json_set_string(v, "title", site->titles[i]);
	json_set_string(v, "week", clock_format(site->a, "%G-W%V", d->since));
	json_set_string(v, "first", clock_format(site->a, "%Y-%m-%d", d->since));
	json_set_string(v, "last", clock_format(site->a, "%Y-%m-%d", d->until - 1));
	json_set_string(v, "made", clock_rfc3339(site->a, d->made));
	json_set_text(v, "id", d->id);
	return v;
}

static void
add_list(const struct site *site, struct json *v)
{
	struct json *list = json_object();

	json_set_string(list, "name", site->list->name);
	json_set_string(list, "title", site->list->title);
	json_set_string(list, "address", site->list->address);
	json_set_string(list, "language", site->list->language);
	json_set(v, "list", list);
	json_set_string(v, "site", site->list->site);
}

static const char *
folder_of(const struct site *site)
{
	const char *dir =
	    arena_printf(site->a, "%s/%s/site", site->templates, site->list->language);

	return access(dir, X_OK) == 0
		   ? dir
		   : arena_printf(site->a, "%s/" FALLBACK "/site", site->templates);
}

/* What has not changed keeps its time, for those who mirror or cache it. */
static bool
write_file(const struct site *site, const char *name, struct bytes s)
{
	const char *path = arena_printf(site->a, "%s/%s", site->dir, name);
	struct buf old = BUF_INIT;
	bool same = buf_read_file(&old, path, s.n + 1) && bytes_equal(buf_bytes(&old), s);

	buf_release(&old);
	return same || output_write(path, s);
}

static enum print_result
draw(const struct site *site, const char *name, const struct json *view)
{
	struct buf out = BUF_INIT;
	enum print_result result = PRINT_UNMADE;

	if (template_render(&out, folder_of(site), name, TEMPLATE_HTML, view))
		result = write_file(site, name, buf_bytes(&out)) ? PRINT_DONE : PRINT_UNWRITTEN;
	buf_release(&out);
	return result;
}

/* The same for ever, wherever the pages lie (RFC 4287 section 4.2.6); RFC 9562 section 5.8. */
static const char *
feed_id(const struct site *site)
{
	const struct bytes runs[] = { BYTES_LIT("listbrief feed"), bytes_from(site->list->name),
		bytes_from(site->list->from ? site->list->from : "") };
	struct hash h = hash_runs(runs, sizeof runs / sizeof *runs);
	const char *x;

	h.b[6] = (unsigned char)((h.b[6] & 0x0f) | 0x80);
	h.b[8] = (unsigned char)((h.b[8] & 0x3f) | 0x80);
	x = hash_hex(site->a, &h, 16);
	return arena_printf(
	    site->a, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", x, x + 8, x + 12, x + 16, x + 20);
}

/* index.html and feed.xml: newest first. */
static enum print_result
draw_lists(const struct site *site)
{
	struct json *view = json_object(), *all = json_array();
	enum print_result result;

	add_list(site, view);
	for (size_t i = site->n; i-- > 0;)
		json_add(all, entry(site, i));
	json_set(view, "digests", all);
	json_set_string(view, "feed_id", feed_id(site));
	json_set_string(view, "updated",
	    clock_rfc3339(site->a, site->n ? site->digests[site->n - 1].made : clock_now()));
	result = draw(site, "index.html", view);
	if (result == PRINT_DONE)
		result = draw(site, "feed.xml", view);
	json_free(view);
	return result;
}

/* The page as it was mailed, with a line of links on top. */
static bool
add_links(const struct site *site, size_t i, struct bytes page, struct buf *out)
{
	struct json *view = json_object();
	struct bytes body = BYTES_LIT("<body>\n");
	size_t at = bytes_find(page, body);
	bool made;

	add_list(site, view);
	json_set(view, "this", entry(site, i));
	json_set(view, "before", i ? entry(site, i - 1) : json_null());
	json_set(view, "after", i + 1 < site->n ? entry(site, i + 1) : json_null());
	if (at < page.n)
		at += body.n;
	buf_add(out, bytes_slice(page, 0, at));
	made = template_render(out, folder_of(site), "links.html", TEMPLATE_HTML, view);
	buf_add(out, bytes_slice(page, at, page.n));
	json_free(view);
	return made;
}

static enum print_result
write_digest(const struct site *site, size_t i, struct bytes mail)
{
	struct arena *a = arena_new();
	struct bytes page = mailpart(a, mail, "text/html");
	struct bytes text = mailpart(a, mail, "text/plain");
	struct buf out = BUF_INIT;
	enum print_result result = PRINT_UNMADE;

	if (add_links(site, i, page, &out))
		result =
		    write_file(site, arena_printf(a, "%s.html", site->names[i]), buf_bytes(&out)) &&
			    write_file(site, arena_printf(a, "%s.txt", site->names[i]), text)
			? PRINT_DONE
			: PRINT_UNWRITTEN;
	buf_release(&out);
	arena_free(a);
	return result;
}

/* Titles first: a page names its neighbours. */
static enum print_result
each_digest(struct site *site, bool titles)
{
	struct arena *a = arena_new();
	enum print_result result = PRINT_DONE;

	for (size_t i = 0; i < site->n && result == PRINT_DONE; i++) {
		struct bytes body;
		struct header h;

		if (store_get_form(site->store, site->digests[i].number, 0, a, &body) != STORE_OK)
			result = PRINT_UNMADE;
		else if (titles) {
			header_scan(body, &h);
			site->titles[i] =
			    arena_string(site->a, rfc2047_decode(a, header_get(&h, "Subject")));
		} else
			result = write_digest(site, i, body);
		arena_reset(a);
	}
	arena_free(a);
	return result;
}

static bool
make_folder(const char *dir)
{
	if (mkdir(dir, 0777) == 0 || errno == EEXIST)
		return true;
	log_errno("make the folder %s", dir);
	return false;
}

enum print_result
site_write(struct store *s, const struct config_list *list, const char *templates, const char *dir)
{
	struct site site = {
		.a = arena_new(), .store = s, .list = list, .templates = templates, .dir = dir
	};
	enum print_result result = PRINT_UNMADE;

	if (!make_folder(dir))
		result = PRINT_UNWRITTEN;
	else if (store_scan_digests(s, site.a, &site.digests, &site.n) == STORE_OK) {
		name_all(&site);
		result = each_digest(&site, true);
		if (result == PRINT_DONE)
			result = each_digest(&site, false);
		if (result == PRINT_DONE)
			result = draw_lists(&site);
	}
	arena_free(site.a);
	return result;
}
