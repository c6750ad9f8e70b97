/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/content.h"

#include "common/buf.h"

struct param {
	struct bytes name, value;
};

static struct bytes
lower(struct arena *a, struct bytes s)
{
	char *p = arena_alloc(a, s.n);

	for (size_t i = 0; i < s.n; i++)
		p[i] = to_lower(s.p[i]);
	return (struct bytes){ p, s.n };
}

/* Over white space and comments, however deep they nest. */
static struct bytes
skip_comments(struct bytes s)
{
	size_t depth = 0, i = 0;

	for (; i < s.n; i++) {
		if (s.p[i] == '(')
			depth++;
		else if (s.p[i] == ')' && depth)
			depth--;
		else if (s.p[i] == '\\' && depth)
			i++;
		else if (!depth && !is_space(s.p[i]))
			break;
	}
	return bytes_slice(s, i, s.n);
}

/* A quoted string's content; *s is behind its closing quote, or at the end. */
static struct bytes
take_quoted(struct arena *a, struct bytes *s)
{
	size_t n = 0, end = 1;
	char *p;

	for (; end < s->n && s->p[end] != '"'; end++)
		end += s->p[end] == '\\' && end + 1 < s->n;
	p = arena_alloc(a, end);
	for (size_t i = 1; i < end; i++) {
		if (s->p[i] == '\\' && i + 1 < end)
			i++;
		if (s->p[i] != '\r' && s->p[i] != '\n')
			p[n++] = s->p[i];
	}
	*s = bytes_slice(*s, end + 1, s->n);
	return (struct bytes){ p, n };
}

/* Up to the ";"; a blank and "(" begin a comment. */
static struct bytes
take_bare(struct bytes *s)
{
	size_t end = bytes_find_byte(*s, ';');
	struct bytes value = bytes_slice(*s, 0, end);

	for (size_t i = 1; i < value.n; i++)
		if (value.p[i] == '(' && is_space(value.p[i - 1]))
			value.n = i;
	*s = bytes_slice(*s, end, s->n);
	return bytes_trim(value);
}

static bool
param_next(struct arena *a, struct bytes *rest, struct param *param)
{
	size_t end;

	for (;;) {
		*rest = skip_comments(*rest);
		if (!bytes_starts(*rest, BYTES_LIT(";")))
			break;
		*rest = bytes_slice(*rest, 1, rest->n);
	}
	if (rest->n == 0)
		return false;
	for (end = 0; end < rest->n && rest->p[end] != '=' && rest->p[end] != ';'; end++)
		;
	param->name = bytes_trim(bytes_slice(*rest, 0, end));
	param->value = BYTES_NONE;
	*rest = bytes_slice(*rest, end, rest->n);
	if (!bytes_starts(*rest, BYTES_LIT("=")))
		return true;
	*rest = skip_comments(bytes_slice(*rest, 1, rest->n));
	param->value =
	    bytes_starts(*rest, BYTES_LIT("\"")) ? take_quoted(a, rest) : take_bare(rest);
	end = bytes_find_byte(*rest, ';');
	*rest = bytes_slice(*rest, end, rest->n);
	return true;
}

static void
add_percent(struct buf *out, struct bytes s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '%' && i + 2 < s.n && hex_value(s.p[i + 1]) >= 0 &&
		    hex_value(s.p[i + 2]) >= 0) {
			buf_addc(out, (char)(hex_value(s.p[i + 1]) * 16 + hex_value(s.p[i + 2])));
			i += 2;
			continue;
		}
		buf_addc(out, s.p[i]);
	}
}

/* RFC 2231: utf-8'en'text. */
static struct bytes
behind_language(struct bytes s)
{
	size_t first = bytes_find_byte(s, '\''), second;

	if (first == s.n)
		return s;
	second = bytes_find_byte(bytes_slice(s, first + 1, s.n), '\'');
	return first + 1 + second < s.n ? bytes_slice(s, first + second + 2, s.n) : s;
}

/* Joins one (piece of a) parameter's value to what is there. */
static void
take_value(struct arena *a, struct bytes *value, struct bytes suffix, struct bytes piece)
{
	bool coded = bytes_ends(suffix, BYTES_LIT("*"));
	bool first = suffix.n < 2 || suffix.p[1] == '0';
	struct buf joined = BUF_INIT;

	if ((first && value->n) || value->n + piece.n > CONTENT_VALUE_MAX)
		return;
	buf_add(&joined, *value);
	if (coded)
		add_percent(&joined, first ? behind_language(piece) : piece);
	else
		buf_add(&joined, piece);
	*value = arena_bytes(a, buf_bytes(&joined));
	buf_release(&joined);
}

static void
read_params(struct arena *a, struct bytes rest, struct content *c)
{
	struct bytes format = BYTES_NONE, delsp = BYTES_NONE;
	struct {
		const char *name;
		struct bytes *value;
	} known[] = { { "charset", &c->charset }, { "boundary", &c->boundary },
		{ "name", &c->filename }, { "filename", &c->filename }, { "format", &format },
		{ "delsp", &delsp } };
	struct param param;

	for (int count = 0; count < CONTENT_PARAMS_MAX && param_next(a, &rest, &param); count++) {
		size_t star = bytes_find_byte(param.name, '*');
		struct bytes name = bytes_slice(param.name, 0, star);
		struct bytes suffix = bytes_slice(param.name, star, param.name.n);

		for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
			if (bytes_equal_fold(name, bytes_from(known[i].name)))
				take_value(a, known[i].value, suffix, param.value);
	}
	c->flowed = c->flowed || bytes_equal_fold(format, BYTES_LIT("flowed"));
	c->delsp = c->delsp || bytes_equal_fold(delsp, BYTES_LIT("yes"));
}

/* RFC 2045 section 5.1. */
static bool
is_token(char c)
{
	return c > ' ' && c < 127 && bytes_find_byte(BYTES_LIT("()<>@,;:\\\"/[]?="), c) == 15;
}

static struct bytes
take_token(struct bytes *s)
{
	struct bytes token;
	size_t end = 0;

	*s = skip_comments(*s);
	while (end < s->n && is_token(s->p[end]))
		end++;
	token = bytes_slice(*s, 0, end);
	*s = skip_comments(bytes_slice(*s, end, s->n));
	return token;
}

static void
read_type(struct arena *a, struct bytes value, struct content *c)
{
	struct bytes type = take_token(&value), subtype = BYTES_NONE;

	if (bytes_starts(value, BYTES_LIT("/"))) {
		value = bytes_slice(value, 1, value.n);
		subtype = take_token(&value);
	}
	if (type.n && subtype.n) {
		c->type = lower(a, type);
		c->subtype = lower(a, subtype);
	}
	value = bytes_slice(value, bytes_find_byte(value, ';'), value.n);
	read_params(a, value, c);
}

static enum content_encoding
read_encoding(struct bytes value)
{
	struct bytes token = take_token(&value);

	if (bytes_equal_fold(token, BYTES_LIT("base64")))
		return CONTENT_BASE64;
	if (bytes_equal_fold(token, BYTES_LIT("quoted-printable")))
		return CONTENT_QP;
	return CONTENT_PLAIN;
}

void
content_read(struct arena *a, const struct header *h, struct content *c)
{
	struct bytes disposition = header_get(h, "Content-Disposition");

	*c = (struct content){ .type = BYTES_LIT("text"), .subtype = BYTES_LIT("plain") };
	read_type(a, header_get(h, "Content-Type"), c);
	c->encoding = read_encoding(header_get(h, "Content-Transfer-Encoding"));
	c->attachment = bytes_equal_fold(take_token(&disposition), BYTES_LIT("attachment"));
	if (disposition.n) {
		struct content named = { .type = c->type };

		read_params(a, disposition, &named);
		if (named.filename.n)
			c->filename = named.filename;
	}
}

bool
content_is(const struct content *c, const char *type, const char *subtype)
{
	return bytes_equal(c->type, bytes_from(type)) &&
	       (!subtype || bytes_equal(c->subtype, bytes_from(subtype)));
}
