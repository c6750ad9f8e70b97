/* SPDX-License-Identifier: ISC */
#include "filters/report/model/reply.h"

#include "common/json.h"
#include "common/utf8.h"

#include <stdint.h>
#include <string.h>

/* What servers say of an input beyond the context, whatever the status. */
static const char *const long_codes[] = { "context_length_exceeded", "exceed_context_size_error",
	"string_above_max_length" };
static const char *const long_words[] = { "context length", "context size", "context window",
	"maximum context", "too many tokens", "prompt is too long", "input is too long",
	"exceeds the available context", "exceeds the model's" };
static const char *const quota_codes[] = { "insufficient_quota", "billing_hard_limit_reached",
	"billing_not_active" };
static const char *const refusal_reasons[] = { "content_filter", "content_policy_violation" };
/* How many tokens servers read of a longer input where nobody told them the context. */
static const size_t contexts[] = { 2048, 4096, 8192 };

struct bytes
reply_unthink(struct bytes content)
{
	static const struct bytes open = BYTES_LIT("<think>"), close = BYTES_LIT("</think>");
	struct bytes s = bytes_trim(content);
	size_t end = bytes_find(s, close);

	/*
	 * A template that opens the thought itself leaves a bare end behind; one inside what is an
	 * answer already is a word of it.
	 */
	if (end < s.n &&
	    (bytes_starts(s, open) || (!memchr("{`", s.p[0], 2) && bytes_find(s, open) > end)))
		return bytes_trim(bytes_slice(s, end + close.n, s.n));
	/* A thought that never ended has nothing behind it. */
	return bytes_starts(s, open) ? BYTES_NONE : s;
}

bool
reply_cut_input(const struct reply *r, size_t estimate)
{
	if (r->prompt_tokens == 0 || estimate < 1000)
		return false;
	if (r->prompt_tokens < estimate / 2)
		return true;
	for (size_t i = 0; i < sizeof contexts / sizeof *contexts; i++)
		if (r->prompt_tokens == contexts[i] && estimate > contexts[i] + contexts[i] / 10)
			return true;
	return false;
}

/* ---- errors ---- */

/* The object that speaks of the error, or the text that does. */
static const struct json *
error_of(const struct json *v)
{
	const struct json *inner;

	if (json_type(v) == JSON_ARRAY)
		v = json_at(v, 0);
	inner = json_get(v, "error");
	if (json_type(inner) == JSON_OBJECT || json_type(inner) == JSON_TEXT)
		return inner;
	inner = json_get(v, "detail");
	return json_type(inner) == JSON_ARRAY ? json_at(inner, 0) : inner ? inner : v;
}

static struct bytes
word_of(struct arena *a, const struct json *v)
{
	if (json_type(v) == JSON_NUMBER)
		return bytes_from(arena_printf(a, "%lld", (long long)json_number_of(v, 0)));
	return json_text_of(v);
}

static struct bytes
message_of(const struct json *error)
{
	static const char *const keys[] = { "message", "msg", "error", "detail" };

	if (json_type(error) == JSON_TEXT)
		return json_text_of(error);
	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		struct bytes s = json_text_of(json_get(error, keys[i]));
		if (s.n)
			return s;
	}
	return BYTES_NONE;
}

/* "param", or the last name in FastAPI's {"loc": ["body", "seed"]}. */
static struct bytes
parameter_of(const struct json *error)
{
	const struct json *loc = json_get(error, "loc");

	if (json_count(loc))
		return json_text_of(json_at(loc, json_count(loc) - 1));
	return json_text_of(json_get(error, "param"));
}

/* No page of HTML in a log: what it says is its status. */
static struct bytes
short_line(struct arena *a, struct bytes s)
{
	struct bytes t = bytes_trim(s);

	if (t.n && t.p[0] == '<')
		return BYTES_LIT("a page of HTML");
	return utf8_clean(
	    a, utf8_head(bytes_slice(t, 0, t.n < 2000 ? t.n : 2000), REPLY_WHY_MAX), UTF8_LINE);
}

static enum reply_kind
kind_of(long status, struct bytes code, struct bytes said)
{
	if (status >= 300 && status < 400)
		return REPLY_DENIED;
	if (status != 401 && status != 403 && status != 404 &&
	    (bytes_holds_any(code, BYTES_LIST(long_codes)) ||
		bytes_holds_any(said, BYTES_LIST(long_words)) || status == 413))
		return REPLY_TOO_LONG;
	if (bytes_holds_any(code, BYTES_LIST(quota_codes)))
		return REPLY_DENIED;
	if (bytes_holds_any(code, BYTES_LIST(refusal_reasons)))
		return REPLY_REFUSED;
	if (status == 408 || status == 409 || status == 429 || status >= 500)
		return REPLY_LATER;
	return status == 400 || status == 422 ? REPLY_PARAMETER : REPLY_DENIED;
}

/* "maximum context length is 4096 tokens", "context size (4096 tokens)": the number; 0 where there
 * is none. */
static size_t
context_in(struct bytes said)
{
	static const char *const words[] = { "context length", "context size", "context window" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
		size_t at = bytes_find_fold(said, bytes_from(words[i])), n = 0;
		struct bytes rest = bytes_slice(said, at, at + 40 < said.n ? at + 40 : said.n);

		while (rest.n && !is_digit(rest.p[0]))
			rest = bytes_slice(rest, 1, rest.n);
		for (; rest.n && is_digit(rest.p[0]); rest = bytes_slice(rest, 1, rest.n))
			n = n < INT32_MAX / 10 ? n * 10 + (size_t)(rest.p[0] - '0') : n;
		if (n)
			return n;
	}
	return 0;
}

static void
read_error(struct arena *a, long status, const struct json *v, struct bytes body, struct reply *r)
{
	const struct json *error = error_of(v);
	struct bytes code = word_of(a, json_get(error, "code"));
	struct bytes type = word_of(a, json_get(error, "type")), said = message_of(error);
	int64_t room = json_number_of(json_get(error, "n_ctx"), 0);

	code = bytes_from(arena_printf(a, "%.*s %.*s", (int)(code.n < 200 ? code.n : 200), code.p,
	    (int)(type.n < 200 ? type.n : 200), type.p));
	r->why = short_line(a, said.n ? said : body);
	r->parameter = short_line(a, parameter_of(error));
	r->kind = kind_of(status, code, r->why);
	if (r->kind == REPLY_TOO_LONG)
		r->context = room > 0 ? (size_t)room : context_in(r->why);
}

/* ---- answers ---- */

/* A string, or the text parts of an array. */
static struct bytes
content_of(struct arena *a, const struct json *v)
{
	struct buf all = BUF_INIT;
	struct bytes s;

	if (json_type(v) == JSON_TEXT)
		return arena_bytes(a, json_text_of(v));
	for (size_t i = 0; i < json_count(v); i++)
		buf_add(&all, json_text_of(json_get(json_at(v, i), "text")));
	s = arena_bytes(a, buf_bytes(&all));
	buf_release(&all);
	return s;
}

static size_t
count_of(const struct json *v, const char *path)
{
	int64_t n = json_number_of(json_path(v, path), 0);

	/* A server that counts more than a body can hold counts wrong. */
	return n > 0 && n < INT32_MAX ? (size_t)n : 0;
}

static void
read_answer(struct arena *a, const struct json *v, struct reply *r)
{
	const struct json *choice = json_at(json_get(v, "choices"), 0);
	const struct json *message = json_get(choice, "message");
	struct bytes finish = json_text_of(json_get(choice, "finish_reason"));

	r->prompt_tokens = count_of(v, "usage.prompt_tokens");
	r->completion_tokens = count_of(v, "usage.completion_tokens");
	r->content = reply_unthink(content_of(a, json_get(message, "content")));
	r->kind = REPLY_ANSWER;
	if (bytes_equal(finish, BYTES_LIT("length")))
		r->kind = REPLY_CUT;
	else if (bytes_holds_any(finish, BYTES_LIST(refusal_reasons)) ||
		 (r->content.n == 0 && json_text_of(json_get(message, "refusal")).n))
		r->kind = REPLY_REFUSED;
	else if (r->content.n == 0)
		r->kind = REPLY_STRANGE;
	if (r->kind == REPLY_STRANGE)
		r->why = BYTES_LIT("an answer without content");
	else if (r->kind != REPLY_ANSWER)
		r->why = short_line(a, r->kind == REPLY_CUT
					   ? BYTES_LIT("the answer was cut at its limit")
					   : json_text_of(json_get(message, "refusal")));
}

void
reply_read(struct arena *a, long status, struct bytes body, struct reply *r)
{
	/* More values than any real body has would cost memory that its bytes do not show. */
	struct json *v =
	    json_measure(body).values > REPLY_VALUES_MAX ? NULL : json_parse(body, NULL);
	const struct json *choices = json_get(v, "choices");
	bool ok = status >= 200 && status < 300;

	*r = (struct reply){ .kind = REPLY_STRANGE };
	if (ok && json_count(choices))
		read_answer(a, v, r);
	else if (ok && (json_get(v, "error") || json_type(v) == JSON_ARRAY))
		/* An error under a status that says there is none. */
		read_error(a, 500, v, body, r);
	else if (ok)
		r->why = v ? BYTES_LIT("JSON that is no answer") : BYTES_LIT("no JSON");
	else
		read_error(a, status, v, body, r);
	json_free(v);
}
