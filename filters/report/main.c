/* SPDX-License-Identifier: ISC */
/*
 * listbrief-report: a window of a list's mail as a digest, printed or sent.
 */
#include "common/clock.h"
#include "common/log.h"
#include "common/standard.h"
#include "filters/report/model/cache.h"
#include "filters/report/run.h"

#include <sysexits.h>

/* How long to wait for other programs' locks. */
#define WAIT_SECONDS 30

static const struct {
	enum outcome (*act)(const struct run *run);
	bool asks;   /* makes a digest, with the model where there is one */
	bool writes; /* whatever the model has to keep */
} actions[] = {
	[ACTION_PRINT] = { run_print, true, false },
	[ACTION_SEND] = { run_send, true, true },
	[ACTION_RESEND] = { run_resend, false, true },
	[ACTION_STATUS] = { run_status, false, false },
	[ACTION_SITE] = { run_site, false, false },
	[ACTION_EXPLAIN] = { run_explain, true, false },
};

static const int exits[] = {
	[OUTCOME_DONE] = EX_OK,
	[OUTCOME_USAGE] = EX_USAGE,
	[OUTCOME_DATA] = EX_DATAERR,
	[OUTCOME_AWAY] = EX_UNAVAILABLE,
	[OUTCOME_AGAIN] = EX_TEMPFAIL,
	[OUTCOME_CONFIG] = EX_CONFIG,
	[OUTCOME_UNWRITTEN] = EX_CANTCREAT,
};

static int
run(struct arena *a, const struct options *o)
{
	struct run run = { .options = o, .arena = a, .now = clock_now() };
	struct config config;
	enum outcome outcome;

	if (!run_config(&run, &config))
		return EX_CONFIG;
	if (!actions[o->action].asks)
		config.model.name = NULL;
	run.model = model_open(a, &config, run.list, run.templates, o->record, o->record_dir);
	run.writes = actions[o->action].writes || (run.model && cache_may_keep(&config, o->list));
	outcome = run_open(&run, WAIT_SECONDS);
	if (outcome == OUTCOME_DONE)
		outcome = actions[o->action].act(&run);
	store_close(run.store);
	model_close(run.model);
	return exits[outcome];
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct options options;
	int code;

	if (!standard_open())
		return EX_TEMPFAIL;
	log_open("listbrief-report");
	if (options_read(argc, argv, &options, &code))
		code = run(a, &options);
	arena_free(a);
	return code;
}
