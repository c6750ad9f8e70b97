/* SPDX-License-Identifier: ISC */
/*
 * listbrief-report: a window of a list's mail as a digest, printed or sent.
 */
#include "common/clock.h"
#include "common/log.h"
#include "filters/report/model/cache.h"
#include "filters/report/digest.h"
#include "filters/report/model/explain.h"
#include "filters/report/output.h"
#include "filters/report/print.h"
#include "filters/report/delivery/send.h"
#include "filters/report/site.h"
#include "filters/report/delivery/status.h"

#include <inttypes.h>
#include <sysexits.h>

/* How long to wait for other programs' locks. */
#define WAIT_SECONDS 30

/* Exit codes, in the order of store_status, window_status, send_result, print_result. */
static const int of_store[] = { EX_OK, EX_UNAVAILABLE, EX_TEMPFAIL, EX_CONFIG };
static const int of_window[] = { EX_OK, EX_USAGE, EX_TEMPFAIL };
static const int of_send[] = { EX_OK, EX_TEMPFAIL, EX_CONFIG, EX_OK, EX_DATAERR };
static const int of_print[] = { EX_OK, EX_CONFIG, EX_CANTCREAT };

/* One run: what it is about. */
struct run {
	struct store *store;
	const struct config *config;
	const struct config_list *list;
	const struct options *options;
	const char *templates;
	struct model *model; /* NULL: no model */
	bool writes;	     /* the store is open for it */
	struct arena *arena;
	int64_t now;
};

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

/* The digest of one window, sent where there is a sender, else printed. */
static int
report_window(const struct run *run, struct sender *sender, const struct window *w)
{
	struct json *digest = NULL;
	int code = of_store[digest_make(
	    run->store, run->list, w, run->now, run->model, run->writes, &digest)];

	if (code == EX_OK)
		say_what_waits(run, digest);
	if (code == EX_OK && sender)
		code = of_send[send_digest(sender, w, digest, run->templates)];
	else if (code == EX_OK)
		code = of_print[print_digest(
		    run->store, run->list, run->options, digest, run->templates)];
	json_free(digest);
	return code;
}

static int
print(const struct run *run)
{
	const struct options *o = run->options;
	struct window w;
	int code = of_window[window_pick(run->store, run->list, o->since, o->until, run->now, &w)];

	return code == EX_OK ? report_window(run, NULL, &w) : code;
}

/*
 * A run that was started again to go on with a digest makes no small one of the minutes since; the
 * list's window is the rhythm of its digests.
 */
static bool
is_early(const struct run *run, const struct sender *sender, const struct window *w)
{
	return send_resumed(sender) && !run->options->since && !run->options->until &&
	       w->until - w->since < run->list->window / 2;
}

/* What is left of older digests, then a new one, or several where some were missed. */
static int
send_new(const struct run *run, struct sender *sender)
{
	const struct options *o = run->options;
	enum send_result result = send_left(sender);
	struct window w, *windows = NULL;
	int code = of_send[result], left = code;
	size_t i, n = 0;

	if (result != SEND_FAILED)
		code =
		    of_window[window_pick(run->store, run->list, o->since, o->until, run->now, &w)];
	if (code == EX_OK && !is_early(run, sender, &w))
		n = window_split(run->list, o->catch_up, w, run->arena, &windows);
	/* A later digest would close the window of one that could not be frozen. */
	for (i = 0; i < n && (code == EX_OK || (code == EX_TEMPFAIL && send_frozen(sender))); i++) {
		left = code ? code : left;
		code = send_wanted(sender, &windows[i], &result)
			   ? report_window(run, sender, &windows[i])
			   : of_send[result];
	}
	return code ? code : left;
}

static int
mail_members(const struct run *run)
{
	const struct options *o = run->options;
	enum send_result result;
	struct sender *sender = send_open(run->store, run->config, run->list, &result);
	int code;

	if (sender == NULL)
		code = of_send[result];
	else if (o->action == ACTION_SEND)
		code = send_new(run, sender);
	else if (o->naddresses)
		code = of_send[send_again(sender, o->addresses, o->naddresses)];
	else
		code = of_send[send_left(sender)];
	send_close(sender);
	return code;
}

/* How one thread's summary came about. */
static int
explain(const struct run *run)
{
	const struct options *o = run->options;
	const struct json *thread;
	struct json *digest = NULL;
	struct buf out = BUF_INIT;
	struct window w;
	int code = of_window[window_pick(run->store, run->list, o->since, o->until, run->now, &w)];

	model_explain(run->model);
	if (code == EX_OK)
		code = of_store[digest_make(
		    run->store, run->list, &w, run->now, run->model, run->writes, &digest)];
	if (code == EX_OK && !(thread = explain_find(digest, bytes_from(o->thread)))) {
		log_error("%s: no thread %s in this window", o->list, o->thread);
		code = EX_USAGE;
	}
	if (code == EX_OK) {
		explain_thread(&out, thread);
		code = output_write(NULL, buf_bytes(&out)) ? EX_OK : EX_CANTCREAT;
	}
	buf_release(&out);
	json_free(digest);
	return code;
}

static int
act(const struct run *run)
{
	switch (run->options->action) {
	case ACTION_SEND:
	case ACTION_RESEND:
		return mail_members(run);
	case ACTION_EXPLAIN:
		return explain(run);
	case ACTION_STATUS:
		return of_store[status_print(run->store, run->list)];
	case ACTION_SITE:
		return of_print[site_write(
		    run->store, run->list, run->templates, run->options->site)];
	default:
		return print(run);
	}
}

static int
open_and_report(struct arena *a, const struct options *o)
{
	const bool sends = o->action == ACTION_SEND || o->action == ACTION_RESEND;
	struct run run = { .options = o, .arena = a, .now = clock_now() };
	struct config config;
	int code;

	if (!config_read(a, o->config, &config))
		return EX_CONFIG;
	run.config = &config;
	run.list = config_list(&config, o->list);
	run.templates = config_templates(a, &config);
	if (!run.list) {
		log_error("%s: no such list in %s", o->list, config.file);
		return EX_CONFIG;
	}
	if (!clock_set_zone(run.list->timezone)) {
		log_error("%s: no such time zone", run.list->timezone);
		return EX_CONFIG;
	}
	/* Without a digest to make there is nothing to ask. */
	if (o->action != ACTION_PRINT && o->action != ACTION_SEND && o->action != ACTION_EXPLAIN)
		config.model.name = NULL;
	run.model = model_open(a, &config, run.list, run.templates, o->record, o->record_dir);
	run.writes = sends || (run.model && cache_may_keep(&config, o->list));
	code = of_store[store_open(&run.store, config.store, o->list,
	    run.writes ? STORE_WRITE : STORE_READ, WAIT_SECONDS)];
	if (code == EX_OK)
		code = act(&run);
	store_close(run.store);
	model_close(run.model);
	return code;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct options options;
	int code;

	log_open("listbrief-report");
	if (options_read(argc, argv, &options, &code))
		code = open_and_report(a, &options);
	arena_free(a);
	return code;
}
