/* SPDX-License-Identifier: ISC */
/*
 * worker.h: the child in which mail is opened.  It serves many mails; one that kills it,
 * or takes too long, costs that mail its text, and the next gets a new child.  The
 * child has limits on time, memory and descriptors, can reach no file, no network and no other process
 * (fence.h; a kernel that has none is said aloud), and its answers are not trusted to be well formed.
 */
#ifndef LISTBRIEF_AGGREGATE_WORKER_H
#define LISTBRIEF_AGGREGATE_WORKER_H

#include "common/buf.h"

/* CPU time of one mail, and the wait for its answer on a busy machine. */
#define WORKER_CPU_MS 1500
#define WORKER_WAIT_MS 20000
/* Memory on top of what the program had when the child was started. */
#define WORKER_BYTES_MAX ((size_t)512 * 1024 * 1024)

struct worker;

/* What the child does with one mail: appends its answer to out.  Memory it takes is its own affair. */
typedef unsigned worker_job(struct bytes raw, struct buf *out);

struct worker *worker_new(worker_job *job);
void worker_free(struct worker *w); /* NULL is ignored */

enum worker_status {
	WORKER_DONE,
	WORKER_LOST,  /* the mail is to blame: the child died of it, or answered nonsense */
	WORKER_AGAIN  /* it is not: there was no child to be had; logged */
};

/*
 * The job's answer for one mail appended to out, at most most bytes, and its result in *flags; out is as it was
 * where there is none.  A child that was late, or was killed by another (the system stood still, or
 * was short of memory), is followed by a second one.
 */
enum worker_status worker_run(struct worker *w, struct bytes raw, struct buf *out, size_t most, unsigned *flags);

#endif
