/* SPDX-License-Identifier: ISC */
/*
 * bounce.h: digests that came back.  Whose it was stands in the token of the address it came back to, never in
 * the bounce's text, which anybody can write.
 */
#ifndef LISTBRIEF_MEMBERS_BOUNCE_H
#define LISTBRIEF_MEMBERS_BOUNCE_H

#include "filters/members/answer.h"
#include "filters/members/members.h"

/* A member of whom this many digests in a row came back, over this time, gets no more; the owner is told. */
#define BOUNCE_DIGESTS 3
#define BOUNCE_SECONDS ((int64_t)7 * 24 * 60 * 60)

/*
 * sender: as in letter.h.  extension: "bounces-TOKEN" or TOKEN.  What is no bounce (a delay, an answer of a vacation program),
 * or has no token of a member, changes nothing.
 */
enum members_status bounce_take(const struct office *o, struct bytes raw, const char *sender,
    const char *extension);

#endif
