/* SPDX-License-Identifier: ISC */
#include "common/log.h"
#include "filters/report/view/render.h"
#include "filters/report/view/wrap.h"
#include "tests/unit/page_check.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Takes the next of the sender's texts off *rest, divided by 0x1e; starts over at the end. */
static struct bytes
next(struct bytes all, struct bytes *rest)
{
	struct bytes s;
	size_t end;

	if (rest->n == 0)
		*rest = all;
	end = bytes_find_byte(*rest, '\x1e');
	s = bytes_slice(*rest, 0, end);
	*rest = bytes_slice(*rest, end + 1, rest->n);
	return s;
}

static struct json *
claims(struct bytes text)
{
	struct json *all = json_array(), *claim = json_object(), *cites = json_array();

	json_add(cites, json_number(1));
	json_set_text(claim, "text", text);
	json_set(claim, "cites", cites);
	json_add(all, claim);
	return all;
}

static struct json *
mails(struct bytes all, struct bytes *rest)
{
	struct json *v = json_array();

	for (int n = 1; n <= 3; n++) {
		struct json *mail = json_object(), *from = json_object();
		struct buf url = BUF_INIT;
		buf_adds(&url, LINK);
		buf_add(&url, next(all, rest));
		json_set_text(from, "name", next(all, rest));
		json_set_text(from, "address", next(all, rest));
		json_set_number(mail, "n", n);
		json_set_text(mail, "subject", next(all, rest));
		json_set(mail, "from", from);
		json_set_flag(mail, "new", n > 1);
		json_set_text(mail, "url", buf_bytes(&url));
		json_add(v, mail);
		buf_release(&url);
	}
	return v;
}

static struct json *
thread(struct bytes all, struct bytes *rest)
{
	struct json *v = json_object(), *state = json_object(), *summary = json_object();
	struct json *trailers = json_array(), *trailer = json_object(), *commits = json_array();

	json_set_string(v, "id", "t");
	json_set_string(v, "category", "PATCH");
	json_set_text(v, "subject", next(all, rest));
	json_set_string(v, "url", LINK "t");
	json_set_string(state, "kind", "applied");
	json_set_text(state, "by", next(all, rest));
	json_set_text(state, "tree", next(all, rest));
	json_add(commits, json_text(next(all, rest)));
	json_set(state, "commits", commits);
	json_set(v, "state", state);
	json_set_text(trailer, "name", next(all, rest));
	json_set_text(trailer, "value", next(all, rest));
	json_add(trailers, trailer);
	json_set(v, "trailers", trailers);
	json_set_string(summary, "engine", "extractive");
	json_set(summary, "original", claims(next(all, rest)));
	json_set(summary, "this_week", claims(next(all, rest)));
	json_set(v, "summary", summary);
	json_set(v, "mails", mails(all, rest));
	return v;
}

static struct json *
digest(struct bytes all)
{
	struct json *v = json_object(), *list = json_object(), *threads = json_array();
	struct json *categories = json_array(), *category = json_object();
	struct bytes rest = all;

	json_set_text(list, "title", next(all, &rest));
	json_set_string(list, "language", all.n % 2 ? "en" : "zh-CN");
	json_set(v, "list", list);
	json_set_string(category, "category", "PATCH");
	json_add(categories, category);
	json_set(v, "categories", categories);
	json_add(threads, thread(all, &rest));
	json_set(v, "threads", threads);
	return v;
}

static void
is_fine(const char *format, struct bytes fault)
{
	if (fault.p == NULL)
		return;
	log_error("%s: %.*s", format, (int)fault.n, fault.p);
	abort();
}

/* What a sender wrote makes no markup, no link, no control byte and no long line. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json *v = digest((struct bytes){ (const char *)data, size });
	struct buf md = BUF_INIT, text = BUF_INIT, html = BUF_INIT;
	struct arena *a = arena_new();

	if (!render(&md, FORMAT_MD, v, "templates") ||
	    !render(&text, FORMAT_TEXT, v, "templates") ||
	    !render(&html, FORMAT_HTML, v, "templates"))
		abort();
	is_fine("text", page_hidden(a, buf_bytes(&text)));
	is_fine("text", page_wide(buf_bytes(&text), WRAP_COLUMNS));
	is_fine("md", page_hidden(a, buf_bytes(&md)));
	is_fine("md", page_markdown(buf_bytes(&md)));
	is_fine("html", page_hidden(a, buf_bytes(&html)));
	is_fine("html", page_html(buf_bytes(&html)));
	arena_free(a);
	buf_release(&md);
	buf_release(&text);
	buf_release(&html);
	json_free(v);
	return 0;
}
