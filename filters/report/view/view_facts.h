/* SPDX-License-Identifier: ISC */
/*
 * view_facts.h: what a thread came to and what was said in it, each set into v under its own name.
 */
#ifndef LISTBRIEF_REPORT_VIEW_FACTS_H
#define LISTBRIEF_REPORT_VIEW_FACTS_H

#include "common/arena.h"
#include "common/json.h"
#include "filters/report/view/view_thread.h"

/* "state": {kind, word, was, by, tree, parts, commits, more_commits, commit_count, cites} or null. */
void view_state(struct json *v, const struct json *thread, const struct json *words);

/* "related": [{word, subject, number, url, cites}]. */
void view_related(struct json *v, const struct json *thread, const struct json *words,
    const struct view_places *places);

/* "open": {items: [{text, to, cites}]} or null. */
void view_open(struct json *v, const struct json *thread);

/* "changes": {version, items: [{text, cites}], more: count} or null. */
void view_changes(struct json *v, const struct json *thread);

/* "trailers": [{name, count, values: [{value, first, relayed, cites}], more: count}], one for each name. */
void view_trailers(struct json *v, const struct json *thread);

/* "summary": {parts: [{label, extract, claims: [{text, who, cites}]}], extract, mixed, checked: {held, of}} or null; parts that are empty are left out. */
void view_summary(struct arena *a, struct json *v, const struct json *thread, const struct json *words);

#endif
