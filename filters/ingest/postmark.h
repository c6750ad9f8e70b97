/* SPDX-License-Identifier: ISC */
/*
 * postmark.h: the "From " lines between the mails of an mbox (RFC 4155), told from those that
 * start a sentence.
 */
#ifndef LISTBRIEF_INGEST_POSTMARK_H
#define LISTBRIEF_INGEST_POSTMARK_H

#include "common/bytes.h"

/* Longer lines are none. */
#define POSTMARK_BYTES_MAX ((size_t)998)

enum postmark {
	POSTMARK_NONE,
	POSTMARK_MAIL, /* "From ", a sender in any form, a date as ctime(3) or RFC 5322 write it */
	POSTMARK_GIT   /* "From ", a commit, git-format-patch's fixed date: often inside an attached patch */
};

/* line: with or without its end. */
enum postmark postmark_kind(struct bytes line);

#endif
