/* SPDX-License-Identifier: ISC */
/*
 * author.h: who wrote a mail.  Lists and relays that must not send in an author's name put their own
 * address into From: "Ada Meyer via frob <frob@lists.example.org>"; all their authors would be one person, and
 * an author who also writes himself two.
 */
#ifndef LISTBRIEF_AGGREGATE_AUTHOR_H
#define LISTBRIEF_AGGREGATE_AUTHOR_H

#include "common/address.h"
#include "common/header.h"

/*
 * The mailbox in From; where it says "NAME via X", NAME with the address that Reply-To, X-Original-From or Cc
 * gives to that name (or b4's relay put into its own).  Where none does, From as it stands.
 */
struct mailbox author_read(struct arena *a, const struct header *h);

#endif
