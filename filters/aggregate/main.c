/* SPDX-License-Identifier: ISC */
/*
 * listbrief-aggregate: new mails -> threads, series, facts.
 */
#include "common/cli.h"
#include "common/config.h"
#include "common/log.h"
#include "filters/aggregate/link.h"

/* How long to wait for other programs' locks. */
#define WAIT_SECONDS 60

static const char usage[] =
    "usage: listbrief-aggregate [-c FILE] [-qv] [LIST...]\n"
    "\n"
    "Puts what came in for each LIST (all of the configuration, where none is\n"
    "named) into threads.\n"
    "\n"
    "  -c, --config FILE  the configuration\n"
    "  -q, --quiet        say nothing but errors\n"
    "  -v, --verbose      say how much was done, and how long it took\n"
    "      --help, --version\n";

static const struct option options[] = { CLI_LONG, { NULL, 0, NULL, 0 } };

static enum store_status
link_claimed(struct store *s, const char *list, struct reader *r)
{
	struct link_sum sum = { 0 };
	enum store_status status = store_claim(s, "aggregate");

	if (status == STORE_AGAIN) {
		log_warn("%s: another listbrief-aggregate is at work on it", list);
		return STORE_OK;
	}
	if (status == STORE_OK)
		status = link_log(s, r, list, &sum);
	log_info("%s: %llu mails, %llu threads written, reading %.4f s, linking %.4f s", list,
	    (unsigned long long)sum.mails, (unsigned long long)sum.threads, sum.reading,
	    sum.linking);
	return status;
}

static int
aggregate(const char *dir, const char *list, struct reader *r)
{
	static const int codes[] = { EX_OK, EX_OK, EX_TEMPFAIL, EX_CONFIG };
	struct store *s = NULL;
	enum store_status status = store_open(&s, dir, list, STORE_CREATE, WAIT_SECONDS);

	if (status == STORE_OK)
		status = link_claimed(s, list, r);
	store_close(s);
	return codes[status];
}

/* The first failure tells; the other lists are done all the same. */
static int
work(struct arena *a, const struct cli *cli, char **names, int n)
{
	struct config config;
	struct reader *r;
	int code = EX_OK, one;

	if (!config_read(a, cli->config, &config))
		return EX_CONFIG;
	for (int i = 0; i < n; i++)
		if (config_list(&config, names[i]) == NULL) {
			log_error("%s: no such list in %s", names[i], config.file);
			return EX_CONFIG;
		}
	r = reader_new();
	for (size_t i = 0; i < (n ? (size_t)n : config.nlists); i++) {
		one = aggregate(config.store, n ? names[i] : config.lists[i].name, r);
		code = code ? code : one;
	}
	reader_free(r);
	return code;
}

int
main(int argc, char **argv)
{
	struct cli cli = { .program = "listbrief-aggregate", .usage = usage };
	struct arena *a;
	int option, code;

	log_open(cli.program);
	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1)
		if (cli_option(&cli, option, optarg) == CLI_DONE)
			return cli.exit;
	a = arena_new();
	code = work(a, &cli, argv + optind, argc - optind);
	arena_free(a);
	return code;
}
