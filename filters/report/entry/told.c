/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/told.h"

#include <inttypes.h>
#include <stdio.h>

/* Goes up when what is kept changes its meaning. */
#define VERSION "listbrief.states/1"

static struct hash
key_of(int64_t until)
{
	char time[24];
	struct bytes runs[2];

	snprintf(time, sizeof(time), "%" PRId64, until);
	runs[0] = BYTES_LIT(VERSION);
	runs[1] = bytes_from(time);
	return hash_runs(runs, 2);
}

enum store_status
told_put(struct store *s, const struct json *digest, int64_t until)
{
	const struct json *threads = json_get(digest, "threads");
	const struct hash key = key_of(until);
	struct json *told = json_object();
	struct buf text = BUF_INIT;
	struct arena *a = arena_new();
	enum store_status status;

	for (size_t i = 0; i < json_count(threads); i++) {
		const struct json *thread = json_at(threads, i);
		const char *id = arena_string(a, json_text_of(json_get(thread, "id")));

		json_set_text(told, id, json_text_of(json_path(thread, "state.kind")));
	}
	json_write(&text, told, false);
	status = store_put_summary(s, &key, buf_bytes(&text));
	buf_release(&text);
	json_free(told);
	arena_free(a);
	return status;
}

enum store_status
told_get(struct store *s, int64_t since, struct json **told)
{
	const struct hash key = key_of(since);
	struct arena *a = arena_new();
	struct bytes text;
	enum store_status status = store_get_summary(s, &key, a, &text);

	*told = status == STORE_OK ? json_parse(text, NULL) : NULL;
	arena_free(a);
	return status == STORE_NONE ? STORE_OK : status;
}

void
told_compare(struct arena *a, const struct json *told, const char *id, struct state *state)
{
	const struct json *was = json_get(told, id);
	struct bytes name = json_text_of(was);

	if (json_type(was) != JSON_TEXT)
		return;
	state->was = name.n && state->kind != STATE_NONE && !state_is(state, name)
			 ? arena_string(a, name)
			 : NULL;
}
