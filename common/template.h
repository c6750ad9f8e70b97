/* SPDX-License-Identifier: ISC */
/*
 * template.h: mustache (the spec's variables, sections, inverted sections, comments,
 * partials, delimiters and stand-alone lines; no lambdas) over JSON values.  A
 * variable is escaped for the output the template is for; {{{x}}} and {{&x}} leave
 * the escaping out and are for values our own code made.  A name that is in no scope is an
 * error with file and line: a template that asks for what is not there is wrong, not empty.
 * A key that is there but null, false or empty is a false section.
 * Rendering does not recurse on data; partials nest at most TEMPLATE_DEPTH_MAX deep.
 */
#ifndef LISTBRIEF_TEMPLATE_H
#define LISTBRIEF_TEMPLATE_H

#include "common/buf.h"
#include "common/json.h"

#define TEMPLATE_DEPTH_MAX 16
#define TEMPLATE_BYTES_MAX ((size_t)1024 * 1024)

enum template_escape {
	TEMPLATE_PLAIN,    /* text/plain: utf8_clean only */
	TEMPLATE_HTML,     /* & < > " ' */
	TEMPLATE_MARKDOWN  /* every character CommonMark could read as markup, and raw HTML, on one line */
};

/*
 * Renders the file dir/name.  False where it cannot be read or is no template; the
 * reason is logged.
 */
bool template_render(struct buf *out, const char *dir, const char *name,
    enum template_escape escape, const struct json *data);

/* The same from text; partials are read from dir (NULL: none).  name stands in messages. */
bool template_render_text(struct buf *out, struct bytes text, const char *dir, const char *name,
    enum template_escape escape, const struct json *data);

void template_escape(struct buf *out, enum template_escape escape, struct bytes s);

#endif
