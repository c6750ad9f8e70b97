/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/defang.h"

#include "common/utf8.h"

#include <string.h>

/* How often tokens may hide in each other before every bracket goes. */
#define PASSES_MAX 4

/* What stands between "<" or "</" and ">", blank or "/". */
static const char *const tags[] = { "a", "abbr", "article", "audio", "b", "base", "big", "blink",
	"body", "bos", "br", "button", "canvas", "center", "code", "dd", "details", "div", "dl",
	"dt", "em", "embed", "end_of_turn", "eos", "fieldset", "font", "footer", "form", "frame",
	"frameset", "function", "function_call", "function_calls", "h1", "h2", "h3", "h4", "h5",
	"h6", "head", "header", "hr", "html", "i", "iframe", "img", "input", "instructions",
	"invoke", "label", "li", "link", "main", "map", "marquee", "math", "meta", "nav",
	"noscript", "object", "ol", "option", "p", "pad", "param", "parameter", "picture", "pre",
	"reasoning", "s", "script", "section", "select", "small", "source", "span", "start_of_turn",
	"strike", "strong", "style", "sub", "sup", "svg", "system", "table", "tbody", "td",
	"template", "textarea", "tfoot", "th", "thead", "think", "thinking", "thought", "title",
	"tool", "tool_call", "tool_calls", "tool_response", "tr", "track", "tt", "u", "ul", "unk",
	"user", "assistant", "video", "wbr" };

static const char *const words[] = { "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "[TOOL_CALLS]",
	"[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]", "[TOOL_RESULTS]", "[/TOOL_RESULTS]",
	"[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]" };

static bool
is_tag_name(struct bytes name)
{
	for (size_t i = 0; i < sizeof(tags) / sizeof(*tags); i++)
		if (bytes_equal_fold(name, bytes_from(tags[i])))
			return true;
	return false;
}

/* inside stands between "<" and ">". */
static bool
is_tag(struct bytes inside)
{
	/* DeepSeek's bars are full-width. */
	static const struct bytes wide_bar = BYTES_LIT("\xef\xbd\x9c");
	size_t n = 0;

	if (inside.n == 0)
		return false;
	if (inside.p[0] == '|' || inside.p[0] == '!' || bytes_starts(inside, wide_bar) ||
	    bytes_find_byte(inside, '@') < inside.n)
		return true;
	if (inside.p[0] == '/')
		inside = bytes_slice(inside, 1, inside.n);
	while (n < inside.n && (is_alnum(inside.p[n]) || inside.p[n] == '_'))
		n++;
	return (n == inside.n || is_space(inside.p[n]) || inside.p[n] == '/' ||
		   inside.p[n] == '=') &&
	       is_tag_name(bytes_slice(inside, 0, n));
}

/* Bytes of the tag or token that s begins with; 0 for none. */
static size_t
token(struct bytes s)
{
	struct bytes head = bytes_slice(s, 1, DEFANG_TAG_MAX + 2);
	size_t end;

	if (s.p[0] != '<' && s.p[0] != '[')
		return 0;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (bytes_starts_fold(s, bytes_from(words[i])))
			return strlen(words[i]);
	end = bytes_find_byte(head, '>');
	if (s.p[0] != '<' || end == head.n)
		return 0;
	head = bytes_slice(head, 0, end);
	/* The inner one goes first. */
	return bytes_find_byte(head, '<') == head.n && is_tag(head) ? end + 2 : 0;
}

/* Appends s without tokens; false where there was none. */
static bool
pass(struct buf *out, struct bytes s)
{
	bool found = false;

	while (s.n) {
		size_t n = token(s);

		if (n)
			buf_addc(out, ' ');
		else
			buf_addc(out, *s.p);
		found |= n > 0;
		s = bytes_slice(s, n ? n : 1, s.n);
	}
	return found;
}

/* White space folded, and without brackets where they hid too much. */
static struct bytes
fold(struct arena *a, struct bytes s, bool bracketless)
{
	struct buf out = BUF_INIT;
	struct bytes kept;

	for (size_t i = 0; i < s.n; i++) {
		bool gap = is_space(s.p[i]) || (bracketless && strchr("<>[]|", s.p[i]));
		if (!gap)
			buf_addc(&out, s.p[i]);
		else if (out.n && out.p[out.n - 1] != ' ')
			buf_addc(&out, ' ');
	}
	kept = arena_bytes(a, bytes_trim(buf_bytes(&out)));
	buf_release(&out);
	return kept;
}

struct bytes
defang(struct arena *a, struct bytes line)
{
	struct buf one = BUF_INIT, other = BUF_INIT, swap;
	bool found = true;

	buf_add(&one, utf8_clean(a, line, UTF8_LINE));
	if (memchr(one.p ? one.p : "", '<', one.n) || memchr(one.p ? one.p : "", '[', one.n)) {
		for (int i = 0; i < PASSES_MAX && found; i++) {
			buf_clear(&other);
			found = pass(&other, buf_bytes(&one));
			swap = one;
			one = other;
			other = swap;
		}
	} else {
		found = false;
	}
	line = fold(a, buf_bytes(&one), found);
	buf_release(&one);
	buf_release(&other);
	return line;
}
