/* SPDX-License-Identifier: ISC */
/*
 * lines.h: a text's lines while clean.c tells them apart.  Each step below marks lines that
 * are still open and leaves the others alone; together they are linear.
 */
#ifndef LISTBRIEF_AGGREGATE_LINES_H
#define LISTBRIEF_AGGREGATE_LINES_H

#include "common/text.h"

#define LINE_OPEN ((enum text_kind)0)

struct line {
	struct bytes text; /* without white space at its end */
	enum text_kind kind;
	bool dashes; /* was "-- " with its blank */
};

struct lines {
	struct line *at;
	size_t n;
};

/* The first line at or after i that is not blank, looking over at most 3 blank ones; n where none.
 */
size_t lines_said(const struct lines *l, size_t i);
/* Whether no open line stands right before (after) line i. */
bool lines_gap_before(const struct lines *l, size_t i);
bool lines_gap_after(const struct lines *l, size_t i);

/* s begins with one of heads, as they are written. */
bool lines_starts_any(struct bytes s, const char *const *heads);
/* s begins with one of the words, any case, and no letter follows; heads end with NULL. */
bool lines_starts_word(struct bytes s, const char *const *heads);
bool lines_holds(struct bytes s, const char *const *runs);
/* Takes a word, or a mark, off the front of *s, in any case, and the white space behind it. */
bool lines_take(struct bytes *s, const char *head);
/* The first of heads, NULL at their end, that stands there. */
bool lines_take_any(struct bytes *s, const char *const *heads);
/* How many columns of white space are in front; a tab is 8. */
size_t lines_indent(struct bytes s);

/* quote.c: what others wrote. */
void lines_mark_forwards(struct lines *l); /* Outlook's header blocks and what follows them */
void lines_mark_attributions(struct lines *l);
void lines_mark_soft_quotes(struct lines *l); /* "Marc>", "|", words a mailer broke off a quote */

/* patch.c: diffs, diffstats, changelogs, armour, signatures, footers.  True where there is a diff.
 */
bool lines_mark_patch(struct lines *l);

/* footer.c */
bool lines_is_footer(const struct lines *l, size_t i);

/* trailer.c: the length of a trailer's name at the head of a line; 0 where it is none. */
size_t trailer_name(struct bytes line);
/* A trailer's name as it should be written: "Reviewed-by" for "REVIEWED-BY", and for "Reviwed-by".
 */
struct bytes trailer_spelling(struct arena *a, struct bytes name);
/* sender: clean_text's. */
void lines_mark_trailers(struct lines *l, struct bytes sender);

/* code.c */
void lines_mark_code(struct lines *l);

/* unmarked.c: behind the first attribution, a quote with marks of its own ("--]", ")"), or with none below an answer on
 * top, which goes to the end. */
void lines_mark_unmarked(struct lines *l);

/* closing.c: greetings, thanks, names under a mail. */
void lines_mark_closings(struct lines *l, struct bytes sender);

#endif
