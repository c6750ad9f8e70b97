/* SPDX-License-Identifier: ISC */
/*
 * view_facts.h: what a thread came to and what was said in it, each set into v under its own name.
 */
#ifndef LISTBRIEF_REPORT_VIEW_FACTS_H
#define LISTBRIEF_REPORT_VIEW_FACTS_H

#include "common/json.h"
#include "filters/report/view/view_thread.h"

/* Items of a changelog that are shown; the rest is counted. */
#define VIEW_CHANGES ((size_t)6)

/*
 * {kind, word, was, by, tree, review, waits, parts, part_count, total, newer: a pointer with version or null}, or null.
 * The caller frees it.
 */
struct json *view_outcome(const struct json *thread, const struct json *words, const struct view_places *places);

/*
 * "state": the outcome with {commits, more_commits, commit_count, cites, pulls: [{subject, number, url, pulled}]}; null
 * where it only waits.
 */
void view_state(struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places);

/* "related": [{word, subject, number, url, cites}]. */
void view_related(struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places);

/* "open": {items: [{text, who, to, cites}]} or null. */
void view_open(struct json *v, const struct json *thread);

/* "changes": {version, items: [{text, cites}], more: count} or null. */
void view_changes(struct json *v, const struct json *thread, const struct view_places *places);

/*
 * "trailers": [{name, count, values: [{value, first, relayed, parts, one, total, cites}], more: count}], one for each
 * name; Reviewed-by, Acked-by and Tested-by first.
 */
void view_trailers(struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places);

#endif
