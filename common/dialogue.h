/* SPDX-License-Identifier: ISC */
/*
 * dialogue.h: one mail to one recipient over SMTP, and how far it came.  The connection is
 * kept from one mail to the next.  What that means for the mail is smtp.h's to say.
 */
#ifndef LISTBRIEF_DIALOGUE_H
#define LISTBRIEF_DIALOGUE_H

#include "common/bytes.h"

#include <stdint.h>

struct dialogue_server {
	const char *url;        /* smtp:// or smtps://, no user in it */
	const char *user, *key; /* user NULL: no AUTH */
	bool tls;               /* no mail without STARTTLS; smtps is TLS anyway */
	const char *ca_file;    /* certificates to trust in place of the system's, or NULL */
	int64_t timeout;        /* of a connection and of each reply, milliseconds */
};

enum dialogue_stage {
	DIALOGUE_OPENING,  /* connection, greeting, EHLO, STARTTLS, AUTH: nothing of this mail */
	DIALOGUE_ENVELOPE, /* MAIL, RCPT, DATA, and the mail, not all of it */
	DIALOGUE_END       /* all of it left, its end too */
};

/*
 * The reply behind the mail is waited for so many times as long (RFC 5321 section 4.5.3.2.6 wants ten minutes):
 * a server that looks at mails has it by then, and one that is not heard out gets it twice (RFC 1047).
 */
#define DIALOGUE_LAST_REPLY 10

#define DIALOGUE_SAID_MAX ((size_t)200)

struct dialogue_end {
	bool taken;  /* the server has it */
	bool cut;    /* no connection, or lost, or too slow; not a server's no */
	bool late;   /* cut, since a reply did not come in time */
	bool reused; /* the connection had mails before */
	long code;   /* of the last reply; 0 for none */
	enum dialogue_stage stage;
	char said[DIALOGUE_SAID_MAX + 1]; /* the last reply, or the error; one line of printable ASCII */
};

struct dialogue;

/* server must outlive it.  NULL where libcurl does not start (said). */
struct dialogue *dialogue_open(const struct dialogue_server *server);
void dialogue_close(struct dialogue *d); /* NULL is ignored */

/* From now on a mail's last bytes leave only where gate says so, which is asked when the others have. */
void dialogue_hold(struct dialogue *d, bool (*gate)(void *arg), void *arg);

/*
 * mail has CRLF line ends; dots are doubled here.  sender and recipient are address_valid, or
 * sender is empty.  Ends within about twenty times the server's timeout.
 */
struct dialogue_end dialogue_send(
    struct dialogue *d, const char *sender, const char *recipient, struct bytes mail);

#endif
