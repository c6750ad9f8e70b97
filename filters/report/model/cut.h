/* SPDX-License-Identifier: ISC */
/*
 * cut.h: a thread as the pieces in which a model can be asked about it: all of it where it
 * fits, else whole sub-threads, the root with each of them.  Pure.
 */
#ifndef LISTBRIEF_REPORT_CUT_H
#define LISTBRIEF_REPORT_CUT_H

#include "filters/report/entry/collect.h"
#include "filters/report/model/prompt.h"

/* A new mail is shortened no further than to so many bytes. */
#define CUT_MAIL_BYTES_MIN ((size_t)500)

/*
 * At most most scopes of about room tokens of mails each (without what every request has: system text,
 * facts, root).  Where that is not enough new mails are shortened, and as a last resort the oldest sub-threads left out.
 */
struct prompt_scope *cut_thread(struct arena *a, const struct collect_thread *t,
    const struct dossier *d, size_t room, size_t most, size_t *n);

#endif
