/* SPDX-License-Identifier: ISC */
#include "filters/ingest/options.h"

#include <unistd.h>

static const char usage[] =
    "usage: listbrief-ingest [-qv] [-c FILE] [--passthrough] LIST  one mail on stdin\n"
    "       listbrief-ingest [-qv] [-c FILE] -m LIST               an mbox on stdin\n"
    "       listbrief-ingest [-qv] [-c FILE] -d DIR LIST           a Maildir\n"
    "\n"
    "Puts mail of a mailing list into its store.\n"
    "\n"
    "  -m, --mbox         stdin is an mbox; compressed ones come through zcat or xzcat\n"
    "  -d, --maildir DIR  take the mails in DIR/cur and DIR/new\n"
    "      --passthrough  write the mail to stdout as it came, for a filter\n"
    "  -c, --config FILE  the configuration, listbrief.yaml(5)\n"
    "  -v, --verbose      say what became of a single mail\n"
    "  -q, --quiet        say errors only\n"
    "      --help, --version\n"
    "\n"
    "With one mail it answers a delivery agent: 0, the mail is safe; 75, try again.\n";

static const struct option long_options[] = { CLI_LONG, { "mbox", no_argument, NULL, 'm' },
	{ "maildir", required_argument, NULL, 'd' }, { "passthrough", no_argument, NULL, CLI_OWN },
	{ 0 } };

/* Reads all options, also behind a wrong one: which way we run decides how a wrong one is answered.
 */
static bool
read_flags(struct options *o, int argc, char **argv)
{
	bool ok = true, mbox = false;
	int option;

	while ((option = getopt_long(argc, argv, CLI_SHORT "md:", long_options, NULL)) != -1) {
		switch (cli_option(&o->cli, option, optarg)) {
		case CLI_TAKEN:
			continue;
		case CLI_DONE:
			if (o->cli.exit == EX_OK)
				return false;
			ok = false;
			opterr = 0;
			continue;
		case CLI_YOURS:
			break;
		}
		if (option == 'm')
			mbox = true;
		else if (option == 'd')
			o->folder = optarg;
		else
			o->passthrough = true;
	}
	o->way = o->folder ? WAY_MAILDIR : mbox ? WAY_MBOX : WAY_MAIL;
	if (ok && mbox && o->folder) {
		o->cli.exit = cli_usage(&o->cli, "-m and -d exclude each other");
		ok = false;
	}
	if (ok && o->passthrough && o->way != WAY_MAIL) {
		o->cli.exit = cli_usage(&o->cli, "--passthrough is for one mail");
		ok = false;
	}
	return ok;
}

bool
options_read(struct options *o, int argc, char **argv)
{
	bool terminal = isatty(STDIN_FILENO);

	*o = (struct options){ .cli = { .program = "listbrief-ingest", .usage = usage } };
	if (!read_flags(o, argc, argv)) {
		o->agent = o->way == WAY_MAIL && !terminal;
		return false;
	}
	o->agent = o->way == WAY_MAIL && !terminal;
	if (argc - optind != 1)
		o->cli.exit = cli_usage(&o->cli, "one LIST is wanted, %d given", argc - optind);
	else if (terminal && o->way != WAY_MAILDIR)
		o->cli.exit = cli_usage(&o->cli, "stdin is a terminal: mail is read from it");
	else
		o->list = argv[optind];
	return o->list != NULL;
}
