/* SPDX-License-Identifier: ISC */
/*
 * asking.h: which sentences with a question mark ask something, and whom.  Pure.
 */
#ifndef LISTBRIEF_REPORT_ASKING_H
#define LISTBRIEF_REPORT_ASKING_H

#include "common/bytes.h"

/*
 * Whether the sentence asks for an answer in words.  next is the sentence behind it in its paragraph, or
 * empty.  These do not: a statement with a tag ("..., right?", unless it is about what the reader means), a request to change
 * or send something ("Can you drop this?", "How about moving it?"), what points at code that follows
 * ("Shouldn't this be?"), what is quoted by initials or has no subject ("Does that make sense?"), and what its author
 * answers himself ("Why?  Because ...").
 */
bool asking_is_open(struct bytes sentence, struct bytes next);

/* "Does this sound good to everyone?" */
bool asking_is_for_all(struct bytes sentence);

/* Who is called by name at its head: the names in "Ann, do you ..." or "Ann or Bob, ..."; empty for none. */
struct bytes asking_called(struct bytes sentence);

#endif
