/* SPDX-License-Identifier: ISC */
/*
 * What a page may hold, whatever senders wrote: our templates' tags, and links that begin with
 * LINK. Each check gives what is wrong, or an empty run.
 */
#ifndef LISTBRIEF_TESTS_PAGE_CHECK_H
#define LISTBRIEF_TESTS_PAGE_CHECK_H

#include "common/utf8.h"

#include <string.h>

#define LINK "https://lists.example.org/r/"

static inline struct bytes
page_hidden(struct arena *a, struct bytes s)
{
	return bytes_equal(s, utf8_clean(a, s, UTF8_LINES)) ? BYTES_NONE
							    : BYTES_LIT("what is never shown");
}

static inline struct bytes
page_wide(struct bytes s, size_t columns)
{
	struct bytes line;

	while (bytes_line(&s, &line))
		if (bytes_find(line, BYTES_LIT("://")) == line.n && utf8_width(line) > columns)
			return line;
	return BYTES_NONE;
}

static inline bool
page_is_one_of(struct bytes s, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_equal(s, bytes_from(names[i])))
			return true;
	return false;
}

/* A tag without its angle brackets. */
static inline bool
page_is_our_tag(struct bytes tag)
{
	static const char *const whole[] = { "!DOCTYPE html", "html lang=\"en\"",
		"html lang=\"zh-CN\"", "meta charset=\"utf-8\"",
		"meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"",
		"meta name=\"color-scheme\" content=\"light dark\"", "p class=\"m\"",
		"span class=\"m\"", "details open" };
	static const char *const bare[] = { "html", "head", "title", "style", "body", "h1", "h2",
		"h3", "h4", "p", "ul", "ol", "li", "a", "b", "small", "code", "span", "details",
		"summary", "hr", "br", "table", "tr", "th", "td" };
	struct bytes name = bytes_slice(tag, bytes_starts(tag, BYTES_LIT("/")), tag.n), value;

	if (page_is_one_of(tag, whole, sizeof whole / sizeof *whole) ||
	    page_is_one_of(name, bare, sizeof bare / sizeof *bare))
		return true;
	if (!bytes_starts(tag, BYTES_LIT("h3 id=\"t")) &&
	    !bytes_starts(tag, BYTES_LIT("a href=\"#t")) &&
	    !bytes_starts(tag, BYTES_LIT("a href=\"" LINK)))
		return false;
	/* One attribute, and its quotes are where it begins and ends. */
	value = bytes_slice(tag, bytes_find_byte(tag, '"') + 1, tag.n);
	return bytes_find_byte(value, '"') == value.n - 1;
}

static inline struct bytes
page_html(struct bytes s)
{
	struct bytes tag;
	size_t open;

	while ((open = bytes_find_byte(s, '<')) < s.n) {
		s = bytes_slice(s, open + 1, s.n);
		tag = bytes_slice(s, 0, bytes_find_byte(s, '>'));
		if (!page_is_our_tag(tag))
			return tag;
		s = bytes_slice(s, tag.n, s.n);
	}
	return BYTES_NONE;
}

static inline bool
page_is_escaped(struct bytes s, size_t i)
{
	size_t slashes = 0;

	while (i > slashes && s.p[i - slashes - 1] == '\\')
		slashes++;
	return slashes % 2;
}

/* <a@b>, as the template wrote it: how long it is, or 0. */
static inline size_t
page_mail_link(struct bytes s)
{
	size_t end = bytes_find_byte(s, '>');

	for (size_t i = 1; i < end; i++)
		if (is_space(s.p[i]) || strchr("<\\\"():/", s.p[i]))
			return 0;
	return end < s.n && bytes_find_byte(bytes_slice(s, 0, end), '@') < end ? end : 0;
}

/* ](URL) with a URL of ours that nothing ends early: how long it is, or 0. */
static inline size_t
page_our_link(struct bytes s)
{
	size_t end = bytes_find_byte(s, ')');

	if (!bytes_starts(s, BYTES_LIT("](" LINK)) || end == s.n)
		return 0;
	for (size_t i = 2; i < end; i++)
		if (is_space(s.p[i]) || s.p[i] == '\0' || strchr("<>(\\\"", s.p[i]))
			return 0;
	return end;
}

/* `a@b.c`, which no parser looks into: how long it is, or 0. */
static inline size_t
page_address(struct bytes s)
{
	size_t end = bytes_find_byte(bytes_slice(s, 1, s.n), '`') + 1;

	for (size_t i = 1; i < end && end < s.n; i++)
		if (!is_alnum(s.p[i]) && strchr("@.+_-", s.p[i]) == NULL)
			return 0;
	return end < s.n && bytes_find_byte(bytes_slice(s, 0, end), '@') < end ? end : 0;
}

/* At a "@": would GitHub make a link of it? */
static inline bool
page_bare_address(struct bytes s, size_t i)
{
	size_t end = i + 1;

	while (end < s.n && (is_alnum(s.p[end]) || strchr("._-", s.p[end])))
		end++;
	while (end > i + 1 && !is_alnum(s.p[end - 1]))
		end--;
	return s.p[i] == '@' && i > 0 && (is_alnum(s.p[i - 1]) || strchr(".+_-", s.p[i - 1])) &&
	       bytes_find_byte(bytes_slice(s, i, end), '.') < end - i;
}

static inline struct bytes
page_markdown(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++) {
		struct bytes rest = bytes_slice(s, i, s.n), head = bytes_slice(rest, 0, 60);
		if (page_is_escaped(s, i))
			continue;
		if (s.p[i] == '<' && page_mail_link(rest)) {
			i += page_mail_link(rest);
			continue;
		}
		if (s.p[i] == '`' && page_address(rest)) {
			i += page_address(rest);
			continue;
		}
		if (page_bare_address(s, i))
			return head;
		if (s.p[i] == '<' || s.p[i] == '`' || bytes_starts(rest, BYTES_LIT("![")))
			return head;
		if (page_our_link(rest)) {
			i += page_our_link(rest);
			continue;
		}
		if ((s.p[i] == ']' && i + 1 < s.n && s.p[i + 1] && strchr("([:", s.p[i + 1])) ||
		    bytes_starts(rest, BYTES_LIT("://")))
			return head;
	}
	return BYTES_NONE;
}

#endif
