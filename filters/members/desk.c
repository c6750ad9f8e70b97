/* SPDX-License-Identifier: ISC */
#include "filters/members/desk.h"

#include "common/json.h"
#include "common/log.h"
#include "common/token.h"

#define NAME "requests"

/* {"answered": [{"address": hash, "time": t}], "open": [{"token","action","address","name"}]} */
struct desk {
	struct arena *a;
	struct bytes was; /* as it stands in the store; empty: nothing does */
	struct json *all;
};

static enum store_status
desk_read(struct desk *d, struct store *s)
{
	enum store_status status;

	*d = (struct desk){ .a = arena_new() };
	status = store_get_value(s, NAME, d->a, &d->was);
	if (status == STORE_OK && (d->all = json_parse(d->was, NULL)) == NULL) {
		log_error("the requests of a list are damaged: they are forgotten");
		d->all = json_object();
	}
	if (status == STORE_NONE) {
		d->was = BYTES_NONE;
		d->all = json_object();
		status = STORE_OK;
	}
	return status;
}

static void
desk_release(struct desk *d)
{
	json_free(d->all);
	arena_free(d->a);
}

/* Whatever the address's case of letters; the store holds no list of those who asked. */
static struct bytes
hash_of(struct arena *a, struct bytes address)
{
	char *folded = arena_string(a, address);
	struct hash h;

	for (size_t i = 0; i < address.n; i++)
		folded[i] = to_lower(address.p[i]);
	h = hash_bytes((struct bytes){ folded, address.n });
	return bytes_from(hash_hex(a, &h, 12));
}

static int64_t
time_of(const struct json *answer)
{
	return json_number_of(json_get(answer, "time"), 0);
}

/* A clock that was set back makes no answer younger than now. */
static int64_t
age(const struct json *answer, int64_t now)
{
	int64_t t = time_of(answer);

	return t > now ? 0 : now - t;
}

static bool
within_limits(const struct desk *d, int64_t now, struct bytes hash)
{
	const struct json *answered = json_get(d->all, "answered");
	size_t i, hour = 0;

	for (i = 0; i < json_count(answered); i++) {
		const struct json *one = json_at(answered, i);

		if (age(one, now) < DESK_HOUR)
			hour++;
		if (age(one, now) < DESK_ADDRESS_SECONDS &&
		    bytes_equal(json_text_of(json_get(one, "address")), hash))
			return false;
	}
	return hour < DESK_HOUR_MAX;
}

static bool
is_open(const struct json *question, int64_t now)
{
	uint64_t until;

	return token_number(json_text_of(json_get(question, "token")), &until) &&
	       (int64_t)until > now;
}

/* Those of a day, but for the one that is taken back. */
static struct json *
keep_answered(const struct desk *d, int64_t now, struct bytes without)
{
	const struct json *old = json_get(d->all, "answered");
	struct json *kept = json_array();

	for (size_t i = 0; i < json_count(old); i++) {
		const struct json *one = json_at(old, i);
		bool taken_back = without.n && time_of(one) == now &&
				  bytes_equal(json_text_of(json_get(one, "address")), without);

		if (age(one, now) < DESK_ADDRESS_SECONDS && !taken_back)
			json_add(kept, json_copy(one));
	}
	return kept;
}

/* Those that may still be answered, but for those to one address. */
static struct json *
keep_open(const struct desk *d, int64_t now, struct bytes without)
{
	const struct json *old = json_get(d->all, "open");
	struct json *kept = json_array();

	for (size_t i = 0; i < json_count(old); i++) {
		const struct json *one = json_at(old, i);

		if (is_open(one, now) &&
		    !bytes_equal_fold(json_text_of(json_get(one, "address")), without))
			json_add(kept, json_copy(one));
	}
	return kept;
}

/* STORE_NONE: another program was faster. */
static enum store_status
desk_write(struct desk *d, struct store *s, struct json *answered, struct json *open)
{
	struct json *all = json_object();
	struct buf text = BUF_INIT;
	enum store_status status;

	json_set(all, "answered", answered);
	json_set(all, "open", open);
	json_write(&text, all, false);
	status = store_swap_value(s, NAME, d->was, buf_bytes(&text));
	buf_release(&text);
	json_free(all);
	return status;
}

static void
add_answer(struct json *answered, int64_t now, struct bytes hash)
{
	struct json *one = json_object();

	json_set_text(one, "address", hash);
	json_set_number(one, "time", now);
	json_add(answered, one);
}

static void
add_question(struct json *open, const struct desk_question *question)
{
	struct json *one = json_object();

	json_set_text(one, "token", question->token);
	json_set_text(one, "action", question->action);
	json_set_text(one, "address", question->address);
	json_set_text(one, "name", question->name);
	json_add(open, one);
}

static enum store_status
try_admit(struct store *s, int64_t now, struct bytes address, const struct desk_question *question,
    bool *again)
{
	struct desk d;
	enum store_status status = desk_read(&d, s);

	*again = false;
	if (status == STORE_OK && !within_limits(&d, now, hash_of(d.a, address))) {
		status = STORE_NONE;
	} else if (status == STORE_OK) {
		struct json *answered = keep_answered(&d, now, BYTES_NONE);
		struct json *open = keep_open(&d, now, BYTES_NONE);

		add_answer(answered, now, hash_of(d.a, address));
		if (question)
			add_question(open, question);
		status = desk_write(&d, s, answered, open);
		*again = status == STORE_NONE;
	}
	desk_release(&d);
	return status;
}

enum store_status
desk_admit(struct store *s, int64_t now, struct bytes address, const struct desk_question *question)
{
	enum store_status status;
	bool again;

	do
		status = try_admit(s, now, address, question, &again);
	while (again);
	return status;
}

enum store_status
desk_withdraw(struct store *s, int64_t now, struct bytes address)
{
	enum store_status status;
	struct desk d;

	do {
		status = desk_read(&d, s);
		if (status == STORE_OK)
			status = desk_write(&d, s, keep_answered(&d, now, hash_of(d.a, address)),
			    keep_open(&d, now, address));
		desk_release(&d);
	} while (status == STORE_NONE);
	return status;
}

static bool
find_question(const struct desk *d, int64_t now, struct bytes token, struct arena *a,
    struct desk_question *question)
{
	const struct json *open = json_get(d->all, "open");

	for (size_t i = 0; i < json_count(open); i++) {
		const struct json *one = json_at(open, i);

		if (!is_open(one, now) ||
		    !bytes_equal_fold(json_text_of(json_get(one, "token")), token))
			continue;
		question->token = arena_bytes(a, json_text_of(json_get(one, "token")));
		question->action = arena_bytes(a, json_text_of(json_get(one, "action")));
		question->address = arena_bytes(a, json_text_of(json_get(one, "address")));
		question->name = arena_bytes(a, json_text_of(json_get(one, "name")));
		return true;
	}
	return false;
}

enum store_status
desk_take(struct store *s, int64_t now, struct bytes token, struct arena *a,
    struct desk_question *question)
{
	enum store_status status;
	bool found = false;
	struct desk d;

	do {
		status = desk_read(&d, s);
		if (status == STORE_OK && (found = find_question(&d, now, token, a, question)))
			status = desk_write(&d, s, keep_answered(&d, now, BYTES_NONE),
			    keep_open(&d, now, question->address));
		desk_release(&d);
	} while (status == STORE_NONE);
	return status == STORE_OK && !found ? STORE_NONE : status;
}
