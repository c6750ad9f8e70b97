/* SPDX-License-Identifier: ISC */
/*
 * deed.h: what people and trackers write when they applied, queued, merged, pulled or took back a
 * posting.  Only forms that are used for nothing else count.
 */
#ifndef LISTBRIEF_AGGREGATE_DEED_H
#define LISTBRIEF_AGGREGATE_DEED_H

#include "common/arena.h"
#include "common/bytes.h"

/* Parts one line names. */
#define DEED_PARTS_MAX 64

struct deed {
	struct bytes name; /* "applied", "queued", "merged", "pulled", "reverted" */
	struct bytes
	    tree; /* "next", "kvmtool (master)", "broonie/sound.git (for-next)"; may be empty */
	struct bytes commit;	   /* "Applied as 0123456789ab"; may be empty */
	bool partly;		   /* not all of the posting */
	int parts[DEED_PARTS_MAX]; /* which, where it is said */
	size_t nparts;
	bool whole; /* "Series applied": not just the patch replied to */
	int count;  /* how many patches that are, "3 patches applied"; 0: it is not said */
	bool hangs; /* "Applied to": the tree is on the next line */
};

/* A person's line; opens: it begins a paragraph. */
bool deed_said(struct arena *a, struct bytes line, bool opens, struct deed *d);

/* A tracker's. */
bool deed_told(struct arena *a, struct bytes line, struct deed *d);

/* Takes what it was done to off the front: "this patch", "all three patches", "patches 1-3". */
bool deed_object(struct bytes *s, struct deed *d);

/* "git://host/pub/scm/linux/kernel/git/broonie/sound.git for-next" as "broonie/sound.git
 * (for-next)"; empty where it is no tree. */
struct bytes deed_tree(struct arena *a, struct bytes s);

/* Whether it is the name of a release, "v5.18-rc1": what patches are tried on. */
bool deed_is_release(struct bytes tree);

#endif
