/* SPDX-License-Identifier: ISC */
#include "common/log.h"
#include "filters/members/choose.h"
#include "filters/members/members.h"
#include "filters/members/person.h"

#include <stdio.h>

static bool
is_person(struct bytes line)
{
	line = bytes_trim(line);
	return line.n > 0 && line.p[0] != '#';
}

static void
name_wrong(size_t number, struct bytes line, const char *why)
{
	line = bytes_slice(bytes_trim(line), 0, 100);
	log_error("import line %zu: \"%.*s\": %s", number, (int)line.n, line.p, why);
}

/* The line of that number, from 1. */
static struct bytes
line_at(struct bytes lines, size_t number)
{
	struct bytes line = BYTES_NONE;

	while (number-- > 0 && bytes_line(&lines, &line))
		continue;
	return line;
}

/* How many lines are wrong; each of the first ones is named. */
static size_t
check(struct bytes text, const char *templates)
{
	size_t number = 0, wrong = 0, which, n;
	struct bytes line, lines;

	while (bytes_line(&text, &line)) {
		struct mailbox person;
		const char *why = NULL;

		number++;
		if (choose_is_line(line))
			why = "no member stands above it";
		else if (is_person(line))
			why = person_parse(line, &person);
		else
			continue;
		if (why && ++wrong <= MEMBERS_ERRORS_MAX)
			name_wrong(number, line, why);
		n = choose_lines(&text, &lines);
		why = choose_lines_wrong(templates, lines, &which);
		if (why && ++wrong <= MEMBERS_ERRORS_MAX)
			name_wrong(number + which, line_at(lines, which), why);
		number += n;
	}
	return wrong;
}

static enum members_status
add_all(struct store *s, const char *templates, struct bytes text, int64_t now)
{
	size_t changes[4] = { 0 };
	enum members_status status = MEMBERS_OK;
	struct bytes line, lines;

	while (status == MEMBERS_OK && bytes_line(&text, &line)) {
		enum members_change change;
		struct mailbox person;

		if (!is_person(line) || person_parse(line, &person) != NULL)
			continue;
		status = members_from_store(members_put(s, person, now, &change));
		if (status == MEMBERS_OK)
			changes[change]++;
		if (choose_lines(&text, &lines) && status == MEMBERS_OK)
			status = members_from_store(
			    choose_set_lines(s, templates, person.address, lines));
	}
	if (status == MEMBERS_OK && log_get_level() != LOG_LEVEL_QUIET)
		printf("%zu new, %zu renamed, %zu were members already\n",
		    changes[MEMBERS_CHANGE_ADDED], changes[MEMBERS_CHANGE_NAMED],
		    changes[MEMBERS_CHANGE_RESUMED] + changes[MEMBERS_CHANGE_NONE]);
	return status;
}

static enum members_status
read_all(struct buf *text, int fd)
{
	uint64_t over;

	if (!buf_read(text, fd, MEMBERS_IMPORT_MAX, &over)) {
		log_errno("import: read stdin");
		return MEMBERS_WRONG;
	}
	if (over) {
		log_error("import: more than %zu bytes on stdin", MEMBERS_IMPORT_MAX);
		return MEMBERS_WRONG;
	}
	return MEMBERS_OK;
}

enum members_status
members_import(struct store *s, const char *templates, int fd, int64_t now)
{
	struct buf text = BUF_INIT;
	enum members_status status = read_all(&text, fd);
	size_t wrong;

	if (status == MEMBERS_OK && (wrong = check(buf_bytes(&text), templates)) > 0) {
		log_error(
		    "import: nobody was added: %zu wrong line%s", wrong, wrong == 1 ? "" : "s");
		status = MEMBERS_WRONG;
	}
	if (status == MEMBERS_OK)
		status = add_all(s, templates, buf_bytes(&text), now);
	buf_release(&text);
	return status;
}
