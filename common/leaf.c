/* SPDX-License-Identifier: ISC */
#include "common/leaf.h"

#include "common/transfer.h"

static const struct bytes dashes = { "--", 2 };

/* The boundary a Content-Type value names; empty where it names none we can use. */
static struct bytes
find_boundary(struct bytes type)
{
	const struct bytes name = BYTES_LIT("boundary="), none = BYTES_NONE;
	size_t end;

	if (!bytes_starts_fold(type, BYTES_LIT("multipart/")))
		return none;
	type = bytes_slice(type, bytes_find_fold(type, name) + name.n, type.n);
	if (type.n && type.p[0] == '"') {
		type = bytes_slice(type, 1, type.n);
		end = bytes_find_byte(type, '"');
	} else {
		for (end = 0; end < type.n && !is_space(type.p[end]) && type.p[end] != ';'; end++)
			;
	}
	return end <= LEAF_BOUNDARY_MAX ? bytes_slice(type, 0, end) : none;
}

/* Goes into the multipart that the header in hand opens, if it opens one. */
static void
descend(struct leaves *l)
{
	struct bytes boundary = find_boundary(header_get(&l->header, "Content-Type"));

	if (boundary.n && l->depth < LEAF_DEPTH_MAX)
		l->boundary[l->depth++] = boundary;
}

void
leaves_open(struct leaves *l, struct bytes raw)
{
	*l = (struct leaves){ .more = true };
	header_scan(raw, &l->header);
	l->rest = l->header.body;
}

/* Whether a line is a delimiter of a multipart it stands in; it then ends all that are deeper. */
static bool
read_delimiter(struct leaves *l, struct bytes line, bool *closes)
{
	if (!bytes_starts(line, dashes))
		return false;
	line = bytes_trim_end(bytes_slice(line, dashes.n, line.n));
	for (size_t i = l->depth; i-- > 0;) {
		struct bytes tail = bytes_slice(line, l->boundary[i].n, line.n);
		if (!bytes_starts(line, l->boundary[i]) || (tail.n && !bytes_equal(tail, dashes)))
			continue;
		*closes = tail.n > 0;
		l->depth = *closes ? i : i + 1;
		return true;
	}
	return false;
}

/* Whether a last line without its line end may be a delimiter that was cut. */
static bool
is_cut_delimiter(const struct leaves *l, struct bytes line)
{
	struct bytes name = bytes_slice(line, dashes.n, line.n);
	bool is_cut = false;

	if (!bytes_starts(line.n < dashes.n ? dashes : line, line.n < dashes.n ? line : dashes))
		return false;
	for (size_t i = 0; i < l->depth; i++)
		is_cut = is_cut || bytes_starts(l->boundary[i], name) ||
			 (name.n == l->boundary[i].n + 1 && bytes_starts(name, l->boundary[i]) &&
			     name.p[name.n - 1] == '-');
	return is_cut;
}

/* Takes the text up to the next delimiter off l->rest.  False where the mail ends first. */
static bool
take_text(struct leaves *l, struct bytes *text, bool *closes)
{
	struct bytes line;

	*text = bytes_slice(l->rest, 0, 0);
	while (l->rest.n) {
		size_t end = bytes_find_byte(l->rest, '\n');
		bool last = end == l->rest.n;
		line = bytes_slice(l->rest, 0, end);
		l->rest = bytes_slice(l->rest, end + 1, l->rest.n);
		if (read_delimiter(l, line, closes))
			return true;
		if (!last || !is_cut_delimiter(l, line))
			text->n += end + !last;
	}
	return false;
}

/* A part's own header begins right behind its delimiter. */
static void
take_header(struct leaves *l)
{
	struct bytes line, start = l->rest;
	const char *end = start.p;

	while (bytes_line(&l->rest, &line) && line.n)
		end = l->rest.p;
	l->header.block = bytes_slice(start, 0, (size_t)(end - start.p));
}

bool
leaves_next(struct leaves *l, struct leaf *leaf)
{
	bool closes = false;

	if (!l->more)
		return false;
	descend(l);
	leaf->encoding = header_get(&l->header, "Content-Transfer-Encoding");
	l->more = take_text(l, &leaf->content, &closes);
	l->header = (struct header){ .cut = false };
	if (l->more && !closes)
		take_header(l);
	return true;
}

void
leaf_decode(struct buf *out, const struct leaf *leaf)
{
	if (bytes_equal_fold(leaf->encoding, BYTES_LIT("base64")))
		transfer_base64(out, leaf->content);
	else if (bytes_equal_fold(leaf->encoding, BYTES_LIT("quoted-printable")))
		transfer_quoted(out, leaf->content);
	else
		buf_add(out, leaf->content);
}
