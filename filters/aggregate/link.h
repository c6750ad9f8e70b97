/* SPDX-License-Identifier: ISC */
/*
 * link.h: what the log holds and no thread does -> threads, in batches.  Each batch
 * is one atomic step: a run that is cut short leaves whole batches behind, and the next goes on there.
 */
#ifndef LISTBRIEF_AGGREGATE_LINK_H
#define LISTBRIEF_AGGREGATE_LINK_H

#include "filters/aggregate/read.h"
#include "store/store.h"

/*
 * One batch: at most so many mails, or about so many bytes of text.  Ids are strewn over the store, so
 * that a batch costs nearly as much as one of twice its size.
 */
#define LINK_MAILS_MAX ((size_t)8000)
/* And that many, where a thread has as many. */
#define LINK_MAILS_MOST ((size_t)128 * 1024)
#define LINK_TEXT_MAX ((size_t)24 * 1024 * 1024)
/* Raw mail in memory at a time. */
#define LINK_RAW_MAX ((size_t)4 * 1024 * 1024)

/* How long other programs' locks are waited for. */
#define LINK_WAIT_SECONDS 60

struct link_sum {
	uint64_t mails, threads; /* read; written */
	double reading;          /* seconds: mails into records and texts, and the storing of texts */
	double linking, storing; /* all else; of which the writing of records and threads */
};

/*
 * Links the log of one list below dir, whose store is made where it does not exist.  Where another
 * program is at it, that is said, and is as good.
 */
enum store_status link_list(const char *dir, const char *list, struct reader *r);

/* The log of an open store, in batches of at most max mails.  list: its name, for the progress bar. */
enum store_status link_log(struct store *s, struct reader *r, const char *list, size_t max,
    struct link_sum *sum);

#endif
