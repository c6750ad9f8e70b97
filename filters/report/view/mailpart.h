/* SPDX-License-Identifier: ISC */
/*
 * mailpart.h: what is in a mail that mailout_body wrote: no reader of other people's mail.
 */
#ifndef LISTBRIEF_REPORT_MAILPART_H
#define LISTBRIEF_REPORT_MAILPART_H

#include "common/arena.h"

/* The first part of that type ("text/html") with LF line ends; empty where there is none. */
struct bytes mailpart(struct arena *a, struct bytes mail, const char *type);

#endif
