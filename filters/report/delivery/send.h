/* SPDX-License-Identifier: ISC */
/*
 * send.h: digests to the members of a list, one message each.  The form is frozen in the
 * store before the first attempt, and a ledger (deliver.h) tells what became of each member's
 * copy, so that a run that was cut short is taken up where it stopped, with the same bytes
 * and Message-ID.  Each function says on stdout what it sent.
 */
#ifndef LISTBRIEF_REPORT_SEND_H
#define LISTBRIEF_REPORT_SEND_H

#include "common/config.h"
#include "common/json.h"
#include "filters/report/window.h"

enum send_result {
	SEND_DONE,   /* nothing is left to send */
	SEND_AGAIN,  /* some deferred, or the store is away */
	SEND_FAILED, /* store, template or config trouble, logged */
	SEND_BUSY,   /* another run is sending this list's digests */
	SEND_WRONG   /* what was asked for by hand cannot be; said */
};

struct sender;

/*
 * One run at a time for a list: asked before a window is picked, so that no two pick the
 * same.  NULL, and why in *result.
 */
struct sender *send_open(struct store *s, const struct config *config,
    const struct config_list *list, enum send_result *result);
void send_close(struct sender *sender); /* NULL is ignored */

/* What is left of digests begun before, as far as it is due. */
enum send_result send_left(struct sender *sender);

/* Whether there was any: this run is there to go on with it. */
bool send_resumed(const struct sender *sender);

/* Whether no digest ends where w ends; otherwise says so, and *result is set. */
bool send_wanted(struct sender *sender, const struct window *w, enum send_result *result);

/* A new digest to all members; an empty one is not sent. */
enum send_result send_digest(struct sender *sender, const struct window *w,
    const struct json *digest, const char *templates);

/* Whether a digest was frozen since the last send_wanted: what is put off then is a member's copy, not the window. */
bool send_frozen(const struct sender *sender);

/*
 * The last digest to these members once more, whatever became of it before.  SEND_WRONG, and nobody gets
 * it, where it was made without one of them.
 */
enum send_result send_again(struct sender *sender, char *const *addresses, size_t n);

#endif
