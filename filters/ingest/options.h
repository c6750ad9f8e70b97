/* SPDX-License-Identifier: ISC */
/*
 * options.h: ingest's command line.
 */
#ifndef LISTBRIEF_INGEST_OPTIONS_H
#define LISTBRIEF_INGEST_OPTIONS_H

#include "common/cli.h"

enum way {
	WAY_MAIL,   /* one mail on stdin */
	WAY_MBOX,   /* an mbox on stdin */
	WAY_MAILDIR /* a folder */
};

struct options {
	struct cli cli;
	enum way way;
	const char *folder; /* of WAY_MAILDIR */
	const char *list;
	bool passthrough;
	bool agent; /* a delivery agent started us: one mail on a stdin that is no terminal */
};

/* False: leave with o->cli.exit.  o->way, o->agent and o->passthrough are set in any case. */
bool options_read(struct options *o, int argc, char **argv);

#endif
