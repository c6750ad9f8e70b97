/* SPDX-License-Identifier: ISC */
#include "common/standing.h"

#include "common/json.h"

#include <string.h>

static const char key[] = "bounces";

static void
read_run(struct standing *s, const struct json *v)
{
	struct standing_run run = {
		.from = (uint64_t)json_number_of(json_get(v, "from"), 0),
		.to = (uint64_t)json_number_of(json_get(v, "to"), 0),
		.first = json_number_of(json_get(v, "first"), 0),
	};

	if (s->n < STANDING_RUNS_MAX && run.from && run.from <= run.to &&
	    (s->n == 0 || run.from > s->runs[s->n - 1].to))
		s->runs[s->n++] = run;
}

struct standing
standing_read(struct bytes options)
{
	struct json *all = options.n ? json_parse(options, NULL) : NULL;
	const struct json *v = json_get(all, key), *runs = json_get(v, "runs");
	struct standing s = { .suspended = json_number_of(json_get(v, "suspended"), 0) };

	for (size_t i = 0; i < json_count(runs); i++)
		read_run(&s, json_at(runs, i));
	json_free(all);
	return s;
}

static struct json *
standing_json(const struct standing *s)
{
	struct json *v, *runs;

	if (s->n == 0 && s->suspended == 0)
		return json_null();
	v = json_object();
	runs = json_array();
	for (size_t i = 0; i < s->n; i++) {
		struct json *run = json_object();

		json_set_number(run, "from", (int64_t)s->runs[i].from);
		json_set_number(run, "to", (int64_t)s->runs[i].to);
		json_set_number(run, "first", s->runs[i].first);
		json_add(runs, run);
	}
	json_set(v, "runs", runs);
	json_set_number(v, "suspended", s->suspended);
	return v;
}

struct bytes
standing_write(struct arena *a, struct bytes options, const struct standing *s)
{
	struct json *all = options.n ? json_parse(options, NULL) : NULL;
	struct buf out = BUF_INIT;
	struct bytes written;

	if (json_type(all) != JSON_OBJECT) {
		json_free(all);
		all = json_object();
	}
	json_set(all, key, standing_json(s));
	json_write(&out, all, false);
	written = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	json_free(all);
	return written;
}

static void
drop_run(struct standing *s, size_t i)
{
	s->n--;
	memmove(&s->runs[i], &s->runs[i + 1], (s->n - i) * sizeof s->runs[0]);
}

/* Before run i; with all places taken the oldest run goes. */
static bool
insert_run(struct standing *s, size_t i, uint64_t digest, int64_t now)
{
	if (s->n == STANDING_RUNS_MAX) {
		if (i == 0)
			return false;
		drop_run(s, 0);
		i--;
	}
	memmove(&s->runs[i + 1], &s->runs[i], (s->n - i) * sizeof s->runs[0]);
	s->runs[i] = (struct standing_run){ digest, digest, now };
	s->n++;
	return true;
}

bool
standing_count(struct standing *s, uint64_t digest, int64_t now)
{
	struct standing_run *run;
	size_t i = 0;

	while (i < s->n && s->runs[i].to + 1 < digest)
		i++;
	run = &s->runs[i];
	if (i == s->n || digest + 1 < run->from)
		return insert_run(s, i, digest, now);
	if (digest >= run->from && digest <= run->to)
		return false;
	run->first = run->first < now ? run->first : now;
	if (digest < run->from) {
		run->from = digest;
		return true;
	}
	run->to = digest;
	if (i + 1 < s->n && run[1].from == digest + 1) {
		run[1].from = run->from;
		run[1].first = run->first < run[1].first ? run->first : run[1].first;
		drop_run(s, i);
	}
	return true;
}
