/* SPDX-License-Identifier: ISC */
/*
 * tie.h: soft ties, for mails that name no other mail.
 *
 *	subject  a reply without any reference belongs to the nearest earlier mail of the
 *	         same subject (and version, where it is of a patch); every mail can be found so
 *	series   parts of a numbered posting that name each other nowhere: same author,
 *	         version, total and tags; never two authors
 *
 * Both look only at the neighbour in order of (arrival, key), so one more mail changes one
 * tie before it and one after it, whatever is stored.
 */
#ifndef LISTBRIEF_AGGREGATE_TIE_H
#define LISTBRIEF_AGGREGATE_TIE_H

#include "common/subject.h"
#include "store/store.h"

/* How far a tie reaches: from a mail to the nearest one before it. */
#define TIE_SUBJECT_SECONDS ((int64_t)14 * 24 * 60 * 60)
#define TIE_SERIES_SECONDS ((int64_t)10 * 60)
/* A subject of fewer bytes says nothing ("hi", "test"). */
#define TIE_SUBJECT_BYTES_MIN ((size_t)5)
/* Ties of one mail. */
#define TIE_MAX ((size_t)2)

enum tie_kind { TIE_SUBJECT = 's', TIE_SERIES = 'p' };

/* The ties of a mail whose subject was parsed; how many. */
size_t tie_make(const struct store_mail *mail, const struct subject *s, struct store_tie ties[TIE_MAX]);

enum tie_kind tie_kind(const struct store_tie *t);

/* Whether later, a neighbour of earlier by store_find_tie or in sorted order, is tied to it. */
bool tie_holds(const struct store_tie *earlier, const struct store_tie *later);

/* Order of (hash, arrival, key). */
int tie_compare(const struct store_tie *a, const struct store_tie *b);

#endif
