/* SPDX-License-Identifier: ISC */
/*
 * trailers.h: the tags of a thread, in its patches and in the replies to them.  A tag is given where the
 * sender bears its name, and relayed where he passes on another's.  What is quoted never counts, nor
 * what robots write; one person's two addresses are one.
 */
#ifndef LISTBRIEF_REPORT_TRAILERS_H
#define LISTBRIEF_REPORT_TRAILERS_H

#include "common/json.h"
#include "filters/report/entry/collect.h"

/* Different trailers of one thread that are listed. */
#define TRAILERS_MAX ((size_t)200)
/* Mails cited for one, and parts named. */
#define TRAILERS_CITES_MAX ((size_t)100)
#define TRAILERS_PARTS_MAX ((size_t)100)

/*
 * [{name, value, cites, parts, relayed}] in order of their first mail; the same name and person, or value, once.
 * parts: the patches it is for; empty where it is for all of the posting.
 */
struct json *trailers_json(struct arena *a, const struct collect_thread *t);

#endif
