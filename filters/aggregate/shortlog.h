/* SPDX-License-Identifier: ISC */
/*
 * shortlog.h: whose patches a pull request asks to be pulled, as git-shortlog(1) lists them under
 * git-request-pull(1):
 *
 *	Ann Author (2):
 *	      frob: mend it
 *	      frob: mend it once more, under a title that was
 *	         wrapped
 */
#ifndef LISTBRIEF_AGGREGATE_SHORTLOG_H
#define LISTBRIEF_AGGREGATE_SHORTLOG_H

#include "store/store.h"

/* Patches of one pull request that are kept, the one that says of more included; and their bytes, each with its author. */
#define SHORTLOG_MAX ((size_t)1000)
#define SHORTLOG_BYTES_MAX ((size_t)128 * 1024)
/* Bytes of an author, and of a title; a longer title is cut. */
#define SHORTLOG_TEXT_MAX ((size_t)500)

/*
 * text: a pull request's, in text.h's form.  Lists what stands behind the line that tells where to pull from:
 * FACT_LISTED, one for each patch, in order.  An author's list of more or fewer titles than it says was cut or broken and
 * is left out whole; where that is so, or there is more than is kept, the last fact has neither name
 * nor value.  Returns how many; *facts is in the arena.
 */
size_t shortlog_find(struct arena *a, struct bytes text, const struct store_fact **facts);

#endif
