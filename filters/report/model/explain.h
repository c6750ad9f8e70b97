/* SPDX-License-Identifier: ISC */
/*
 * explain.h: how one thread's summary came about, for the one who wonders: each sentence with its quote and
 * mails, and what was dropped by which rule.
 */
#ifndef LISTBRIEF_REPORT_EXPLAIN_H
#define LISTBRIEF_REPORT_EXPLAIN_H

#include "common/buf.h"
#include "common/json.h"

/* The key under which a thread of the digest holds what explain_thread tells; see model_explain. */
#define EXPLAIN_KEY "explain"

/*
 * The thread of the digest with this id, or a beginning of it that is of one thread only, or this Message-ID of one of
 * its mails; NULL.
 */
const struct json *explain_find(const struct json *digest, struct bytes name);

/* Appends lines for a terminal: thread as in the digest, and where a model was asked EXPLAIN_KEY: summarize_json. */
void explain_thread(struct buf *out, const struct json *thread);

#endif
