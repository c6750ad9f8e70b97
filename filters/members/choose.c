/* SPDX-License-Identifier: ISC */
#include "filters/members/choose.h"

#include "common/log.h"
#include "filters/members/edit.h"

#include <stdio.h>

enum store_status
choose_put(
    struct store *s, struct arena *a, struct store_member *member, const struct choice *choice)
{
	struct store_member changed = *member;

	changed.options = choice_write(a, member->options, choice);
	return store_swap_member(s, member, &changed);
}

/* ---- one assignment ---- */

static bool
split(struct bytes s, struct bytes *name, struct bytes *value)
{
	size_t at = bytes_find_byte(s, '=');

	*name = bytes_trim(bytes_slice(s, 0, at));
	*value = bytes_trim(bytes_slice(s, at + 1, s.n));
	return at < s.n;
}

static enum edit_result
assign(struct edit *e, struct bytes s)
{
	struct bytes name, value;

	return split(s, &name, &value) ? edit_set(e, name, value) : EDIT_NAME;
}

/* ---- lines ---- */

bool
choose_is_line(struct bytes line)
{
	struct bytes name, value;

	if (line.n == 0 || !is_blank(line.p[0]) || !split(line, &name, &value) || name.n == 0)
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (!is_alpha(name.p[i]))
			return false;
	return true;
}

size_t
choose_lines(struct bytes *rest, struct bytes *lines)
{
	struct bytes ahead = *rest, line;
	size_t n = 0;

	while (bytes_line(&ahead, &line) && choose_is_line(line)) {
		*lines = (struct bytes){ n ? lines->p : line.p,
			(size_t)(line.p + line.n - (n ? lines->p : line.p)) };
		*rest = ahead;
		n++;
	}
	if (n == 0)
		*lines = BYTES_NONE;
	return n;
}

const char *
choose_lines_wrong(const char *templates, struct bytes lines, size_t *which)
{
	struct arena *a = arena_new();
	struct choice choice = { .n = 0 };
	struct edit e = { .a = a, .templates = templates, .choice = &choice };
	enum edit_result result = EDIT_DONE;
	struct bytes line;

	for (*which = 0; result == EDIT_DONE && bytes_line(&lines, &line); ++*which)
		result = assign(&e, line);
	arena_free(a);
	return result == EDIT_DONE ? NULL : edit_why(result);
}

static void
set_each(struct edit *e, struct bytes address, struct bytes lines)
{
	struct bytes line;

	while (bytes_line(&lines, &line)) {
		enum edit_result result = assign(e, line);

		/* Each was looked at before; together with what is there it may be too much. */
		if (result != EDIT_DONE)
			log_warn("import %.*s: left out %.*s: %s", (int)address.n, address.p,
			    (int)bytes_trim(line).n, bytes_trim(line).p, edit_why(result));
	}
}

enum store_status
choose_set_lines(struct store *s, const char *templates, struct bytes address, struct bytes lines)
{
	struct arena *a = arena_new();
	struct store_member member;
	enum store_status status = store_get_member(s, address, a, &member);

	while (status == STORE_OK) {
		struct choice choice = choice_read(a, member.options);
		struct edit e = { .a = a, .templates = templates, .choice = &choice };

		set_each(&e, address, lines);
		status = choose_put(s, a, &member, &choice);
		if (status != STORE_NONE)
			break;
		status = store_get_member(s, address, a, &member);
	}
	arena_free(a);
	return status;
}

/* ---- by hand ---- */

typedef enum edit_result change(struct edit *e, struct bytes argument);

static enum edit_result
unset(struct edit *e, struct bytes name)
{
	return edit_unset(e, name);
}

static enum members_status
change_all(
    struct edit *e, const char *command, const char *address, char *const *arguments, change *one)
{
	enum edit_result result = EDIT_DONE;

	if (*arguments == NULL)
		result = one(e, BYTES_NONE);
	for (; *arguments; arguments++) {
		result = one(e, bytes_from(*arguments));
		if (result != EDIT_DONE) {
			log_error("%s %s %s: %s", command, address, *arguments, edit_why(result));
			break;
		}
	}
	return result == EDIT_DONE   ? MEMBERS_OK
	       : result == EDIT_NAME ? MEMBERS_USAGE
				     : MEMBERS_WRONG;
}

static void
tell(struct bytes address, const struct choice *choice)
{
	struct buf out = BUF_INIT;

	if (log_get_level() == LOG_LEVEL_QUIET)
		return;
	buf_add(&out, address);
	buf_addc(&out, '\n');
	choice_say(&out, choice, "\t");
	fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
}

static enum members_status
change_member(struct store *s, const char *templates, const char *command, const char *address,
    char *const *arguments, change *one)
{
	struct arena *a = arena_new();
	struct store_member member;
	struct choice choice;
	enum members_status status = MEMBERS_OK;
	enum store_status stored = store_get_member(s, bytes_from(address), a, &member);

	if (stored == STORE_NONE) {
		log_error("%s %s: not a member", command, address);
		status = MEMBERS_WRONG;
	}
	while (status == MEMBERS_OK && stored == STORE_OK) {
		struct edit e = { .a = a, .templates = templates, .choice = &choice };

		choice = choice_read(a, member.options);
		status = change_all(&e, command, address, arguments, one);
		if (status == MEMBERS_OK)
			stored = choose_put(s, a, &member, &choice);
		if (stored != STORE_NONE)
			break;
		/* Another program was faster. */
		stored = store_get_member(s, bytes_from(address), a, &member);
	}
	if (status == MEMBERS_OK)
		status = members_from_store(stored);
	if (status == MEMBERS_OK && stored == STORE_OK)
		tell(member.address, &choice);
	arena_free(a);
	return status;
}

enum members_status
choose_set(struct store *s, const char *templates, const char *address, char *const *assignments)
{
	return change_member(s, templates, "set", address, assignments, assign);
}

enum members_status
choose_unset(struct store *s, const char *templates, const char *address, char *const *names)
{
	return change_member(s, templates, "unset", address, names, unset);
}
