/* SPDX-License-Identifier: ISC */
/*
 * request.h: members by mail.  Who wants to join or to leave is asked back, at the
 * address that wrote, and does so by answering (double opt-in); who leaves with the token that stands in
 * each digest is believed.
 */
#ifndef LISTBRIEF_MEMBERS_REQUEST_H
#define LISTBRIEF_MEMBERS_REQUEST_H

#include "filters/members/answer.h"
#include "filters/members/members.h"

/* sender, extension: what the mail server says of the mail raw, or NULL; see letter.h. */
enum members_status request_take(const struct office *o, struct bytes raw, const char *sender,
    const char *extension);

/* The member whose token of that action it is.  MEMBERS_WRONG, unlogged: nobody's. */
enum members_status request_member(const struct office *o, struct arena *a, const char *action,
    struct bytes token, struct store_member *member);

/* Whoever has the token that stands in a member's digest leaves.  MEMBERS_WRONG: no member's token. */
enum members_status request_leave(const struct office *o, const char *token);

#endif
