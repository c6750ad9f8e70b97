/* SPDX-License-Identifier: ISC */
#include "filters/report/delivery/commit.h"

#include "common/clock.h"

static void *
run(void *arg)
{
	struct commit *c = arg;

	c->status = store_move_deliveries(c->store, c->digest, c->moves, c->n, c->now);
	return NULL;
}

void
commit_begin(struct commit *c)
{
	c->status = STORE_OK;
	c->now = clock_now();
	if (c->n == 0)
		return;
	c->running = pthread_create(&c->thread, NULL, run, c) == 0;
	/* No thread to be had: one after the other, then. */
	if (!c->running)
		run(c);
}

enum store_status
commit_end(struct commit *c)
{
	if (c->running)
		pthread_join(c->thread, NULL);
	c->running = false;
	return c->status;
}
