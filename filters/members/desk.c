/* SPDX-License-Identifier: ISC */
#include "filters/members/desk.h"

#include "common/json.h"
#include "common/log.h"
#include "common/token.h"

#define NAME "requests"

/*
 * {"answered": [{"address": hash, "time": t, "request": hash, "held": t}],
 *  "open": [{"token","action","address","name","done": t,"held": t}]}
 * request: on its way; held: in the hands of a program until then.
 */
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

/* The answer to that address within a day; NULL where there was none. */
static const struct json *
find_answer(const struct json *answered, int64_t now, struct bytes hash)
{
	for (size_t i = 0; i < json_count(answered); i++) {
		const struct json *one = json_at(answered, i);

		if (age(one, now) < DESK_ADDRESS_SECONDS &&
		    bytes_equal(json_text_of(json_get(one, "address")), hash))
			return one;
	}
	return NULL;
}

static bool
is_full(const struct json *answered, int64_t now)
{
	size_t hour = 0;

	for (size_t i = 0; i < json_count(answered); i++)
		hour += age(json_at(answered, i), now) < DESK_HOUR;
	return hour >= DESK_HOUR_MAX;
}

static bool
is_on_its_way(const struct json *answer)
{
	return json_text_of(json_get(answer, "request")).n > 0;
}

/* A clock that was set back holds nothing for longer. */
static bool
is_held(const struct json *one, int64_t now)
{
	int64_t until = json_number_of(json_get(one, "held"), 0);

	return until > now && until <= now + DESK_TRY_SECONDS;
}

static bool
is_open(const struct json *question, int64_t now)
{
	uint64_t until;

	return token_number(json_text_of(json_get(question, "token")), &until) &&
	       (int64_t)until > now;
}

/* Those of a day, but for one. */
static struct json *
keep_answered(const struct desk *d, int64_t now, const struct json *without)
{
	const struct json *old = json_get(d->all, "answered");
	struct json *kept = json_array();

	for (size_t i = 0; i < json_count(old); i++) {
		const struct json *one = json_at(old, i);

		if (age(one, now) < DESK_ADDRESS_SECONDS && one != without)
			json_add(kept, json_copy(one));
	}
	return kept;
}

/* Those that may still be answered, but for those whose key is that: to one address, or of one
 * token. */
static struct json *
keep_open(const struct desk *d, int64_t now, const char *key, struct bytes without)
{
	const struct json *old = json_get(d->all, "open");
	struct json *kept = json_array();

	for (size_t i = 0; i < json_count(old); i++) {
		const struct json *one = json_at(old, i);

		if (is_open(one, now) &&
		    !bytes_equal_fold(json_text_of(json_get(one, key)), without))
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
add_answer(
    struct json *answered, struct bytes hash, int64_t time, struct bytes request, int64_t held)
{
	struct json *one = json_object();

	json_set_text(one, "address", hash);
	json_set_number(one, "time", time);
	if (request.n) {
		json_set_text(one, "request", request);
		json_set_number(one, "held", held);
	}
	json_add(answered, one);
}

static void
add_question(struct json *open, const struct desk_question *question, int64_t held)
{
	struct json *one = json_object();

	json_set_text(one, "token", question->token);
	json_set_text(one, "action", question->action);
	json_set_text(one, "address", question->address);
	json_set_text(one, "name", question->name);
	if (question->done)
		json_set_number(one, "done", question->done);
	if (held)
		json_set_number(one, "held", held);
	json_add(open, one);
}

/* STORE_OK: may be sent.  STORE_NONE, STORE_AGAIN: as desk_admit. */
static enum store_status
may_answer(const struct desk *d, int64_t now, const struct json *before, struct bytes request)
{
	if (before == NULL)
		return is_full(json_get(d->all, "answered"), now) ? STORE_NONE : STORE_OK;
	if (!bytes_equal(json_text_of(json_get(before, "request")), request))
		return STORE_NONE;
	return is_held(before, now) ? STORE_AGAIN : STORE_OK;
}

static enum store_status
try_admit(struct store *s, int64_t now, struct bytes address, struct bytes request, int64_t *since,
    bool *again)
{
	struct desk d;
	enum store_status status = desk_read(&d, s);

	*again = false;
	if (status == STORE_OK) {
		struct bytes hash = hash_of(d.a, address), why = hash_of(d.a, request);
		const struct json *before = find_answer(json_get(d.all, "answered"), now, hash);

		status = may_answer(&d, now, before, why);
		if (status == STORE_OK) {
			struct json *answered = keep_answered(&d, now, before);

			*since = before ? time_of(before) : now;
			add_answer(answered, hash, *since, why, now + DESK_TRY_SECONDS);
			status =
			    desk_write(&d, s, answered, keep_open(&d, now, "address", BYTES_NONE));
			*again = status == STORE_NONE;
		}
	}
	desk_release(&d);
	return status;
}

enum store_status
desk_admit(struct store *s, int64_t now, struct bytes address, struct bytes request, int64_t *since)
{
	enum store_status status;
	bool again;

	do
		status = try_admit(s, now, address, request, since, &again);
	while (again);
	return status;
}

/* STORE_NONE: another program was faster. */
static enum store_status
try_settle(struct desk *d, struct store *s, int64_t now, struct bytes address, enum desk_end end)
{
	struct bytes hash = hash_of(d->a, address);
	const struct json *one = find_answer(json_get(d->all, "answered"), now, hash);
	struct json *answered;

	if (one == NULL || !is_on_its_way(one))
		return STORE_OK;
	answered = keep_answered(d, now, one);
	if (end != DESK_REFUSED)
		add_answer(answered, hash, time_of(one),
		    end == DESK_SENT ? BYTES_NONE : json_text_of(json_get(one, "request")), 0);
	return desk_write(d, s, answered,
	    keep_open(d, now, "address", end == DESK_REFUSED ? address : BYTES_NONE));
}

enum store_status
desk_settle(struct store *s, int64_t now, struct bytes address, enum desk_end end)
{
	enum store_status status;
	struct desk d;

	do {
		status = desk_read(&d, s);
		if (status == STORE_OK)
			status = try_settle(&d, s, now, address, end);
		desk_release(&d);
	} while (status == STORE_NONE);
	return status;
}

static bool
lies_there(const struct json *open, struct bytes token)
{
	for (size_t i = 0; i < json_count(open); i++)
		if (bytes_equal(json_text_of(json_get(json_at(open, i), "token")), token))
			return true;
	return false;
}

enum store_status
desk_ask(struct store *s, int64_t now, const struct desk_question *question)
{
	enum store_status status;
	struct desk d;

	do {
		status = desk_read(&d, s);
		if (status == STORE_OK) {
			struct json *open = keep_open(&d, now, "address", BYTES_NONE);

			if (!lies_there(open, question->token))
				add_question(open, question, 0);
			status = desk_write(&d, s, keep_answered(&d, now, NULL), open);
		}
		desk_release(&d);
	} while (status == STORE_NONE);
	return status;
}

static const struct json *
find_question(const struct desk *d, int64_t now, struct bytes token)
{
	const struct json *open = json_get(d->all, "open");

	for (size_t i = 0; i < json_count(open); i++) {
		const struct json *one = json_at(open, i);

		if (is_open(one, now) &&
		    bytes_equal_fold(json_text_of(json_get(one, "token")), token))
			return one;
	}
	return NULL;
}

static void
read_question(const struct json *one, struct arena *a, struct desk_question *question)
{
	question->token = arena_bytes(a, json_text_of(json_get(one, "token")));
	question->action = arena_bytes(a, json_text_of(json_get(one, "action")));
	question->address = arena_bytes(a, json_text_of(json_get(one, "address")));
	question->name = arena_bytes(a, json_text_of(json_get(one, "name")));
	question->done = json_number_of(json_get(one, "done"), 0);
}

static enum store_status
try_take(struct store *s, int64_t now, struct bytes token, struct arena *a,
    struct desk_question *question, bool *again)
{
	struct desk d;
	enum store_status status = desk_read(&d, s);
	const struct json *one = status == STORE_OK ? find_question(&d, now, token) : NULL;

	*again = false;
	if (one && is_held(one, now)) {
		status = STORE_AGAIN;
	} else if (one) {
		struct json *open;

		read_question(one, a, question);
		open = keep_open(&d, now, "address", question->address);
		add_question(open, question, now + DESK_TRY_SECONDS);
		status = desk_write(&d, s, keep_answered(&d, now, NULL), open);
		*again = status == STORE_NONE;
	} else if (status == STORE_OK) {
		status = STORE_NONE;
	}
	desk_release(&d);
	return status;
}

enum store_status
desk_take(struct store *s, int64_t now, struct bytes token, struct arena *a,
    struct desk_question *question)
{
	enum store_status status;
	bool again;

	do
		status = try_take(s, now, token, a, question, &again);
	while (again);
	return status;
}

/* Puts a question that is in hand in its own place, held until then, or takes it off the desk. */
static enum store_status
change_question(
    struct store *s, int64_t now, const struct desk_question *question, int64_t held, bool off)
{
	enum store_status status;
	struct desk d;

	do {
		status = desk_read(&d, s);
		if (status == STORE_OK) {
			struct json *open = keep_open(&d, now, "token", question->token);

			if (!off)
				add_question(open, question, held);
			status = desk_write(&d, s, keep_answered(&d, now, NULL), open);
		}
		desk_release(&d);
	} while (status == STORE_NONE);
	return status;
}

enum store_status
desk_note(struct store *s, int64_t now, const struct desk_question *question)
{
	return change_question(s, now, question, now + DESK_TRY_SECONDS, false);
}

enum store_status
desk_close(struct store *s, int64_t now, const struct desk_question *question, bool told)
{
	return change_question(s, now, question, 0, told);
}
