/* SPDX-License-Identifier: ISC */
#include "filters/report/model/model.h"

#include "common/log.h"
#include "common/progress.h"
#include "filters/report/model/cache.h"
#include "filters/report/model/client.h"
#include "filters/report/model/cut.h"
#include "filters/report/model/dossier_load.h"
#include "filters/report/model/explain.h"
#include "filters/report/model/past.h"

#include <string.h>

/* Less context than this is no context. */
#define CONTEXT_MIN ((size_t)1024)
/* What mails get of it at least. */
#define ROOM_MIN ((size_t)200)
#define NAME_DIGITS 12

/* A thread in hand: one question at a time. */
struct work {
	bool busy;
	struct arena *a;
	const struct model_thread *thread;
	struct dossier *d;
	struct claim *past;
	size_t npast;
	struct prompt_scope *scopes;
	size_t nscopes, context;
	struct hash key;
	struct summarize *s;
	struct request_message messages[PROMPT_MESSAGES_MAX];
	struct budget budget;
	struct cache_cost cost;
};

struct model {
	struct arena *a;
	const struct config_model *config;
	struct record record;
	struct endpoint endpoint;
	struct prompt_setup setup;
	struct client *client; /* NULL where it cannot be used */
	struct json *schema;
	const char *version;
	size_t context; /* of the server, as far as we know */
	struct budget run;
	struct cache_cost cost;
	size_t kept, failed;
	struct json *past, *told; /* by the digest before, by this one: past.h */
	/* of model_summarize */
	struct store *store;
	bool keep, explain;
	struct work *works;
	size_t nworks, done;
	struct progress *progress;
	const char *why; /* of the first thread that failed */
};

static size_t
prompt_tokens(const struct prompt *p)
{
	size_t tokens = 0;

	for (size_t i = 0; i < p->n; i++)
		tokens += budget_tokens(p->messages[i].text);
	return tokens;
}

/* Requests the thread has left. */
static size_t
calls_left(const struct model *m, const struct work *w)
{
	const size_t all = m->config->thread.calls;

	return w->budget.calls < all ? all - w->budget.calls : 0;
}

/* False where the prompt's template cannot be read (said). */
static bool
cut(struct model *m, struct work *w, size_t context)
{
	const struct collect_thread *t = w->thread->t;
	const struct prompt_scope least = { .mails = &t->root, .n = 1 };
	struct prompt p;
	size_t used, room = ROOM_MIN, most = calls_left(m, w);

	if (!prompt_build(w->a, &m->setup, w->d, &least, &p))
		return false;
	used = prompt_tokens(&p) + m->config->answer_tokens;
	if (used + ROOM_MIN < context)
		room = context - used;
	w->context = context;
	if (most < 1 || most > SUMMARIZE_SCOPES_MAX)
		most = most ? SUMMARIZE_SCOPES_MAX : 1;
	w->scopes = cut_thread(w->a, t, w->d, room, most, &w->nscopes);
	for (size_t i = 0; i < w->nscopes; i++) {
		w->scopes[i].past = w->past;
		w->scopes[i].npast = w->npast;
	}
	return true;
}

static bool
find_key(struct model *m, struct work *w)
{
	struct hash *keys = arena_array(w->a, w->nscopes, sizeof *keys);
	struct prompt p;

	for (size_t i = 0; i < w->nscopes; i++) {
		if (!prompt_build(w->a, &m->setup, w->d, &w->scopes[i], &p))
			return false;
		keys[i] = p.key;
	}
	w->key = cache_key(m->config, keys, w->nscopes);
	return true;
}

void
model_explain(struct model *m)
{
	if (m)
		m->explain = true;
}

static void
explain(struct json *thread, const struct summarize_result *r)
{
	struct json *v = summarize_json(r);

	if (r->failed)
		json_set_string(v, "failed", r->failed);
	json_set(thread, EXPLAIN_KEY, v);
}

/* The thread is done with: its summary is what r says. */
static void
finish(struct model *m, struct work *w, const struct summarize_result *r)
{
	struct json *thread = w->thread->thread;

	if (r->failed) {
		m->failed++;
		m->why = m->why ? m->why : arena_string(m->a, bytes_from(r->failed));
		log_info("model: %s: the extract has to do: %s",
		    arena_string(w->a, json_text_of(json_get(thread, "id"))), r->failed);
	}
	m->kept += summarize_is_final(r);
	if (!r->failed)
		past_add(m->told, w->thread->t->id, w->d, r);
	m->cost.calls += w->cost.calls;
	m->cost.prompt_tokens += w->cost.prompt_tokens;
	m->cost.completion_tokens += w->cost.completion_tokens;
	json_set(
	    thread, "summary", summarize_summary(w->a, r, json_copy(json_get(thread, "summary"))));
	if (m->explain)
		explain(thread, r);
	m->done++;
	progress_step(m->progress, m->done, m->done);
	arena_free(w->a);
	*w = (struct work){ 0 };
}

/* A cache that cannot be written is no reason to lose a digest: the store says why. */
static void
end(struct model *m, struct work *w)
{
	struct cache_entry e = { summarize_result(w->s), w->cost };

	if (m->keep && m->record.mode != RECORD_REPLAY)
		cache_put(m->store, &w->key, &e);
	finish(m, w, &e.result);
}

static void
begin_summary(struct model *m, struct work *w)
{
	w->s = summarize_new(w->a, &m->setup, w->d, w->scopes, w->nscopes, calls_left(m, w));
}

static const char *
ask(struct model *m, struct work *w, const struct prompt *p)
{
	struct client_question q = { .request = { w->messages, p->n, m->config->answer_tokens },
		.budget = &w->budget,
		.tag = (size_t)(w - m->works) };

	for (size_t i = 0; i < p->n; i++)
		w->messages[i] =
		    (struct request_message){ p->messages[i].role, p->messages[i].text };
	q.name = arena_printf(
	    w->a, "%s-%zu", hash_hex(w->a, &p->key, NAME_DIGITS), p->n > 2 ? (size_t)2 : 1);
	return client_ask(m->client, &q);
}

/* Asks the thread's next question; where there is none it is done with. */
static void
go_on(struct model *m, struct work *w)
{
	const struct prompt *p;
	const char *why = NULL;

	while ((p = summarize_request(w->s)) != NULL) {
		if ((why = ask(m, w, p)) == NULL)
			return;
		summarize_fail(w->s, why);
	}
	end(m, w);
}

static bool
is_empty(const struct dossier *d)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->mails[i].nsentences)
			return false;
	return true;
}

static void
fail(struct model *m, struct work *w, const char *why)
{
	struct summarize_result r = { .failed = why };

	finish(m, w, &r);
}

static void
begin(struct model *m, struct work *w)
{
	struct cache_entry e;

	if (is_empty(w->d)) {
		/* Patches without a word: nothing to tell, and nothing that failed. */
		struct summarize_result r = { .answered = true };
		finish(m, w, &r);
	} else if (!m->setup.lexicon || !cut(m, w, m->config->context_tokens) || !find_key(m, w)) {
		fail(m, w, "no prompt");
	} else if (m->record.mode == RECORD_NOTHING &&
		   cache_get(m->store, &w->key, w->a, &e) == STORE_OK) {
		w->cost = e.cost;
		finish(m, w, &e.result);
	} else if (m->client == NULL) {
		fail(m, w, "cannot be used");
	} else if (m->context < w->context && !cut(m, w, m->context)) {
		fail(m, w, "no prompt");
	} else {
		begin_summary(m, w);
		go_on(m, w);
	}
}

/* The same thread in smaller pieces; what the server says of its context goes for all that follow.
 */
static void
shrink(struct model *m, struct work *w, size_t fits)
{
	size_t context = w->context / 2;

	if (fits && fits < w->context) {
		context = fits - fits / 10;
		m->context = context < m->context ? context : m->context;
	}
	if (context < CONTEXT_MIN || !cut(m, w, context))
		summarize_fail(w->s, "context too small");
	else
		begin_summary(m, w);
}

static void
take(struct model *m, const struct client_answer *answer)
{
	struct work *w = &m->works[answer->tag];

	w->cost.calls += answer->usage.calls;
	w->cost.prompt_tokens += answer->usage.prompt_tokens;
	w->cost.completion_tokens += answer->usage.completion_tokens;
	if (answer->outcome == CLIENT_ANSWERED)
		summarize_answer(w->s, arena_bytes(w->a, answer->content));
	else if (answer->outcome == CLIENT_TOO_LONG)
		shrink(m, w, answer->fits);
	else
		summarize_fail(w->s, answer->why);
	go_on(m, w);
}

static struct work *
free_work(struct model *m)
{
	for (size_t i = 0; i < m->nworks; i++)
		if (!m->works[i].busy)
			return &m->works[i];
	return NULL;
}

static enum store_status
start(struct model *m, struct work *w, const struct model_thread *thread)
{
	enum store_status status;

	*w = (struct work){ .busy = true, .a = arena_new(), .thread = thread };
	w->budget = (struct budget){ .cap = &m->config->thread, .whole = &m->run };
	status = dossier_load(m->store, w->a, thread->t, thread->person, thread->thread, &w->d);
	if (status == STORE_OK) {
		if (m->setup.lexicon)
			w->past = past_claims(
			    w->a, m->setup.lexicon, w->d, m->past, thread->t->id, &w->npast);
		begin(m, w);
	} else {
		arena_free(w->a);
		*w = (struct work){ 0 };
	}
	return status;
}

static enum store_status
run(struct model *m, const struct model_thread *threads, size_t n)
{
	struct arena *each = arena_new();
	enum store_status status = STORE_OK;
	struct client_answer answer;
	struct work *w;
	size_t next = 0;
	bool more = true;

	while (more) {
		while (status == STORE_OK && next < n && (w = free_work(m)) != NULL)
			status = start(m, w, &threads[next++]);
		more = m->client && client_next(m->client, each, &answer);
		if (more)
			take(m, &answer);
		arena_reset(each);
		more = more || (status == STORE_OK && next < n);
	}
	arena_free(each);
	return status;
}

static void
tell(const struct model *m, size_t n)
{
	const struct client_usage none = { 0 };
	struct client_usage u = m->client ? client_usage(m->client) : none;

	log_info("model: %zu threads: %zu calls, %zu + %zu tokens, cost %.4f; %zu failed", n,
	    u.calls, u.prompt_tokens, u.completion_tokens,
	    budget_cost(m->config, u.prompt_tokens, u.completion_tokens), m->failed);
	if (m->failed)
		log_warn("model: %zu of %zu threads have an extract in place of a summary: %s",
		    m->failed, n, m->why);
}

/* What the digest before told; there need not be one. */
static enum store_status
recall(struct model *m, int64_t since)
{
	enum store_status status = past_get(m->store, m->setup.language, since, &m->past);

	return status == STORE_NONE ? STORE_OK : status;
}

static void
forget(struct model *m)
{
	json_free(m->past);
	json_free(m->told);
	m->past = m->told = NULL;
}

void
model_remember(struct model *m, struct store *s, int64_t until)
{
	if (m && json_count(m->told))
		past_put(s, m->setup.language, until, m->told);
}

enum store_status
model_summarize(struct model *m, struct store *s, bool keep, int64_t since,
    const struct model_thread *threads, size_t n)
{
	enum store_status status;

	forget(m);
	m->told = json_object();

	m->store = s;
	m->keep = keep;
	m->nworks = m->config->parallel;
	m->works = arena_array(m->a, m->nworks, sizeof *m->works);
	m->cost = (struct cache_cost){ 0 };
	m->kept = m->failed = m->done = 0;
	m->why = NULL;
	m->progress = progress_new("model", "threads", n);
	status = recall(m, since);
	if (status == STORE_OK)
		status = run(m, threads, n);
	progress_free(m->progress);
	m->progress = NULL;
	if (status == STORE_OK)
		tell(m, n);
	return status;
}

struct json *
model_json(const struct model *m)
{
	const struct model none = { 0 };
	const bool priced = m && (m->config->price_in > 0 || m->config->price_out > 0);
	struct json *v = json_object();

	json_set_string(v, "name", m ? m->config->name : NULL);
	json_set_string(v, "prompt_version", m ? m->version : NULL);
	m = m ? m : &none;
	json_set_number(v, "calls", (int64_t)m->cost.calls);
	json_set_number(v, "cached", (int64_t)m->kept);
	json_set_number(v, "failed", (int64_t)m->failed);
	json_set_number(v, "prompt_tokens", (int64_t)m->cost.prompt_tokens);
	json_set_number(v, "completion_tokens", (int64_t)m->cost.completion_tokens);
	json_set(v, "cost",
	    priced ? json_real(
			 budget_cost(m->config, m->cost.prompt_tokens, m->cost.completion_tokens))
		   : json_null());
	return v;
}

/* The endpoint, but where a record takes its place; the key is hidden anyway. */
static bool
open_endpoint(struct model *m)
{
	struct config_model nobody = *m->config;

	if (m->record.mode != RECORD_REPLAY)
		return endpoint_open(m->a, m->config, &m->endpoint) == ENDPOINT_OPEN;
	nobody.name = NULL;
	endpoint_open(m->a, &nobody, &m->endpoint);
	return true;
}

struct model *
model_open(struct arena *a, const struct config *config, const struct config_list *list,
    const char *templates, enum record_mode mode, const char *dir)
{
	struct model *m = arena_alloc(a, sizeof *m);
	bool ok;

	m->a = a;
	m->config = &config->model;
	m->context = config->model.context_tokens;
	m->run.cap = &config->model.run;
	m->record.mode = mode;
	ok = open_endpoint(m);
	if (config->model.name == NULL)
		return NULL;
	m->schema = prompt_schema();
	m->version = prompt_version(a, templates, list->language);
	m->setup = (struct prompt_setup){ .templates = templates, .language = list->language };
	m->setup.lexicon = lexicon_read(a, templates, list->language, list->glossary);
	ok = record_open(&m->record, mode, dir) && ok && m->setup.lexicon && m->version;
	m->setup.seed = m->record.seed;
	if (ok)
		m->client = client_open(m->config, &m->endpoint, &m->record, m->schema);
	return m;
}

void
model_close(struct model *m)
{
	if (m == NULL)
		return;
	for (size_t i = 0; i < m->nworks; i++)
		if (m->works[i].busy)
			arena_free(m->works[i].a);
	forget(m);
	client_close(m->client);
	endpoint_close(&m->endpoint);
	json_free(m->schema);
}
