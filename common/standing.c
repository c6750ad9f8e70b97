/* SPDX-License-Identifier: ISC */
#include "common/standing.h"

#include "common/json.h"

static const char key[] = "bounces";

struct standing
standing_read(struct bytes options)
{
	struct json *all = options.n ? json_parse(options, NULL) : NULL;
	const struct json *v = json_get(all, key);
	struct standing s = {
		.digest = (uint64_t)json_number_of(json_get(v, "digest"), 0),
		.count = (uint64_t)json_number_of(json_get(v, "count"), 0),
		.first = json_number_of(json_get(v, "first"), 0),
		.suspended = json_number_of(json_get(v, "suspended"), 0),
	};

	json_free(all);
	return s;
}

struct bytes
standing_write(struct arena *a, struct bytes options, const struct standing *s)
{
	struct json *all = options.n ? json_parse(options, NULL) : NULL;
	struct json *v = s->digest || s->suspended ? json_object() : json_null();
	struct buf out = BUF_INIT;
	struct bytes written;

	if (json_type(all) != JSON_OBJECT) {
		json_free(all);
		all = json_object();
	}
	if (json_type(v) == JSON_OBJECT) {
		json_set_number(v, "digest", (int64_t)s->digest);
		json_set_number(v, "count", (int64_t)s->count);
		json_set_number(v, "first", s->first);
		json_set_number(v, "suspended", s->suspended);
	}
	json_set(all, key, v);
	json_write(&out, all, false);
	written = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	json_free(all);
	return written;
}
