/* SPDX-License-Identifier: ISC */
/*
 * lineage.h: which postings are versions of one series.  Of two postings the newer is a version of the
 * older where it arrived later, has a higher version (or was an RFC and is none now), and
 *
 *	both have the same change-id; or
 *	it names the other as that version ("v2: URL"); or
 *	it links to the other, and both have the same title; or
 *	one person sent both, and
 *		both have the same title, and nothing nearer in time has; or
 *		it links to the other, and their titles are alike; or
 *		it was sent as a reply to the other's first mail.
 *
 * A title alone says nothing: two people who number their patches alike stay two.
 *
 * A posting that is not stored itself, but has replies, is one too: they tell its version, and it is joined where a
 * newer one names it by number, or has its title, or a part of that title, and the ghost's id is one git
 * send-email writes for the same person.
 */
#ifndef LISTBRIEF_REPORT_LINEAGE_H
#define LISTBRIEF_REPORT_LINEAGE_H

#include "filters/report/entry/find.h"
#include "filters/report/entry/versions.h"

/* Versions of one title lie no further apart. */
#define LINEAGE_SECONDS ((int64_t)400 * 86400)

struct lineage {
	const struct versions *v;
	struct find_keys keys; /* of the postings, in their order */
	size_t *up;            /* posting -> another of its group, or itself */
};

/* v must outlive it. */
void lineage_find(struct arena *a, const struct versions *v, struct lineage *l);

/* A posting's group, by one of its postings. */
size_t lineage_leader(const struct lineage *l, size_t posting);

/* All postings, group by group, the oldest version first. */
size_t *lineage_order(struct arena *a, const struct lineage *l);

bool lineage_is_newer(const struct posting *p, const struct posting *than);

#endif
