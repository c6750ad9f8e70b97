/* SPDX-License-Identifier: ISC */
/*
 * desk.h: what the desk of a list remembers of requests by mail: whom it answered when, so that nobody
 * can make it write to a stranger often, and which questions are open.  Kept in the
 * store; both are bounded by the limits themselves.
 */
#ifndef LISTBRIEF_MEMBERS_DESK_H
#define LISTBRIEF_MEMBERS_DESK_H

#include "store/store.h"

/* Anybody may send a request in anybody's name: so many answers leave, and so many to one address. */
#define DESK_HOUR_MAX 20
#define DESK_HOUR ((int64_t)60 * 60)
#define DESK_ADDRESS_SECONDS ((int64_t)24 * 60 * 60)
/* How long an answer to a question is waited for. */
#define DESK_OPEN_SECONDS ((int64_t)3 * 24 * 60 * 60)

struct desk_question {
	struct bytes token; /* its number: until when it is open */
	struct bytes action, address, name;
};

/*
 * Writes down that address is answered now; with question, what is asked.  STORE_NONE: a limit forbids it.
 */
enum store_status desk_admit(struct store *s, int64_t now, struct bytes address,
    const struct desk_question *question);

/* The answer admitted now did not leave: as if it had not been asked for. */
enum store_status desk_withdraw(struct store *s, int64_t now, struct bytes address);

/*
 * Takes the question that token answers off the desk, with all others to the same address.  STORE_NONE: there is
 * none, or it was open too long ago.
 */
enum store_status desk_take(struct store *s, int64_t now, struct bytes token, struct arena *a,
    struct desk_question *question);

#endif
