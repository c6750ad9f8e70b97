/* SPDX-License-Identifier: ISC */
/*
 * select.h: a digest as one reader chose it: of the threads, those that one of the reader's filters asks for, and
 * the totals, categories and overview of these.  Pure: JSON to JSON.
 */
#ifndef LISTBRIEF_REPORT_SELECT_H
#define LISTBRIEF_REPORT_SELECT_H

#include "common/address.h"
#include "common/choice.h"

/*
 * The caller frees what it gets: digest, but for list.language, what the filters leave out, and "choice": choice_json with
 * "left_out": {"threads", "messages"}.  reader: by whose address or name threads are the reader's own.
 */
struct json *select_digest(const struct json *digest, struct mailbox reader, const struct choice *choice);

/* Whether a filter's path names a file: see listbrief-members(1). */
bool select_path(struct bytes path, struct bytes wanted);

#endif
