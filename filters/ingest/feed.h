/* SPDX-License-Identifier: ISC */
/*
 * feed.h: the three ways mail comes in: one mail or an mbox on stdin, a Maildir.
 */
#ifndef LISTBRIEF_INGEST_FEED_H
#define LISTBRIEF_INGEST_FEED_H

#include "filters/ingest/intake.h"

enum feed_status {
	FEED_DONE,  /* all of it is in intake; the last batch is not flushed */
	FEED_INPUT, /* what was given is no mail, mbox or Maildir; logged */
	FEED_AGAIN, /* some of it could not be read, or not be stored: try again; logged */
	FEED_STORE  /* the store cannot be used as it is; logged */
};

/* All of stdin is read, whatever its length; passed: it was, and this is the mail. */
enum feed_status feed_mail(struct intake *in, const struct buf *passed);
enum feed_status feed_mbox(struct intake *in);
enum feed_status feed_maildir(struct intake *in, const char *path);

enum feed_status feed_from_store(enum store_status status);

#endif
