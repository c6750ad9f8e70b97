/* SPDX-License-Identifier: ISC */
#include "common/transport.h"

#include "common/arena.h"
#include "common/log.h"
#include "common/sendmail.h"
#include "common/smtp.h"

#include <stdlib.h>

/*
 * What one hand-over to the sendmail program may take.  One that queues is done at once; one that
 * speaks SMTP itself may wait ten minutes for the last reply (RFC 5321 section 4.5.3.2.6), and
 * killed then it leaves the mail twice.
 */
#define SENDMAIL_SECONDS (15 * 60)

struct transport {
	const struct config *config;
	struct smtp *smtp; /* NULL: the sendmail program */
	transport_gate *gate;
	void *gate_arg;
};

struct transport *
transport_open(const struct config *config)
{
	struct transport *t = calloc(1, sizeof *t);

	if (t == NULL)
		out_of_memory();
	t->config = config;
	if (config->smtp == NULL || (t->smtp = smtp_open(config)) != NULL)
		return t;
	free(t);
	return NULL;
}

void
transport_close(struct transport *t)
{
	if (t)
		smtp_close(t->smtp);
	free(t);
}

void
transport_hold(struct transport *t, transport_gate *gate, void *arg)
{
	t->gate = gate;
	t->gate_arg = arg;
	if (t->smtp)
		smtp_hold(t->smtp, gate, arg);
}

struct verdict
transport_send(struct transport *t, const char *sender, const char *recipient, struct bytes mail)
{
	static const struct verdict verdicts[] = {
		[SENDMAIL_ACCEPTED] = { VERDICT_ACCEPTED, false, "" },
		[SENDMAIL_REFUSED] = { VERDICT_REFUSED, false, "by the sendmail program" },
		[SENDMAIL_DEFERRED] = { VERDICT_DEFERRED, false, "by the sendmail program" },
		[SENDMAIL_AWAY] = { VERDICT_DEFERRED, true,
		    "the sendmail program could not be run" },
		[SENDMAIL_UNKNOWN] = { VERDICT_UNKNOWN, false,
		    "the sendmail program was cut short" },
	};

	if (t->smtp)
		return smtp_send(t->smtp, sender, recipient, mail);
	/* What the program was given, it has. */
	if (t->gate && !t->gate(t->gate_arg))
		return (struct verdict){ VERDICT_DEFERRED, false, "held back" };
	return verdicts[sendmail_send(
	    t->config->sendmail, *sender ? sender : "<>", recipient, mail, SENDMAIL_SECONDS)];
}
