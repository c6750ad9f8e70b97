/* SPDX-License-Identifier: ISC */
/*
 * run.h: one run of listbrief-report, and each thing it can be asked to do.
 */
#ifndef LISTBRIEF_REPORT_RUN_H
#define LISTBRIEF_REPORT_RUN_H

#include "filters/report/model/model.h"
#include "filters/report/options.h"
#include "filters/report/window.h"

struct run {
	struct store *store;
	const struct config *config;
	const struct config_list *list;
	const struct options *options;
	const char *templates;
	struct model *model; /* NULL: no model */
	bool writes;         /* the store is open for it */
	struct arena *arena;
	int64_t now;
};

/* What became of it; why was said by who saw it. */
enum outcome {
	OUTCOME_DONE,
	OUTCOME_USAGE,
	OUTCOME_DATA,   /* what was named by hand is not there, or cannot be used */
	OUTCOME_AWAY,   /* the store is not there */
	OUTCOME_AGAIN,
	OUTCOME_CONFIG, /* config, template or store do not allow it */
	OUTCOME_UNWRITTEN
};

/* Fills in what the options' config and list say, into config; false (said) where they cannot be had. */
bool run_config(struct run *run, struct config *config);
/* The store, waiting at most so many seconds for other programs' locks. */
enum outcome run_open(struct run *run, int wait);

/* A digest of the options' window, to stdout or a file. */
enum outcome run_print(const struct run *run);
/* How the summary of the options' thread came about. */
enum outcome run_explain(const struct run *run);
/* What was sent. */
enum outcome run_status(const struct run *run);
/* The digests that were sent, as a folder of pages. */
enum outcome run_site(const struct run *run);
/* What is left of older digests, then a new one, or several where some were missed. */
enum outcome run_send(const struct run *run);
/* What is left of older digests; or the last one to the options' addresses, once more. */
enum outcome run_resend(const struct run *run);

/* The steps of more than one of these. */
enum outcome run_window(const struct run *run, struct window *w);
/* *digest is NULL where there is none. */
enum outcome run_digest(const struct run *run, const struct window *w, struct json **digest);

#endif
