/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/bound.h"

#include "filters/aggregate/mime.h"

/* What is open at a place in the body: multiparts with their boundary, messages without. */
struct stack {
	struct bytes boundary[MIME_DEPTH_MAX];
	size_t depth, parts;
};

bool
bound_boundary_usable(struct bytes boundary)
{
	if (boundary.n == 0 || boundary.n > BOUND_BOUNDARY_MAX)
		return false;
	for (size_t i = 0; i < boundary.n; i++)
		if ((unsigned char)boundary.p[i] < ' ' || boundary.p[i] == '"' ||
		    boundary.p[i] == '\\')
			return false;
	return true;
}

/* False where that is too deep, or not fit for libetpan. */
static bool
open_content(struct stack *s, const struct content *c)
{
	bool multipart = content_is(c, "multipart", NULL);

	if (!multipart && !content_is(c, "message", NULL))
		return true;
	if (s->depth == MIME_DEPTH_MAX || (multipart && !bound_boundary_usable(c->boundary)))
		return false;
	s->boundary[s->depth++] = multipart ? c->boundary : BYTES_NONE;
	return true;
}

/* Which open multipart a line delimits: its place + 1, 0 for none. */
static size_t
delimits(const struct stack *s, struct bytes line, bool *closing)
{
	if (!bytes_starts(line, BYTES_LIT("--")))
		return 0;
	line = bytes_trim_end(bytes_slice(line, 2, line.n));
	for (size_t i = s->depth; i > 0; i--) {
		struct bytes boundary = s->boundary[i - 1], tail;

		if (boundary.n == 0 || !bytes_starts(line, boundary))
			continue;
		tail = bytes_slice(line, boundary.n, line.n);
		*closing = bytes_equal(tail, BYTES_LIT("--"));
		if (tail.n == 0 || *closing)
			return i;
	}
	return 0;
}

static bool
header_usable(struct bytes block)
{
	size_t comments = 0;

	for (size_t i = 0; i < block.n; i++)
		comments += block.p[i] == '(';
	return comments <= BOUND_COMMENTS_MAX;
}

/* Reads one part's header; *in_header stays true where a message's own header follows it. */
static bool
open_part(struct arena *a, struct stack *s, struct bytes block, bool *in_header)
{
	struct header h = { .block = block };
	struct content c;

	content_read(a, &h, &c);
	*in_header = content_is(&c, "message", NULL);
	return header_usable(block) && open_content(s, &c);
}

/* How far body is safe; s is left as it stands there. */
static size_t
walk(struct arena *a, struct bytes body, struct stack *s, bool in_header)
{
	struct bytes rest = body, line;
	const char *header = body.p;
	size_t part = 0; /* where the part at hand begins, its delimiter in front */
	bool closing;

	while (bytes_line(&rest, &line)) {
		size_t at = (size_t)(line.p - body.p), found = delimits(s, line, &closing);

		if (found) {
			s->depth = closing ? found - 1 : found;
			in_header = !closing;
			header = rest.p;
			part = at;
			if (in_header && ++s->parts > MIME_PARTS_MAX)
				return at;
		} else if (in_header && line.n == 0) {
			struct bytes block = { header, (size_t)(line.p - header) };

			if (!open_part(a, s, block, &in_header))
				return part;
			header = rest.p;
		}
	}
	return body.n;
}

size_t
bound_body(struct arena *a, struct bytes body, const struct content *c, struct buf *ends)
{
	struct stack s = { .depth = 0 };
	size_t safe;

	if (!open_content(&s, c))
		return 0;
	safe = walk(a, body, &s, content_is(c, "message", NULL));
	for (size_t i = s.depth; i > 0; i--)
		if (s.boundary[i - 1].n)
			buf_addf(ends, "\r\n--%.*s--\r\n", (int)s.boundary[i - 1].n,
			    s.boundary[i - 1].p);
	return safe;
}
