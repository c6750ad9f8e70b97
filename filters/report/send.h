/* SPDX-License-Identifier: ISC */
/*
 * send.h: a digest to every member, one message each.  The form is frozen in the store
 * before the first attempt, and each delivery is marked before and after it, so that a
 * run that was cut short is taken up where it stopped, with the same bytes and Message-ID.
 */
#ifndef LISTBRIEF_REPORT_SEND_H
#define LISTBRIEF_REPORT_SEND_H

#include "common/config.h"
#include "common/json.h"
#include "filters/report/window.h"

enum send_result {
	SEND_DONE,    /* every member's delivery is accepted or refused, or there was nothing to send */
	SEND_AGAIN,   /* some deferred, or another run holds the list */
	SEND_FAILED   /* store or template trouble, logged */
};

/*
 * Sends digest to all members, or first what is left of a digest begun before.  An empty digest sends nothing.
 * Says on stdout how many were sent.
 */
enum send_result send_digest(struct store *s, const struct config *config,
    const struct config_list *list, const struct window *w, const struct json *digest,
    const char *templates, int64_t now);

#endif
