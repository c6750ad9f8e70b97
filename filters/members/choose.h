/* SPDX-License-Identifier: ISC */
/*
 * choose.h: what a member chose, changed and told by hand.
 */
#ifndef LISTBRIEF_MEMBERS_CHOOSE_H
#define LISTBRIEF_MEMBERS_CHOOSE_H

#include "common/choice.h"
#include "filters/members/members.h"

/*
 * Puts a choice in the place of one that was read from the member's options.  STORE_NONE: the member has changed
 * since, or is gone.
 */
enum store_status choose_put(struct store *s, struct arena *a, struct store_member *member, const struct choice *choice);

/* A line of list's and import's: "<blank>NAME=VALUE", which belongs to the member above it. */
bool choose_is_line(struct bytes line);

/* Takes the lines off *rest that belong to the member before them: how many. */
size_t choose_lines(struct bytes *rest, struct bytes *lines);

/* Why one of those lines is wrong, which one it is (from 1), and NULL where none is. */
const char *choose_lines_wrong(const char *templates, struct bytes lines, size_t *which);

/* Sets all of them, over what the member has. */
enum store_status choose_set_lines(struct store *s, const char *templates, struct bytes address, struct bytes lines);

/* assignments: NAME=VALUE, NULL-ended.  MEMBERS_WRONG: no member, a wrong value; MEMBERS_USAGE: no such name. */
enum members_status choose_set(struct store *s, const char *templates, const char *address, char *const *assignments);
/* names: NULL-ended; none: all. */
enum members_status choose_unset(struct store *s, const char *templates, const char *address, char *const *names);

#endif
