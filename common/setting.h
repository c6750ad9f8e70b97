/* SPDX-License-Identifier: ISC */
/*
 * setting.h: what a value of the config may be.  Each checks value and puts it into field;
 * false, and field as it was, where value is not what it takes.
 */
#ifndef LISTBRIEF_SETTING_H
#define LISTBRIEF_SETTING_H

#include "common/arena.h"

/* What an error may show of a value: of a URL with a user its scheme alone, since a password may stand there. */
const char *setting_shown(struct arena *a, const char *value);

/* Into a const char *. */
bool take_any(struct arena *a, const char *value, void *field);
bool take_url(struct arena *a, const char *value, void *field);
bool take_archive(struct arena *a, const char *value, void *field);
bool take_unsubscribe(struct arena *a, const char *value, void *field);
bool take_smtp(struct arena *a, const char *value, void *field);
bool take_address(struct arena *a, const char *value, void *field);
bool take_mailbox(struct arena *a, const char *value, void *field);
bool take_language(struct arena *a, const char *value, void *field);
bool take_zone(struct arena *a, const char *value, void *field);
bool take_delimiter(struct arena *a, const char *value, void *field);
bool take_site(struct arena *a, const char *value, void *field);
/* Into a bool: "line" is true, "skip" is false. */
bool take_quiet(struct arena *a, const char *value, void *field);
bool take_object(struct arena *a, const char *value, void *field); /* a JSON object, by its braces */

/* Into a const char *const *, split at blanks and NULL-ended. */
bool take_command(struct arena *a, const char *value, void *field);

/* Into an int64_t: seconds, and milliseconds. */
bool take_span(struct arena *a, const char *value, void *field);
bool take_seconds(struct arena *a, const char *value, void *field);

/* Into a size_t. */
bool take_parallel(struct arena *a, const char *value, void *field);
bool take_calls(struct arena *a, const char *value, void *field);
bool take_tokens(struct arena *a, const char *value, void *field);

/* Into a double. */
bool take_price(struct arena *a, const char *value, void *field);

/* Into a bool: true or false; resend or hold (true). */
bool take_bool(struct arena *a, const char *value, void *field);
bool take_unknown(struct arena *a, const char *value, void *field);

/* Into an unsigned: enum config_limit, enum config_form. */
bool take_limit(struct arena *a, const char *value, void *field);
bool take_form(struct arena *a, const char *value, void *field);

/* A header field of HTTP. */
bool is_field_name(const char *name);
bool is_field_value(const char *value);

#endif
