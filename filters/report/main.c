/* SPDX-License-Identifier: ISC */
/*
 * listbrief-report: a window of a list's mail as a digest, printed or sent.
 */
#include "common/clock.h"
#include "common/log.h"
#include "filters/report/digest.h"
#include "filters/report/print.h"
#include "filters/report/send.h"

#include <sysexits.h>

/* How long to wait for other programs' locks. */
#define WAIT_SECONDS 30

/* Exit codes, in the order of store_status, window_status, send_result, print_result. */
static const int of_store[] = { EX_OK, EX_UNAVAILABLE, EX_TEMPFAIL, EX_CONFIG };
static const int of_window[] = { EX_OK, EX_USAGE, EX_TEMPFAIL };
static const int of_send[] = { EX_OK, EX_TEMPFAIL, EX_CONFIG };
static const int of_print[] = { EX_OK, EX_CONFIG, EX_CANTCREAT };

static int
report(struct store *s, const struct config *config, const struct config_list *list,
    const struct options *o, const char *templates)
{
	int64_t now = clock_now();
	struct json *digest = NULL;
	struct window w;
	int code = of_window[window_pick(s, list, o->since, o->until, now, &w)];

	if (code == EX_OK)
		code = of_store[digest_make(s, list, &w, now, &digest)];
	if (code == EX_OK && o->send)
		code = of_send[send_digest(s, config, list, &w, digest, templates, now)];
	else if (code == EX_OK)
		code = of_print[print_digest(s, list, o, digest, templates)];
	json_free(digest);
	return code;
}

static int
open_and_report(struct arena *a, const struct options *o)
{
	const struct config_list *list;
	struct store *s = NULL;
	struct config config;
	int code;

	if (!config_read(a, o->config, &config))
		return EX_CONFIG;
	list = config_list(&config, o->list);
	if (!list) {
		log_error("%s: no such list in %s", o->list, config.file);
		return EX_CONFIG;
	}
	if (!clock_set_zone(list->timezone)) {
		log_error("%s: no such time zone", list->timezone);
		return EX_CONFIG;
	}
	code = of_store[store_open(
	    &s, config.store, o->list, o->send ? STORE_WRITE : STORE_READ, WAIT_SECONDS)];
	if (code == EX_OK)
		code = report(s, &config, list, o, config_templates(a, &config));
	store_close(s);
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
