/* SPDX-License-Identifier: ISC */
#include "common/copy.h"

#include "common/header.h"
#include "common/leaf.h"

#include <string.h>

/* A footer is sought in this many lines and bytes at the end of a part. */
#define FOOTER_LINES_MAX 20
#define FOOTER_BYTES_MAX ((size_t)2048)
/* A mail that went through several lists has several. */
#define FOOTERS_MAX 4

/* A walk upwards through a text; however many rulers it meets, no byte below them is read anew. */
struct sought {
	size_t top; /* what is below was sought through */
	bool found;
};

struct walk {
	struct bytes text;
	struct sought words, leave;
	size_t first; /* where words begin below the last ruler, text.n where there are none */
};

static bool
is_underscores(struct bytes line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != '_')
			return false;
	return true;
}

static bool
is_dashes(struct bytes line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] != '-' && line.p[i] != '~' && line.p[i] != '=' && line.p[i] != '*')
			return false;
	return line.n > 0;
}

static bool
starts_with_any(struct bytes s, const char *const *heads)
{
	for (; *heads; heads++)
		if (bytes_starts_fold(s, bytes_from(*heads)))
			return true;
	return false;
}

/* Whether one of words stands at from, the end of a line, or below; none has a LF in it. */
static bool
seek_any(struct sought *s, struct bytes text, size_t from, const char *const *words)
{
	struct bytes above = bytes_slice(text, from, s->top);

	for (; !s->found && *words; words++)
		s->found = bytes_find_fold(above, bytes_from(*words)) < above.n;
	s->top = from;
	return s->found;
}

/* What stands at from or below, without white space before it. */
static struct bytes
words_below(struct walk *w, size_t from)
{
	struct bytes above = bytes_trim(bytes_slice(w->text, from, w->first));

	if (above.n)
		w->first = (size_t)(above.p - w->text.p);
	return bytes_slice(w->text, w->first, w->text.n);
}

/* "demo mailing list", and where one leaves it. */
static bool
names_list(struct walk *w, size_t from, struct bytes footer)
{
	static const char *const leave[] = { "/listinfo/", NULL };
	struct bytes line;

	return bytes_line(&footer, &line) && bytes_ends(line, BYTES_LIT(" mailing list")) &&
	       seek_any(&w->leave, w->text, from, leave);
}

/* Whether a line and what stands at its end or below were added by list software. */
static bool
is_footer(struct walk *w, size_t start, size_t end)
{
	/* mailman rules off with underscores; majordomo, ezmlm, Google Groups, groups.io with
	 * dashes. */
	static const char *const mailman[] = { "mailing list", "listinfo", "unsubscribe", NULL };
	static const char *const others[] = { "To unsubscribe", "You received this message because",
		"You are subscribed to", "Groups.io Links", NULL };
	struct bytes line = bytes_slice(w->text, start, end), below;

	if (line.n >= 20 && is_underscores(line))
		return seek_any(&w->words, w->text, end, mailman);
	if (!is_dashes(line))
		return false;
	/* mailman where its owner put "-- " above the footer. */
	below = words_below(w, end);
	return starts_with_any(below, others) || names_list(w, end, below);
}

/* Where the lowest footer of text begins, or text.n. */
static size_t
find_footer(struct bytes text)
{
	struct walk w = { text, { text.n, false }, { text.n, false }, text.n };
	size_t end = text.n, start, lines = 0;

	while (end > 0 && lines++ < FOOTER_LINES_MAX && text.n - end < FOOTER_BYTES_MAX) {
		for (start = end; start > 0 && text.p[start - 1] != '\n'; start--)
			if (end - start > FOOTER_BYTES_MAX)
				return text.n;
		if (is_footer(&w, start, end))
			return start;
		end = start ? start - 1 : 0;
	}
	return text.n;
}

static struct bytes
strip_footers(struct bytes text)
{
	for (int i = 0; i < FOOTERS_MAX; i++) {
		size_t at = find_footer(text);
		if (at == text.n)
			break;
		text = bytes_trim_end(bytes_slice(text, 0, at));
	}
	return text;
}

/*
 * An mbox writes ">From " for "From " (mboxo, mboxrd), so a copy that went through one has more
 * of ">" there: none of them count.
 */
static struct bytes
strip_from_quotes(struct bytes line, bool last)
{
	const struct bytes from = BYTES_LIT("From ");
	struct bytes rest = line;

	while (rest.n && rest.p[0] == '>')
		rest = bytes_slice(rest, 1, rest.n);
	if (bytes_starts(rest, from))
		return rest;
	/* A line cut inside that word could become either. */
	return last && rest.n < line.n && bytes_starts(from, rest) ? BYTES_NONE : line;
}

/* Brings words from start on, in place, to LF and no white space at the ends of lines and text. */
static void
trim_lines(struct buf *words, size_t start)
{
	struct bytes rest = bytes_trim_end(bytes_slice(buf_bytes(words), start, words->n)), line;
	size_t to = start;

	while (bytes_line(&rest, &line)) {
		line = bytes_trim_end(strip_from_quotes(line, rest.n == 0));
		if (to > start)
			words->p[to++] = '\n';
		if (line.n)
			memmove(words->p + to, line.p, line.n);
		to += line.n;
	}
	words->n = to;
}

enum footers { FOOTERS_KEPT, FOOTERS_CUT };

/* The words of a mail, part behind part, each in the form that all its copies share. */
static struct buf
words_of(struct bytes raw, enum footers footers)
{
	struct buf words = BUF_INIT;
	struct leaves leaves;
	struct leaf leaf;

	buf_room(&words, raw.n + 1);
	leaves_open(&leaves, raw);
	while (leaves_next(&leaves, &leaf)) {
		size_t before = words.n, start;
		if (before)
			buf_addc(&words, '\n');
		start = words.n;
		leaf_decode(&words, &leaf);
		trim_lines(&words, start);
		if (footers == FOOTERS_CUT)
			words.n =
			    start + strip_footers(bytes_slice(buf_bytes(&words), start, words.n)).n;
		if (words.n == start)
			words.n = before;
	}
	return words;
}

struct hash
copy_hash(struct bytes raw)
{
	struct buf words = words_of(raw, FOOTERS_CUT);
	struct hash hash = hash_bytes(buf_bytes(&words));

	buf_release(&words);
	return hash;
}

/* A copy may be cut inside its footer, which is then none. */
struct buf
copy_words(struct bytes raw)
{
	return words_of(raw, FOOTERS_KEPT);
}

enum copy
copy_compare(struct bytes a, struct bytes b)
{
	if (bytes_equal(a, b))
		return COPY_SAME;
	if (bytes_starts(b, a))
		return COPY_LONGER;
	return bytes_starts(a, b) ? COPY_SHORTER : COPY_OTHER;
}

static bool
field_agrees(const struct header *a, bool whole, const struct header *b, const char *name)
{
	struct bytes x = header_get(a, name), y = header_get(b, name);

	return whole ? bytes_equal(x, y) : bytes_starts(y, x);
}

bool
copy_is_head(struct bytes a, struct bytes b)
{
	struct header x, y;
	struct bytes subject_a, subject_b;
	bool whole;

	header_scan(a, &x);
	header_scan(b, &y);
	whole = x.block.p + x.block.n < a.p + a.n;
	if (!field_agrees(&x, whole, &y, "Date") || !field_agrees(&x, whole, &y, "From"))
		return false;
	subject_a = header_get(&x, "Subject");
	subject_b = header_get(&y, "Subject");
	return field_agrees(&x, whole, &y, "Subject") || bytes_ends(subject_a, subject_b) ||
	       bytes_ends(subject_b, subject_a);
}
