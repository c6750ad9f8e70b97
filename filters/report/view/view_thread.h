/* SPDX-License-Identifier: ISC */
/*
 * view_thread.h: one thread as templates want it.
 */
#ifndef LISTBRIEF_REPORT_VIEW_THREAD_H
#define LISTBRIEF_REPORT_VIEW_THREAD_H

#include "common/arena.h"
#include "common/json.h"

/* Where each thread of the digest stands on the page, counted from 0. */
struct view_place {
	struct bytes id;
	size_t place;
};

struct view_places {
	const struct json *const *threads;
	size_t n;
	struct view_place *by_id; /* sorted */
	bool brief;               /* the reader chose the overview alone: no thread is on the page */
	bool full;                /* the reader chose all: no list is cut or folded in */
};

struct view_places view_places(struct arena *a, const struct json *const *threads, size_t n);

/* The place of the thread with this id; n where there is none. */
size_t view_place_of(const struct view_places *places, const struct json *id);

/* What points at a thread: its number, subject, link, and anchor where it is shown. */
struct json *view_pointer(const struct json *thread, size_t place, bool shown);

struct json *view_thread(struct arena *a, const struct json *thread, size_t place,
    const struct json *words, const struct view_places *places);

#endif
