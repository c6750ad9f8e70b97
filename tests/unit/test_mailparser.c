/* SPDX-License-Identifier: ISC */
/*
 * Our reading of From, Subject, Date and Message-ID beside mail-parser's own expected parse
 * of its odd mails (corpora/mail-parser, read where it is).  exceptions[] lists where we
 * differ, and why ours is the better reading.
 */
#include "common/address.h"
#include "common/header.h"
#include "common/json.h"
#include "common/maildate.h"
#include "common/mailid.h"
#include "common/rfc2047.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <cmocka.h>

#define RAW_LATIN1 "raw undeclared latin-1 bytes: a letter is better than U+FFFD"

static const struct exception {
	const char *mail, *field, *why;
} exceptions[] = {
	{ "legacy/010", "Subject", RAW_LATIN1 },
	{ "legacy/020", "Subject", RAW_LATIN1 },
	{ "legacy/022", "Subject", RAW_LATIN1 },
	{ "legacy/027", "Subject", RAW_LATIN1 },
	{ "legacy/052", "Subject", RAW_LATIN1 },
};

struct oracle {
	struct arena *arena;
	const char *mail; /* "legacy/000" */
	struct header header;
	const struct json *fields;
	size_t compared, excepted, wrong;
};

static const struct json *
expected(const struct oracle *o, const char *name)
{
	for (size_t i = 0; i < json_count(o->fields); i++) {
		const struct json *field = json_at(o->fields, i);
		if (bytes_equal(json_text_of(json_get(field, "name")), bytes_from(name)))
			return json_get(field, "value");
	}
	return NULL;
}

static void
check(struct oracle *o, const char *field, const char *got, const char *want)
{
	o->compared++;
	if (strcmp(got, want) == 0)
		return;
	for (size_t i = 0; i < sizeof exceptions / sizeof *exceptions; i++)
		if (strcmp(exceptions[i].mail, o->mail) == 0 &&
		    strcmp(exceptions[i].field, field) == 0) {
			o->excepted++;
			printf("# %s %s: ours \"%s\", theirs \"%s\": %s\n", o->mail, field, got,
			    want, exceptions[i].why);
			return;
		}
	o->wrong++;
	printf("# %s %s: got \"%s\", wanted \"%s\"\n", o->mail, field, got, want);
}

/* The first mailbox of a list, or of the first group that has one. */
static const struct json *
first_mailbox(const struct json *value)
{
	const struct json *groups = json_path(value, "Address.Group");

	for (size_t i = 0; i < json_count(groups); i++)
		if (json_count(json_get(json_at(groups, i), "addresses")) > 0)
			return json_at(json_get(json_at(groups, i), "addresses"), 0);
	return json_at(json_path(value, "Address.List"), 0);
}

static void
check_from(struct oracle *o)
{
	struct mailbox m = address_first(o->arena, header_get(&o->header, "From"));
	const struct json *value = expected(o, "from"), *box = first_mailbox(value);

	if (value == NULL || json_type(json_get(value, "Address")) != JSON_OBJECT)
		return;
	check(o, "From name", arena_string(o->arena, m.name),
	    arena_string(o->arena, json_text_of(json_get(box, "name"))));
	check(o, "From address", arena_string(o->arena, m.address),
	    arena_string(o->arena, json_text_of(json_get(box, "address"))));
}

static void
check_subject(struct oracle *o)
{
	const struct json *value = expected(o, "subject");
	struct bytes got = rfc2047_decode(o->arena, header_get(&o->header, "Subject"));

	if (value)
		check(o, "Subject", arena_string(o->arena, got),
		    arena_string(o->arena, json_text_of(json_get(value, "Text"))));
}

static int64_t
number(const struct json *date, const char *key)
{
	return json_number_of(json_get(date, key), 0);
}

static void
check_date(struct oracle *o)
{
	const struct json *value = expected(o, "date"), *date = json_get(value, "DateTime");
	struct maildate d;
	const char *got = "", *want = "";
	int64_t zone = number(date, "tz_hour") * 60 + number(date, "tz_minute");

	if (value == NULL)
		return;
	if (maildate_parse(header_get(&o->header, "Date"), &d)) {
		time_t t = (time_t)(d.time + d.zone * 60);
		struct tm tm;
		gmtime_r(&t, &tm);
		got = arena_printf(o->arena, "%d-%02d-%02d %02d:%02d:%02d %+d", tm.tm_year + 1900,
		    tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec, d.zone);
	}
	if (date)
		want = arena_printf(o->arena, "%d-%02d-%02d %02d:%02d:%02d %+d",
		    (int)number(date, "year"), (int)number(date, "month"), (int)number(date, "day"),
		    (int)number(date, "hour"), (int)number(date, "minute"),
		    (int)number(date, "second"),
		    (int)(json_flag_of(json_get(date, "tz_before_gmt")) ? -zone : zone));
	check(o, "Date", got, want);
}

static void
check_id(struct oracle *o)
{
	const struct json *value = expected(o, "message_id");
	struct bytes id = mailid_own(o->arena, header_get(&o->header, "Message-ID"));

	if (value)
		check(o, "Message-ID", arena_string(o->arena, id),
		    arena_string(o->arena, json_text_of(json_get(value, "Text"))));
}

static void
check_mail(struct oracle *o, const char *json_file)
{
	size_t stem = strlen(json_file) - strlen(".json");
	char *eml = arena_printf(o->arena, "%.*s.eml", (int)stem, json_file);
	struct buf raw = BUF_INIT, text = BUF_INIT;
	struct json *json;

	o->mail = arena_printf(o->arena, "%.*s", 10, json_file + stem - 10);
	if (strncmp(o->mail, "legacy/", 7) != 0)
		o->mail = arena_printf(o->arena, "%.*s", 7, json_file + stem - 7);
	assert_true(buf_read_file(&raw, eml, (size_t)1 << 24));
	assert_true(buf_read_file(&text, json_file, (size_t)1 << 26));
	json = json_parse(buf_bytes(&text), NULL);
	if (json) {
		o->fields = json_get(json_at(json_get(json, "parts"), 0), "headers");
		header_scan(buf_bytes(&raw), &o->header);
		check_from(o);
		check_subject(o);
		check_date(o);
		check_id(o);
	} else {
		printf("# %s: no JSON we read\n", o->mail);
	}
	json_free(json);
	buf_release(&raw);
	buf_release(&text);
}

static void
reads_as_mail_parser_expects(void **state)
{
	const char *corpora = getenv("LISTBRIEF_CORPORA");
	struct oracle o = { .arena = arena_new() };
	glob_t files;
	char pattern[4096];

	(void)state;
	snprintf(pattern, sizeof pattern, "%s/mail-parser/*/*.json",
	    corpora ? corpora : "../shared/corpora");
	if (glob(pattern, 0, NULL, &files) != 0) {
		arena_free(o.arena);
		skip();
	}
	for (size_t i = 0; i < files.gl_pathc; i++)
		check_mail(&o, files.gl_pathv[i]);
	printf("# %zu mails, %zu fields compared, %zu exceptions\n", files.gl_pathc, o.compared,
	    o.excepted);
	globfree(&files);
	arena_free(o.arena);
	assert_int_equal(o.wrong, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_as_mail_parser_expects),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
