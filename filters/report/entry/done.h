/* SPDX-License-Identifier: ISC */
/*
 * done.h: which patches of a posting were applied.
 */
#ifndef LISTBRIEF_REPORT_DONE_H
#define LISTBRIEF_REPORT_DONE_H

#include "store/store.h"

struct done {
	bool *part; /* from 1 */
	int total, n;
	bool some; /* some were, and it is not said which */
};

/* Of total patches none. */
void done_init(struct done *d, struct arena *a, int total);

/* One was; what the posting has not is passed over. */
void done_part(struct done *d, long long part);
/* One was taken out again; false where it was not in. */
bool done_undo(struct done *d, int part);
void done_undo_all(struct done *d);

/* Those that a mail says of which tells that something was applied. */
void done_read(struct done *d, struct arena *a, const struct store_mail *m);

/* Whether all were. */
bool done_all(const struct done *d);

#endif
