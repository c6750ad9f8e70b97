/* SPDX-License-Identifier: ISC */
/*
 * status.h: what was sent, in lines a person reads and a script splits at tabs.
 */
#ifndef LISTBRIEF_REPORT_STATUS_H
#define LISTBRIEF_REPORT_STATUS_H

#include "common/config.h"
#include "store/store.h"

/*
 * On stdout, for each digest, oldest first, a line with its number, window, when it was made and sent, and
 * how many copies are in each state; below it, behind a tab, a line for each copy that was not accepted;
 * with -v for each.
 */
enum store_status status_print(struct store *s, const struct config_list *list);

#endif
