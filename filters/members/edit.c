/* SPDX-License-Identifier: ISC */
#include "filters/members/edit.h"

#include "common/subject.h"
#include "common/utf8.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Languages that are listed. */
#define LANGUAGES_MAX 50

static bool
is_named(struct bytes name, const char *wanted)
{
	return bytes_equal_fold(name, bytes_from(wanted));
}

static bool
find_field(struct bytes name, enum choice_field *field)
{
	for (size_t i = 0; i < CHOICE_FIELDS; i++)
		if (is_named(name, choice_field_name((enum choice_field)i))) {
			*field = (enum choice_field)i;
			return true;
		}
	return false;
}

/* ---- values ---- */

static bool
has_templates(struct arena *a, const char *templates, const char *language)
{
	return access(arena_printf(a, "%s/%s/words.json", templates, language), R_OK) == 0;
}

/* The folder's own spelling. */
static enum edit_result
set_language(struct edit *e, struct bytes value)
{
	enum edit_result result = EDIT_LANGUAGE;
	DIR *dir = value.n <= CHOICE_LANGUAGE_MAX ? opendir(e->templates) : NULL;
	const struct dirent *entry;

	while (dir && result == EDIT_LANGUAGE && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' && is_named(value, entry->d_name) &&
		    has_templates(e->a, e->templates, entry->d_name)) {
			e->choice->language = arena_bytes(e->a, bytes_from(entry->d_name));
			result = EDIT_DONE;
		}
	if (dir)
		closedir(dir);
	return result;
}

static enum edit_result
set_mine(struct edit *e, struct bytes value)
{
	if (!is_named(value, "yes") && !is_named(value, "no"))
		return EDIT_YES;
	e->choice->mine = is_named(value, "yes");
	return EDIT_DONE;
}

/* "bug-report" is "Bug Report". */
static bool
is_category(struct bytes value, struct bytes name)
{
	if (value.n != name.n)
		return false;
	for (size_t i = 0; i < name.n; i++) {
		char c = value.p[i] == '-' || value.p[i] == '_' ? ' ' : to_lower(value.p[i]);

		if (c != to_lower(name.p[i]))
			return false;
	}
	return true;
}

static bool
find_category(struct bytes *value)
{
	for (unsigned c = 0; c < CATEGORY_COUNT; c++)
		if (is_category(*value, bytes_from(category_name(c)))) {
			*value = bytes_from(category_name(c));
			return true;
		}
	return false;
}

static enum edit_result
check_value(struct edit *e, enum choice_field field, struct bytes *value)
{
	if (value->n == 0 || value->n > CHOICE_VALUE_MAX || !utf8_valid(*value) ||
	    !bytes_equal(utf8_clean(e->a, *value, UTF8_LINE), *value))
		return EDIT_VALUE;
	return field == CHOICE_CATEGORY && !find_category(value) ? EDIT_CATEGORY : EDIT_DONE;
}

/* ---- filters ---- */

static void
drop_field(struct choice *c, enum choice_field field)
{
	size_t kept = 0;

	for (size_t i = 0; i < c->n; i++)
		if (c->filters[i].field != field)
			c->filters[kept++] = c->filters[i];
	c->n = kept;
}

static enum edit_result
add_filter(struct choice *c, enum choice_field field, struct bytes value)
{
	for (size_t i = 0; i < c->n; i++)
		if (c->filters[i].field == field && bytes_equal(c->filters[i].value, value))
			return EDIT_DONE;
	if (c->n == CHOICE_FILTERS_MAX)
		return EDIT_FULL;
	c->filters[c->n++] = (struct choice_filter){ field, value };
	return EDIT_DONE;
}

static enum edit_result
set_filter(struct edit *e, enum choice_field field, struct bytes value, bool more)
{
	struct choice changed = *e->choice;
	enum edit_result result = check_value(e, field, &value);

	if (result != EDIT_DONE)
		return result;
	if (!more && !(e->touched & 1U << field))
		drop_field(&changed, field);
	result = add_filter(&changed, field, arena_bytes(e->a, value));
	if (result == EDIT_DONE) {
		*e->choice = changed;
		e->touched |= 1U << field;
	}
	return result;
}

/* ---- by name ---- */

static enum edit_result
change(struct edit *e, struct bytes name, struct bytes value, bool more)
{
	enum choice_field field;

	value = bytes_trim(value);
	if (value.n == 0)
		return edit_unset(e, name.n ? name : BYTES_LIT("?"));
	if (find_field(name, &field))
		return set_filter(e, field, value, more);
	if (is_named(name, "mine"))
		return set_mine(e, value);
	if (more)
		return EDIT_NAME;
	if (is_named(name, "language"))
		return set_language(e, value);
	if (is_named(name, "depth"))
		return choice_depth_from_name(value, &e->choice->depth) ? EDIT_DONE : EDIT_DEPTH;
	return EDIT_NAME;
}

enum edit_result
edit_set(struct edit *e, struct bytes name, struct bytes value)
{
	return change(e, name, value, false);
}

enum edit_result
edit_add(struct edit *e, struct bytes name, struct bytes value)
{
	return change(e, name, value, true);
}

enum edit_result
edit_unset(struct edit *e, struct bytes name)
{
	enum choice_field field;

	if (name.n == 0)
		*e->choice = (struct choice){ .n = 0 };
	else if (find_field(name, &field))
		drop_field(e->choice, field);
	else if (is_named(name, "language"))
		e->choice->language = BYTES_NONE;
	else if (is_named(name, "depth"))
		e->choice->depth = CHOICE_STANDARD;
	else if (is_named(name, "mine"))
		e->choice->mine = false;
	else
		return EDIT_NAME;
	return EDIT_DONE;
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

struct json *
edit_languages(struct arena *a, const char *templates)
{
	struct json *all = json_array();
	const char *names[LANGUAGES_MAX];
	size_t n = 0;
	DIR *dir = opendir(templates);
	const struct dirent *entry;

	while (dir && n < LANGUAGES_MAX && (entry = readdir(dir)) != NULL)
		if (entry->d_name[0] != '.' && has_templates(a, templates, entry->d_name))
			names[n++] = arena_string(a, bytes_from(entry->d_name));
	if (dir)
		closedir(dir);
	if (n > 1)
		qsort(names, n, sizeof *names, compare_names);
	for (size_t i = 0; i < n; i++)
		json_add(all, json_text(bytes_from(names[i])));
	return all;
}

const char *
edit_mark(enum edit_result result)
{
	static const char *const marks[EDIT_RESULTS] = {
		[EDIT_DONE] = "",
		[EDIT_NAME] = "name",
		[EDIT_LANGUAGE] = "language",
		[EDIT_DEPTH] = "depth",
		[EDIT_YES] = "mine",
		[EDIT_CATEGORY] = "category",
		[EDIT_VALUE] = "value",
		[EDIT_FULL] = "full",
	};

	return marks[result];
}

const char *
edit_why(enum edit_result result)
{
	static const char *const why[EDIT_RESULTS] = {
		[EDIT_DONE] = "",
		[EDIT_NAME] = "no such choice: there are language, depth, subject, author, path, "
			      "category and mine",
		[EDIT_LANGUAGE] = "there are no templates for this language",
		[EDIT_DEPTH] = "wanted overview, standard or full",
		[EDIT_YES] = "wanted yes or no",
		[EDIT_CATEGORY] = "wanted Bug Report, GIT PULL, RFC, PATCH, Selftest, Question, "
				  "Announcement or Discussion",
		[EDIT_VALUE] = "not a clean text of at most 100 bytes",
		[EDIT_FULL] = "that would be more than 16 filters",
	};

	return why[result];
}
