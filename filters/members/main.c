/* SPDX-License-Identifier: ISC */
/*
 * listbrief-members: who gets a list's digest.
 */
#include "common/cli.h"
#include "common/clock.h"
#include "common/config.h"
#include "common/log.h"
#include "common/standard.h"
#include "filters/members/agent.h"
#include "filters/members/command.h"

/* How long to wait for other programs' locks. */
#define WAIT_SECONDS 30

static const char usage[] =
    "usage: listbrief-members [-c FILE] [-qv] LIST add ADDRESS [NAME]\n"
    "       listbrief-members [-c FILE] [-qv] LIST remove ADDRESS\n"
    "       listbrief-members [-c FILE] [-qv] LIST list [--json]\n"
    "       listbrief-members [-c FILE] [-qv] LIST import <FILE\n"
    "       listbrief-members [-c FILE] [-qv] LIST set ADDRESS NAME=VALUE...\n"
    "       listbrief-members [-c FILE] [-qv] LIST unset ADDRESS [NAME...]\n"
    "       listbrief-members [-c FILE] [-qv] LIST unsubscribe TOKEN\n"
    "       listbrief-members [-c FILE] [-qv] LIST request [--sender ADDRESS] [EXTENSION]\n"
    "       listbrief-members [-c FILE] [-qv] LIST bounce [--sender ADDRESS] EXTENSION\n"
    "\n"
    "Keeps the members of LIST, who get its digest.  import reads one member a\n"
    "line, \"a@b\" or \"Name <a@b>\", and takes all of them or none.  set and unset\n"
    "choose a member's language=, depth=overview|standard|full, and which threads:\n"
    "subject=, author=, path=, category=, mine=yes|no.  request and bounce take\n"
    "one mail on stdin from a delivery agent, and answer 0 or 75.\n"
    "\n"
    "  -c, --config FILE  the configuration\n"
    "  -q, --quiet        say nothing but errors\n"
    "  -v, --verbose      say more\n"
    "      --json         list as JSON\n"
    "      --sender ADDRESS  the mail's envelope sender; the default is in the mail\n"
    "      --help, --version\n";

enum { OPTION_JSON = CLI_OWN, OPTION_SENDER };

static const struct option options[] = { CLI_LONG, { "json", no_argument, NULL, OPTION_JSON },
	{ "sender", required_argument, NULL, OPTION_SENDER }, { NULL, 0, NULL, 0 } };

static int
exit_code(enum members_status status)
{
	static const int codes[] = { EX_OK, EX_DATAERR, EX_TEMPFAIL, EX_CONFIG, EX_USAGE };

	if (fflush(stdout) == 0 && !ferror(stdout))
		return codes[status];
	log_errno("cannot write to stdout");
	return EX_IOERR;
}

static int
work(struct arena *a, const struct cli *cli, const struct command *command, const char *name,
    const struct given *given)
{
	struct office o = { .now = clock_now() };
	struct config config;
	enum members_status status;

	if (!config_read(a, cli->config, &config))
		return EX_CONFIG;
	if ((o.list = config_list(&config, name)) == NULL) {
		log_error("%s: no such list in %s", name, config.file);
		return EX_CONFIG;
	}
	clock_set_zone(o.list->timezone);
	o.config = &config;
	o.templates = config_templates(a, &config);
	status = members_from_store(
	    store_open(&o.store, config.store, name, STORE_CREATE, WAIT_SECONDS));
	if (status == MEMBERS_OK)
		status = command->run(&o, given);
	store_close(o.store);
	return exit_code(status);
}

/* EX_OK where all goes together. */
static int
check(
    const struct cli *cli, const struct command *command, int arguments, const struct given *given)
{
	if (command == NULL)
		return cli_usage(cli, "no such command: %s", given->arguments[-1]);
	if (arguments < command->least || arguments > command->most)
		return cli_usage(cli, "%s: wrong number of arguments", command->name);
	if (given->json && !command->json)
		return cli_usage(cli, "%s knows no --json", command->name);
	if (given->sender && !command->mail)
		return cli_usage(cli, "%s knows no --sender", command->name);
	return EX_OK;
}

int
main(int argc, char **argv)
{
	struct cli cli = { .program = "listbrief-members", .usage = usage };
	const struct command *command;
	struct given given = { 0 };
	struct arena *a;
	int option, code = EX_OK;
	bool wrong = false;

	if (!standard_open())
		return EX_TEMPFAIL;
	log_open(cli.program);
	while ((option = getopt_long(argc, argv, CLI_SHORT, options, NULL)) != -1) {
		enum cli_step step = cli_option(&cli, option, optarg);

		if (step == CLI_DONE && cli.exit == EX_OK)
			return cli.exit;
		wrong = wrong || step == CLI_DONE;
		if (step == CLI_YOURS && option == OPTION_JSON)
			given.json = true;
		else if (step == CLI_YOURS)
			given.sender = optarg;
	}
	argc -= optind;
	argv += optind;
	command = argc < 2 ? NULL : command_find(argv[1]);
	if (command && command->mail)
		agent_start();
	given.arguments = argv + 2;
	if (wrong)
		code = cli.exit;
	else if (argc < 2)
		code = cli_usage(&cli, "LIST and a command are wanted");
	else
		code = check(&cli, command, argc - 2, &given);
	a = arena_new();
	if (code == EX_OK)
		code = work(a, &cli, command, argv[0], &given);
	arena_free(a);
	return command && command->mail ? agent_answer(code) : code;
}
