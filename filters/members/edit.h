/* SPDX-License-Identifier: ISC */
/*
 * edit.h: a member's choice as people change it, by hand and by mail: names and values, read strictly.
 */
#ifndef LISTBRIEF_MEMBERS_EDIT_H
#define LISTBRIEF_MEMBERS_EDIT_H

#include "common/choice.h"

/* Names: language, depth, mine, subject, author, path, category. */
struct edit {
	struct arena *a;
	const char *templates; /* where languages are looked for */
	struct choice *choice;
	unsigned touched; /* fields that were set in this edit */
};

enum edit_result {
	EDIT_DONE,
	EDIT_NAME,     /* there is no such choice */
	EDIT_LANGUAGE, /* there are no templates for it */
	EDIT_DEPTH,
	EDIT_YES,      /* neither yes nor no */
	EDIT_CATEGORY,
	EDIT_VALUE,    /* a filter's value is no clean text of at most CHOICE_VALUE_MAX bytes */
	EDIT_FULL,     /* there are CHOICE_FILTERS_MAX filters already */
	EDIT_RESULTS
};

/*
 * The value takes the place of what was chosen; a filter's field that is set again in the same edit gets one
 * more.  An empty value is as edit_unset.  Where it is wrong nothing changes.
 */
enum edit_result edit_set(struct edit *e, struct bytes name, struct bytes value);
/* One more filter, beside those there are. */
enum edit_result edit_add(struct edit *e, struct bytes name, struct bytes value);
/* Empty: all. */
enum edit_result edit_unset(struct edit *e, struct bytes name);

/* The languages there are templates for, by name: [text]. */
struct json *edit_languages(struct arena *a, const char *templates);

/* What a template asks by: "name", "language"; "" where nothing is wrong. */
const char *edit_mark(enum edit_result result);

/* Why not, in English: "no such language". */
const char *edit_why(enum edit_result result);

#endif
