/* SPDX-License-Identifier: ISC */
/*
 * intake.h: raw mails -> the store, some at a time.  A mail is read straight into
 * the batch: append its bytes to intake_buf(), then say intake_end().  The store is opened
 * when there is something to put into it.
 */
#ifndef LISTBRIEF_INGEST_INTAKE_H
#define LISTBRIEF_INGEST_INTAKE_H

#include "common/buf.h"
#include "store/store.h"

/* What is kept of one mail; a longer one is cut there and marked. */
#define INTAKE_MAIL_MAX ((size_t)25 * 1024 * 1024)
/* One transaction: so many mails, or so many bytes and the mail that goes beyond. */
#define INTAKE_BATCH_MAILS ((size_t)1000)
#define INTAKE_BATCH_BYTES ((size_t)8 * 1024 * 1024)

struct intake;

/* Where a delivery agent waits: mails are delivered one by one, and none waits for another program. */
#define INTAKE_NO_WAIT (-1)

/* dir, list, seconds: as store_open takes them, or INTAKE_NO_WAIT.  now: the time of taking. */
struct intake *intake_new(const char *dir, const char *list, int seconds, int64_t now);
/* What was not flushed is forgotten.  NULL is ignored. */
void intake_free(struct intake *in);

struct buf *intake_buf(struct intake *in);
/* All appended since the last call is one mail (nothing is none); cut: it was longer.  Puts a full batch. */
enum store_status intake_end(struct intake *in, bool cut);
/* Puts what is left.  After STORE_OK all mails so far are safe. */
enum store_status intake_flush(struct intake *in);

/* How many mails were in the batches put: these are safe. */
uint64_t intake_mails(const struct intake *in);
/* What became of them: "3 mails: 2 new, 1 duplicates, ...". */
char *intake_sum(const struct intake *in, struct arena *a);

#endif
