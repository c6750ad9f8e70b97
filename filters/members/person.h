/* SPDX-License-Identifier: ISC */
/*
 * person.h: a member as people write one: "a@b" or "Name <a@b>".  Read strictly:
 * what is typed by hand is corrected by hand, not guessed at.
 */
#ifndef LISTBRIEF_MEMBERS_PERSON_H
#define LISTBRIEF_MEMBERS_PERSON_H

#include "common/address.h"

/* Bytes of a name. */
#define PERSON_NAME_MAX ((size_t)200)

/*
 * The slices of *person point into s.  NULL, or why s is not a member: a literal
 * such as "not an address".
 */
const char *person_parse(struct bytes s, struct mailbox *person);

/* Why name cannot be one, or NULL. */
const char *person_name_wrong(struct bytes name);

/* As person_parse reads it, with LF. */
void person_write(struct buf *out, struct mailbox person);

#endif
