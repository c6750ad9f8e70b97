/* SPDX-License-Identifier: ISC */
#include "filters/members/members.h"

#include "common/choice.h"
#include "common/clock.h"
#include "common/json.h"
#include "common/log.h"
#include "common/standing.h"
#include "filters/members/person.h"

#include <stdio.h>

enum members_status
members_from_store(enum store_status status)
{
	switch (status) {
	case STORE_OK:
	case STORE_NONE:
		return MEMBERS_OK;
	case STORE_AGAIN:
		return MEMBERS_AGAIN;
	default:
		return MEMBERS_BROKEN;
	}
}

bool
members_suspended(const struct store_member *m)
{
	return standing_read(m->options).suspended != 0;
}

static void
say(struct bytes address, const char *what)
{
	if (log_get_level() != LOG_LEVEL_QUIET)
		printf("%.*s %s\n", (int)address.n, address.p, what);
}

/* One who is there, with what is new.  STORE_NONE: another program changed the member meanwhile. */
static enum store_status
change(struct store *s, struct arena *a, const struct store_member *old, struct bytes name,
    enum members_change *what)
{
	const bool named = name.n && !bytes_equal(name, old->name);
	struct store_member member = *old;

	*what = members_suspended(old) ? MEMBERS_CHANGE_RESUMED
		: named		       ? MEMBERS_CHANGE_NAMED
				       : MEMBERS_CHANGE_NONE;
	if (*what == MEMBERS_CHANGE_NONE)
		return STORE_OK;
	if (named)
		member.name = name;
	if (*what == MEMBERS_CHANGE_RESUMED)
		member.options = standing_write(a, old->options, &(struct standing){ 0 });
	return store_swap_member(s, old, &member);
}

enum store_status
members_put(struct store *s, struct mailbox person, int64_t now, enum members_change *what)
{
	struct arena *a = arena_new();
	struct store_member old, member = { person.address, person.name, now, BYTES_LIT("") };
	enum store_status status;

	do
		status = store_get_member(s, person.address, a, &old);
	while (
	    status == STORE_OK && (status = change(s, a, &old, person.name, what)) == STORE_NONE);
	if (status == STORE_NONE) {
		*what = MEMBERS_CHANGE_ADDED;
		status = store_put_member(s, &member);
	}
	arena_free(a);
	return status;
}

enum members_status
members_add(struct store *s, const char *who, const char *name, int64_t now)
{
	static const char *const said[] = { "is now a member", "has a new name",
		"gets digests again", "is a member already" };
	struct mailbox person;
	const char *why = person_parse(bytes_from(who), &person);
	enum members_status status;
	enum members_change change;

	if (why == NULL && name) {
		person.name = bytes_trim(bytes_from(name));
		why = person_name_wrong(person.name);
	}
	if (why) {
		log_error("add %s: %s", who, why);
		return MEMBERS_WRONG;
	}
	status = members_from_store(members_put(s, person, now, &change));
	if (status == MEMBERS_OK)
		say(person.address, said[change]);
	return status;
}

enum members_status
members_remove(struct store *s, const char *address)
{
	enum store_status status = store_remove_member(s, bytes_from(address));

	if (status == STORE_NONE) {
		log_error("remove %s: not a member", address);
		return MEMBERS_WRONG;
	}
	if (status == STORE_OK)
		say(bytes_from(address), "is no longer a member");
	return members_from_store(status);
}

static struct json *
member_json(struct arena *a, const struct store_member *m)
{
	struct json *v = json_object();
	int64_t suspended = standing_read(m->options).suspended;
	struct choice choice = choice_read(a, m->options);

	json_set_text(v, "address", m->address);
	json_set_text(v, "name", m->name);
	json_set_string(v, "since", clock_rfc3339(a, m->since));
	json_set_string(v, "suspended", suspended ? clock_rfc3339(a, suspended) : NULL);
	json_set(v, "choice", choice_json(&choice));
	return v;
}

static void
list_one(struct arena *a, const struct store_member *m, struct buf *out)
{
	struct choice choice = choice_read(a, m->options);
	bool suspended = members_suspended(m);

	if (suspended)
		buf_adds(out, "# suspended: ");
	person_write(out, (struct mailbox){ m->name, m->address });
	choice_say(out, &choice, suspended ? "#\t" : "\t");
}

enum members_status
members_list(struct store *s, bool json, struct buf *out)
{
	struct arena *a = arena_new();
	struct json *all = json_array();
	struct store_member *members;
	size_t i, n = 0;
	enum store_status status = store_scan_members(s, a, &members, &n);

	for (i = 0; status == STORE_OK && i < n; i++) {
		if (json)
			json_add(all, member_json(a, &members[i]));
		else
			list_one(a, &members[i], out);
	}
	if (json && status == STORE_OK)
		json_write(out, all, true);
	json_free(all);
	arena_free(a);
	return members_from_store(status);
}
