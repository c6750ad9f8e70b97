/* SPDX-License-Identifier: ISC */
/*
 * outline.h: a YAML file as a flat run of steps (libyaml's events behind it).  Takes one
 * document in UTF-8; refuses aliases, anchors, tags, a second document and nesting
 * beyond OUTLINE_DEPTH_MAX.  No tree is built, so no input is expensive.
 */
#ifndef LISTBRIEF_OUTLINE_H
#define LISTBRIEF_OUTLINE_H

#include "common/arena.h"

#define OUTLINE_DEPTH_MAX 8

enum outline_kind { OUTLINE_TEXT, OUTLINE_MAP, OUTLINE_SEQUENCE, OUTLINE_CLOSE, OUTLINE_END, OUTLINE_WRONG };

struct outline_step {
	enum outline_kind kind;
	size_t line;      /* from 1 */
	const char *text; /* of OUTLINE_TEXT, and of OUTLINE_WRONG what is wrong; in the arena */
	bool empty;       /* of OUTLINE_TEXT: nothing stood there, or a plain "~" or "null" */
};

struct outline;

/* The text must outlive the reader. */
struct outline *outline_new(struct bytes text);
void outline_free(struct outline *o); /* NULL is ignored */

/* OUTLINE_END and OUTLINE_WRONG come again and again once they came. */
struct outline_step outline_next(struct outline *o, struct arena *a);

#endif
