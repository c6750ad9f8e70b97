/* SPDX-License-Identifier: ISC */
/*
 * rank.h: which threads need a reader first.
 *
 *	points = 4 for each new reply of somebody else than the author
 *	       + 3 for each person behind those
 *	       + 8 where it was refused (NACK) or reverted
 *	       + 6 for a bug report
 *	       + 4 where it was applied, at least in part, or dropped
 *	       + 3 for a pull request, an announcement
 *	       + 2 for an RFC or a question
 *	       + 2 where another version was asked for, or it does not build
 *
 * The newest version has the most points of all its versions that are shown, and these stand behind it
 * (fold.h).  Robots' mails count nothing, and how many mails the author sent counts nothing.  Equal points: the
 * one with the latest mail first.
 */
#ifndef LISTBRIEF_REPORT_RANK_H
#define LISTBRIEF_REPORT_RANK_H

#include "filters/report/entry/collect.h"
#include "filters/report/entry/state.h"

#define RANK_REPLY 4
#define RANK_PERSON 3
#define RANK_REFUSED 8
#define RANK_BUG 6
#define RANK_APPLIED 4
#define RANK_PULL 3
#define RANK_RFC 2
#define RANK_REQUESTED 2

/* person: people_number of the thread's mails. */
long rank_points(struct arena *a, const struct collect_thread *t, const size_t *person, const struct state *s);

#endif
