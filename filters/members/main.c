/* SPDX-License-Identifier: ISC */
/*
 * listbrief-members: who gets a list's digest.
 */
#include "common/cli.h"
#include "common/clock.h"
#include "common/config.h"
#include "common/log.h"
#include "filters/members/members.h"

#include <string.h>
#include <unistd.h>

/* How long to wait for other programs' locks. */
#define WAIT_SECONDS 30

static const char usage[] =
    "usage: listbrief-members [-c FILE] [-qv] LIST add ADDRESS [NAME]\n"
    "       listbrief-members [-c FILE] [-qv] LIST remove ADDRESS\n"
    "       listbrief-members [-c FILE] [-qv] LIST list [--json]\n"
    "       listbrief-members [-c FILE] [-qv] LIST import <FILE\n"
    "\n"
    "Keeps the members of LIST, who get its digest.  import reads one member a\n"
    "line, \"a@b\" or \"Name <a@b>\", and takes all of them or none.\n"
    "\n"
    "  -c, --config FILE  the configuration\n"
    "  -q, --quiet        say nothing but errors\n"
    "  -v, --verbose      say more\n"
    "      --json         list as JSON\n"
    "      --help, --version\n";

enum { OPTION_JSON = CLI_OWN };

static const struct option options[] = { CLI_LONG, { "json", no_argument, NULL, OPTION_JSON },
	{ NULL, 0, NULL, 0 } };

static enum members_status
add(struct store *s, char **arguments, bool json)
{
	(void)json;
	return members_add(s, arguments[0], arguments[1], clock_now());
}

static enum members_status
remove_one(struct store *s, char **arguments, bool json)
{
	(void)json;
	return members_remove(s, arguments[0]);
}

static enum members_status
list(struct store *s, char **arguments, bool json)
{
	struct buf out = BUF_INIT;
	enum members_status status = members_list(s, json, &out);

	(void)arguments;
	if (out.n)
		fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
	return status;
}

static enum members_status
import(struct store *s, char **arguments, bool json)
{
	(void)arguments;
	(void)json;
	return members_import(s, STDIN_FILENO, clock_now());
}

static const struct command {
	const char *name;
	int least, most; /* arguments */
	enum members_status (*run)(struct store *s, char **arguments, bool json);
} commands[] = {
	{ "add", 1, 2, add },
	{ "remove", 1, 1, remove_one },
	{ "list", 0, 0, list },
	{ "import", 0, 0, import },
};

static const struct command *
find_command(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}

static int
exit_code(enum members_status status)
{
	static const int codes[] = { EX_OK, EX_DATAERR, EX_TEMPFAIL, EX_CONFIG };

	if (fflush(stdout) == 0 && !ferror(stdout))
		return codes[status];
	log_errno("cannot write to stdout");
	return EX_IOERR;
}

static int
work(struct arena *a, const struct cli *cli, const struct command *command, char **arguments,
    bool json)
{
	const char *name = arguments[0];
	const struct config_list *configured;
	struct config config;
	struct store *store = NULL;
	enum members_status status;

	if (!config_read(a, cli->config, &config))
		return EX_CONFIG;
	if ((configured = config_list(&config, name)) == NULL) {
		log_error("%s: no such list in %s", name, config.file);
		return EX_CONFIG;
	}
	clock_set_zone(configured->timezone);
	status =
	    members_from_store(store_open(&store, config.store, name, STORE_CREATE, WAIT_SECONDS));
	if (status == MEMBERS_OK)
		status = command->run(store, arguments + 2, json);
	store_close(store);
	return exit_code(status);
}

int
main(int argc, char **argv)
{
	struct cli cli = { .program = "listbrief-members", .usage = usage };
	const struct command *command;
	struct arena *a;
	bool json = false;
	int option, code;

	log_open(cli.program);
	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		switch (cli_option(&cli, option, optarg)) {
		case CLI_TAKEN:
			continue;
		case CLI_DONE:
			return cli.exit;
		case CLI_YOURS:
			json = true;
		}
	}
	argc -= optind;
	argv += optind;
	if (argc < 2)
		return cli_usage(&cli, "LIST and a command are wanted");
	if ((command = find_command(argv[1])) == NULL)
		return cli_usage(&cli, "no such command: %s", argv[1]);
	if (argc - 2 < command->least || argc - 2 > command->most)
		return cli_usage(&cli, "%s: wrong number of arguments", command->name);
	if (json && command->run != list)
		return cli_usage(&cli, "%s knows no --json", command->name);
	a = arena_new();
	code = work(a, &cli, command, argv, json);
	arena_free(a);
	return code;
}
