/* SPDX-License-Identifier: ISC */
/*
 * digest.h: a window of a list's mail as the digest itself: the JSON value that
 * --format json prints and every other format is drawn from (schema
 * "listbrief.digest/1").  Pure but for the store it reads.
 */
#ifndef LISTBRIEF_REPORT_DIGEST_H
#define LISTBRIEF_REPORT_DIGEST_H

#include "common/json.h"
#include "filters/report/extract/extract.h"
#include "filters/report/model/model.h"
#include "filters/report/window.h"

/* With what a digest is made. */
struct digest_means {
	int64_t now;         /* its "generated" time */
	struct model *model; /* NULL where extracts are all the summaries */
	bool keep;           /* the store may be written, to keep what it says */
	struct extract_length length;
};

/* The caller frees *digest. */
enum store_status digest_make(struct store *s, const struct config_list *list, const struct window *w,
    const struct digest_means *means, struct json **digest);

#endif
