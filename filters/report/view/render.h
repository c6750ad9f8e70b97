/* SPDX-License-Identifier: ISC */
/*
 * render.h: a digest (digest.h's JSON) in the formats people read, through the
 * templates of its language: DIR/LANGUAGE/digest.md, digest.txt, digest.html, words.json
 * (templates/README).  Times are shown in the program's zone (clock_set_zone).
 */
#ifndef LISTBRIEF_REPORT_RENDER_H
#define LISTBRIEF_REPORT_RENDER_H

#include "common/buf.h"
#include "common/json.h"

enum format { FORMAT_MAIL, FORMAT_MD, FORMAT_TEXT, FORMAT_HTML, FORMAT_JSON };

bool format_from_name(const char *name, enum format *format);

/*
 * templates: config_templates().  A language without a folder falls back to "en" with a warning.  False
 * where a template is missing or wrong (logged).  Not for FORMAT_MAIL: see mail.h.
 */
bool render(struct buf *out, enum format format, const struct json *digest, const char *templates);

/* What the digest's mail is called: one line, from DIR/LANGUAGE/subject.txt. */
bool render_subject(struct buf *out, const struct json *digest, const char *templates);

/* The text and the HTML of the mail that tells of a window without mail, from DIR/LANGUAGE/quiet.txt and quiet.html. */
bool render_quiet(struct buf *text, struct buf *html, const struct json *digest, const char *templates);

/* The HTML, cut to at most limit bytes: what does not fit is left out whole thread by whole thread, from the end, and said so. */
bool render_html_within(struct buf *out, size_t limit, const struct json *digest, const char *templates);

#endif
