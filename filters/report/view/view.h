/* SPDX-License-Identifier: ISC */
/*
 * view.h: a digest as templates want it: the same facts with the words of the language, times as
 * they are read, lists joined to what they point at.  Its keys are described in templates/README.
 */
#ifndef LISTBRIEF_REPORT_VIEW_H
#define LISTBRIEF_REPORT_VIEW_H

#include "common/json.h"

/* Threads of the digest that are shown; see render_html_within. */
#define VIEW_ALL SIZE_MAX
/* More mails than this in a thread and their list is folded in where the format can. */
#define VIEW_LONG 6

/*
 * words: the language's words.json.  The first threads of the page, in its order, are shown; the rest
 * are counted as "left_out".  Every text is one clean line; every URL is http, https or
 * absent, and holds no byte that ends one in Markdown or HTML.  The caller frees the result.
 */
struct json *view_make(const struct json *digest, const struct json *words, size_t threads);

#endif
