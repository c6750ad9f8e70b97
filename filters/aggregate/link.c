/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/link.h"

#include "common/log.h"
#include "common/progress.h"
#include "filters/aggregate/affected.h"
#include "filters/aggregate/thread.h"
#include "filters/aggregate/tie.h"
#include "filters/aggregate/trace.h"

#include <string.h>
#include <time.h>

struct batch {
	struct arena *a;
	struct store_link link; /* what is to be written */
	struct store_mail *mails;
	struct bytes *texts;
	struct store_tie *ties;
	struct store_key *gone;
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct bytes
key_bytes(const struct store_key *key)
{
	return (struct bytes){ (const char *)key->b, sizeof key->b };
}

static void
batch_begin(struct batch *b, struct arena *a, size_t n)
{
	*b = (struct batch){ .a = a };
	b->mails = arena_array(a, n, sizeof *b->mails);
	b->texts = arena_array(a, n, sizeof *b->texts);
	b->ties = arena_array(a, n * (TIE_MAX + TRACE_MAX), sizeof *b->ties);
	b->gone = arena_array(a, n, sizeof *b->gone);
	b->link.mails = b->mails;
	b->link.texts = b->texts;
	b->link.ties = b->ties;
	b->link.gone = b->gone;
}

/* Reads each mail once, by its last place in the log; a copy that was replaced not at all. */
static void
batch_read(struct batch *b, struct reader *r, const struct store_mail_raw *raws, size_t n)
{
	static const struct store_key none;
	struct names *done = names_new(b->a);
	bool fresh;

	for (size_t i = 0; i < n; i++)
		if (memcmp(raws[i].replaces.b, none.b, sizeof none.b) != 0) {
			names_add(done, key_bytes(&raws[i].replaces), &fresh);
			if (fresh)
				b->gone[b->link.ngone++] = raws[i].replaces;
		}
	for (size_t i = n; i-- > 0;) {
		names_add(done, key_bytes(&raws[i].key), &fresh);
		if (!fresh)
			continue;
		reader_read(
		    r, &raws[i], b->a, &b->mails[b->link.nmails], &b->texts[b->link.nmails]);
		b->link.nmails++;
	}
}

static void
batch_tie(struct batch *b)
{
	for (size_t i = 0; i < b->link.nmails; i++) {
		b->link.nties += thread_ties(b->a, &b->mails[i], &b->ties[b->link.nties]);
		b->link.nties += trace_clues(b->a, &b->mails[i], &b->ties[b->link.nties]);
	}
}

/* A thread goes on under the number of the old thread that its first known mail was in. */
static void
keep_numbers(struct batch *b, const struct affected *f)
{
	struct names *ids = names_new(b->a);
	uint64_t *dead = arena_array(b->a, f->nthreads, sizeof *dead);
	uint32_t *old, room = 0;

	for (size_t i = 0; i < f->nthreads; i++)
		room += (uint32_t)f->threads[i].nnodes;
	old = arena_array(b->a, room, sizeof *old);
	for (size_t i = 0; i < f->nthreads; i++)
		for (size_t k = 0; k < f->threads[i].nnodes; k++)
			old[names_add(ids, f->threads[i].nodes[k].id, NULL)] = (uint32_t)i;
	for (size_t i = 0; i < b->link.nthreads; i++) {
		struct store_thread *t = &b->link.threads[i];

		for (size_t k = 0; k < t->nnodes && t->number == 0; k++) {
			uint32_t id = names_find(ids, t->nodes[k].id);

			if (id == NAMES_NONE)
				continue;
			t->number = f->threads[old[id]].number;
			f->threads[old[id]].number = 0;
		}
	}
	for (size_t i = 0; i < f->nthreads; i++)
		if (f->threads[i].number)
			dead[b->link.ndead++] = f->threads[i].number;
	b->link.dead = dead;
}

static enum store_status
batch_link(struct batch *b, struct store *s)
{
	struct affected f = { .s = s, .a = b->a };
	enum store_status status;

	batch_tie(b);
	status = affected_find(
	    &f, b->mails, b->link.nmails, b->gone, b->link.ngone, b->ties, b->link.nties);
	if (status != STORE_OK)
		return status;
	b->link.nthreads = thread_build(b->a, f.mails, f.nmails, &b->link.threads);
	keep_numbers(b, &f);
	return store_link(s, &b->link);
}

/* One batch from behind *at; *n is how many places of the log it took up, 0 at the end. */
static enum store_status
step(struct store *s, struct reader *r, struct arena *a, size_t max, uint64_t *at, size_t *n,
    struct link_sum *sum)
{
	struct store_mail_raw *raws;
	struct batch b;
	double began = seconds(), read;
	uint64_t through = *at;
	enum store_status status =
	    store_scan_log(s, *at, max, LINK_BYTES_MAX, a, &raws, n, &through);

	if (status != STORE_OK || (*n == 0 && through == *at))
		return status;
	batch_begin(&b, a, *n);
	batch_read(&b, r, raws, *n);
	read = seconds();
	b.link.linked = through;
	status = batch_link(&b, s);
	sum->mails += b.link.nmails;
	sum->threads += b.link.nthreads;
	sum->reading += read - began;
	sum->linking += seconds() - read;
	*n = (size_t)(through - *at);
	*at = through;
	return status;
}

enum store_status
link_log(struct store *s, struct reader *r, const char *list, size_t max, struct link_sum *sum)
{
	struct store_counts counts = { 0 };
	enum store_status status = store_count(s, &counts);
	struct progress *bar;
	struct arena *a;
	uint64_t at = counts.linked;
	size_t n = 1;

	if (status != STORE_OK || counts.log_end == at)
		return status;
	a = arena_new();
	bar = progress_new(list, "mails", counts.log_end - at);
	while (status == STORE_OK && n > 0) {
		status = step(s, r, a, max, &at, &n, sum);
		progress_step(bar, at - counts.linked, sum->mails);
		arena_reset(a);
	}
	progress_free(bar);
	arena_free(a);
	return status;
}

static enum store_status
link_claimed(struct store *s, const char *list, struct reader *r)
{
	struct link_sum sum = { 0 };
	enum store_status status = store_claim(s, "aggregate");

	if (status == STORE_AGAIN) {
		log_warn("%s: another listbrief-aggregate is at work on it", list);
		return STORE_OK;
	}
	if (status == STORE_OK)
		status = link_log(s, r, list, LINK_MAILS_MAX, &sum);
	log_info("%s: %llu mails, %llu threads written, reading %.4f s, linking %.4f s", list,
	    (unsigned long long)sum.mails, (unsigned long long)sum.threads, sum.reading,
	    sum.linking);
	return status;
}

enum store_status
link_list(const char *dir, const char *list, struct reader *r)
{
	struct store *s = NULL;
	enum store_status status = store_open(&s, dir, list, STORE_CREATE, LINK_WAIT_SECONDS);

	if (status == STORE_OK)
		status = link_claimed(s, list, r);
	store_close(s);
	return status;
}
