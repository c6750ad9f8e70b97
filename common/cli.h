/* SPDX-License-Identifier: ISC */
/*
 * cli.h: what the four programs' command lines share.  Exit codes are sysexits(3):
 * 0 done, 64 usage, 65 bad input given by hand, 69 a neighbour is away, 75 try again,
 * 78 bad config.  Only main picks one.
 */
#ifndef LISTBRIEF_CLI_H
#define LISTBRIEF_CLI_H

#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <sysexits.h>

#define LISTBRIEF_VERSION "0.1"

/* Values of long options that have no letter begin here. */
enum { CLI_HELP = 256, CLI_VERSION, CLI_OWN };

#define CLI_SHORT "c:vq"
#define CLI_LONG                                                                                   \
	{ "config", required_argument, NULL, 'c' }, { "verbose", no_argument, NULL, 'v' },         \
	    { "quiet", no_argument, NULL, 'q' }, { "help", no_argument, NULL, CLI_HELP },          \
	{                                                                                          \
		"version", no_argument, NULL, CLI_VERSION                                          \
	}

struct cli {
	const char *program; /* "listbrief-report" */
	const char *usage;   /* the text of --help, whole */
	const char *config;  /* -c; NULL where not given */
	int exit;            /* set with CLI_DONE */
};

enum cli_step {
	CLI_TAKEN, /* the option was a common one and is done */
	CLI_DONE,  /* leave with cli->exit: help, version, or a wrong option was answered */
	CLI_YOURS  /* the caller's own option */
};

/* Handles one result of getopt_long; sets log levels. */
enum cli_step cli_option(struct cli *cli, int option, const char *argument);

/* Says "program: format" and how to get help; gives EX_USAGE. */
int cli_usage(const struct cli *cli, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
