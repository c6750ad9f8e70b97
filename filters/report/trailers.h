/* SPDX-License-Identifier: ISC */
/*
 * trailers.h: the tags a thread gathered: given by the sender of a reply (Reviewed-by, Acked-by,
 * Tested-by ...), or part of the posted patches (Fixes, Reported-by, Closes).
 */
#ifndef LISTBRIEF_REPORT_TRAILERS_H
#define LISTBRIEF_REPORT_TRAILERS_H

#include "common/json.h"
#include "filters/report/collect.h"

/* Different trailers of one thread that are listed. */
#define TRAILERS_MAX ((size_t)200)

/* [{name, value, cites}] in order of their first mail; the same name and value once. */
struct json *trailers_json(struct arena *a, const struct collect_thread *t);

#endif
