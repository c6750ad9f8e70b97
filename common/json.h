/* SPDX-License-Identifier: ISC */
/*
 * json.h: JSON values (jansson behind it).  A value is owned by the object or array
 * it was put into; a free-standing one is given back with json_free.  Setters and
 * adders take the value they are given, also when they fail.  Strings must be
 * UTF-8; what is not is made so.  Object keys keep the order they were set in.
 */
#ifndef LISTBRIEF_JSON_H
#define LISTBRIEF_JSON_H

#include "common/buf.h"

#include <stdint.h>

/* Nesting that json_parse takes. */
#define JSON_DEPTH_MAX 32

struct json;

/* jansson exports these five names itself: to the linker ours go by others. */
#define json_object json_new_object
#define json_array json_new_array
#define json_real json_new_real
#define json_null json_new_null
#define json_copy json_new_copy

struct json *json_object(void);
struct json *json_array(void);
struct json *json_text(struct bytes s);
struct json *json_number(int64_t n);
struct json *json_real(double n); /* null where n is no finite number */
struct json *json_flag(bool b);
struct json *json_null(void);
struct json *json_copy(const struct json *v); /* deep */
void json_free(struct json *v);               /* NULL is ignored */

void json_set(struct json *object, const char *key, struct json *v);
void json_set_text(struct json *object, const char *key, struct bytes s);
void json_set_string(struct json *object, const char *key, const char *s); /* NULL sets null */
void json_set_number(struct json *object, const char *key, int64_t n);
void json_set_flag(struct json *object, const char *key, bool b);
void json_add(struct json *array, struct json *v);
/* Every key of from, over those of object. */
void json_merge(struct json *object, const struct json *from);
void json_remove(struct json *object, const char *key);

enum json_type { JSON_NULL, JSON_FLAG, JSON_NUMBER, JSON_REAL, JSON_TEXT, JSON_ARRAY, JSON_OBJECT };
enum json_type json_type(const struct json *v); /* JSON_NULL for NULL */

/* NULL where v is no object or has no such key. */
const struct json *json_get(const struct json *v, const char *key);
/* A dotted path, "list.title". */
const struct json *json_path(const struct json *v, const char *path);
size_t json_count(const struct json *v); /* of an array or object; else 0 */
const struct json *json_at(const struct json *array, size_t i);
/* The i-th key of an object, in the order they were set in; NULL beyond. */
const char *json_key_at(const struct json *object, size_t i);
/* Borrowed; empty where v is no string. */
struct bytes json_text_of(const struct json *v);
int64_t json_number_of(const struct json *v, int64_t otherwise);
double json_real_of(const struct json *v, double otherwise);
bool json_flag_of(const struct json *v);

/* What a parser would recurse on and allocate for, counted without one. */
struct json_extent {
	size_t depth, values;
};
struct json_extent json_measure(struct bytes s);

/*
 * NULL where s is not one whole JSON value: bad UTF-8, a lone surrogate, a duplicate
 * key, text behind it, nesting beyond JSON_DEPTH_MAX.  why (may be NULL) gets a reason.
 */
struct json *json_parse(struct bytes s, struct buf *why);

/* Indented by 2 and ended by LF where pretty. */
void json_write(struct buf *out, const struct json *v, bool pretty);

#endif
