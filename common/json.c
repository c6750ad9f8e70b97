/* SPDX-License-Identifier: ISC */
/* jansson comes first, under names that leave ours free. */
#define json_type jansson_type
#define JSON_OBJECT JANSSON_OBJECT
#define JSON_ARRAY JANSSON_ARRAY
#define JSON_STRING JANSSON_STRING
#define JSON_INTEGER JANSSON_INTEGER
#define JSON_REAL JANSSON_REAL
#define JSON_TRUE JANSSON_TRUE
#define JSON_FALSE JANSSON_FALSE
#define JSON_NULL JANSSON_NULL
#include <jansson.h>
#undef json_type
#undef JSON_OBJECT
#undef JSON_ARRAY
#undef JSON_STRING
#undef JSON_INTEGER
#undef JSON_TRUE
#undef JSON_FALSE
#undef JSON_REAL
#undef JSON_NULL

#include "common/json.h"
#include "common/utf8.h"

#include <math.h>
#include <string.h>

#define PARSE_FLAGS (JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_ALLOW_NUL)

/* Nothing below fails on what we hand it but for want of memory. */
static struct json *
made(json_t *v)
{
	if (!v)
		out_of_memory();
	return (struct json *)v;
}

static json_t *
inner(const struct json *v)
{
	return (json_t *)(uintptr_t)v;
}

/* jansson's own json_is_object() and its like would meet our names in their macros. */
static bool
is_of(const struct json *v, jansson_type type)
{
	return v && json_typeof(inner(v)) == type;
}

struct json *
json_object(void)
{
	return made(json_pack("{}"));
}

struct json *
json_array(void)
{
	return made(json_pack("[]"));
}

struct json *
json_null(void)
{
	return made(json_pack("n"));
}

static struct json *
text_mended(struct bytes s)
{
	struct buf clean = BUF_INIT;
	struct json *v;
	uint32_t c;

	while (utf8_next(&s, &c))
		utf8_add(&clean, c);
	v = made(json_stringn(clean.p ? clean.p : "", clean.n));
	buf_release(&clean);
	return v;
}

struct json *
json_text(struct bytes s)
{
	json_t *v = json_stringn(s.n ? s.p : "", s.n);

	return v ? (struct json *)v : text_mended(s);
}

struct json *
json_number(int64_t n)
{
	return made(json_integer(n));
}

struct json *
json_real(double n)
{
	return isfinite(n) ? made(json_pack("f", n)) : json_null();
}

struct json *
json_flag(bool b)
{
	return made(json_boolean(b));
}

struct json *
json_copy(const struct json *v)
{
	return v ? made(json_deep_copy(inner(v))) : json_null();
}

void
json_free(struct json *v)
{
	json_decref(inner(v));
}

void
json_set(struct json *object, const char *key, struct json *v)
{
	if (!is_of(object, JANSSON_OBJECT))
		json_free(v);
	else if (json_object_set_new(inner(object), key, inner(v ? v : json_null())) != 0)
		out_of_memory();
}

void
json_set_text(struct json *object, const char *key, struct bytes s)
{
	json_set(object, key, json_text(s));
}

void
json_set_string(struct json *object, const char *key, const char *s)
{
	json_set(object, key, s ? json_text(bytes_from(s)) : json_null());
}

void
json_set_number(struct json *object, const char *key, int64_t n)
{
	json_set(object, key, json_number(n));
}

void
json_set_flag(struct json *object, const char *key, bool b)
{
	json_set(object, key, json_flag(b));
}

void
json_add(struct json *array, struct json *v)
{
	if (!is_of(array, JANSSON_ARRAY))
		json_free(v);
	else if (json_array_append_new(inner(array), inner(v ? v : json_null())) != 0)
		out_of_memory();
}

void
json_merge(struct json *object, const struct json *from)
{
	if (is_of(object, JANSSON_OBJECT) && is_of(from, JANSSON_OBJECT) &&
	    json_object_update(inner(object), inner(from)) != 0)
		out_of_memory();
}

void
json_remove(struct json *object, const char *key)
{
	if (is_of(object, JANSSON_OBJECT))
		json_object_del(inner(object), key);
}

enum json_type
json_type(const struct json *v)
{
	static const enum json_type types[] = { [JANSSON_OBJECT] = JSON_OBJECT,
		[JANSSON_ARRAY] = JSON_ARRAY,
		[JANSSON_STRING] = JSON_TEXT,
		[JANSSON_INTEGER] = JSON_NUMBER,
		[JANSSON_REAL] = JSON_REAL,
		[JANSSON_TRUE] = JSON_FLAG,
		[JANSSON_FALSE] = JSON_FLAG,
		[JANSSON_NULL] = JSON_NULL };

	return v ? types[json_typeof(inner(v))] : JSON_NULL;
}

static const struct json *
get(const struct json *v, struct bytes key)
{
	return v && key.n ? (const struct json *)json_object_getn(inner(v), key.p, key.n) : NULL;
}

const struct json *
json_get(const struct json *v, const char *key)
{
	return get(v, bytes_from(key));
}

const struct json *
json_path(const struct json *v, const char *path)
{
	struct bytes rest = bytes_from(path);
	size_t dot;

	while (v && rest.n) {
		dot = bytes_find_byte(rest, '.');
		v = get(v, bytes_slice(rest, 0, dot));
		rest = bytes_slice(rest, dot + 1, rest.n);
	}
	return v;
}

size_t
json_count(const struct json *v)
{
	return is_of(v, JANSSON_ARRAY) ? json_array_size(inner(v)) : json_object_size(inner(v));
}

const struct json *
json_at(const struct json *array, size_t i)
{
	return array ? (const struct json *)json_array_get(inner(array), i) : NULL;
}

const char *
json_key_at(const struct json *object, size_t i)
{
	void *at = is_of(object, JANSSON_OBJECT) ? json_object_iter(inner(object)) : NULL;

	while (at && i-- > 0)
		at = json_object_iter_next(inner(object), at);
	return at ? json_object_iter_key(at) : NULL;
}

struct bytes
json_text_of(const struct json *v)
{
	if (!is_of(v, JANSSON_STRING))
		return BYTES_NONE;
	return (struct bytes){ json_string_value(inner(v)), json_string_length(inner(v)) };
}

int64_t
json_number_of(const struct json *v, int64_t otherwise)
{
	return is_of(v, JANSSON_INTEGER) ? json_integer_value(inner(v)) : otherwise;
}

double
json_real_of(const struct json *v, double otherwise)
{
	return is_of(v, JANSSON_INTEGER) || is_of(v, JANSSON_REAL) ? json_number_value(inner(v))
								   : otherwise;
}

bool
json_flag_of(const struct json *v)
{
	return is_of(v, JANSSON_TRUE);
}

struct json_extent
json_measure(struct bytes s)
{
	struct json_extent e = { 0 };
	size_t depth = 0;
	bool quoted = false;

	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && quoted)
			i++;
		else if (s.p[i] == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (s.p[i] == '[' || s.p[i] == '{')
			e.depth = ++depth > e.depth ? depth : e.depth;
		else if ((s.p[i] == ']' || s.p[i] == '}') && depth > 0)
			depth--;
		if (!quoted && s.p[i] && strchr(",[{", s.p[i]))
			e.values++;
	}
	return e;
}

struct json *
json_parse(struct bytes s, struct buf *why)
{
	json_error_t error;
	json_t *v;

	/* jansson's parser recurses. */
	if (json_measure(s).depth > JSON_DEPTH_MAX) {
		if (why)
			buf_addf(why, "nested deeper than %d", JSON_DEPTH_MAX);
		return NULL;
	}
	v = json_loadb(s.n ? s.p : "", s.n, PARSE_FLAGS, &error);
	if (!v && why)
		buf_addf(why, "%s, in line %d", error.text, error.line);
	return (struct json *)v;
}

static int
write_chunk(const char *p, size_t n, void *out)
{
	buf_add(out, (struct bytes){ p, n });
	return 0;
}

void
json_write(struct buf *out, const struct json *v, bool pretty)
{
	if (!v)
		buf_adds(out, "null");
	else if (json_dump_callback(inner(v), write_chunk, out,
		     JSON_ENCODE_ANY | (pretty ? JSON_INDENT(2) : JSON_COMPACT)) != 0)
		out_of_memory();
	if (pretty)
		buf_addc(out, '\n');
}
