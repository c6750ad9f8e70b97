/* SPDX-License-Identifier: ISC */
/*
 * mbox.h: an mbox as a stream of mails, in the memory of one.  Reads mboxrd and mboxo, LF and
 * CRLF: a mail begins behind a postmark that stands at the top or behind a blank line, and has
 * a field or the end of an empty header behind it.  One ">" is taken off lines of ">...>From ".
 */
#ifndef LISTBRIEF_INGEST_MBOX_H
#define LISTBRIEF_INGEST_MBOX_H

#include "common/buf.h"

#include <stdint.h>

enum mbox_status {
	MBOX_MAIL,
	MBOX_END,
	MBOX_NOT_ONE, /* it does not begin with a postmark */
	MBOX_ERROR    /* errno says why it could not be read */
};

struct mbox;

/* fd stays the caller's. */
struct mbox *mbox_new(int fd);
/* NULL is ignored. */
void mbox_free(struct mbox *m);

/*
 * Appends the next mail to out: without its postmark, and without the blank line before the next
 * one.  What goes beyond limit bytes is left out, and *cut set.
 */
enum mbox_status mbox_next(struct mbox *m, struct buf *out, size_t limit, bool *cut);

/* Bytes read so far. */
uint64_t mbox_offset(const struct mbox *m);

#endif
