/* SPDX-License-Identifier: ISC */
/*
 * listbrief-ingest: mail of a list -> its store.
 */
#include "common/clock.h"
#include "common/config.h"
#include "common/log.h"
#include "filters/ingest/feed.h"
#include "filters/ingest/guard.h"
#include "filters/ingest/options.h"
#include "filters/ingest/pass.h"

/* How long to wait for other programs' locks. */
#define HAND_WAIT_SECONDS 60

static enum feed_status
feed(const struct options *o, const struct buf *passed, struct intake *in)
{
	enum feed_status fed = o->way == WAY_MAIL   ? feed_mail(in, passed)
			       : o->way == WAY_MBOX ? feed_mbox(in)
						    : feed_maildir(in, o->folder);

	return fed == FEED_DONE ? feed_from_store(intake_flush(in)) : fed;
}

static int
ingest(struct arena *a, const struct options *o, const struct buf *passed)
{
	static const int codes[] = { [FEED_DONE] = EX_OK,
		[FEED_INPUT] = EX_DATAERR,
		[FEED_AGAIN] = EX_TEMPFAIL,
		[FEED_STORE] = EX_CONFIG };
	struct config config;
	struct intake *in;
	enum feed_status fed;

	if (!config_read(a, o->cli.config, &config))
		return EX_CONFIG;
	if (config_list(&config, o->list) == NULL) {
		log_error("%s: no such list in %s", o->list, config.file);
		return EX_CONFIG;
	}
	in = intake_new(
	    config.store, o->list, o->agent ? INTAKE_NO_WAIT : HAND_WAIT_SECONDS, clock_now());
	fed = feed(o, passed, in);
	if (fed == FEED_DONE || intake_mails(in))
		/* To an agent, silence is the best news. */
		(o->agent ? log_info : log_warn)("%s", intake_sum(in, a));
	intake_free(in);
	return codes[fed];
}

int
main(int argc, char **argv)
{
	struct buf mail = BUF_INIT;
	struct arena *a;
	struct options o;
	bool pass, passed;
	int code;

	guard_start();
	log_open("listbrief-ingest");
	a = arena_new();
	code = options_read(&o, argc, argv) ? EX_OK : o.cli.exit;
	if (!o.agent)
		guard_by_hand();
	pass = o.passthrough && o.agent && (o.list || code != EX_OK);
	passed = !pass || pass_mail(&mail);
	if (o.list && passed)
		code = ingest(a, &o, pass ? &mail : NULL);
	if (!passed)
		code = EX_TEMPFAIL;
	buf_release(&mail);
	arena_free(a);
	return o.agent ? guard_answer(code) : code;
}
