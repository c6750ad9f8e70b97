/* SPDX-License-Identifier: ISC */
/*
 * mention.h: what a line points to: mails in an archive, commits, patches, versions.
 */
#ifndef LISTBRIEF_AGGREGATE_MENTION_H
#define LISTBRIEF_AGGREGATE_MENTION_H

#include "common/arena.h"
#include "common/bytes.h"

/*
 * Takes the next message id that a URL in *rest holds, decoded: HOST/r/ID, /LIST/ID/T/#u, /?i=ID, of any
 * archive.  False at the end.
 */
bool mention_link(struct arena *a, struct bytes *rest, struct bytes *id);

/* The commit a line of a list names, "commit: 12 or more hex digits", a URL that ends in one, or "HASH title"; empty. */
struct bytes mention_commit(struct bytes s);

/* s itself where it is a whole commit id: 12 to 40 hex digits; else empty. */
struct bytes mention_hash(struct bytes s);

/* 3 and 11 of "[03/11] title" or "- [v2,3/11] title".  False where the line does not begin so. */
bool mention_part(struct bytes s, long long *part, long long *total);

/* "v2" of "v2: URL", "[v2] URL", "- Link to v2: URL", "v1 -> v2: URL" being v1; empty. */
struct bytes mention_version(struct bytes s);

/* "v1", and 3, of "Changes since v1 [3]:", whose link is in footnote 3; empty. */
struct bytes mention_note(struct bytes s, long long *n);

#endif
