/* SPDX-License-Identifier: ISC */
/*
 * progress.h: a bar on stderr for work that takes a while: done, rate, time left.
 * Draws nothing where stderr is no terminal or with -q; TERM=dumb gets plain lines.
 * Redraws at most ten times a second.
 */
#ifndef LISTBRIEF_PROGRESS_H
#define LISTBRIEF_PROGRESS_H

#include "common/buf.h"

#include <stdint.h>

struct progress;

/* How far the work is. */
struct progress_state {
	const char *title, *what;
	uint64_t total, done, count;
	int64_t elapsed; /* milliseconds */
};

/* Appends one line of at most width columns, without an end. */
void progress_line(struct buf *out, const struct progress_state *state, size_t width);

/* total in units (bytes, mails); 0 where unknown: then no time left is shown.  what: "mails". */
struct progress *progress_new(const char *title, const char *what, uint64_t total);
/* done: of total; count: of what. */
void progress_step(struct progress *p, uint64_t done, uint64_t count);
/* Takes the bar off the terminal, so that a message may be said; the next step draws it again. */
void progress_hide(struct progress *p);
/* Ends the line.  NULL is ignored. */
void progress_free(struct progress *p);

#endif
