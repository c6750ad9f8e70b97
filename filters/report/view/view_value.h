/* SPDX-License-Identifier: ISC */
/*
 * view_value.h: the small values views are made of.
 */
#ifndef LISTBRIEF_REPORT_VIEW_VALUE_H
#define LISTBRIEF_REPORT_VIEW_VALUE_H

#include "common/json.h"

/* Sets one clean line, cut where it is absurdly long; null where it is empty. */
void view_line(struct json *v, const char *key, struct bytes s);

/* {n, one, any}: the number, and what grammar asks of it. */
void view_count(struct json *v, const char *key, int64_t n);

/* A link, percent-encoded where it must be; null where it is no http or https URL. */
void view_url(struct json *v, const char *key, struct bytes url);

/* An RFC 3339 time by a strftime format, in the program's zone; null where it is none. */
void view_time(struct json *v, const char *key, struct bytes time, struct bytes format);

/* words.SECTION.NAME, which may be a text or an object with "word"; NAME itself where there is none. */
struct bytes view_word(const struct json *words, const char *section, struct bytes name);

/* Numbers as "1-3, 5", with the comma of the language; null where there are none. */
void view_ranges(struct json *v, const char *key, const struct json *numbers, const struct json *words);

/* [{n, url}]: the first most mails of the thread that are cited and there. */
struct json *view_cites(const struct json *thread, const struct json *from, size_t most);

/* Who wrote the mail that something cites first. */
struct bytes view_sender(const struct json *thread, const struct json *citing);

#endif
