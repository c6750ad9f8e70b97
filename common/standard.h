/* SPDX-License-Identifier: ISC */
/*
 * standard.h: stdin, stdout and stderr.
 */
#ifndef LISTBRIEF_STANDARD_H
#define LISTBRIEF_STANDARD_H

#include <stdbool.h>

/*
 * Opens /dev/null in the place of each that is closed, first thing in main: the next file opened would be given
 * its number, a store's for one, and what we say be written into it.  A stdout that was closed takes nothing still.
 * False where that cannot be done.
 */
bool standard_open(void);

#endif
