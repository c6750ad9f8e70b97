/* SPDX-License-Identifier: ISC */
#include "filters/report/options.h"

#include "common/cli.h"

static const char usage[] =
    "usage: listbrief-report [-c FILE] [-qv] [--since T] [--until T]\n"
    "                        [--format mail|md|text|html|json] [--output FILE] [--for ADDRESS]\n"
    "                        [--extract-words N|P%]\n"
    "                        [--record DIR | --replay DIR]\n"
    "                        [--send [--catch-up merge|each|skip] | --dry-run] LIST\n"
    "       listbrief-report [-c FILE] [-qv] --resend LIST [ADDRESS...]\n"
    "       listbrief-report [-c FILE] [-qv] --status LIST\n"
    "       listbrief-report [-c FILE] [-qv] --site DIR LIST\n"
    "       listbrief-report [-c FILE] [-qv] [--since T] [--until T] --explain LIST THREAD\n"
    "\n"
    "Makes the digest of LIST and prints it; with --send, mails it to the members.\n"
    "\n"
    "      --since T      new mail arrived from T on; the default is the end of the\n"
    "                     last digest sent, else the list's window back from --until\n"
    "      --until T      ... and before T; the default is now\n"
    "                     T: 2025-10-13, 2025-10-13T09:30:00+08:00, or 7d (back)\n"
    "      --format F     mail, md (default), text, html or json\n"
    "      --output FILE  write there, whole or not at all\n"
    "      --for ADDRESS  as this member chose it\n"
    "      --extract-words N\n"
    "                     as many words of a thread at most where no model tells of\n"
    "                     it, or P%: of the words its mails have; the default is a\n"
    "                     few sentences\n"
    "      --send         mail it to each member; no mail is sent twice\n"
    "      --catch-up H   where digests were missed: one of it all (merge, default),\n"
    "                     one for each window (each), or the last alone (skip)\n"
    "      --resend       make no digest: send what was put off and is due, or the\n"
    "                     last digest once more to each ADDRESS\n"
    "      --status       what was sent, and what became of each member's copy\n"
    "      --site DIR     write all digests sent so far as web pages with a feed\n"
    "      --explain      how the summary of THREAD came about: each sentence, its quote\n"
    "                     and mails, and what was dropped by which rule\n"
    "      --dry-run      print the mail that --send would send\n"
    "      --record DIR   keep the model's answers in DIR\n"
    "      --replay DIR   take them from there and ask nobody\n"
    "  -c, --config FILE  the configuration\n"
    "  -q, --quiet        say nothing but errors\n"
    "  -v, --verbose      say more\n"
    "      --help, --version\n";

enum {
	SINCE = CLI_OWN,
	UNTIL,
	FORMAT,
	OUTPUT,
	FOR,
	EXTRACT_WORDS,
	SEND,
	CATCH_UP,
	RESEND,
	STATUS,
	SITE,
	EXPLAIN,
	DRY_RUN,
	RECORD,
	REPLAY
};

static const struct option long_options[] = { CLI_LONG, { "since", required_argument, NULL, SINCE },
	{ "until", required_argument, NULL, UNTIL }, { "format", required_argument, NULL, FORMAT },
	{ "output", required_argument, NULL, OUTPUT }, { "for", required_argument, NULL, FOR },
	{ "extract-words", required_argument, NULL, EXTRACT_WORDS },
	{ "send", no_argument, NULL, SEND }, { "catch-up", required_argument, NULL, CATCH_UP },
	{ "resend", no_argument, NULL, RESEND }, { "status", no_argument, NULL, STATUS },
	{ "site", required_argument, NULL, SITE }, { "explain", no_argument, NULL, EXPLAIN },
	{ "dry-run", no_argument, NULL, DRY_RUN }, { "record", required_argument, NULL, RECORD },
	{ "replay", required_argument, NULL, REPLAY }, { NULL, 0, NULL, 0 } };

/* What was given, before it is known to go together. */
struct given {
	const char *format, *catch_up, *words;
	bool dry_run;
	unsigned records; /* how many of --record, --replay */
	unsigned actions; /* how many of --send, --resend, --status, --site, --explain, --dry-run */
};

static void
take(struct options *o, struct given *given, int option, const char *argument)
{
	switch (option) {
	case SINCE:
		o->since = argument;
		break;
	case UNTIL:
		o->until = argument;
		break;
	case FORMAT:
		given->format = argument;
		break;
	case OUTPUT:
		o->output = argument;
		break;
	case FOR:
		o->reader = argument;
		break;
	case EXTRACT_WORDS:
		given->words = argument;
		break;
	case RECORD:
	case REPLAY:
		o->record = option == RECORD ? RECORD_KEEP : RECORD_REPLAY;
		o->record_dir = argument;
		given->records++;
		break;
	case CATCH_UP:
		given->catch_up = argument;
		break;
	case SEND:
		o->action = ACTION_SEND;
		given->actions++;
		break;
	case RESEND:
		o->action = ACTION_RESEND;
		given->actions++;
		break;
	case STATUS:
		o->action = ACTION_STATUS;
		given->actions++;
		break;
	case SITE:
		o->action = ACTION_SITE;
		o->site = argument;
		given->actions++;
		break;
	case EXPLAIN:
		o->action = ACTION_EXPLAIN;
		given->actions++;
		break;
	default:
		given->dry_run = true;
		given->actions++;
	}
}

static int
check_action(const struct cli *cli, struct options *o, const struct given *given)
{
	if (given->actions > 1)
		return cli_usage(cli, "--send, --resend, --status, --site, --explain and --dry-run "
				      "exclude each other");
	if (o->reader && o->action != ACTION_PRINT)
		return cli_usage(
		    cli, "--for goes with what is printed: with --format or --dry-run");
	if (given->records > 1)
		return cli_usage(cli, "--record or --replay, and one folder");
	if (given->catch_up && o->action != ACTION_SEND)
		return cli_usage(cli, "--catch-up goes with --send");
	if (given->catch_up && !catch_up_from_name(given->catch_up, &o->catch_up))
		return cli_usage(cli, "--catch-up %s: wanted merge, each or skip", given->catch_up);
	if (o->action == ACTION_SEND && (o->output || (given->format && o->format != FORMAT_MAIL)))
		return cli_usage(cli, "--send prints nothing: leave out --format and --output");
	if (o->action == ACTION_EXPLAIN && (given->format || o->output))
		return cli_usage(
		    cli, "--explain prints no digest: leave out --format and --output");
	if (o->action != ACTION_PRINT && o->action != ACTION_SEND && o->action != ACTION_EXPLAIN &&
	    (o->since || o->until || given->format || o->output || o->record || given->words))
		return cli_usage(cli,
		    "--%s makes no digest: leave out --since, --until, --format, "
		    "--output, --extract-words, --record and --replay",
		    o->action == ACTION_STATUS ? "status"
		    : o->action == ACTION_SITE ? "site"
					       : "resend");
	return 0;
}

/* 0 where all goes together. */
static int
check(const struct cli *cli, struct options *o, const struct given *given, int left)
{
	o->format = given->dry_run ? FORMAT_MAIL : FORMAT_MD;
	if (given->format && !format_from_name(given->format, &o->format))
		return cli_usage(
		    cli, "--format %s: wanted mail, md, text, html or json", given->format);
	if (given->words && !extract_length_read(given->words, &o->length))
		return cli_usage(cli, "--extract-words %s: wanted 1 to %d words, or 1%% to 100%%",
		    given->words, EXTRACT_WORDS_MAX);
	if (o->action == ACTION_EXPLAIN && left != 2)
		return cli_usage(cli, "--explain wants LIST and THREAD");
	if (left < 1 || (left > 1 && o->action != ACTION_EXPLAIN && o->action != ACTION_RESEND))
		return cli_usage(cli, left ? "one LIST at a time" : "which LIST?");
	return check_action(cli, o, given);
}

bool
options_read(int argc, char **argv, struct options *o, int *exit)
{
	struct cli cli = { .program = "listbrief-report", .usage = usage };
	struct given given = { 0 };
	int option;

	*o = (struct options){ 0 };
	while ((option = getopt_long(argc, argv, CLI_SHORT, long_options, NULL)) != -1) {
		switch (cli_option(&cli, option, optarg)) {
		case CLI_TAKEN:
			break;
		case CLI_DONE:
			*exit = cli.exit;
			return false;
		case CLI_YOURS:
			take(o, &given, option, optarg);
		}
	}
	*exit = check(&cli, o, &given, argc - optind);
	o->config = cli.config;
	o->list = argv[optind];
	o->thread = o->action == ACTION_EXPLAIN && *exit == 0 ? argv[optind + 1] : NULL;
	o->addresses = argv + optind + (argc > optind);
	o->naddresses = argc > optind ? (size_t)(argc - optind - 1) : 0;
	return *exit == 0;
}
