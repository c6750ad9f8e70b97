/* SPDX-License-Identifier: ISC */
/*
 * sendmail.h: hands one mail for one recipient to the configured sendmail program:
 * argv..., "-f" sender, "--", recipient; no shell, the mail on stdin, no other descriptor open.
 */
#ifndef LISTBRIEF_SENDMAIL_H
#define LISTBRIEF_SENDMAIL_H

#include "common/bytes.h"

enum sendmail_result {
	SENDMAIL_ACCEPTED, /* exit 0 */
	SENDMAIL_REFUSED,  /* a permanent sysexit: 64, 65, 67, 68, 70, 77 */
	SENDMAIL_DEFERRED, /* anything else: 75, 69, 71 */
	SENDMAIL_AWAY,     /* it could not be run, for this recipient as for any other */
	SENDMAIL_UNKNOWN   /* it was killed, or took too long: it may have it */
};

/* Ends within timeout seconds.  What failed is logged. */
enum sendmail_result sendmail_send(const char *const *argv, const char *sender,
    const char *recipient, struct bytes mail, int timeout);

#endif
