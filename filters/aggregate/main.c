/* SPDX-License-Identifier: ISC */
/*
 * listbrief-aggregate: new mails -> threads, series, facts.
 */
#include "common/cli.h"
#include "common/config.h"
#include "common/log.h"
#include "common/standard.h"
#include "filters/aggregate/link.h"

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

/* The first failure tells; the other lists are done all the same. */
static int
work(struct arena *a, const struct cli *cli, char **names, int n)
{
	static const int codes[] = { EX_OK, EX_OK, EX_TEMPFAIL, EX_CONFIG };
	struct config config;
	struct reader *r;
	int code = EX_OK;

	if (!config_read(a, cli->config, &config))
		return EX_CONFIG;
	for (int i = 0; i < n; i++)
		if (config_list(&config, names[i]) == NULL) {
			log_error("%s: no such list in %s", names[i], config.file);
			return EX_CONFIG;
		}
	r = reader_new();
	for (size_t i = 0; i < (n ? (size_t)n : config.nlists); i++) {
		const char *list = n ? names[i] : config.lists[i].name;
		int one = codes[link_list(config.store, list, r)];

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

	if (!standard_open())
		return EX_TEMPFAIL;
	log_open(cli.program);
	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1)
		if (cli_option(&cli, option, optarg) == CLI_DONE)
			return cli.exit;
	a = arena_new();
	code = work(a, &cli, argv + optind, argc - optind);
	arena_free(a);
	return code;
}
