/* SPDX-License-Identifier: ISC */
/*
 * record.h: a model's answers kept in a folder, and read back in place of the model, for bug
 * reports and tests.  NAME.request.json is what was sent, without header fields, so without a key; NAME.answer.json the
 * body that came back; seed what the marks of the requests were drawn from, so that a replay asks the same.
 */
#ifndef LISTBRIEF_REPORT_RECORD_H
#define LISTBRIEF_REPORT_RECORD_H

#include "common/hash.h"

enum record_mode { RECORD_NOTHING, RECORD_KEEP, RECORD_REPLAY };

struct record {
	enum record_mode mode;
	const char *dir;
	struct hash seed; /* random, or that of the folder */
};

/* RECORD_KEEP makes the folder where it is missing.  False where it or its seed cannot be had (said). */
bool record_open(struct record *r, enum record_mode mode, const char *dir);

/* name: letters, digits and "-".  What fails is said; a record that is not whole is no reason to stop. */
void record_put(const struct record *r, const char *name, struct bytes request, struct bytes answer);
/* False where there is no such answer. */
bool record_get(const struct record *r, struct arena *a, const char *name, struct bytes *answer);

#endif
