/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/mime.h"

#include "common/charset.h"
#include "common/header.h"
#include "common/text.h"
#include "common/transfer.h"
#include "common/utf8.h"
#include "filters/aggregate/content.h"
#include "filters/aggregate/flowed.h"
#include "filters/aggregate/html.h"
#include "filters/aggregate/skeleton.h"

#include <libetpan/libetpan.h>
#include <stdint.h>
#include <string.h>

/* Encoded bytes of one part that are decoded: base64 and markup are longer than their text. */
#define PART_BYTES_MAX (3 * TEXT_BYTES_MAX)
#define NODES_MAX (MIME_PARTS_MAX + MIME_DEPTH_MAX)

/* A part to be read: libetpan's node and the bytes it spans, its header in front. */
struct node {
	struct mailmime *mime;
	struct bytes raw;
	bool forward; /* inside a mail inside this one */
};

struct reading {
	struct arena *a;
	struct buf *out;
	size_t text; /* bytes of text so far */
	unsigned flags;
	struct node *stack;
	size_t depth;
};

static void
write_part(struct buf *out, enum mime_kind kind, struct bytes text)
{
	uint32_t n = (uint32_t)text.n;

	buf_addc(out, (char)kind);
	buf_add(out, (struct bytes){ (const char *)&n, sizeof(n) });
	buf_add(out, text);
}

bool
mime_next(struct bytes *rest, struct mime_part *part)
{
	uint32_t n;

	if (rest->n < 1 + sizeof(n))
		return false;
	part->kind = (enum mime_kind)rest->p[0];
	memcpy(&n, rest->p + 1, sizeof(n));
	*rest = bytes_slice(*rest, 1 + sizeof(n), rest->n);
	if (n > rest->n)
		return false;
	part->text = bytes_slice(*rest, 0, n);
	*rest = bytes_slice(*rest, n, rest->n);
	return true;
}

/* Without a half "=3D" at the end, behind which libetpan reads on. */
static struct bytes
whole_qp(struct bytes s)
{
	for (size_t i = 1; i <= 2 && i <= s.n; i++)
		if (s.p[s.n - i] == '=')
			return bytes_slice(s, 0, s.n - i);
	return s;
}

/* On lines of their own. */
static struct bytes
joined(struct arena *a, struct bytes head, struct bytes tail)
{
	struct buf b = BUF_INIT;
	struct bytes both;

	buf_add(&b, head);
	buf_addc(&b, '\n');
	buf_add(&b, tail);
	both = arena_bytes(a, buf_bytes(&b));
	buf_release(&b);
	return both;
}

/*
 * Undoes the transfer encoding, into the arena.  A footer behind base64 would decode to noise, one
 * behind a soft line break would go on with the last line.
 */
static struct bytes
decode(struct arena *a, struct bytes body, enum content_encoding encoding)
{
	int mechanism = encoding == CONTENT_BASE64 ? MAILMIME_MECHANISM_BASE64
						   : MAILMIME_MECHANISM_QUOTED_PRINTABLE;
	struct bytes decoded, footer;
	size_t at = 0, n = 0, end;
	char *p = NULL;

	if (encoding == CONTENT_PLAIN)
		return body;
	end = encoding == CONTENT_QP ? transfer_quoted_end(body) : transfer_base64_end(body);
	footer = bytes_slice(body, end, body.n);
	body.n = end;
	if (encoding == CONTENT_QP)
		body = whole_qp(body);
	if (mailmime_part_parse(body.p, body.n, &at, mechanism, &p, &n) != MAILIMF_NO_ERROR)
		return body;
	decoded = arena_bytes(a, (struct bytes){ p, n });
	mmap_string_unref(p);
	return footer.n ? joined(a, decoded, footer) : decoded;
}

/* Line ends as LF, and the blank that HTML and Chinese typing use as a common one. */
static struct bytes
plain_lines(struct arena *a, struct bytes s)
{
	char *p = arena_alloc(a, s.n);
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\r') {
			if (i + 1 == s.n || s.p[i + 1] != '\n')
				p[n++] = '\n';
		} else if (s.p[i] == '\xc2' && i + 1 < s.n && s.p[i + 1] == '\xa0') {
			p[n++] = ' ';
			i++;
		} else {
			p[n++] = s.p[i];
		}
	}
	return (struct bytes){ p, n };
}

/* A part's bytes as UTF-8 text. */
static struct bytes
part_text(struct reading *r, const struct content *c, struct bytes body, bool html)
{
	struct bytes label = c->charset;
	struct buf joined = BUF_INIT;

	if (body.n > PART_BYTES_MAX) {
		body.n = PART_BYTES_MAX;
		r->flags |= MIME_CUT;
	}
	body = decode(r->a, body, c->encoding);
	if (html && !label.n)
		label = html_charset(body);
	body = charset_to_utf8(r->a, body, label);
	if (html) {
		html_text(&joined, body, TEXT_BYTES_MAX);
		r->flags |= MIME_HTML;
	} else if (c->flowed) {
		flowed_join(&joined, plain_lines(r->a, body), c->delsp);
	}
	if (html || c->flowed)
		body = arena_bytes(r->a, buf_bytes(&joined));
	buf_release(&joined);
	return utf8_clean(r->a, plain_lines(r->a, body), UTF8_LINES);
}

static void
add_part(struct reading *r, enum mime_kind kind, struct bytes text)
{
	if (text.n > TEXT_BYTES_MAX - r->text) {
		text.n = TEXT_BYTES_MAX - r->text;
		while (text.n && ((unsigned char)text.p[text.n] & 0xc0) == 0x80)
			text.n--;
		r->flags |= MIME_CUT;
	}
	r->text += text.n;
	if (text.n)
		write_part(r->out, kind, text);
}

/* Mailers that do not know a patch call it application/octet-stream. */
static bool
is_patch(const struct content *c)
{
	const bool named = bytes_ends(c->filename, BYTES_LIT(".patch")) ||
			   bytes_ends(c->filename, BYTES_LIT(".diff"));

	return content_is(c, "text", "x-patch") || content_is(c, "text", "x-diff") ||
	       content_is(c, "text", "patch") || content_is(c, "text", "diff") ||
	       (named && (content_is(c, "text", NULL) || content_is(c, "application", NULL)));
}

/* What a leaf is read as; false for what is no text of the mail. */
static bool
leaf_kind(const struct content *c, bool forward, bool first, enum mime_kind *kind)
{
	if (!content_is(c, "text", NULL) && !is_patch(c))
		return false;
	*kind = forward ? MIME_FORWARD : MIME_TEXT;
	if (is_patch(c))
		*kind = forward ? MIME_FORWARD : MIME_PATCH;
	else if (c->attachment)
		return false;
	else if (!first && c->filename.n && !forward)
		*kind = MIME_FILE;
	return content_is(c, "text", "plain") || content_is(c, "text", "html") ||
	       content_is(c, "text", "markdown") || *kind != MIME_TEXT || first;
}

static void
read_leaf(struct reading *r, const struct content *c, struct bytes body, bool forward)
{
	bool html = content_is(c, "text", "html") || content_is(c, "text", "xhtml");
	enum mime_kind kind;

	if (r->text < TEXT_BYTES_MAX && leaf_kind(c, forward, r->text == 0, &kind))
		add_part(r, kind, part_text(r, c, body, html));
}

static bool
subtype_is(const struct mailmime *m, const char *subtype)
{
	return m->mm_content_type && m->mm_content_type->ct_subtype &&
	       !strcasecmp(m->mm_content_type->ct_subtype, subtype);
}

static struct bytes
span(const struct mailmime *m)
{
	return (struct bytes){ m->mm_mime_start, m->mm_mime_start ? m->mm_length : 0 };
}

static void
push(struct reading *r, struct node n)
{
	if (r->depth < NODES_MAX)
		r->stack[r->depth++] = n;
	else
		r->flags |= MIME_CUT;
}

/* Whether a leaf holds plain text that says something. */
static bool
is_told(struct reading *r, struct mailmime *m)
{
	struct node n = { m, span(m), false };
	struct header h;
	struct content c;

	if (m->mm_type != MAILMIME_SINGLE || !n.raw.n)
		return false;
	header_scan(n.raw, &h);
	content_read(r->a, &h, &c);
	if (!content_is(&c, "text", "plain") || c.attachment)
		return false;
	return bytes_trim(decode(r->a, bytes_slice(h.body, 0, PART_BYTES_MAX), c.encoding)).n > 0;
}

/* Whether it is such a leaf, or a multipart with one right below. */
static bool
tells(struct reading *r, struct mailmime *m)
{
	clist *parts = m->mm_type == MAILMIME_MULTIPLE ? m->mm_data.mm_multipart.mm_mp_list : NULL;

	if (!parts)
		return is_told(r, m);
	for (clistiter *i = clist_begin(parts); i; i = clist_next(i))
		if (is_told(r, clist_content(i)))
			return true;
	return false;
}

/* multipart/alternative: the first form in plain text that is not blank, else the last form. */
static struct mailmime *
choose(struct reading *r, clist *parts)
{
	struct mailmime *last = NULL;

	for (clistiter *i = clist_begin(parts); i; i = clist_next(i)) {
		struct mailmime *m = clist_content(i);

		if (tells(r, m))
			return m;
		if (m->mm_type != MAILMIME_SINGLE || subtype_is(m, "html") || !last)
			last = m;
	}
	return last;
}

static void
push_parts(struct reading *r, const struct node *n)
{
	clist *parts = n->mime->mm_data.mm_multipart.mm_mp_list;

	if (!parts)
		return;
	if (subtype_is(n->mime, "alternative")) {
		struct mailmime *m = choose(r, parts);

		if (m)
			push(r, (struct node){ m, span(m), n->forward });
		return;
	}
	for (clistiter *i = clist_end(parts); i; i = clist_previous(i)) {
		struct mailmime *m = clist_content(i);

		push(r, (struct node){ m, span(m), n->forward });
	}
}

/* The mail inside a message part; libetpan's node for it spans the part's own header too. */
static void
push_message(struct reading *r, const struct node *n)
{
	struct mailmime *inner = n->mime->mm_data.mm_message.mm_msg_mime;
	struct mailmime_data *body = n->mime->mm_body;

	if (inner && body && body->dt_type == MAILMIME_DATA_TEXT)
		push(r,
		    (struct node){ inner,
			{ body->dt_data.dt_text.dt_data, body->dt_data.dt_text.dt_length }, true });
}

static void
read_tree(struct reading *r)
{
	while (r->depth) {
		struct node n = r->stack[--r->depth];
		struct header h;
		struct content c;

		if (n.mime->mm_type == MAILMIME_MULTIPLE) {
			push_parts(r, &n);
		} else if (n.mime->mm_type == MAILMIME_MESSAGE) {
			push_message(r, &n);
		} else if (n.raw.n) {
			header_scan(n.raw, &h);
			content_read(r->a, &h, &c);
			read_leaf(r, &c, h.body, n.forward);
		}
	}
}

static void
read_composite(struct reading *r, const struct content *c, struct bytes body)
{
	struct buf mail = BUF_INIT;
	struct mailmime *mime = NULL, *top;
	size_t at = 0;

	r->stack = arena_array(r->a, NODES_MAX, sizeof(*r->stack));
	if (!skeleton_write(&mail, r->a, body, c))
		r->flags |= MIME_CUT;
	if (mailmime_parse(mail.p, mail.n, &at, &mime) == MAILIMF_NO_ERROR) {
		top = mime->mm_data.mm_message.mm_msg_mime;
		if (top)
			push(r, (struct node){ top, span(top), false });
		read_tree(r);
		mailmime_free(mime);
	}
	buf_release(&mail);
}

/* Some lists cut a multipart down to its text, and leave its header as it was. */
static bool
has_parts(const struct content *c, struct bytes body)
{
	return skeleton_boundary_usable(c->boundary) && skeleton_has_parts(body, c->boundary);
}

unsigned
mime_read(struct arena *a, struct bytes raw, struct buf *out)
{
	struct reading r = { .a = a, .out = out };
	struct header h;
	struct content c;

	header_scan(raw, &h);
	content_read(a, &h, &c);
	if (content_is(&c, "multipart", NULL) ? has_parts(&c, h.body)
					      : content_is(&c, "message", "rfc822"))
		read_composite(&r, &c, h.body);
	else if (content_is(&c, "multipart", NULL))
		add_part(&r, MIME_TEXT, part_text(&r, &c, h.body, false));
	else
		read_leaf(&r, &c, h.body, false);
	return r.flags;
}
