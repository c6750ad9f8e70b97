/* SPDX-License-Identifier: ISC */
/*
 * questions.h: what was asked in new mail and has no answer.
 */
#ifndef LISTBRIEF_REPORT_QUESTIONS_H
#define LISTBRIEF_REPORT_QUESTIONS_H

#include "common/json.h"
#include "filters/report/entry/state.h"

/* Questions of one thread, and of one mail, that are listed. */
#define QUESTIONS_MAX ((size_t)5)
#define QUESTIONS_MAIL_MAX ((size_t)2)

/*
 * [{text, to, cites}]: to is whom the question calls by name, else who wrote what the mail answers; null where
 * neither is known, or everybody is asked.  No questions of robots, nor in what was posted (but in an RFC), nor in a mail
 * somebody else wrote below of, nor what its author quotes and has more to say to himself, nor on a posting that was applied, reverted or superseded since.
 */
enum store_status questions_json(struct store *s, struct arena *a, const struct series *series,
    const struct collect_thread *t, const struct state *state, struct json **questions);

#endif
