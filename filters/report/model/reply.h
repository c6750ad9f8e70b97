/* SPDX-License-Identifier: ISC */
/*
 * reply.h: what came back from a model's server, as the many that speak OpenAI's protocol
 * say it.  Pure.
 *
 * An error may be {"error": {..}}, [{"error": ..}], {"error": "text"}, {"object": "error", "message"}, {"code", "message"},
 * {"detail": ..} or a page of HTML; its code a number or text.
 */
#ifndef LISTBRIEF_REPORT_REPLY_H
#define LISTBRIEF_REPORT_REPLY_H

#include "common/arena.h"

/* Of a body. */
#define REPLY_BYTES_MAX ((size_t)8 * 1024 * 1024)
/* Numbers, strings, objects in a body; a real one has some dozens. */
#define REPLY_VALUES_MAX ((size_t)20000)
/* Of an error's text that is kept. */
#define REPLY_WHY_MAX ((size_t)300)

enum reply_kind {
	REPLY_ANSWER,    /* content is what the model said */
	REPLY_CUT,       /* the answer was cut at its token limit */
	REPLY_REFUSED,   /* the model or a filter would not */
	REPLY_LATER,     /* too many requests, server trouble: the same again later */
	REPLY_PARAMETER, /* the server does not take a parameter of the request: see request_mend */
	REPLY_TOO_LONG,  /* the input does not fit the context */
	REPLY_DENIED,    /* key, money, model or address are wrong: no request will ever do */
	REPLY_STRANGE    /* nothing we can read */
};

struct reply {
	enum reply_kind kind;
	struct bytes content;      /* without <think>...</think> */
	struct bytes why;          /* the error's text, one clean line; may be empty */
	struct bytes parameter;    /* the error's "param"; may be empty */
	size_t prompt_tokens, completion_tokens; /* 0 where not said */
	size_t context;            /* of REPLY_TOO_LONG: tokens there are room for; 0 where not said */
};

/* status: of HTTP. */
void reply_read(struct arena *a, long status, struct bytes body, struct reply *r);

/* Without a leading <think>...</think>, or what stands before a bare </think>. */
struct bytes reply_unthink(struct bytes content);

/*
 * Whether the server read only a part of a prompt of about estimate tokens: it counts less than half of that, or
 * exactly as many as contexts have by default.
 */
bool reply_cut_input(const struct reply *r, size_t estimate);

#endif
