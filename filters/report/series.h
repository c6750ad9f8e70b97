/* SPDX-License-Identifier: ISC */
/*
 * series.h: which postings are versions of one series: the same author, the same title, and the
 * higher version arrived later.
 */
#ifndef LISTBRIEF_REPORT_SERIES_H
#define LISTBRIEF_REPORT_SERIES_H

#include "common/json.h"
#include "filters/report/collect.h"

/* Versions in a chain. */
#define SERIES_CHAIN_MAX 100

/* All patches and series that are known to a digest, found by title. */
struct series;

struct series *series_new(struct arena *a, const struct collect *c);

/*
 * {version, parts, title, chain} or null where the thread begins with no patch.  chain holds every
 * version that is known, this one too, oldest first; empty where there is no other.
 */
struct json *series_json(struct arena *a, const struct series *s, const struct collect_thread *t);

/* Whether a newer version is known. */
bool series_superseded(struct arena *a, const struct series *s, const struct collect_thread *t);

#endif
