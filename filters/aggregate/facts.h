/* SPDX-License-Identifier: ISC */
/*
 * facts.h: what a mail states outright, read off its classified lines.  Only whole
 * lines in a form that people use for nothing else count; what is not sure is left out.
 */
#ifndef LISTBRIEF_AGGREGATE_FACTS_H
#define LISTBRIEF_AGGREGATE_FACTS_H

#include "store/store.h"

/* Facts of one mail; more are left out. */
#define FACTS_MAX ((size_t)200)

/* Paths of one mail that are kept beside; the first ones. */
#define FACTS_PATHS_MAX ((size_t)100)

/* Bytes of one value; a longer one is cut. */
#define FACTS_VALUE_MAX ((size_t)500)

/*
 * text: text.h's stored form.  robot: a program wrote it, so that words people use do not count.
 * A trailer's name is "Reviewed-by" however it was written; a commit's name is its patch, "3/11",
 * where that is told; a link's name is the version ("v2") or trailer ("Closes") it stands behind, or
 * empty.  Returns how many; *facts is in the arena.
 */
size_t facts_find(struct arena *a, struct bytes text, bool robot, const struct store_fact **facts);

#endif
