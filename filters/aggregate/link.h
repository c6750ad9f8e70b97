/* SPDX-License-Identifier: ISC */
/*
 * link.h: what the log holds and no thread does -> threads, in batches.  Each batch
 * is one atomic step: a run that is cut short leaves whole batches behind, and the next goes on there.
 */
#ifndef LISTBRIEF_AGGREGATE_LINK_H
#define LISTBRIEF_AGGREGATE_LINK_H

#include "filters/aggregate/read.h"
#include "store/store.h"

/* One batch: at most so many mails, or about so many bytes of them. */
#define LINK_MAILS_MAX ((size_t)2000)
#define LINK_BYTES_MAX ((size_t)16 * 1024 * 1024)

struct link_sum {
	uint64_t mails, threads; /* read; written */
	double reading, linking; /* seconds: mails into records and text; all else */
};

/* Links all of the log.  list: its name, for the progress bar. */
enum store_status link_log(struct store *s, struct reader *r, const char *list, struct link_sum *sum);

/* The same in batches of at most max mails. */
enum store_status link_log_by(struct store *s, struct reader *r, const char *list, size_t max,
    struct link_sum *sum);

#endif
