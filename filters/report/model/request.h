/* SPDX-License-Identifier: ISC */
/*
 * request.h: a question as a server wants it: the body of POST /chat/completions.  A dialect is what we
 * know of the server: it begins with the config, and each parameter the server refuses is renamed or left out, once,
 * for the rest of the run.
 */
#ifndef LISTBRIEF_REPORT_REQUEST_H
#define LISTBRIEF_REPORT_REQUEST_H

#include "common/config.h"
#include "common/json.h"
#include "filters/report/model/reply.h"

struct request_message {
	const char *role; /* "system", "user", "assistant" */
	struct bytes text;
};

struct request {
	const struct request_message *messages;
	size_t n;
	size_t answer_tokens;
};

struct dialect {
	const struct config_model *model;
	const struct json *schema; /* of an answer */
	struct json *extra;        /* extra_body, less what was refused; NULL where there is none */
	enum config_limit limit;   /* never AUTO */
	enum config_form form;     /* never AUTO */
	bool limit_mended, no_temperature;
	unsigned version;          /* goes up with each thing mended */
};

/* url: a server known to want one thing gets it at once.  False where extra_body is no JSON object (said). */
bool dialect_open(struct dialect *d, const struct config_model *model, const char *url, const struct json *schema);
void dialect_close(struct dialect *d);

/* Appends the body. */
void request_write(struct buf *out, const struct dialect *d, const struct request *r);

/* Changes the dialect as a REPLY_PARAMETER asks for; false where nothing named can be changed. */
bool request_mend(struct dialect *d, const struct reply *r);

#endif
