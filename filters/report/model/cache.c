/* SPDX-License-Identifier: ISC */
#include "filters/report/model/cache.h"

#include "common/json.h"

#include <stdio.h>
#include <unistd.h>

/* Goes up when what is kept changes its meaning. */
#define VERSION "listbrief.summary/1"

struct hash
cache_key(const struct config_model *model, const struct hash *prompts, size_t n)
{
	char numbers[64];
	struct bytes runs[5];

	snprintf(numbers, sizeof numbers, "%zu %zu %u", model->answer_tokens, model->context_tokens,
	    model->form);
	runs[0] = BYTES_LIT(VERSION);
	runs[1] = bytes_from(model->name);
	runs[2] = bytes_from(numbers);
	runs[3] = bytes_from(model->extra_body ? model->extra_body : "");
	runs[4] = (struct bytes){ (const char *)prompts, n * sizeof *prompts };
	return hash_runs(runs, sizeof runs / sizeof *runs);
}

static size_t
count_of(const struct json *v, const char *key)
{
	const int64_t n = json_number_of(json_get(v, key), 0);

	return n > 0 ? (size_t)n : 0;
}

enum store_status
cache_get(struct store *s, const struct hash *key, struct arena *a, struct cache_entry *e)
{
	struct bytes packed;
	struct json *v;
	enum store_status status = store_get_summary(s, key, a, &packed);

	if (status != STORE_OK)
		return status;
	v = json_parse(packed, NULL);
	if (json_get(v, "failed")) {
		e->result = (struct summarize_result){ 0 };
		e->result.failed = arena_string(a, json_text_of(json_get(v, "failed")));
		e->result.given = count_of(v, "given");
		e->result.answered = true;
	} else if (!summarize_read(a, v, &e->result)) {
		status = STORE_NONE;
	}
	e->cost = (struct cache_cost){ count_of(v, "calls"), count_of(v, "prompt_tokens"),
		count_of(v, "completion_tokens") };
	json_free(v);
	return status;
}

enum store_status
cache_put(struct store *s, const struct hash *key, const struct cache_entry *e)
{
	struct buf packed = BUF_INIT;
	enum store_status status;
	struct json *v;

	if (!summarize_is_final(&e->result))
		return STORE_OK;
	v = summarize_json(&e->result);
	if (e->result.failed)
		json_set_string(v, "failed", e->result.failed);
	json_set_number(v, "calls", (int64_t)e->cost.calls);
	json_set_number(v, "prompt_tokens", (int64_t)e->cost.prompt_tokens);
	json_set_number(v, "completion_tokens", (int64_t)e->cost.completion_tokens);
	json_write(&packed, v, false);
	json_free(v);
	status = store_put_summary(s, key, buf_bytes(&packed));
	buf_release(&packed);
	return status;
}

bool
cache_may_keep(const struct config *config, const char *list)
{
	struct arena *a = arena_new();
	const bool may = access(arena_printf(a, "%s/%s", config->store, list), W_OK | X_OK) == 0;

	arena_free(a);
	return may;
}
