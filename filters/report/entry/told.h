/* SPDX-License-Identifier: ISC */
/*
 * told.h: the states a digest told, kept when it is sent: what changed since is told against what readers
 * were told, not against what would be said of then today.
 */
#ifndef LISTBRIEF_REPORT_TOLD_H
#define LISTBRIEF_REPORT_TOLD_H

#include "filters/report/entry/state.h"

/* Keeps the states of a digest whose window ends at until. */
enum store_status told_put(struct store *s, const struct json *digest, int64_t until);

/* Those of the digest that ended at since; *told is NULL where none is known.  The caller frees it. */
enum store_status told_get(struct store *s, int64_t since, struct json **told);

/* Sets state->was by what was told of the thread with this id; leaves it where nothing was. */
void told_compare(struct arena *a, const struct json *told, const char *id, struct state *state);

#endif
