/* SPDX-License-Identifier: ISC */
/*
 * answer.h: a mail of the list's desk: words from templates/LANGUAGE/request/, the fields of RFC 3834
 * section 3, the null sender.
 */
#ifndef LISTBRIEF_MEMBERS_ANSWER_H
#define LISTBRIEF_MEMBERS_ANSWER_H

#include "common/config.h"
#include "common/json.h"
#include "filters/members/edit.h"
#include "store/store.h"

struct office {
	struct store *store;
	const struct config *config;
	const struct config_list *list;
	const char *templates;
	int64_t now;
};

struct answer {
	const char *name;      /* of the template, without ".txt": its first line is the subject */
	struct bytes to;
	const char *reply_to;  /* NULL: answers go to digest.from */
	struct bytes id;       /* of what it answers; may be empty */
	struct bytes token;    /* for the template, as are those below; may be empty */
	struct bytes member;   /* default: to */
	size_t count;
	const struct choice *choice; /* what the member chose, or NULL */
	enum edit_result wrong;      /* of the order that is not understood, */
	size_t which;                /* the which-th, from 1 */
	int64_t time;          /* when it was decided on: tried again, it is the same mail */
};

enum answer_status {
	ANSWER_SENT,
	ANSWER_REFUSED, /* the mailer will never take it */
	ANSWER_AGAIN,   /* not taken; or nobody knows, and the config does not say to hold such */
	ANSWER_WRONG    /* no digest.from, a template or the key is missing; logged */
};

enum answer_status answer_send(const struct office *o, const struct answer *answer);

/* The mail alone.  False where it cannot be made. */
bool answer_write(struct buf *out, const struct office *o, const struct answer *answer);

#endif
