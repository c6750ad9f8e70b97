/* SPDX-License-Identifier: ISC */
/*
 * candidate.h: the sentences of a thread that may stand in its extract, and what each is worth: features
 * between 0 and 1, weighted and summed.  The weights are fitted by tests/extract/fit.py, which HACKING.md
 * tells about; no other code knows a feature by name.
 */
#ifndef LISTBRIEF_REPORT_CANDIDATE_H
#define LISTBRIEF_REPORT_CANDIDATE_H

#include "filters/report/extract/extract.h"
#include "filters/report/extract/sentence.h"
#include "filters/report/extract/terms.h"

/* Sentences of one mail, and of a thread, that take part. */
#define CANDIDATES_MAIL_MAX ((size_t)60)
#define CANDIDATES_MAX ((size_t)4000)

enum feature {
	FEATURE_PLACE,   /* 1 / its number in the mail */
	FEATURE_ROOT,    /* the same, where the mail is the root */
	FEATURE_EARLY,   /* of the mail in the thread */
	FEATURE_CLUES,   /* of its terms, in how many other mails they stand (up to 4) */
	FEATURE_LENGTH,  /* logarithm of its words */
	FEATURE_SUBJECT, /* share of the subject's terms it has */
	FEATURE_CUES,    /* words that cue a problem, a proposal, a decision */
	FEATURE_DANGLES, /* begins or ends as no sentence does */
	FEATURES
};

struct candidate {
	struct sentence s;
	struct terms terms;
	size_t mail, index; /* index within the mail's sentences */
	bool leans;         /* on what stands before it, or what follows turns it round */
	bool follows;       /* the candidate before this one stands right before it, in its paragraph */
	double features[FEATURES];
	double score;
};

struct candidates {
	struct candidate *of; /* in the thread's order; the root first where it is older than what is read */
	size_t n;
	struct terms subject;
};

/* Name and fitted weight of each feature. */
extern const struct feature_weight {
	const char *name;
	double weight;
} candidate_weights[FEATURES];

/* weights: one for each feature, NULL for the fitted ones. */
struct candidates candidates_of(struct arena *a, struct bytes subject, const struct extract_mail *mails,
    size_t n, size_t root, const double *weights);

#endif
