/* SPDX-License-Identifier: ISC */
#include "common/template_token.h"

#include "common/buf.h"
#include "common/log.h"

#include <string.h>

#define DELIMITER_MAX ((size_t)8)

struct parser {
	struct arena *a;
	const char *name;
	struct bytes text;
	size_t at, line;
	struct bytes open, close; /* the delimiters now */
	struct buf tokens;	  /* struct token, one behind the other */
	size_t sections[TEMPLATE_SECTIONS_MAX];
	size_t nsections;
};

/* One tag as found in the text. */
struct tag {
	char sigil; /* 0 for a plain variable */
	struct bytes body;
	size_t from, to;     /* all of it, delimiters too */
	size_t before, next; /* where text before it ends and text behind it begins */
};

static bool
wrong(const struct parser *p, const char *why)
{
	log_error("template %s:%zu: %s", p->name, p->line, why);
	return false;
}

static struct token *
token_at(const struct parser *p, size_t i)
{
	return (struct token *)(void *)p->tokens.p + i;
}

static size_t
token_count(const struct parser *p)
{
	return p->tokens.n / sizeof(struct token);
}

static struct token *
token_add(struct parser *p, enum token_kind kind, struct bytes text)
{
	struct token token = { .kind = kind, .line = p->line, .text = text };

	buf_add(&p->tokens, (struct bytes){ (const char *)&token, sizeof token });
	return token_at(p, token_count(p) - 1);
}

static void
count_lines(struct parser *p, struct bytes s)
{
	while (bytes_find_byte(s, '\n') < s.n) {
		p->line++;
		s = bytes_slice(s, bytes_find_byte(s, '\n') + 1, s.n);
	}
}

static void
add_text(struct parser *p, struct bytes s)
{
	if (s.n)
		token_add(p, TOKEN_TEXT, s);
	count_lines(p, s);
}

/*
 * Where nothing but blanks shares the tag's line, the line goes with the tag.
 */
static void
stand_alone(const struct parser *p, struct tag *tag)
{
	size_t start = tag->from, end = tag->to;

	while (start > p->at && is_blank(p->text.p[start - 1]))
		start--;
	if (start > 0 && p->text.p[start - 1] != '\n')
		return;
	while (end < p->text.n && is_blank(p->text.p[end]))
		end++;
	if (end < p->text.n && p->text.p[end] == '\r')
		end++;
	if (end < p->text.n && p->text.p[end] != '\n')
		return;
	tag->before = start;
	tag->next = end < p->text.n ? end + 1 : end;
}

static struct bytes
closing(const struct parser *p, char sigil)
{
	struct bytes last = sigil == '{' ? BYTES_LIT("}") : BYTES_LIT("=");
	struct buf b = BUF_INIT;
	struct bytes s;

	if (sigil != '{' && sigil != '=')
		return p->close;
	buf_add(&b, last);
	buf_add(&b, p->close);
	s = arena_bytes(p->a, buf_bytes(&b));
	buf_release(&b);
	return s;
}

/* The next tag, text before it done.  False at the end of the text and where it is wrong. */
static bool
next_tag(struct parser *p, struct tag *tag, bool *ok)
{
	struct bytes rest = bytes_slice(p->text, p->at, p->text.n), close;
	size_t open = bytes_find(rest, p->open), length;

	if (open == rest.n) {
		add_text(p, rest);
		return false;
	}
	rest = bytes_slice(rest, open + p->open.n, rest.n);
	*tag = (struct tag){ .from = p->at + open };
	if (rest.n && rest.p[0] && strchr("#^/!>={&", rest.p[0])) {
		tag->sigil = rest.p[0];
		rest = bytes_slice(rest, 1, rest.n);
	}
	close = closing(p, tag->sigil);
	if ((length = bytes_find(rest, close)) == rest.n) {
		count_lines(p, bytes_slice(p->text, p->at, tag->from));
		*ok = wrong(p, "a tag is not closed");
		return false;
	}
	tag->body = bytes_trim(bytes_slice(rest, 0, length));
	tag->to = (size_t)(rest.p - p->text.p) + length + close.n;
	tag->before = tag->from;
	tag->next = tag->to;
	if (tag->sigil && strchr("#^/!>=", tag->sigil))
		stand_alone(p, tag);
	add_text(p, bytes_slice(p->text, p->at, tag->before));
	return true;
}

/* a.b.c at its dots; "." alone has no parts. */
static bool
split_name(struct parser *p, struct token *token)
{
	struct bytes left = token->text;
	const char **keys = arena_array(p->a, TEMPLATE_PARTS_MAX, sizeof *keys);

	token->keys = keys;
	if (bytes_equal(left, BYTES_LIT(".")))
		return true;
	for (;;) {
		size_t dot = bytes_find_byte(left, '.');
		if (dot == 0 || left.n == 0 || token->nkeys == TEMPLATE_PARTS_MAX)
			return wrong(p, "a name is not well formed");
		keys[token->nkeys++] = arena_string(p->a, bytes_slice(left, 0, dot));
		if (dot == left.n)
			return true;
		left = bytes_slice(left, dot + 1, left.n);
	}
}

static bool
name_fits(struct parser *p, struct bytes name)
{
	if (name.n == 0 || name.n > TEMPLATE_NAME_MAX)
		return wrong(p, "a tag has no name, or a very long one");
	for (size_t i = 0; i < name.n; i++)
		if (is_space(name.p[i]) || name.p[i] == '\0')
			return wrong(p, "a name has a blank in it");
	return true;
}

static bool
set_delimiters(struct parser *p, struct bytes body)
{
	struct bytes open, close;

	if (!bytes_word(&body, &open) || !bytes_word(&body, &close) || bytes_trim(body).n ||
	    open.n > DELIMITER_MAX || close.n > DELIMITER_MAX ||
	    bytes_find_byte(open, '=') < open.n || bytes_find_byte(close, '=') < close.n)
		return wrong(p, "delimiters are two short words without \"=\"");
	p->open = open;
	p->close = close;
	return true;
}

static bool
open_section(struct parser *p, enum token_kind kind, struct bytes name)
{
	if (p->nsections == TEMPLATE_SECTIONS_MAX)
		return wrong(p, "sections are nested too deep");
	p->sections[p->nsections++] = token_count(p);
	return split_name(p, token_add(p, kind, name));
}

static bool
close_section(struct parser *p, struct bytes name)
{
	size_t opener;

	if (p->nsections == 0)
		return wrong(p, "the end of a section that was not begun");
	opener = p->sections[--p->nsections];
	if (!bytes_equal(token_at(p, opener)->text, name))
		return wrong(p, "the end of another section than the one begun last");
	if (token_at(p, opener)->kind == TOKEN_SECTION)
		token_add(p, TOKEN_END, name)->jump = opener;
	token_at(p, opener)->jump = token_count(p);
	return true;
}

static bool
take_tag(struct parser *p, const struct tag *tag)
{
	if (tag->sigil == '!')
		return true;
	if (tag->sigil == '=')
		return set_delimiters(p, tag->body);
	if (!name_fits(p, tag->body))
		return false;
	switch (tag->sigil) {
	case '#':
		return open_section(p, TOKEN_SECTION, tag->body);
	case '^':
		return open_section(p, TOKEN_INVERTED, tag->body);
	case '/':
		return close_section(p, tag->body);
	case '>':
		token_add(p, TOKEN_PARTIAL, tag->body)->indent =
		    bytes_slice(p->text, tag->before, tag->from);
		return true;
	default:
		return split_name(p, token_add(p, tag->sigil ? TOKEN_RAW : TOKEN_VALUE, tag->body));
	}
}

static bool
parse_all(struct parser *p)
{
	struct tag tag;
	bool ok = true;

	while (ok && next_tag(p, &tag, &ok)) {
		ok = take_tag(p, &tag);
		count_lines(p, bytes_slice(p->text, tag.before, tag.next));
		p->at = tag.next;
	}
	if (ok && p->nsections) {
		p->line = token_at(p, p->sections[p->nsections - 1])->line;
		ok = wrong(p, "a section is not ended");
	}
	return ok;
}

const struct template *
template_parse(struct arena *a, const char *name, struct bytes text)
{
	struct parser p = { .a = a,
		.name = name,
		.text = text,
		.line = 1,
		.open = BYTES_LIT("{{"),
		.close = BYTES_LIT("}}"),
		.tokens = BUF_INIT };
	struct template *t = NULL;

	if (parse_all(&p)) {
		t = arena_alloc(a, sizeof *t);
		t->name = arena_string(a, bytes_from(name));
		t->n = token_count(&p);
		t->tokens =
		    (const struct token *)(const void *)arena_bytes(a, buf_bytes(&p.tokens)).p;
	}
	buf_release(&p.tokens);
	return t;
}
