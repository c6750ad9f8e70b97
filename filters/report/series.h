/* SPDX-License-Identifier: ISC */
/*
 * series.h: what a posting says of its versions.
 */
#ifndef LISTBRIEF_REPORT_SERIES_H
#define LISTBRIEF_REPORT_SERIES_H

#include "common/json.h"
#include "filters/report/collect.h"

/*
 * {version, parts, title, chain} or null where the thread begins with no patch.  chain holds every
 * version of the same stored thread that has the same author and title, this one too, oldest
 * first; empty where there is no other.
 */
struct json *series_json(struct arena *a, const struct collect_thread *t);

/* The entry of the newest version in that chain. */
size_t series_newest(struct arena *a, const struct collect_thread *t);

#endif
