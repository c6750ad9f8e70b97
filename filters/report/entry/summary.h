/* SPDX-License-Identifier: ISC */
/*
 * summary.h: the summary of a thread as the digest holds it.
 */
#ifndef LISTBRIEF_REPORT_SUMMARY_H
#define LISTBRIEF_REPORT_SUMMARY_H

#include "common/json.h"
#include "filters/report/entry/collect.h"
#include "filters/report/extract/extract.h"

/* {engine, original, earlier, this_week}.  person: people_number of the thread's mails. */
enum store_status summary_json(struct store *s, struct arena *a, const struct collect_thread *t,
    const size_t *person, struct extract_length length, struct json **summary);

/* What its extract is made of. */
enum store_status summary_thread(struct store *s, struct arena *a, const struct collect_thread *t,
    const size_t *person, struct extract_thread *thread);

#endif
