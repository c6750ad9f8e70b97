/* SPDX-License-Identifier: ISC */
/*
 * series.h: what is known of a thread's series: its versions (lineage.h), its parts, what is newer.
 */
#ifndef LISTBRIEF_REPORT_SERIES_H
#define LISTBRIEF_REPORT_SERIES_H

#include "common/json.h"
#include "filters/report/entry/versions.h"

/* Versions in a chain. */
#define SERIES_CHAIN_MAX 100
/* Missing parts that are listed. */
#define SERIES_MISSING_MAX 100
struct series;

enum store_status series_new(struct store *s, struct arena *a, const struct collect *c, int64_t until,
    struct series **series);

/*
 * {version, parts, title, chain, missing} or null where the thread begins with no patch.  chain holds
 * every version that is known, this one too, newest first, and is the same for all of them:
 * {version, rfc, message_id, thread}; empty where there is no other.  thread is null for one that is only
 * spoken of.
 */
struct json *series_json(struct arena *a, const struct series *s, const struct collect_thread *t);

/* Whether a newer version is known that arrived before. */
bool series_superseded(const struct series *s, const struct collect_thread *t, int64_t before);

/* Whether it was posted again, in a newer version or the same. */
bool series_followed(const struct series *s, const struct collect_thread *t);

/* The newest version of what the thread is a version of, by digest id; NULL where it is the newest itself. */
const char *series_newest(struct arena *a, const struct series *s, const struct collect_thread *t);

#endif
