/* SPDX-License-Identifier: ISC */
/*
 * smtp.h: mails to the config's SMTP server (mail.smtp), and what became of each (RFC 5321):
 *
 *	250 behind the mail			accepted
 *	5xx to MAIL, RCPT, DATA or the mail	refused
 *	4xx to those				deferred
 *	no answer behind the whole mail		unknown: it may have been delivered
 *	anything before that, 421, 530		deferred, and the server counts as away
 *
 * It counts as away, too, where a reply does not come in time: each member would wait as long.
 *
 * A connection that was kept and that the server has had enough of is opened anew, once.
 */
#ifndef LISTBRIEF_SMTP_H
#define LISTBRIEF_SMTP_H

#include "common/config.h"
#include "common/transport.h"

struct smtp;

/* Gets the key.  NULL (logged) where there is none, or mail would go over a network in the clear. */
struct smtp *smtp_open(const struct config *config);
void smtp_close(struct smtp *s); /* wipes the key; NULL is ignored */

void smtp_hold(struct smtp *s, transport_gate *gate, void *arg);
struct verdict smtp_send(
    struct smtp *s, const char *sender, const char *recipient, struct bytes mail);

#endif
