/* SPDX-License-Identifier: ISC */
#include "filters/ingest/mbox.h"

#include "common/arena.h"
#include "filters/ingest/postmark.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#define WINDOW ((size_t)256 * 1024)
/* A postmark and the beginning of the field behind it. */
#define LOOKAHEAD ((size_t)2048)

struct mbox {
	struct arena *arena;
	int fd, error;
	uint64_t offset; /* of fd */
	char *window;
	size_t from, to; /* what is in the window */
	bool eof;
	bool line_start;    /* the window begins with a line, not with the rest of one */
	bool began;	    /* a postmark was seen */
	bool git;	    /* the first was git's: so are the others */
	struct bytes blank; /* a blank line held back: it may belong to the next postmark */
};

struct mbox *
mbox_new(int fd)
{
	struct arena *a = arena_new();
	struct mbox *m = arena_alloc(a, sizeof *m);

	m->arena = a;
	m->fd = fd;
	m->window = arena_alloc(a, WINDOW);
	m->line_start = true;
	return m;
}

void
mbox_free(struct mbox *m)
{
	if (m)
		arena_free(m->arena);
}

uint64_t
mbox_offset(const struct mbox *m)
{
	return m->offset;
}

/* Sees to it that LOOKAHEAD bytes are there, if there are so many. */
static void
fill(struct mbox *m)
{
	ssize_t n;

	if (m->to - m->from >= LOOKAHEAD || m->eof)
		return;
	memmove(m->window, m->window + m->from, m->to - m->from);
	m->to -= m->from;
	m->from = 0;
	while (m->to < LOOKAHEAD && !m->eof) {
		n = read(m->fd, m->window + m->to, WINDOW - m->to);
		if (n < 0 && fd_again(m->fd, POLLIN))
			continue;
		if (n < 0)
			m->error = errno;
		m->eof = n <= 0;
		m->to += n > 0 ? (size_t)n : 0;
		m->offset += n > 0 ? (uint64_t)n : 0;
	}
}

/* The next line as far as it is in the window; not taken yet. */
static struct bytes
peek(struct mbox *m)
{
	struct bytes all;

	fill(m);
	all = (struct bytes){ m->window + m->from, m->to - m->from };
	return bytes_slice(all, 0, bytes_find_byte(all, '\n') + 1);
}

static void
skip(struct mbox *m, struct bytes line)
{
	m->from += line.n;
	m->line_start = line.n && line.p[line.n - 1] == '\n';
}

static bool
is_blank_line(struct bytes line)
{
	return bytes_equal(line, BYTES_LIT("\n")) || bytes_equal(line, BYTES_LIT("\r\n"));
}

/* RFC 5322 section 2.2; or an older postmark that was quoted into the header; or no header at all.
 */
static bool
begins_header(struct bytes text)
{
	size_t n = 0;

	if (bytes_starts(text, BYTES_LIT(">From ")) || bytes_starts(text, BYTES_LIT("\n")) ||
	    bytes_starts(text, BYTES_LIT("\r\n")))
		return true;
	while (n < text.n && text.p[n] > ' ' && text.p[n] < 0x7f && text.p[n] != ':')
		n++;
	if (n == 0)
		return false;
	while (n < text.n && is_blank(text.p[n]))
		n++;
	return n < text.n && text.p[n] == ':';
}

static bool
is_postmark(const struct mbox *m, struct bytes line)
{
	struct bytes behind = { line.p + line.n, m->to - m->from - line.n };
	enum postmark kind = postmark_kind(line);

	if (kind == POSTMARK_NONE || (kind == POSTMARK_GIT && !m->git))
		return false;
	return begins_header(behind);
}

/* Passes over blank lines and the first postmark. */
static bool
begin(struct mbox *m)
{
	struct bytes line;
	enum postmark kind;

	while (is_blank_line(line = peek(m)))
		skip(m, line);
	kind = postmark_kind(line);
	m->git = kind == POSTMARK_GIT;
	m->began = kind != POSTMARK_NONE;
	if (m->began)
		skip(m, line);
	return m->began;
}

static bool
is_quoted(struct bytes line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == '>')
		n++;
	return n > 0 && bytes_starts(bytes_slice(line, n, line.n), BYTES_LIT("From "));
}

/* Appends s to the mail that begins at start of out. */
static void
keep(struct buf *out, size_t start, struct bytes s, size_t limit, bool *cut)
{
	size_t room = limit - (out->n - start);

	if (s.n > room) {
		s.n = room;
		*cut = true;
	}
	buf_add(out, s);
}

enum mbox_status
mbox_next(struct mbox *m, struct buf *out, size_t limit, bool *cut)
{
	size_t start = out->n;
	struct bytes line;

	*cut = false;
	if (!m->began && !begin(m) && m->to > m->from)
		return MBOX_NOT_ONE;
	while ((line = peek(m)).n) {
		bool at_start = m->line_start;
		if (at_start && m->blank.n && is_postmark(m, line)) {
			m->blank = BYTES_NONE;
			skip(m, line);
			return MBOX_MAIL;
		}
		skip(m, line);
		keep(out, start, m->blank, limit, cut);
		m->blank = BYTES_NONE;
		if (at_start && is_blank_line(line))
			m->blank = line.n == 1 ? BYTES_LIT("\n") : BYTES_LIT("\r\n");
		else
			keep(out, start, bytes_slice(line, at_start && is_quoted(line), line.n),
			    limit, cut);
	}
	errno = m->error;
	if (m->error)
		return MBOX_ERROR;
	m->blank = BYTES_NONE;
	return out->n > start ? MBOX_MAIL : MBOX_END;
}
