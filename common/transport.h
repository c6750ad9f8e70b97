/* SPDX-License-Identifier: ISC */
/*
 * transport.h: how a mail leaves: through the config's sendmail program, or to its SMTP
 * server.  One mail for one recipient at a time.
 */
#ifndef LISTBRIEF_TRANSPORT_H
#define LISTBRIEF_TRANSPORT_H

#include "common/bytes.h"
#include "common/config.h"

#define VERDICT_SAID_MAX ((size_t)200)

enum verdict_kind {
	VERDICT_ACCEPTED,
	VERDICT_REFUSED,  /* for good: never tried again */
	VERDICT_DEFERRED, /* not taken; try again later */
	VERDICT_UNKNOWN   /* cut short: it may have been taken */
};

struct verdict {
	enum verdict_kind kind;
	bool away;                       /* it is not this recipient: the next would fare no better */
	char said[VERDICT_SAID_MAX + 1]; /* one line of printable ASCII; may be empty */
};

struct transport;

/* NULL (logged) where the config's way of sending cannot be used as it is: no key, say. */
struct transport *transport_open(const struct config *config);
void transport_close(struct transport *t); /* NULL is ignored */

/*
 * From now on gate is asked before a mail can be taken: the envelope and all but the mail's end may have left.
 * False: nobody gets it.  It may be asked more than once for one mail.
 */
typedef bool transport_gate(void *arg);
void transport_hold(struct transport *t, transport_gate *gate, void *arg);

/*
 * mail has LF line ends.  sender "": the null sender, to whom nothing comes back.  Ends in a bounded
 * time.  What failed is in the verdict.
 */
struct verdict transport_send(
    struct transport *t, const char *sender, const char *recipient, struct bytes mail);

#endif
