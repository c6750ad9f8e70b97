/* SPDX-License-Identifier: ISC */
/*
 * mails.h: the mails of an entry.
 */
#ifndef LISTBRIEF_REPORT_MAILS_H
#define LISTBRIEF_REPORT_MAILS_H

#include "common/config.h"
#include "common/json.h"
#include "filters/report/entry/collect.h"

/* [{n, date, subject, from, message_id, new, url, robot}], numbered from 1 in their order. */
struct json *mails_json(struct arena *a, const struct config_list *list, const struct collect_thread *t);

#endif
