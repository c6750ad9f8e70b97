/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/skeleton.h"

#include "filters/aggregate/mime.h"

/* A multipart or, without a boundary, a message that is open. */
struct level {
	struct bytes boundary;
	bool digest;
};

struct walk {
	struct arena *a;
	struct buf *out;
	struct level levels[MIME_DEPTH_MAX];
	size_t depth, parts;
	const char *copied; /* the body is in out up to here */
	const char *header; /* of the part at hand; NULL in its body */
	bool between;	    /* in what stands before, between and behind parts: left out */
	bool whole;
};

static const struct content opaque = { .type = { "application", 11 },
	.subtype = { "octet-stream", 12 } };

static bool
is_safe(char c)
{
	return (unsigned char)c >= ' ' && c != '"' && c != '\\' && c != 127;
}

bool
skeleton_boundary_usable(struct bytes boundary)
{
	for (size_t i = 0; i < boundary.n; i++)
		if (!is_safe(boundary.p[i]))
			return false;
	return boundary.n && boundary.n <= SKELETON_BOUNDARY_MAX;
}

/* Whether line delimits a part of the multipart with this boundary, or closes it. */
static bool
is_delimiter(struct bytes line, struct bytes boundary, bool *closing)
{
	struct bytes tail;

	if (!bytes_starts(line, BYTES_LIT("--")))
		return false;
	line = bytes_trim_end(bytes_slice(line, 2, line.n));
	if (!bytes_starts(line, boundary))
		return false;
	tail = bytes_slice(line, boundary.n, line.n);
	*closing = bytes_equal(tail, BYTES_LIT("--"));
	return tail.n == 0 || *closing;
}

bool
skeleton_has_parts(struct bytes body, struct bytes boundary)
{
	struct bytes line;
	bool closing;

	while (bytes_line(&body, &line))
		if (is_delimiter(line, boundary, &closing) && !closing)
			return true;
	return false;
}

/* In "=?" libetpan sees an encoded word, in a boundary too. */
static void
write_value(struct buf *out, struct bytes value)
{
	for (size_t i = 0; i < value.n; i++)
		buf_addc(out, is_safe(value.p[i]) && value.p[i] != '?' ? value.p[i] : '_');
}

static void
write_param(struct buf *out, const char *name, struct bytes value)
{
	if (value.n == 0)
		return;
	buf_addf(out, ";\r\n %s=\"", name);
	write_value(out, value);
	buf_addc(out, '"');
}

static void
write_delimiter(struct buf *out, struct bytes boundary, bool closing)
{
	buf_adds(out, "--");
	write_value(out, boundary);
	buf_adds(out, closing ? "--\r\n" : "\r\n");
}

static bool
is_composite(const struct content *c)
{
	return content_is(c, "multipart", NULL) || content_is(c, "message", "rfc822");
}

static void
write_header(struct buf *out, const struct content *c)
{
	static const char *const encodings[] = {
		[CONTENT_BASE64] = "base64", [CONTENT_QP] = "quoted-printable"
	};

	buf_adds(out, "Content-Type: ");
	buf_add(out, c->type);
	buf_addc(out, '/');
	buf_add(out, c->subtype);
	write_param(out, "boundary", c->boundary);
	write_param(out, "charset", c->charset);
	write_param(out, "name", c->filename);
	if (c->flowed)
		write_param(out, "format", BYTES_LIT("flowed"));
	if (c->delsp)
		write_param(out, "delsp", BYTES_LIT("yes"));
	if (c->encoding != CONTENT_PLAIN && !is_composite(c))
		buf_addf(out, "\r\nContent-Transfer-Encoding: %s", encodings[c->encoding]);
	if (c->attachment)
		buf_adds(out, "\r\nContent-Disposition: attachment");
	buf_adds(out, "\r\n\r\n");
}

/* False where that is too deep, or a boundary not to be written. */
static bool
open_level(struct walk *w, const struct content *c)
{
	bool multipart = content_is(c, "multipart", NULL);

	if (w->depth == MIME_DEPTH_MAX || (multipart && !skeleton_boundary_usable(c->boundary)))
		return false;
	w->levels[w->depth++] = (struct level){ multipart ? c->boundary : BYTES_NONE,
		content_is(c, "multipart", "digest") };
	return true;
}

/* Which open multipart a line delimits: its place + 1, 0 for none. */
static size_t
delimits(const struct walk *w, struct bytes line, bool *closing)
{
	for (size_t i = w->depth; i > 0; i--) {
		struct bytes boundary = w->levels[i - 1].boundary;

		if (boundary.n && is_delimiter(line, boundary, closing))
			return i;
	}
	return 0;
}

static void
copy_to(struct walk *w, const char *end)
{
	if (w->between)
		w->copied = end;
	buf_add(w->out, (struct bytes){ w->copied, (size_t)(end - w->copied) });
	w->copied = end;
}

/* The header at hand ends at end, and the body begins at body. */
static void
end_header(struct walk *w, const char *end, const char *body)
{
	struct header h = { .block = { w->header, (size_t)(end - w->header) } };
	bool digest = w->depth && w->levels[w->depth - 1].digest, message;
	struct content c;

	content_read(w->a, &h, &c);
	if (digest && !header_get(&h, "Content-Type").p) {
		c.type = BYTES_LIT("message");
		c.subtype = BYTES_LIT("rfc822");
	}
	if (is_composite(&c) && !open_level(w, &c)) {
		c = opaque;
		w->whole = false;
	} else if (content_is(&c, "message", NULL) && !is_composite(&c)) {
		c = opaque;
	}
	message = content_is(&c, "message", NULL);
	copy_to(w, w->header);
	write_header(w->out, &c);
	w->copied = body;
	w->header = message ? body : NULL;
	w->between = content_is(&c, "multipart", NULL);
}

/* libetpan knows a delimiter by the line end before it, which must not be the header's. */
static void
delimit(struct walk *w, struct bytes line, size_t depth, bool closing, const char *next)
{
	if (w->header)
		end_header(w, line.p, line.p);
	if (w->copied == line.p)
		buf_adds(w->out, "\r\n");
	copy_to(w, line.p);
	write_delimiter(w->out, w->levels[depth - 1].boundary, closing);
	w->copied = next;
	w->between = closing;
	w->header = closing ? NULL : next;
	w->depth = closing ? depth - 1 : depth;
}

/* False at the part that is one too many. */
static bool
take_line(struct walk *w, struct bytes line, const char *next)
{
	bool closing;
	size_t found = delimits(w, line, &closing);

	if (found && !closing && w->parts++ == MIME_PARTS_MAX)
		return w->whole = false;
	if (found)
		delimit(w, line, found, closing, next);
	else if (w->header && line.n == 0)
		end_header(w, line.p, next);
	return true;
}

bool
skeleton_write(struct buf *out, struct arena *a, struct bytes body, const struct content *c)
{
	struct walk w = { .a = a, .out = out, .copied = body.p, .whole = true };
	struct bytes rest = body, line = BYTES_NONE;
	const char *end;

	if (!open_level(&w, c))
		return false;
	buf_adds(out, "MIME-Version: 1.0\r\n");
	write_header(out, c);
	w.between = content_is(c, "multipart", NULL);
	w.header = w.between ? NULL : body.p;
	while (bytes_line(&rest, &line) && take_line(&w, line, rest.p))
		;
	end = w.parts > MIME_PARTS_MAX ? line.p : rest.p;
	if (w.header)
		end_header(&w, end, end);
	copy_to(&w, end);
	for (size_t i = w.depth; i > 0; i--)
		if (w.levels[i - 1].boundary.n) {
			buf_adds(out, "\r\n");
			write_delimiter(out, w.levels[i - 1].boundary, true);
		}
	return w.whole;
}
