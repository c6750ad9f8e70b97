/* SPDX-License-Identifier: ISC */
/*
 * loop.h: the mark by which a digest of ours is known, so that one day's digest is
 * never the next day's news.  report writes it, ingest looks for it.
 */
#ifndef LISTBRIEF_LOOP_H
#define LISTBRIEF_LOOP_H

#include "common/header.h"

/* The field; its value is the list's name. */
#define LOOP_FIELD "X-Listbrief-Digest"

/* Whether the mail with this header is a digest of ours, of whatever list. */
bool loop_marked(const struct header *h);

#endif
