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

/* So long an answer is on its way at most, by the default of mail.timeout; a program that was killed with it has let go of it then. */
#define DESK_TRY_SECONDS ((int64_t)25 * 60)

/*
 * Writes down that address is answered now, because of request (its Message-ID, or all of it).  An answer is
 * counted once, however often it takes to send it: the request that comes again before its answer was
 * taken is admitted again, with *since as it was the first time.  STORE_NONE: a limit forbids it.
 * STORE_AGAIN: another program has that very answer in hand.
 */
enum store_status desk_admit(struct store *s, int64_t now, struct bytes address,
    struct bytes request, int64_t *since);

enum desk_end {
	DESK_SENT,
	DESK_PUT_OFF, /* the request will come again */
	DESK_REFUSED  /* as if it had not been asked for */
};

/* What became of the answer admitted to address. */
enum store_status desk_settle(
    struct store *s, int64_t now, struct bytes address, enum desk_end end);

struct desk_question {
	struct bytes token; /* its number: until when it is open */
	struct bytes action, address, name;
	int64_t done; /* when it was done, where only word of it is still to be sent; 0 */
};

/* Puts a question on the desk, unless it lies there. */
enum store_status desk_ask(struct store *s, int64_t now, const struct desk_question *question);

/*
 * Takes the question that token answers in hand, and all others to the same address off the desk; it lies
 * there until it is closed, so that of a program that is killed nothing is lost.  STORE_NONE: there is none,
 * or it was open too long ago.  STORE_AGAIN: another program has it in hand, or the store is busy.
 */
enum store_status desk_take(struct store *s, int64_t now, struct bytes token, struct arena *a,
    struct desk_question *question);

/* What was asked is done (question->done): from here on only word of it is owed. */
enum store_status desk_note(struct store *s, int64_t now, const struct desk_question *question);

/* Out of hand again: off the desk where word of it was told, else for the next one who takes it. */
enum store_status desk_close(struct store *s, int64_t now, const struct desk_question *question, bool told);

#endif
