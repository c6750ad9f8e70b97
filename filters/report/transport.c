/* SPDX-License-Identifier: ISC */
#include "filters/report/transport.h"

#include "common/arena.h"
#include "common/log.h"
#include "common/sendmail.h"

#include <stdlib.h>
#include <string.h>

/* What one hand-over to the sendmail program may take. */
#define SENDMAIL_SECONDS 120

struct transport {
	const struct config *config;
};

struct transport *
transport_open(const struct config *config)
{
	struct transport *t;

	if (config->smtp) {
		log_error("mail.smtp is not there yet, mail.sendmail is");
		return NULL;
	}
	t = calloc(1, sizeof *t);
	if (t == NULL)
		out_of_memory();
	t->config = config;
	return t;
}

void
transport_close(struct transport *t)
{
	free(t);
}

struct verdict
transport_send(struct transport *t, const char *sender, const char *recipient, struct bytes mail)
{
	static const struct verdict verdicts[] = {
		[SENDMAIL_ACCEPTED] = { VERDICT_ACCEPTED, false, "" },
		[SENDMAIL_REFUSED] = { VERDICT_REFUSED, false, "by the sendmail program" },
		[SENDMAIL_DEFERRED] = { VERDICT_DEFERRED, false, "by the sendmail program" },
		[SENDMAIL_UNKNOWN] = { VERDICT_UNKNOWN, false,
		    "the sendmail program was cut short" },
	};

	return verdicts[sendmail_send(
	    t->config->sendmail, sender, recipient, mail, SENDMAIL_SECONDS)];
}
