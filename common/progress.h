/* SPDX-License-Identifier: ISC */
/*
 * progress.h: a bar on stderr for work that takes a while: done, rate, time left.
 * Draws nothing where stderr is no terminal or with -q; TERM=dumb gets plain lines.
 * Redraws at most ten times a second.
 */
#ifndef LISTBRIEF_PROGRESS_H
#define LISTBRIEF_PROGRESS_H

#include <stdint.h>

struct progress;

/* total in units (bytes, mails); 0 where unknown: then no time left is shown.  what: "mails". */
struct progress *progress_new(const char *title, const char *what, uint64_t total);
/* done: of total; count: of what. */
void progress_step(struct progress *p, uint64_t done, uint64_t count);
/* Ends the line. */
void progress_free(struct progress *p);

#endif
