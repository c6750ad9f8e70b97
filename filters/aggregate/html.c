/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/html.h"

#include <libxml/HTMLparser.h>

#include <string.h>

/* Bytes given to the parser at a time, so that it can be stopped. */
#define CHUNK ((size_t)16384)
#define META_BYTES ((size_t)2048)

enum {
	ELEMENT_BREAK = 1,
	ELEMENT_PARAGRAPH = 2,
	ELEMENT_SKIP = 4,
	ELEMENT_PRE = 8,
	ELEMENT_QUOTE = 16,
	ELEMENT_ITEM = 32,
	ELEMENT_CELL = 64
};

static const struct {
	const char *name;
	unsigned what;
} elements[] = {
	{ "address", ELEMENT_BREAK },
	{ "article", ELEMENT_BREAK },
	{ "aside", ELEMENT_BREAK },
	{ "blockquote", ELEMENT_PARAGRAPH | ELEMENT_QUOTE },
	{ "br", ELEMENT_BREAK },
	{ "caption", ELEMENT_BREAK },
	{ "center", ELEMENT_BREAK },
	{ "dd", ELEMENT_BREAK },
	{ "div", ELEMENT_BREAK },
	{ "dl", ELEMENT_PARAGRAPH },
	{ "dt", ELEMENT_BREAK },
	{ "footer", ELEMENT_BREAK },
	{ "form", ELEMENT_BREAK },
	{ "h1", ELEMENT_PARAGRAPH },
	{ "h2", ELEMENT_PARAGRAPH },
	{ "h3", ELEMENT_PARAGRAPH },
	{ "h4", ELEMENT_PARAGRAPH },
	{ "h5", ELEMENT_PARAGRAPH },
	{ "h6", ELEMENT_PARAGRAPH },
	{ "head", ELEMENT_SKIP },
	{ "header", ELEMENT_BREAK },
	{ "hr", ELEMENT_PARAGRAPH },
	{ "li", ELEMENT_BREAK | ELEMENT_ITEM },
	{ "object", ELEMENT_SKIP },
	{ "ol", ELEMENT_PARAGRAPH },
	{ "p", ELEMENT_PARAGRAPH },
	{ "pre", ELEMENT_PARAGRAPH | ELEMENT_PRE },
	{ "script", ELEMENT_SKIP },
	{ "section", ELEMENT_BREAK },
	{ "select", ELEMENT_SKIP },
	{ "style", ELEMENT_SKIP },
	{ "svg", ELEMENT_SKIP },
	{ "table", ELEMENT_BREAK },
	{ "td", ELEMENT_CELL },
	{ "textarea", ELEMENT_SKIP },
	{ "th", ELEMENT_CELL },
	{ "title", ELEMENT_SKIP },
	{ "tr", ELEMENT_BREAK },
	{ "ul", ELEMENT_PARAGRAPH },
};

struct writer {
	struct buf *out;
	size_t start, limit; /* of out */
	int depth, skip, pre, quote;
	int breaks; /* line ends owed before the next character; 2 leave a blank line between */
	int above;  /* quote depth of the line above */
	bool line;  /* something stands on this line */
	bool blank; /* a blank is owed */
	bool item;  /* a list mark is owed */
	bool first; /* nothing was written yet */
};

static unsigned
element(const xmlChar *name)
{
	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++)
		if (!strcmp(elements[i].name, (const char *)name))
			return elements[i].what;
	return 0;
}

static void
owe(struct writer *w, int breaks)
{
	if (w->breaks < breaks)
		w->breaks = breaks;
	w->blank = false;
}

static void
add_marks(struct writer *w, int depth)
{
	for (int i = 0; i < depth && i < HTML_QUOTE_MAX; i++)
		buf_adds(w->out, "> ");
}

static void
begin_line(struct writer *w)
{
	if (w->first)
		w->breaks = 0;
	for (; w->breaks > 0; w->breaks--) {
		buf_addc(w->out, '\n');
		w->line = false;
		if (w->breaks > 1)
			add_marks(w, w->quote < w->above ? w->quote : w->above);
	}
	if (!w->line)
		add_marks(w, w->quote);
	w->above = w->quote;
	if (w->line && w->blank)
		buf_addc(w->out, ' ');
	if (w->item)
		buf_adds(w->out, "* ");
	w->blank = w->item = false;
	w->line = true;
	w->first = false;
}

static bool
full(const struct writer *w)
{
	return w->out->n - w->start >= w->limit;
}

static void
on_start(void *data, const xmlChar *name, const xmlChar **attributes)
{
	struct writer *w = data;
	unsigned what = element(name);

	(void)attributes;
	if (w->depth++ >= HTML_DEPTH_MAX)
		return;
	if (what & ELEMENT_SKIP)
		w->skip++;
	if (w->skip || full(w))
		return;
	if (!strcmp((const char *)name, "br")) {
		if (w->breaks < 2)
			w->breaks++;
		w->blank = false;
		return;
	}
	if (what & (ELEMENT_BREAK | ELEMENT_PARAGRAPH))
		owe(w, what & ELEMENT_PARAGRAPH ? 2 : 1);
	if (what & ELEMENT_QUOTE)
		w->quote++;
	if (what & ELEMENT_PRE)
		w->pre++;
	if (what & ELEMENT_CELL)
		w->blank = w->line;
	if (what & ELEMENT_ITEM)
		w->item = true;
}

static void
on_end(void *data, const xmlChar *name)
{
	struct writer *w = data;
	unsigned what = element(name);

	if (w->depth-- > HTML_DEPTH_MAX)
		return;
	if ((what & ELEMENT_SKIP) && w->skip)
		w->skip--;
	if (w->skip || !strcmp((const char *)name, "br"))
		return;
	if (what & (ELEMENT_BREAK | ELEMENT_PARAGRAPH))
		owe(w, what & ELEMENT_PARAGRAPH ? 2 : 1);
	if ((what & ELEMENT_QUOTE) && w->quote)
		w->quote--;
	if ((what & ELEMENT_PRE) && w->pre)
		w->pre--;
}

static void
add_pre(struct writer *w, char c)
{
	if (c == '\n') {
		w->breaks++;
		return;
	}
	if (c == '\r')
		return;
	begin_line(w);
	buf_addc(w->out, c);
}

static void
on_text(void *data, const xmlChar *text, int n)
{
	struct writer *w = data;

	if (w->skip || w->depth > HTML_DEPTH_MAX)
		return;
	for (int i = 0; i < n && !full(w); i++) {
		char c = (char)text[i];

		if (w->pre) {
			add_pre(w, c);
		} else if (is_space(c)) {
			w->blank = true;
		} else {
			begin_line(w);
			buf_addc(w->out, c);
		}
	}
}

static void
on_error(void *data, const char *format, ...)
{
	(void)data;
	(void)format;
}

void
html_text(struct buf *out, struct bytes html, size_t limit)
{
	struct writer w = { .out = out, .start = out->n, .limit = limit, .first = true };
	xmlSAXHandler sax = {
		.startElement = on_start,
		.endElement = on_end,
		.characters = on_text,
		.ignorableWhitespace = on_text,
		.warning = on_error,
		.error = on_error,
		.fatalError = on_error,
	};
	htmlParserCtxtPtr parser =
	    htmlCreatePushParserCtxt(&sax, &w, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);

	if (!parser)
		return;
	htmlCtxtUseOptions(parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
				       HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC);
	for (size_t at = 0; at < html.n && !full(&w); at += CHUNK) {
		struct bytes chunk = bytes_slice(html, at, at + CHUNK);

		htmlParseChunk(parser, chunk.p, (int)chunk.n, 0);
	}
	htmlParseChunk(parser, NULL, 0, 1);
	htmlFreeParserCtxt(parser);
	if (w.line)
		buf_addc(out, '\n');
}

struct bytes
html_charset(struct bytes html)
{
	struct bytes head = bytes_slice(html, 0, META_BYTES);
	size_t at = bytes_find_fold(head, BYTES_LIT("<meta")), end;

	head = bytes_slice(head, at, head.n);
	at = bytes_find_fold(head, BYTES_LIT("charset="));
	head = bytes_slice(head, at + 8, head.n);
	while (head.n && (head.p[0] == '"' || head.p[0] == '\'' || is_blank(head.p[0])))
		head = bytes_slice(head, 1, head.n);
	for (end = 0; end < head.n && (is_alnum(head.p[end]) || strchr("-_.:", head.p[end])); end++)
		if (head.p[end] == '\0')
			break;
	return bytes_slice(head, 0, end);
}
