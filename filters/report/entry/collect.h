/* SPDX-License-Identifier: ISC */
/*
 * collect.h: what a window touches: every entry of a thread that got a new mail, its new
 * mails, and their ancestors within the entry as context.
 */
#ifndef LISTBRIEF_REPORT_COLLECT_H
#define LISTBRIEF_REPORT_COLLECT_H

#include "filters/report/window.h"

/* A mail is shown under its own Date where that lies within this of its arrival, else under its arrival. */
#define COLLECT_SKEW ((int64_t)7 * 86400)
/* A thread of more mails than this is large. */
#define COLLECT_LARGE 20
/* Hex digits of a thread's id: of the hash of its root's Message-ID, so the same in every digest. */
#define COLLECT_ID_BYTES 6

struct collect_mail {
	const struct store_mail *mail;
	int64_t date; /* as shown */
	bool new;
	bool reply;    /* hangs on another mail of the entry and is not part of the posting itself */
	bool answered; /* somebody else replied to it, in this window or not */
};

/* A mail, and its index in mails. */
struct collect_place {
	const struct store_mail *mail;
	size_t at;
};

/* A pull request that lists a patch of a thread (pulls.h). */
struct collect_pull {
	const struct store_mail *mail;
	const char *id; /* of its own entry */
	int part;       /* of the thread's series */
	bool pulled;    /* it was merged, by what its own thread says */
};

struct collect_thread {
	const struct store_thread *thread;
	size_t entry;                     /* of thread->entries */
	const struct store_mail **stored; /* by node; NULL for ghosts and what was not asked for */
	const char *id;
	struct bytes root_id;
	const struct store_mail *author;  /* a mail of who began it: the root, else a part of the posting, else the first of mails */
	bool posted;                      /* that is the root, or a part of the posting */
	struct collect_mail *mails;       /* in order of date; a mail's n is its index + 1 */
	struct collect_place *places;     /* of all n, for collect_cite */
	size_t n, new;
	/* All of the entry that arrived before the window's end, listed or not: what is not new, then what is, each by arrival. */
	const struct store_mail **known;
	size_t nknown, nold;
	bool *standing;                   /* by known: the sender's word that he took it, or dropped it, counts (who.h) */
	const struct collect_pull *pulls; /* by their mails' arrival; none before pulls_find */
	size_t npulls;
	size_t root;                      /* index into mails; 0 where the root is a ghost */
	bool rooted;                      /* the root is among mails */
	int64_t asked;                    /* arrival of its first mail */
	bool heard;                       /* somebody else, no robot, wrote in it before the window's end */
};

/* The first mail of a patch or series: of each that is shown, or is stored in one thread with one that is. */
struct collect_root {
	const struct store_thread *thread;
	size_t entry;
	const struct store_mail *mail;
};

struct collect {
	struct collect_thread *threads; /* in order of id */
	size_t n;
	struct collect_root *roots; /* in no certain order */
	size_t nroots;
};

enum store_status collect(struct store *s, const struct window *w, struct arena *a, struct collect *c);

/* The same for these mails as what is new, each in another place or not. */
enum store_status collect_arrivals(struct store *s, struct arena *a, const struct store_arrival *arrivals,
    size_t n, int64_t until, struct collect *c);

/* Whether a mail of the thread answers, and is not part of what was posted. */
bool collect_is_reply(const struct collect_thread *t, const struct store_mail *m);

/* The n of a mail in the thread's list; 0 where it is not listed. */
size_t collect_cite(const struct collect_thread *t, const struct store_mail *m);

/* The texts of its mails, in their order. */
enum store_status collect_texts(
    struct store *s, struct arena *a, const struct collect_thread *t, struct bytes **texts);

const struct store_entry *collect_entry(const struct collect_thread *t);

/* The id a digest gives to an entry of the thread. */
const char *collect_id(struct arena *a, const struct store_thread *thread, size_t entry);

#endif
