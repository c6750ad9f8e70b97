/* SPDX-License-Identifier: ISC */
/*
 * robot.h: programs that write to lists.
 */
#ifndef LISTBRIEF_AGGREGATE_ROBOT_H
#define LISTBRIEF_AGGREGATE_ROBOT_H

#include "common/address.h"
#include "common/header.h"

/* Whether a known robot sent the mail: by its address or by a field only robots write. */
bool robot_sent(const struct header *h, struct mailbox from);

#endif
