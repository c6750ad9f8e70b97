/* SPDX-License-Identifier: ISC */
/*
 * members.h: who gets a list's digest.  What was done is said on stdout, but with -q.
 */
#ifndef LISTBRIEF_MEMBERS_MEMBERS_H
#define LISTBRIEF_MEMBERS_MEMBERS_H

#include "common/address.h"
#include "common/buf.h"
#include "store/store.h"

/* Bytes that import reads. */
#define MEMBERS_IMPORT_MAX ((size_t)16 * 1024 * 1024)
/* Wrong lines that import names before it stops naming them. */
#define MEMBERS_ERRORS_MAX 20

enum members_status {
	MEMBERS_OK,
	MEMBERS_WRONG, /* what was typed is: no address, no member; logged */
	MEMBERS_AGAIN, /* the store is busy or out of reach */
	MEMBERS_BROKEN, /* the store cannot be used as it is */
	MEMBERS_USAGE  /* what was typed has not the form of it; logged */
};

enum members_status members_from_store(enum store_status status);

/* Gets no digests, since too many came back (bounce.h). */
bool members_suspended(const struct store_member *m);

enum members_change { MEMBERS_CHANGE_ADDED, MEMBERS_CHANGE_NAMED, MEMBERS_CHANGE_RESUMED, MEMBERS_CHANGE_NONE };

/*
 * Adds person; one who is there gets the name, if there is one, keeps the day they joined, and is no
 * longer suspended.
 */
enum store_status members_put(struct store *s, struct mailbox person, int64_t now, enum members_change *what);

/* who: as person_parse reads it; name: NULL, or takes its name's place. */
enum members_status members_add(struct store *s, const char *who, const char *name, int64_t now);
enum members_status members_remove(struct store *s, const char *address);

/*
 * One a line, in order of address, who is suspended behind a "#", and below each what was chosen, one a
 * line behind a tab; or a JSON array of address, name, since, suspended, choice.
 */
enum members_status members_list(struct store *s, bool json, struct buf *out);

/*
 * As members_list writes them, on fd; empty lines and those that begin with "#" are passed over.  A line that is
 * wrong keeps all the others out too.
 */
enum members_status members_import(struct store *s, const char *templates, int fd, int64_t now);

#endif
