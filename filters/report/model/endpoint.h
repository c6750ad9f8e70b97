/* SPDX-License-Identifier: ISC */
/*
 * endpoint.h: where the model is and how we are known there: the URL of requests and
 * their header fields.  The key is in no other place of ours, and is wiped when it is done with.
 */
#ifndef LISTBRIEF_REPORT_ENDPOINT_H
#define LISTBRIEF_REPORT_ENDPOINT_H

#include "common/config.h"

#define ENDPOINT_URL_MAX ((size_t)2000)
#define ENDPOINT_KEY_MAX ((size_t)4096)
/* Fields of a request: those of the config, the key, the type of the body, no Expect. */
#define ENDPOINT_FIELDS_MAX (CONFIG_HEADERS_MAX + 4)

struct endpoint {
	const char *url;    /* ends with /chat/completions */
	bool plain;         /* http: this machine itself */
	char *fields[ENDPOINT_FIELDS_MAX]; /* "Name: value", NULL-ended; one holds the key */
	struct bytes key;   /* empty where there is none */
};

enum endpoint_status {
	ENDPOINT_OPEN,
	ENDPOINT_NONE,  /* the config names no model */
	ENDPOINT_WRONG  /* no URL, no key where one was promised, plain http over a network: said */
};

/*
 * The URL is the config's, else $OPENAI_BASE_URL; the key is printed by key_command (split at blanks, run
 * without a shell, the first line of its output), or stands in key_file (which others may not read),
 * else in $OPENAI_API_KEY.  OPENAI_API_KEY leaves the environment, whatever comes of it, so that no
 * child has it; where there is a key no core is ever dumped.
 */
enum endpoint_status endpoint_open(struct arena *a, const struct config_model *model, struct endpoint *e);
/* Wipes key and fields. */
void endpoint_close(struct endpoint *e);

/* BASE/chat/completions, whether BASE ends with a slash, or with all of it, or not; NULL where it is no URL for us (said). */
const char *endpoint_url(struct arena *a, const char *base, bool *plain);

#endif
