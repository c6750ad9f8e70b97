/* SPDX-License-Identifier: ISC */
/*
 * maildir.h: the mails of a Maildir's new and cur, by name, which is about the order in
 * which they came.  The Maildir is only read.
 */
#ifndef LISTBRIEF_INGEST_MAILDIR_H
#define LISTBRIEF_INGEST_MAILDIR_H

#include "common/arena.h"

struct maildir {
	const char *path;
	const char **files; /* "cur/NAME", "new/NAME" */
	size_t n;
};

/* False where path has neither cur nor new, or one cannot be read; logged. */
bool maildir_read(struct arena *a, const char *path, struct maildir *dir);

/* Opens one of its files.  -1 with errno: ENOENT where it has moved on since, EINVAL where it is no plain file. */
int maildir_open(struct arena *a, const struct maildir *dir, size_t i);

#endif
