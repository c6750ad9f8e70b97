/* SPDX-License-Identifier: ISC */
#include "filters/report/run.h"

#include "common/clock.h"
#include "common/log.h"
#include "filters/report/delivery/status.h"
#include "filters/report/digest.h"
#include "filters/report/model/explain.h"
#include "filters/report/output.h"
#include "filters/report/print.h"
#include "filters/report/site.h"

#include <inttypes.h>
#include <stdio.h>

static const enum outcome of_store[] = {
	[STORE_OK] = OUTCOME_DONE,
	[STORE_NONE] = OUTCOME_AWAY,
	[STORE_AGAIN] = OUTCOME_AGAIN,
	[STORE_BROKEN] = OUTCOME_CONFIG,
};
static const enum outcome of_print[] = {
	[PRINT_DONE] = OUTCOME_DONE,
	[PRINT_UNMADE] = OUTCOME_CONFIG,
	[PRINT_UNWRITTEN] = OUTCOME_UNWRITTEN,
	[PRINT_STRANGER] = OUTCOME_DATA,
	[PRINT_AGAIN] = OUTCOME_AGAIN,
};

bool
run_config(struct run *run, struct config *config)
{
	const struct options *o = run->options;

	if (!config_read(run->arena, o->config, config))
		return false;
	run->config = config;
	run->list = config_list(config, o->list);
	run->templates = config_templates(run->arena, config);
	if (!run->list)
		log_error("%s: no such list in %s", o->list, config->file);
	else if (!clock_set_zone(run->list->timezone))
		log_error("%s: no such time zone", run->list->timezone);
	else if (o->record && !config->model.name)
		log_error("--%s: %s names no model", o->record == RECORD_KEEP ? "record" : "replay",
		    config->file);
	else
		return true;
	return false;
}

enum outcome
run_open(struct run *run, int wait)
{
	return of_store[store_open(&run->store, run->config->store, run->list->name,
	    run->writes ? STORE_WRITE : STORE_READ, wait)];
}

enum outcome
run_window(const struct run *run, struct window *w)
{
	static const enum outcome of_window[] = { OUTCOME_DONE, OUTCOME_USAGE, OUTCOME_AGAIN };
	const struct options *o = run->options;

	return of_window[window_pick(run->store, run->list, o->since, o->until, run->now, w)];
}

/* An empty digest may be one that was asked for too early. */
static void
say_what_waits(const struct run *run, const struct json *digest)
{
	struct store_counts c;

	if (json_count(json_get(digest, "threads")) == 0 &&
	    store_count(run->store, &c) == STORE_OK && c.linked < c.log_end)
		log_warn("%s: no new mail, but %" PRIu64 " wait for listbrief-aggregate",
		    run->list->name, c.log_end - c.linked);
}

enum outcome
run_digest(const struct run *run, const struct window *w, struct json **digest)
{
	const struct digest_means means = { run->now, run->model, run->writes,
		run->options->length };
	enum outcome outcome;

	*digest = NULL;
	outcome = of_store[digest_make(run->store, run->list, w, &means, digest)];
	if (outcome == OUTCOME_DONE)
		say_what_waits(run, *digest);
	return outcome;
}

enum outcome
run_print(const struct run *run)
{
	struct json *digest = NULL;
	struct window w;
	enum outcome outcome = run_window(run, &w);

	if (outcome == OUTCOME_DONE)
		outcome = run_digest(run, &w, &digest);
	if (outcome == OUTCOME_DONE)
		outcome = of_print[print_digest(
		    run->store, run->list, run->options, digest, run->templates)];
	json_free(digest);
	return outcome;
}

static enum outcome
explain_one(const struct json *digest, const char *list, const char *name)
{
	const struct json *thread = explain_find(digest, bytes_from(name));
	struct buf out = BUF_INIT;
	bool ok;

	if (thread == NULL) {
		log_error("%s: no thread %s in this window", list, name);
		return OUTCOME_DATA;
	}
	explain_thread(&out, thread);
	ok = output_write(NULL, buf_bytes(&out));
	buf_release(&out);
	return ok ? OUTCOME_DONE : OUTCOME_UNWRITTEN;
}

enum outcome
run_explain(const struct run *run)
{
	struct json *digest = NULL;
	struct window w;
	enum outcome outcome = run_window(run, &w);

	model_explain(run->model);
	if (outcome == OUTCOME_DONE)
		outcome = run_digest(run, &w, &digest);
	if (outcome == OUTCOME_DONE)
		outcome = explain_one(digest, run->list->name, run->options->thread);
	json_free(digest);
	return outcome;
}

enum outcome
run_status(const struct run *run)
{
	enum outcome outcome = of_store[status_print(run->store, run->list)];

	if (outcome != OUTCOME_DONE || (fflush(stdout) == 0 && !ferror(stdout)))
		return outcome;
	log_errno("cannot write to stdout");
	return OUTCOME_UNWRITTEN;
}

enum outcome
run_site(const struct run *run)
{
	return of_print[site_write(run->store, run->list, run->templates, run->options->site)];
}
