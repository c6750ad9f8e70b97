/* SPDX-License-Identifier: ISC */
/*
 * choice.h: what a member chose of the digest: its language, how much of it, and which threads.  Kept in the
 * member's options (a JSON object: keys that are not ours are kept).  listbrief-members writes it, report reads it.
 */
#ifndef LISTBRIEF_CHOICE_H
#define LISTBRIEF_CHOICE_H

#include "common/arena.h"
#include "common/buf.h"
#include "common/json.h"

/* Filters of one member, and bytes of one. */
#define CHOICE_FILTERS_MAX ((size_t)16)
#define CHOICE_VALUE_MAX ((size_t)100)
#define CHOICE_LANGUAGE_MAX ((size_t)32)

enum choice_depth {
	CHOICE_STANDARD,
	CHOICE_OVERVIEW, /* what stands on top, without the threads */
	CHOICE_FULL,     /* nothing folded in, no list cut */
	CHOICE_DEPTHS
};

enum choice_field { CHOICE_SUBJECT, CHOICE_AUTHOR, CHOICE_PATH, CHOICE_CATEGORY, CHOICE_FIELDS };

struct choice_filter {
	enum choice_field field;
	struct bytes value;
};

struct choice {
	struct bytes language; /* a folder of templates; empty: the list's language */
	enum choice_depth depth;
	bool mine; /* threads the member is in */
	struct choice_filter filters[CHOICE_FILTERS_MAX];
	size_t n;
};

/* Whether some threads may be left out. */
bool choice_filters(const struct choice *c);

/* What cannot be read, or is beyond the bounds, counts as not chosen.  Slices live in a. */
struct choice choice_read(struct arena *a, struct bytes options);
struct bytes choice_write(struct arena *a, struct bytes options, const struct choice *c);

/* {language: text or null, depth, filters: {subject, author, path, category: [text], mine: flag}}. */
struct json *choice_json(const struct choice *c);

/* One NAME=VALUE a line behind before, in a fixed order; nothing where nothing was chosen. */
void choice_say(struct buf *out, const struct choice *c, const char *before);

/* "standard", "subject". */
const char *choice_depth_name(enum choice_depth depth);
bool choice_depth_from_name(struct bytes name, enum choice_depth *depth);
const char *choice_field_name(enum choice_field field);

#endif
