/* SPDX-License-Identifier: ISC */
#include "common/cli.h"

#include "common/log.h"

#include <stdarg.h>

static enum cli_step
leave(struct cli *cli, int code)
{
	cli->exit = code;
	return CLI_DONE;
}

/* What was asked for goes to stdout; that it could not be written is an error like any other. */
static enum cli_step
print(struct cli *cli, const char *text)
{
	if (fputs(text, stdout) == EOF || fflush(stdout) == EOF) {
		log_errno("cannot write to stdout");
		return leave(cli, EX_IOERR);
	}
	return leave(cli, EX_OK);
}

enum cli_step
cli_option(struct cli *cli, int option, const char *argument)
{
	char version[64];

	switch (option) {
	case 'c':
		cli->config = argument;
		return CLI_TAKEN;
	case 'v':
		log_set_level(LOG_LEVEL_VERBOSE);
		return CLI_TAKEN;
	case 'q':
		log_set_level(LOG_LEVEL_QUIET);
		return CLI_TAKEN;
	case CLI_HELP:
		return print(cli, cli->usage);
	case CLI_VERSION:
		snprintf(version, sizeof version, "%s %s\n", cli->program, LISTBRIEF_VERSION);
		return print(cli, version);
	case '?':
	case ':':
		/* getopt has said which one. */
		return leave(cli, EX_USAGE);
	default:
		return CLI_YOURS;
	}
}

int
cli_usage(const struct cli *cli, const char *format, ...)
{
	char why[256];
	va_list ap;

	va_start(ap, format);
	vsnprintf(why, sizeof why, format, ap);
	va_end(ap);
	log_error("%s (%s --help tells how to use it)", why, cli->program);
	return EX_USAGE;
}
