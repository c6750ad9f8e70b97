/* SPDX-License-Identifier: ISC */
/*
 * http.h: POST requests under way to one endpoint, over connections that are kept.  No
 * redirects, no netrc, no key but in the header fields of the endpoint, bodies and headers of bounded
 * size, and an end after the time given, however slowly bytes drip.
 */
#ifndef LISTBRIEF_HTTP_H
#define LISTBRIEF_HTTP_H

#include "common/bytes.h"

#include <stdint.h>

/* Of one body, of all that are coming in together, and of one header. */
#define HTTP_BODY_MAX ((size_t)8 * 1024 * 1024)
#define HTTP_HELD_MAX ((size_t)12 * 1024 * 1024)
#define HTTP_HEADER_MAX ((size_t)64 * 1024)
/* A name in DNS, a connection and a handshake take no longer. */
#define HTTP_CONNECT_MS 5000
/* A Retry-After beyond this is not waited for. */
#define HTTP_AFTER_MAX_MS ((int64_t)120 * 1000)

enum http_end {
	HTTP_REPLY,     /* there is a status and a body */
	HTTP_BROKEN,    /* no connection, a cut or a late reply: maybe another time */
	HTTP_UNTRUSTED, /* a certificate we do not trust, a protocol we do not speak */
	HTTP_STRANGE    /* too long, or not HTTP */
};

struct http_done {
	size_t slot;
	enum http_end end;
	long status;
	struct bytes body; /* until http_drop */
	const char *error; /* of the other ends; a literal */
	int64_t after;     /* milliseconds to wait, as the server asks; -1 */
	int again;         /* whether to try again: 1 yes, 0 no, -1 not said */
};

struct http;

/* Where requests go; what it points to must outlive them. */
struct http_server {
	const char *url;
	bool plain;         /* http, else https */
	char *const *fields; /* "Name: value", NULL-ended */
	const char *ca_file; /* certificates to trust in place of the system's, or NULL */
};

/* slots: requests at once.  NULL where libcurl does not start (said). */
struct http *http_open(const struct http_server *server, size_t slots);
void http_close(struct http *h); /* NULL is ignored; what is under way is given up */

/* body stays as it is until the request is done.  False where it cannot be sent off. */
bool http_start(struct http *h, size_t slot, struct bytes body, int64_t timeout);
/* One that is done, without waiting; false where none is. */
bool http_next(struct http *h, struct http_done *done);
/* Forgets the body in a slot. */
void http_drop(struct http *h, size_t slot);
/* Sleeps until something happens, at most so many milliseconds. */
void http_wait(struct http *h, int64_t milliseconds);

#endif
