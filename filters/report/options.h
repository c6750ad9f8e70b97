/* SPDX-License-Identifier: ISC */
/*
 * options.h: listbrief-report's command line.
 */
#ifndef LISTBRIEF_REPORT_OPTIONS_H
#define LISTBRIEF_REPORT_OPTIONS_H

#include "filters/report/extract/extract.h"
#include "filters/report/model/record.h"
#include "filters/report/view/render.h"
#include "filters/report/window.h"

#include <stdbool.h>

enum action { ACTION_PRINT, ACTION_SEND, ACTION_RESEND, ACTION_STATUS, ACTION_SITE, ACTION_EXPLAIN };

struct options {
	const char *config, *list;
	const char *since, *until; /* NULL where not given */
	const char *output;        /* NULL: stdout */
	struct extract_length length; /* of a thread's extract */
	const char *site;          /* of --site */
	const char *thread;        /* of --explain */
	enum record_mode record;   /* of the model's answers, in record_dir */
	const char *record_dir;
	const char *reader;        /* of --for: a member's address; NULL: the list's own digest */
	enum format format;
	enum action action;
	enum catch_up catch_up;
	char *const *addresses; /* of --resend */
	size_t naddresses;
};

/* False where the program is to leave with *exit: help was asked for, or something is wrong (said). */
bool options_read(int argc, char **argv, struct options *options, int *exit);

#endif
