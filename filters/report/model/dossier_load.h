/* SPDX-License-Identifier: ISC */
/*
 * dossier_load.h: the dossier of a thread whose mails are in a store.
 */
#ifndef LISTBRIEF_REPORT_DOSSIER_LOAD_H
#define LISTBRIEF_REPORT_DOSSIER_LOAD_H

#include "filters/report/entry/collect.h"
#include "filters/report/verify/dossier.h"

/* thread: what the digest tells of t; it must outlive the dossier.  person: people_number of its mails. */
enum store_status dossier_load(struct store *s, struct arena *a, const struct collect_thread *t,
    const size_t *person, const struct json *thread, struct dossier **d);

#endif
