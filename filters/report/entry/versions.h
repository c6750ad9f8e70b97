/* SPDX-License-Identifier: ISC */
/*
 * versions.h: the postings of patches that a digest has to do with: those in it, and over all time
 * whatever may be an older or newer version of one of them.  Which really are is for series.h to say.
 */
#ifndef LISTBRIEF_REPORT_VERSIONS_H
#define LISTBRIEF_REPORT_VERSIONS_H

#include "common/subject.h"
#include "filters/report/entry/collect.h"

/* How often what was found is looked from in turn: a chain grows by FIND_NEAR versions and more each time. */
#define VERSIONS_ROUNDS 8
/* Postings besides those that collect() gave. */
#define VERSIONS_MAX ((size_t)20000)
/* Links of one posting that are followed. */
#define VERSIONS_LINKS_MAX ((size_t)16)
/* Postings that are not stored themselves, and are looked at. */
#define VERSIONS_GHOSTS_MAX ((size_t)1000)

/* A posting names another mail: "v2: URL", "Link: URL". */
struct version_link {
	size_t from;       /* posting */
	size_t to;         /* posting; SIZE_MAX: not a posting's first mail, or not stored */
	int version;       /* that is said of it; 0: none */
	bool stored;
	struct bytes id;
};

struct posting {
	const struct store_thread *thread;
	size_t entry;
	const struct store_mail *mail; /* the root; NULL: a ghost, of which replies tell version and title */
	struct store_key key;          /* of it; of a ghost made from its id */
	struct bytes id;
	int64_t arrival;               /* of a ghost that of the first mail below it */
	int version, total;
	int part;                      /* -1: of a single patch, or not known */
	bool rfc;
	struct bytes title;            /* folded; of a ghost maybe a part's */
	struct bytes change_id;        /* or empty */
};

/* A ghost's title is that of a part (or the whole) of another posting. */
struct version_twin {
	size_t ghost, of;
};

struct versions {
	struct posting *of;
	size_t n, room;
	size_t *first; /* posting -> its first link; its others follow */
	struct version_link *links;
	size_t nlinks, links_room;
	struct version_twin *twins;
	size_t ntwins, twins_room;
};

/* The key of what stands at a node: of a ghost made from its id. */
struct store_key versions_key(const struct store_node *node);

/* until: the window's end; what was posted later is not known yet. */
enum store_status versions_gather(struct store *s, struct arena *a, const struct collect *c, int64_t until,
    struct versions *v);

#endif
