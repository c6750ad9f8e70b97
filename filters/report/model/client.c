/* SPDX-License-Identifier: ISC */
#include "filters/report/model/client.h"

#include "common/clock.h"
#include "common/log.h"
#include "common/http.h"

#include <stdlib.h>
#include <time.h>

enum job_state { JOB_FREE, JOB_WAITS, JOB_FLIES, JOB_DONE };

/* A question on its way, in the slot of the same number. */
struct job {
	enum job_state state;
	struct client_question q;
	struct buf body;
	unsigned version; /* of the dialect the body is written in */
	size_t estimate;  /* of the prompt's tokens */
	size_t taken;	  /* tokens, from the budget */
	unsigned tries, mends;
	int64_t due, begun;
	bool doubled;
	struct client_answer answer;
	struct buf content;
};

struct client {
	const struct config_model *model;
	const struct endpoint *endpoint;
	const struct record *record;
	struct dialect dialect;
	struct http *http; /* NULL where a record is replayed */
	struct job *jobs;
	size_t n;
	unsigned misses;
	const char *down; /* why nothing is asked any more */
	bool warned;	  /* of a context that is smaller than we are told */
	struct arena *scratch;
	struct client_usage usage;
};

/* ---- what goes out ---- */

static void
finish(struct job *job, enum client_outcome outcome, const char *why)
{
	job->answer.tag = job->q.tag;
	job->answer.outcome = outcome;
	job->answer.why = why;
	job->state = JOB_DONE;
}

static void
count(struct client *c, struct job *job, size_t calls, size_t prompt, size_t completion)
{
	struct client_usage *each[] = { &c->usage, &job->answer.usage };

	for (size_t i = 0; i < 2; i++) {
		each[i]->calls += calls;
		each[i]->prompt_tokens += prompt;
		each[i]->completion_tokens += completion;
	}
}

static void
write_body(const struct client *c, struct job *job)
{
	if (job->body.n && job->version == c->dialect.version)
		return;
	buf_clear(&job->body);
	request_write(&job->body, &c->dialect, &job->q.request);
	job->version = c->dialect.version;
}

static void
send_off(struct client *c, struct job *job)
{
	const int64_t now = clock_steady();
	int64_t until;

	job->taken = job->estimate + job->q.request.answer_tokens;
	if (c->down || !budget_take(job->q.budget, job->taken, now)) {
		finish(job, CLIENT_FAILED, c->down ? c->down : "budget");
		return;
	}
	job->tries++;
	job->begun = now;
	write_body(c, job);
	until = budget_until(job->q.budget, now, c->model->timeout);
	if (until > now &&
	    http_start(c->http, (size_t)(job - c->jobs), buf_bytes(&job->body), until - now)) {
		job->state = JOB_FLIES;
		return;
	}
	budget_settle(job->q.budget, job->taken, 0);
	finish(job, CLIENT_FAILED, "budget");
}

/* ---- what became of it ---- */

/* 0.5 s, 1 s, ... less up to a quarter, so that those that failed together do not come back
 * together. */
static int64_t
backoff(const struct job *job, const struct http_done *done)
{
	int64_t ms = CLIENT_BACKOFF_MS;
	struct timespec t;

	if (done->after > 0)
		return done->after;
	for (unsigned i = 1; i < job->tries && ms < CLIENT_BACKOFF_MAX_MS; i++)
		ms *= 2;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return ms - ms / 4 * (t.tv_nsec / 1000 % 1000) / 1000;
}

static void
again(struct job *job, int64_t after)
{
	const int64_t now = clock_steady();

	job->state = JOB_WAITS;
	job->due = now + after;
	if (after && budget_until(job->q.budget, now, after) < job->due)
		finish(job, CLIENT_FAILED, "budget");
}

/* Nothing more can be hoped for from this server. */
static void
give_up(struct client *c, const char *down, const char *why)
{
	if (c->down == NULL)
		log_error("model: %s: %s; nothing more is asked of it in this run",
		    c->endpoint->url, why);
	c->down = down;
}

static void
miss(struct client *c, struct job *job, const char *outcome, const char *why)
{
	if (++c->misses >= CLIENT_MISSES)
		give_up(c, "gone", why);
	finish(job, CLIENT_FAILED, outcome);
}

static void
answered(struct client *c, struct job *job, const struct reply *r, struct bytes body)
{
	if (reply_cut_input(r, job->estimate)) {
		if (!c->warned)
			log_warn("model: the server read %zu tokens of about %zu: its context is "
				 "too small; enlarge it, or set context_tokens",
			    r->prompt_tokens, job->estimate);
		c->warned = true;
		job->answer.fits = r->prompt_tokens;
		finish(job, CLIENT_TOO_LONG, NULL);
		return;
	}
	buf_add(&job->content, r->content);
	if (c->record->mode == RECORD_KEEP)
		record_put(c->record, job->q.name, buf_bytes(&job->body), body);
	finish(job, CLIENT_ANSWERED, NULL);
}

static void
later(struct client *c, struct job *job, const struct http_done *done, const char *why)
{
	if (done->again == 0 || job->tries > CLIENT_RETRIES + job->mends)
		miss(c, job, "no answer", why);
	else
		again(job, backoff(job, done));
}

/* The dialect may have been mended for another question since this one was written. */
static void
mend(struct client *c, struct job *job, const struct reply *r, const char *why)
{
	const bool stale = job->version != c->dialect.version;

	if (job->mends++ < CLIENT_MENDS && (stale || request_mend(&c->dialect, r)))
		again(job, 0);
	else
		miss(c, job, "not understood", why);
}

/* A longer limit is tried once: what thinks aloud may need it. */
static void
cut(struct job *job)
{
	if (job->doubled) {
		finish(job, CLIENT_FAILED, "cut answer");
		return;
	}
	job->doubled = true;
	job->mends++;
	job->q.request.answer_tokens *= 2;
	buf_clear(&job->body);
	again(job, 0);
}

static void
decide(struct client *c, struct job *job, const struct reply *r, const struct http_done *done,
    const char *why)
{
	if (r->kind < REPLY_LATER || r->kind == REPLY_TOO_LONG)
		c->misses = 0;
	switch (r->kind) {
	case REPLY_ANSWER:
		answered(c, job, r, done->body);
		break;
	case REPLY_CUT:
		cut(job);
		break;
	case REPLY_REFUSED:
		finish(job, CLIENT_FAILED, "refused");
		break;
	case REPLY_LATER:
		later(c, job, done, why);
		break;
	case REPLY_PARAMETER:
		mend(c, job, r, why);
		break;
	case REPLY_TOO_LONG:
		job->answer.fits = r->context;
		finish(job, CLIENT_TOO_LONG, NULL);
		break;
	case REPLY_DENIED:
		give_up(c, "denied", why);
		finish(job, CLIENT_FAILED, "denied");
		break;
	case REPLY_STRANGE:
		miss(c, job, "not understood", why);
	}
}

static void
read_done(struct arena *a, const struct http_done *done, struct reply *r)
{
	static const enum reply_kind kinds[] = { [HTTP_BROKEN] = REPLY_LATER,
		[HTTP_UNTRUSTED] = REPLY_DENIED,
		[HTTP_STRANGE] = REPLY_STRANGE };

	if (done->end == HTTP_REPLY)
		reply_read(a, done->status, done->body, r);
	else
		*r = (struct reply){ .kind = kinds[done->end], .why = bytes_from(done->error) };
}

/* For the log; a server that names our key is not quoted. */
static const char *
why_of(const struct client *c, const struct http_done *done, const struct reply *r)
{
	const struct bytes key = c->endpoint->key;

	if (done->end != HTTP_REPLY)
		return done->error;
	if (key.n && bytes_find(r->why, key) < r->why.n)
		return arena_printf(c->scratch, "status %ld, with our key in it", done->status);
	return arena_printf(c->scratch, "status %ld%s%.*s", done->status, r->why.n ? ": " : "",
	    (int)r->why.n, r->why.p);
}

static void
landed(struct client *c, const struct http_done *done)
{
	struct job *job = &c->jobs[done->slot];
	struct reply r;
	const char *why;

	read_done(c->scratch, done, &r);
	why = why_of(c, done, &r);
	log_info("model: question %zu, try %u: %s; %lld ms, %zu + %zu tokens", job->q.tag + 1,
	    job->tries, why, (long long)(clock_steady() - job->begun), r.prompt_tokens,
	    r.completion_tokens);
	/* A server that does not count is taken to have read what was thought. */
	if (r.prompt_tokens == 0 && r.kind <= REPLY_REFUSED)
		r.prompt_tokens = job->estimate;
	count(c, job, r.kind <= REPLY_REFUSED, r.prompt_tokens, r.completion_tokens);
	budget_settle(job->q.budget, job->taken, r.prompt_tokens + r.completion_tokens);
	decide(c, job, &r, done, why);
	http_drop(c->http, done->slot);
	arena_reset(c->scratch);
}

/* ---- the loop ---- */

static struct job *
job_in(const struct client *c, enum job_state state)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->jobs[i].state == state)
			return &c->jobs[i];
	return NULL;
}

static void
turn(struct client *c)
{
	const int64_t now = clock_steady();
	struct http_done done;

	for (size_t i = 0; i < c->n; i++)
		if (c->jobs[i].state == JOB_WAITS && c->jobs[i].due <= now)
			send_off(c, &c->jobs[i]);
	while (http_next(c->http, &done))
		landed(c, &done);
}

/* Sleeps until something comes in, or the next that waits is due. */
static void
rest(struct client *c)
{
	const int64_t now = clock_steady();
	int64_t left = 1000;

	for (size_t i = 0; i < c->n; i++)
		if (c->jobs[i].state == JOB_WAITS && c->jobs[i].due - now < left)
			left = c->jobs[i].due - now;
	if (left > 0)
		http_wait(c->http, left);
}

bool
client_next(struct client *c, struct arena *a, struct client_answer *answer)
{
	struct job *job;

	while ((job = job_in(c, JOB_DONE)) == NULL) {
		if (job_in(c, JOB_WAITS) == NULL && job_in(c, JOB_FLIES) == NULL)
			return false;
		turn(c);
		if (job_in(c, JOB_DONE) == NULL)
			rest(c);
	}
	*answer = job->answer;
	answer->content = arena_bytes(a, buf_bytes(&job->content));
	buf_release(&job->body);
	buf_release(&job->content);
	*job = (struct job){ 0 };
	return true;
}

size_t
client_free_slots(const struct client *c)
{
	size_t n = 0;

	for (size_t i = 0; i < c->n; i++)
		n += c->jobs[i].state == JOB_FREE;
	return n;
}

static size_t
estimate_of(const struct request *r)
{
	size_t tokens = 0;

	for (size_t i = 0; i < r->n; i++)
		tokens += budget_tokens(r->messages[i].text) + 4;
	return tokens;
}

/* As if the server had said it. */
static void
replay(struct client *c, struct job *job)
{
	struct bytes body;
	struct reply r;

	if (!record_get(c->record, c->scratch, job->q.name, &body)) {
		finish(job, CLIENT_FAILED, "not recorded");
		return;
	}
	reply_read(c->scratch, 200, body, &r);
	buf_add(&job->content, r.content);
	count(c, job, 1, r.prompt_tokens ? r.prompt_tokens : job->estimate, r.completion_tokens);
	finish(job, CLIENT_ANSWERED, NULL);
	arena_reset(c->scratch);
}

const char *
client_ask(struct client *c, const struct client_question *q)
{
	struct job *job = job_in(c, JOB_FREE);

	if (c->down)
		return c->down;
	if (job == NULL)
		return "busy";
	job->q = *q;
	job->estimate = estimate_of(&q->request);
	job->state = JOB_WAITS;
	if (c->record->mode == RECORD_REPLAY)
		replay(c, job);
	else
		turn(c);
	return NULL;
}

struct client_usage
client_usage(const struct client *c)
{
	return c->usage;
}

struct client *
client_open(const struct config_model *model, const struct endpoint *e, const struct record *record,
    const struct json *schema)
{
	struct client *c = calloc(1, sizeof *c);

	if (c == NULL || (c->jobs = calloc(model->parallel, sizeof *c->jobs)) == NULL)
		out_of_memory();
	c->n = model->parallel;
	c->model = model;
	c->endpoint = e;
	c->record = record;
	c->scratch = arena_new();
	if (record->mode == RECORD_REPLAY)
		return c;
	if (dialect_open(&c->dialect, model, e->url, schema))
		c->http = http_open(
		    &(struct http_server){ e->url, e->plain, e->fields, model->ca_file }, c->n);
	if (c->http == NULL) {
		client_close(c);
		return NULL;
	}
	return c;
}

void
client_close(struct client *c)
{
	if (c == NULL)
		return;
	http_close(c->http);
	for (size_t i = 0; i < c->n; i++) {
		buf_release(&c->jobs[i].body);
		buf_release(&c->jobs[i].content);
	}
	dialect_close(&c->dialect);
	arena_free(c->scratch);
	free(c->jobs);
	free(c);
}
