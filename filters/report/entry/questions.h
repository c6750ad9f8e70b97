/* SPDX-License-Identifier: ISC */
/*
 * questions.h: what was asked in new mail and has no answer: questions in mails nobody else has replied to.
 */
#ifndef LISTBRIEF_REPORT_QUESTIONS_H
#define LISTBRIEF_REPORT_QUESTIONS_H

#include "common/json.h"
#include "filters/report/entry/collect.h"

/* Questions of one thread, and of one mail, that are listed. */
#define QUESTIONS_MAX ((size_t)5)
#define QUESTIONS_MAIL_MAX ((size_t)2)

/*
 * [{text, to, cites}]: to is who wrote what the mail answers, null where it answers nobody else's: the
 * list is asked.  No questions of robots, nor in patches themselves.
 */
enum store_status questions_json(struct store *s, struct arena *a, const struct collect_thread *t,
    struct json **questions);

#endif
