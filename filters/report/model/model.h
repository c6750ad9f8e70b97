/* SPDX-License-Identifier: ISC */
/*
 * model.h: the summaries of a digest's threads by a model, several at once, those that need a reader most
 * first.  Whatever fails, the thread keeps its extract.
 */
#ifndef LISTBRIEF_REPORT_MODEL_H
#define LISTBRIEF_REPORT_MODEL_H

#include "common/config.h"
#include "filters/report/entry/collect.h"
#include "filters/report/model/record.h"

struct model;

/* A thread of the digest that is being made. */
struct model_thread {
	const struct collect_thread *t;
	const size_t *person; /* people_number of its mails */
	struct json *thread;  /* the digest's, with the extract as its summary */
};

/*
 * NULL where the config names no model.  One that cannot be used (said) is a model too: all its
 * threads fail.  The key leaves the environment in any case; see endpoint.h.
 */
struct model *model_open(struct arena *a, const struct config *config,
    const struct config_list *list, const char *templates, enum record_mode mode, const char *dir);
void model_close(struct model *m); /* NULL is ignored */

/* What becomes of each thread's questions is kept in it under EXPLAIN_KEY (explain.h).  m may be NULL. */
void model_explain(struct model *m);

/*
 * Replaces the summaries of threads[n] of a window that begins at since; of what is older the model is told what the
 * digest that ended there told.  keep: s may be written.  Not STORE_OK: the store cannot be read.
 */
enum store_status model_summarize(struct model *m, struct store *s, bool keep, int64_t since,
    const struct model_thread *threads, size_t n);

/* The digest made last is sent, and its window ends at until: keeps what it told for the next.  m may be NULL. */
void model_remember(struct model *m, struct store *s, int64_t until);

/*
 * {name, prompt_version, calls, cached, failed, prompt_tokens, completion_tokens, cost}: what the summaries shown took,
 * in this run or the one that kept them, so that it is the same in both.  m may be NULL.
 */
struct json *model_json(const struct model *m);

#endif
