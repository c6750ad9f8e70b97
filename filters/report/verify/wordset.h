/* SPDX-License-Identifier: ISC */
/*
 * wordset.h: which words a text has: names, numbers, identifiers, versions as they stand, and what they
 * are put together from.  A word is a run of letters, digits and "_", and of runs joined by one of
 * . / - : + @ # ' and comma.  Chinese characters are no words.
 */
#ifndef LISTBRIEF_REPORT_WORDSET_H
#define LISTBRIEF_REPORT_WORDSET_H

#include "common/arena.h"
#include "filters/report/verify/lexicon.h"

#include <stdint.h>

/* Words of one set. */
#define WORDSET_MAX ((size_t)200000)
/* A longer word is two. */
#define WORD_BYTES_MAX ((size_t)200)

struct wordset {
	const uint64_t *of; /* ascending, each once */
	size_t n;
};

/* Takes the next word off *rest.  False at the end. */
bool word_next(struct bytes *rest, struct bytes *word);
/* Takes the next of the runs a word is joined from; joiners as given. */
bool word_piece(struct bytes *rest, const char *joiners, struct bytes *piece);

/* The words of a text, their pieces and their stems, all in lower case; "two" is 2 too. */
struct wordset wordset_new(struct arena *a, const struct lexicon *l, struct bytes text);

/* Whether the word stands in the set as it is; whether its stem does. */
bool wordset_has(const struct wordset *set, struct bytes word);
bool wordset_has_stem(const struct wordset *set, struct bytes word);

#endif
