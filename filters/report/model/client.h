/* SPDX-License-Identifier: ISC */
/*
 * client.h: questions to the model and what became of them: one loop, several in flight.
 *
 *	while (... client_free_slots(c) && there is more to ask)
 *		client_ask(c, &question);
 *	while (client_next(c, a, &answer))
 *		... maybe ask more
 *
 * What a server may do to us ends in an outcome, within the time and tokens of the budgets:
 *
 *	408, 409, 429, 5xx, no connection, a cut one	again, twice, after Retry-After (up to 120 s) or
 *							0.5 s, 1 s less some; not when the time would be up by then
 *	400, 422 that name a parameter			again with it mended, for the rest of the run
 *	an answer cut at its limit			again once with twice the limit
 *	an input beyond the context, or read in part	CLIENT_TOO_LONG
 *	401, 402, 403, 404, no more quota, a redirect,	CLIENT_FAILED, and nothing is asked any more in this run
 *	a certificate nobody trusts
 *	anything else					CLIENT_FAILED; three in a row, and nothing is asked any more
 */
#ifndef LISTBRIEF_REPORT_CLIENT_H
#define LISTBRIEF_REPORT_CLIENT_H

#include "filters/report/model/budget.h"
#include "filters/report/model/endpoint.h"
#include "filters/report/model/record.h"
#include "filters/report/model/request.h"

#define CLIENT_RETRIES 2
#define CLIENT_BACKOFF_MS 500
#define CLIENT_BACKOFF_MAX_MS 8000
/* Parameters that are mended for one question. */
#define CLIENT_MENDS 8
/* Questions in a row that came to nothing before we take the server for gone. */
#define CLIENT_MISSES 3

struct client;

struct client_question {
	struct request request;  /* borrowed until its answer is out */
	const char *name;        /* for record.h; the same for the same question on every run */
	struct budget *budget;   /* of its thread */
	size_t tag;              /* the caller's own */
};

enum client_outcome {
	CLIENT_ANSWERED,
	CLIENT_TOO_LONG, /* ask less */
	CLIENT_FAILED
};

/* calls: those the model answered. */
struct client_usage {
	size_t calls, prompt_tokens, completion_tokens;
};

struct client_answer {
	size_t tag;
	enum client_outcome outcome;
	struct client_usage usage; /* of all tries */
	struct bytes content;
	const char *why; /* of a failure: a literal such as "timeout", "denied" */
	size_t fits;     /* of CLIENT_TOO_LONG: tokens of a context that is smaller than was thought; 0 unknown */
};

/* e may be NULL where record replays.  All given must outlive it.  NULL where it cannot be (said). */
struct client *client_open(const struct config_model *model, const struct endpoint *e,
    const struct record *record, const struct json *schema);
void client_close(struct client *c); /* NULL is ignored; what is in flight is given up */

/* How many questions may be asked now. */
size_t client_free_slots(const struct client *c);
/* NULL, or why it was not asked: the budget is spent, or the server is gone. */
const char *client_ask(struct client *c, const struct client_question *q);
/* Waits for the next that is through; what it is lives in a.  False where nothing is under way. */
bool client_next(struct client *c, struct arena *a, struct client_answer *answer);

/* Of the run. */
struct client_usage client_usage(const struct client *c);

#endif
