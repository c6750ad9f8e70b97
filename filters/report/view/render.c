/* SPDX-License-Identifier: ISC */
#include "filters/report/view/render.h"

#include "common/arena.h"
#include "common/log.h"
#include "common/template.h"
#include "filters/report/view/view.h"
#include "filters/report/view/wrap.h"

#include <string.h>
#include <unistd.h>

#define FALLBACK "en"
#define WORDS_BYTES_MAX ((size_t)256 * 1024)

static const struct {
	const char *name, *file;
	enum template_escape escape;
} formats[] = {
	[FORMAT_MAIL] = { "mail", NULL, TEMPLATE_PLAIN },
	[FORMAT_MD] = { "md", "digest.md", TEMPLATE_MARKDOWN },
	[FORMAT_TEXT] = { "text", "digest.txt", TEMPLATE_PLAIN },
	[FORMAT_HTML] = { "html", "digest.html", TEMPLATE_HTML },
	[FORMAT_JSON] = { "json", NULL, TEMPLATE_PLAIN },
};

struct renderer {
	struct arena *a;
	const struct json *digest;
	const char *dir; /* templates of the digest's language */
	struct json *words;
};

bool
format_from_name(const char *name, enum format *format)
{
	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
		if (strcmp(name, formats[i].name) == 0) {
			*format = (enum format)i;
			return true;
		}
	return false;
}

static bool
is_language(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	return s.n > 0;
}

static const char *
language_dir(struct arena *a, const char *templates, const struct json *digest)
{
	struct bytes language = json_text_of(json_path(digest, "list.language"));
	const char *dir = arena_printf(a, "%s/%.*s", templates, (int)language.n, language.p);

	if (is_language(language) && access(dir, X_OK) == 0)
		return dir;
	log_warn("no templates for the language \"%.*s\" in %s: using \"" FALLBACK "\"",
	    (int)language.n, language.p, templates);
	return arena_printf(a, "%s/" FALLBACK, templates);
}

static struct json *
read_words(struct arena *a, const char *dir)
{
	const char *path = arena_printf(a, "%s/words.json", dir);
	struct buf text = BUF_INIT, why = BUF_INIT;
	struct json *words = NULL;

	if (!buf_read_file(&text, path, WORDS_BYTES_MAX))
		log_errno("reading %s", path);
	else if ((words = json_parse(buf_bytes(&text), &why)) == NULL)
		log_error("reading %s: %s", path, why.p);
	buf_release(&text);
	buf_release(&why);
	return words;
}

static bool
renderer_init(struct renderer *r, const struct json *digest, const char *templates)
{
	*r = (struct renderer){ .a = arena_new(), .digest = digest };
	r->dir = language_dir(r->a, templates, digest);
	r->words = read_words(r->a, r->dir);
	return r->words != NULL;
}

static void
renderer_release(struct renderer *r)
{
	json_free(r->words);
	arena_free(r->a);
}

static bool
draw_file(struct renderer *r, struct buf *out, const char *file, enum template_escape escape,
    size_t threads)
{
	struct json *view = view_make(r->digest, r->words, threads);
	bool ok = template_render(out, r->dir, file, escape, view);

	json_free(view);
	return ok;
}

static bool
draw(struct renderer *r, struct buf *out, enum format format, size_t threads)
{
	struct buf drawn = BUF_INIT;
	bool ok = draw_file(r, &drawn, formats[format].file, formats[format].escape, threads);

	if (ok && format == FORMAT_TEXT)
		wrap_text(out, buf_bytes(&drawn), WRAP_COLUMNS);
	else if (ok)
		buf_add(out, buf_bytes(&drawn));
	buf_release(&drawn);
	return ok;
}

bool
render(struct buf *out, enum format format, const struct json *digest, const char *templates)
{
	struct renderer r;
	bool ok;

	if (format == FORMAT_JSON) {
		json_write(out, digest, true);
		return true;
	}
	ok = renderer_init(&r, digest, templates) && formats[format].file &&
	     draw(&r, out, format, VIEW_ALL);
	renderer_release(&r);
	return ok;
}

bool
render_subject(struct buf *out, const struct json *digest, const char *templates)
{
	struct renderer r;
	struct buf line = BUF_INIT;
	bool ok = renderer_init(&r, digest, templates) &&
		  draw_file(&r, &line, "subject.txt", TEMPLATE_PLAIN, 0);

	if (ok)
		buf_add(out, bytes_trim(buf_bytes(&line)));
	buf_release(&line);
	renderer_release(&r);
	return ok;
}

bool
render_quiet(struct buf *text, struct buf *html, const struct json *digest, const char *templates)
{
	struct renderer r;
	struct buf drawn = BUF_INIT;
	bool ok = renderer_init(&r, digest, templates) &&
		  draw_file(&r, &drawn, "quiet.txt", TEMPLATE_PLAIN, 0) &&
		  draw_file(&r, html, "quiet.html", TEMPLATE_HTML, 0);

	if (ok)
		wrap_text(text, buf_bytes(&drawn), WRAP_COLUMNS);
	buf_release(&drawn);
	renderer_release(&r);
	return ok;
}

/* The longest page within limit: pages only grow with their threads. */
static bool
draw_within(struct renderer *r, struct buf *page, size_t limit)
{
	size_t low = 0, high = json_count(json_get(r->digest, "threads")), threads = high;

	for (;;) {
		buf_clear(page);
		if (!draw(r, page, FORMAT_HTML, threads))
			return false;
		if (page->n <= limit)
			low = threads;
		else if (threads == 0)
			break;
		else
			high = threads - 1;
		if (low == high && threads == low)
			return true;
		threads = low + (high - low + 1) / 2;
	}
	log_warn("the digest's HTML is above %zu bytes even without its threads", limit);
	return true;
}

bool
render_html_within(struct buf *out, size_t limit, const struct json *digest, const char *templates)
{
	struct renderer r;
	struct buf page = BUF_INIT;
	bool ok = renderer_init(&r, digest, templates) && draw_within(&r, &page, limit);

	if (ok)
		buf_add(out, buf_bytes(&page));
	buf_release(&page);
	renderer_release(&r);
	return ok;
}
