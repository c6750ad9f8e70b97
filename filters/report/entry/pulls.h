/* SPDX-License-Identifier: ISC */
/*
 * pulls.h: patches that somebody took without a word in their thread, and then asked to be pulled: the
 * shortlog of his pull request lists them by author and title.  A patch is found so where
 *
 *	the request arrived behind it, and PULLS_SECONDS behind it at most;
 *	its title says something (pulls_telling), and its author and title are listed, as often as the posting has them;
 *	nothing with this author and title was posted between the two, and what was before is an older version;
 *	the request's sender has to do with the posting (who_is_concerned), or posted it himself and takes others'
 *	patches too: lists some, told commits of some before, or was pulled from;
 *	the request was not refused, withdrawn or sent again as a newer version.
 */
#ifndef LISTBRIEF_REPORT_PULLS_H
#define LISTBRIEF_REPORT_PULLS_H

#include "filters/report/entry/collect.h"

/* What was posted before is picked up for one release, or the next. */
#define PULLS_SECONDS ((int64_t)183 * 86400)
/* Requests that list one title, and are looked at. */
#define PULLS_NEAR ((size_t)8)
/* Postings of one title before a request; one that was posted more often says nothing. */
#define PULLS_POSTINGS_MAX ((size_t)32)
/* Requests that list patches of one thread, and are looked at. */
#define PULLS_SENDERS_MAX ((size_t)16)
/* A title of fewer bytes or words is used again for something else. */
#define PULLS_TITLE_BYTES_MIN ((size_t)16)
#define PULLS_TITLE_WORDS_MIN ((size_t)3)

/* Whether a title is one patch's: long enough, and not made of words like "fix typo in comments" behind its prefixes. */
bool pulls_telling(struct bytes title);

/*
 * Sets the pulls of all threads.  until: the window's end.  From a request that may list more than is known only
 * what makes a series whole counts.
 */
enum store_status pulls_find(struct store *s, struct arena *a, struct collect *c, int64_t until);

#endif
