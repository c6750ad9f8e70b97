/* SPDX-License-Identifier: ISC */
/*
 * requests.h: pull requests, with the patches each lists and what became of it.
 */
#ifndef LISTBRIEF_REPORT_REQUESTS_H
#define LISTBRIEF_REPORT_REQUESTS_H

#include "filters/report/entry/collect.h"

struct request {
	const struct store_mail *mail;
	const char *id;       /* of its entry */
	bool counts;          /* nobody refused it, nor withdrew it, and no newer version is known */
	bool pulled;
	bool lacks;           /* it may list more than is known */
	bool others;          /* lists patches of others than its sender */
	struct hash *patches; /* requests_patch of each, in order */
	size_t n;
};

/* An author, by name alone, and a title as one. */
struct hash requests_patch(struct arena *a, struct bytes author, struct bytes title);

/* How often the request lists the patch. */
size_t requests_listed(const struct request *r, const struct hash *patch);

/* Those mails, in the order asked; one that is gone has no mail.  until: the window's end. */
enum store_status requests_read(struct store *s, struct arena *a, const struct store_key *keys, size_t n,
    int64_t until, struct request **requests);

#endif
