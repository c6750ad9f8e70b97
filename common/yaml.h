/* SPDX-License-Identifier: ISC */
/*
 * yaml.h: YAML as a flat run of steps (libyaml's events behind it).  Takes one
 * document in UTF-8; refuses aliases, anchors, tags, a second document and nesting
 * beyond YAML_DEPTH_MAX.  No tree is built, so no input is expensive.
 */
#ifndef LISTBRIEF_YAML_H
#define LISTBRIEF_YAML_H

#include "common/arena.h"

#define YAML_DEPTH_MAX 8

enum yaml_kind { YAML_TEXT, YAML_MAP, YAML_SEQUENCE, YAML_CLOSE, YAML_END, YAML_WRONG };

struct yaml_step {
	enum yaml_kind kind;
	size_t line;      /* from 1 */
	const char *text; /* of YAML_TEXT, and of YAML_WRONG what is wrong; in the arena */
	bool empty;       /* of YAML_TEXT: nothing stood there, or a plain "~" or "null" */
};

struct yaml;

/* The text must outlive the reader. */
struct yaml *yaml_new(struct bytes text);
void yaml_free(struct yaml *y); /* NULL is ignored */

/* YAML_END and YAML_WRONG come again and again once they came. */
struct yaml_step yaml_next(struct yaml *y, struct arena *a);

#endif
