/* SPDX-License-Identifier: ISC */
/*
 * schema.h: which keys the config has, what each may hold, and where it goes:
 * listbrief.yaml(5) as tables.  A new setting is one line in one of them.
 */
#ifndef LISTBRIEF_SCHEMA_H
#define LISTBRIEF_SCHEMA_H

#include "common/config.h"

/*
 * Reads text, which is the file called file, into config.  False where anything in it is
 * wrong: the first fault is logged, as one line "FILE:LINE: found ..., expected ...".
 */
bool schema_read(struct arena *a, const char *file, struct bytes text, struct config *config);

#endif
