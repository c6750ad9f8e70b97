/* SPDX-License-Identifier: ISC */
/*
 * terms.h: what a sentence speaks of: its words without the small ones, cut to their stems,
 * as sorted hashes; of CJK text each pair of characters.
 */
#ifndef LISTBRIEF_REPORT_TERMS_H
#define LISTBRIEF_REPORT_TERMS_H

#include "common/arena.h"
#include "common/bytes.h"

#include <stdint.h>

/* Terms of one sentence that are kept. */
#define TERMS_MAX ((size_t)96)

struct terms {
	const uint64_t *of; /* ascending, each once */
	size_t n;
};

struct terms terms_of(struct arena *a, struct bytes text);

/* How many of a's terms are in b. */
size_t terms_common(struct terms a, struct terms b);

/* 0..1: the cosine of the two as sets; 0 where one is empty. */
double terms_alike(struct terms a, struct terms b);

#endif
