/* SPDX-License-Identifier: ISC */
/*
 * paths.h: the files that a patch touches, read off the lines of its diff and diffstat.
 */
#ifndef LISTBRIEF_AGGREGATE_PATHS_H
#define LISTBRIEF_AGGREGATE_PATHS_H

#include "common/bytes.h"

#include <stdbool.h>

/* Begins as all zero; for the lines of one mail. */
struct paths {
	struct bytes old; /* of "--- a/x" on the line above */
	bool diff;        /* there was one: what looks like a diffstat is a line of it */
};

/*
 * Takes the next line that is part of a patch (TEXT_DIFF): the path it names, as a slice of it or the line above, or
 * empty.  Shortened and quoted paths are none.
 */
struct bytes paths_in(struct paths *p, struct bytes line);

#endif
