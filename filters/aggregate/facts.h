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

/* text: text.h's stored form.  Returns how many; *facts is in the arena. */
size_t facts_find(struct arena *a, struct bytes text, const struct store_fact **facts);

#endif
