/* SPDX-License-Identifier: ISC */
/*
 * orders.h: a subject that changes what its sender chose: "set depth overview; filter author Tomasz".
 */
#ifndef LISTBRIEF_MEMBERS_ORDERS_H
#define LISTBRIEF_MEMBERS_ORDERS_H

#include "filters/members/edit.h"

/* Orders of one subject. */
#define ORDERS_MAX ((size_t)32)

/*
 * Carries out one after the other, on e->choice alone: "set NAME VALUE", "unset NAME", "unset", "filter FIELD VALUE",
 * "filter mine", with ";" between them; "=" may stand behind a name.  *which: the one that is wrong, from 1.  EDIT_NAME: no such
 * order or name; EDIT_FULL: too many orders, too.
 */
enum edit_result orders_carry_out(struct edit *e, struct bytes subject, size_t *which);

#endif
