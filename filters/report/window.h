/* SPDX-License-Identifier: ISC */
/*
 * window.h: which mails a digest is about.  New mails arrived in [since, until).
 */
#ifndef LISTBRIEF_REPORT_WINDOW_H
#define LISTBRIEF_REPORT_WINDOW_H

#include "common/config.h"
#include "store/store.h"

struct window {
	int64_t since, until;
	/* Latecomers: mails stored behind this log place that arrived before since are new too.  UINT64_MAX: none. */
	uint64_t late_after;
	/* Up to where the log was linked when the window was picked: what is linked later is late for the next digest. */
	uint64_t mark;
};

/*
 * since and until as given on the command line, or NULL: from the end of the digest that was
 * sent and ends last (else until less the list's window) to now.  now is clock_now().  An explicit since takes no latecomers.
 */
enum window_status { WINDOW_OK, WINDOW_WRONG /* logged: not a time, or ends before it starts */, WINDOW_STORE /* logged */ };
enum window_status window_pick(struct store *s, const struct config_list *list, const char *since,
    const char *until, int64_t now, struct window *w);

/* What a window longer than the list's own becomes, where digests were missed. */
enum catch_up {
	CATCH_UP_MERGE, /* one digest of it all */
	CATCH_UP_EACH,  /* one for each time the list's window fits, the last ending where it ends */
	CATCH_UP_SKIP   /* one of the last; what came before is told in none */
};
bool catch_up_from_name(const char *name, enum catch_up *how);

/* The digests' windows, oldest first; at most WINDOWS_MAX, of which then the oldest is the longest. */
#define WINDOWS_MAX ((size_t)520)
size_t window_split(const struct config_list *list, enum catch_up how, struct window w,
    struct arena *a, struct window **windows);

#endif
