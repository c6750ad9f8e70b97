/* SPDX-License-Identifier: ISC */
#include "common/template.h"

#include "common/utf8.h"

static void
escape_html(struct buf *out, struct bytes s)
{
	size_t from = 0;

	for (size_t i = 0; i < s.n; i++) {
		const char *entity = s.p[i] == '&'    ? "&amp;"
				     : s.p[i] == '<'  ? "&lt;"
				     : s.p[i] == '>'  ? "&gt;"
				     : s.p[i] == '"'  ? "&quot;"
				     : s.p[i] == '\'' ? "&#39;"
						      : NULL;
		if (entity == NULL)
			continue;
		buf_add(out, bytes_slice(s, from, i));
		buf_adds(out, entity);
		from = i + 1;
	}
	buf_add(out, bytes_slice(s, from, s.n));
}

/*
 * Markdown: any ASCII punctuation may stand behind a backslash, but people read the
 * source too, so only what could be markup at its place gets one.
 */
struct marks {
	struct bytes s;
	size_t number; /* digits the text begins with: "1." would be a list */
	size_t tail;   /* where a run of "#" at the end begins: it would close a heading */
	size_t closer; /* the "]" of a tag like [PATCH] that was left as it is; s.n: none */
};

static char
at(struct bytes s, size_t i)
{
	return i < s.n ? s.p[i] : '\0';
}

/*
 * "[PATCH v3] " is inert: no "(" or ":" follows and no reference is defined anywhere.  One
 * character inside would be a tick box.
 */
static bool
is_plain_tag(struct marks *m, size_t i)
{
	size_t end = i + 1;

	while (end < m->s.n && m->s.p[end] != '[' && m->s.p[end] != ']')
		end++;
	if (at(m->s, end) != ']' || at(m->s, end + 1) != ' ' || end - i < 3 ||
	    at(m->s, i + 1) == '^' || (i > 0 && m->s.p[i - 1] != ' '))
		return false;
	m->closer = end;
	return true;
}

static bool
is_markup(struct marks *m, size_t i)
{
	struct bytes s = m->s;
	char before = i > 0 ? s.p[i - 1] : '\0', after = at(s, i + 1);

	switch (s.p[i]) {
	case '\\':
	case '`':
	case '*':
	case '<':
	case '~':
	case '|':
	case '$':
		return true;
	case '[':
		return !is_plain_tag(m, i);
	case ']':
		return i != m->closer;
	case '_':
		return !is_alnum(before) || !is_alnum(after);
	case '&':
		return after == '#' || is_alpha(after) || after == '\0';
	case '!':
		return after == '[' || after == '\0';
	case ':':
		return after == '/' && at(s, i + 2) == '/';
	case '.':
		return (i == m->number && i > 0) ||
		       (i >= 3 && bytes_equal_fold(bytes_slice(s, i - 3, i), BYTES_LIT("www")));
	case ')':
		return i == m->number && i > 0;
	case '#':
		return i == 0 || i >= m->tail;
	case '>':
	case '+':
	case '-':
	case '=':
		return i == 0;
	default:
		return false;
	}
}

static bool
is_mail_byte(char c)
{
	return is_alnum(c) || c == '.' || c == '_' || c == '-' || c == '+';
}

/*
 * The end of what GitHub would make a link of, as an address, where it begins at i; i where nothing
 * does.  No backslash keeps it from that (its extension looks at the text behind the escapes).
 * No address begins before *looked.
 */
static size_t
address_end(struct bytes s, size_t i, size_t *looked)
{
	size_t end = i, host;

	while (end < s.n && is_mail_byte(s.p[end]))
		end++;
	if (end == i || at(s, end) != '@')
		return i;
	for (host = ++end; end < s.n && (is_mail_byte(s.p[end]) || s.p[end] == '@');)
		end++;
	*looked = end;
	while (end > host && !is_alnum(s.p[end - 1]))
		end--;
	return bytes_find_byte(bytes_slice(s, host, end), '.') < end - host ? end : i;
}

/* Addresses become code, which no extension looks into; they hold no backtick. */
static void
escape_markdown(struct buf *out, struct bytes s)
{
	struct marks m = { .s = bytes_trim(s), .closer = s.n };
	size_t i = 0, looked = 0;

	for (m.tail = m.s.n; m.tail > 0 && m.s.p[m.tail - 1] == '#';)
		m.tail--;
	while (is_digit(at(m.s, m.number)))
		m.number++;
	while (i < m.s.n) {
		bool begins = i >= looked && (i == 0 || !is_mail_byte(m.s.p[i - 1]));
		size_t end = begins ? address_end(m.s, i, &looked) : i;

		if (end > i) {
			buf_addc(out, '`');
			buf_add(out, bytes_slice(m.s, i, end));
			buf_addc(out, '`');
			i = end;
			continue;
		}
		if (is_markup(&m, i))
			buf_addc(out, '\\');
		buf_addc(out, m.s.p[i++]);
	}
}

void
template_escape(struct buf *out, enum template_escape escape, struct bytes s)
{
	struct arena *a = arena_new();

	switch (escape) {
	case TEMPLATE_PLAIN:
		buf_add(out, utf8_clean(a, s, UTF8_LINES));
		break;
	case TEMPLATE_HTML:
		escape_html(out, utf8_clean(a, s, UTF8_LINES));
		break;
	case TEMPLATE_MARKDOWN:
		escape_markdown(out, utf8_clean(a, s, UTF8_LINE));
		break;
	}
	arena_free(a);
}
