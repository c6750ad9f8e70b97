/* SPDX-License-Identifier: ISC */
/*
 * content.h: what the MIME fields of a mail or a part say (RFC 2045, 2183, 2231, 3676),
 * read tolerantly: quoted or not, with comments, continued and percent-encoded parameters.
 */
#ifndef LISTBRIEF_AGGREGATE_CONTENT_H
#define LISTBRIEF_AGGREGATE_CONTENT_H

#include "common/header.h"

/* Parameters of one field that are looked at. */
#define CONTENT_PARAMS_MAX 100
/* A longer charset, boundary or file name is none. */
#define CONTENT_VALUE_MAX ((size_t)1000)

enum content_encoding { CONTENT_PLAIN, CONTENT_BASE64, CONTENT_QP };

struct content {
	struct bytes type, subtype; /* in lower case; "text", "plain" where none is said */
	struct bytes charset, boundary, filename; /* empty where not said */
	enum content_encoding encoding;
	bool attachment;    /* its disposition says so */
	bool flowed, delsp; /* RFC 3676 */
};

void content_read(struct arena *a, const struct header *h, struct content *c);

bool content_is(const struct content *c, const char *type, const char *subtype); /* subtype NULL: any */

#endif
