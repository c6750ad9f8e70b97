/* SPDX-License-Identifier: ISC */
/*
 * output.h: what was made, out of the program.
 */
#ifndef LISTBRIEF_REPORT_OUTPUT_H
#define LISTBRIEF_REPORT_OUTPUT_H

#include "common/bytes.h"

/*
 * Writes s to stdout, or, where file is neither NULL nor that (/dev/stdout), beside file and then in its
 * place, so that a reader of it sees the old digest or the new one.  False (logged) where that fails;
 * nothing is left behind.
 */
bool output_write(const char *file, struct bytes s);

#endif
