/* SPDX-License-Identifier: ISC */
/*
 * html.h: an HTML mail as plain text, by libxml2's SAX parser.  Blocks break lines, a
 * blockquote's lines begin with "> ", pre keeps its lines, script and style go, of a link its
 * words stay.
 */
#ifndef LISTBRIEF_AGGREGATE_HTML_H
#define LISTBRIEF_AGGREGATE_HTML_H

#include "common/buf.h"

/* Quote marks in front of a line. */
#define HTML_QUOTE_MAX 8
/* Elements open at once; what lies deeper is left out. */
#define HTML_DEPTH_MAX 1000

/* Appends at most about limit bytes of text to out.  html: UTF-8. */
void html_text(struct buf *out, struct bytes html, size_t limit);

/* The charset a meta element near the top names; empty where none does. */
struct bytes html_charset(struct bytes html);

#endif
