/* SPDX-License-Identifier: ISC */
/*
 * verify.h: whether a claim holds, as far as code can tell.  Pure.
 *
 *	V1	its form: bounds of text, quote and cites
 *	V2	the mails it cites are there, and lie in the part it speaks of
 *	V3	its quote stands in the own words of a mail it cites (one that stands in exactly one other: the cite is mended)
 *	V4	every name, number, version, commit, identifier and ASCII word of it stands in the cited mails, the
 *		facts or the lexicon
 *	V5	who is said to speak sent a cited mail
 *	V6	states, tags and counts agree with what code found
 *	V7	no link, address, markup, control byte, order to the reader
 *	V8	agreement takes two senders and a tag or an agreeing sentence; where one person wrote there is no answer,
 *		objection or decision
 *	V9	an abbreviation's meaning stands in the thread or the glossary
 *	V10	no guess, but where the quote itself guesses
 *	V11	it says something that can be found in the mails
 *	V12	no other claim of the part rests on the same
 *
 * Necessary, not sufficient: a sentence made of the mail's own words may still twist them, hence the link beside it.
 */
#ifndef LISTBRIEF_REPORT_VERIFY_H
#define LISTBRIEF_REPORT_VERIFY_H

#include "filters/report/verify/claim.h"
#include "filters/report/verify/dossier.h"
#include "filters/report/verify/lexicon.h"

/* 0: it holds; else the number of the first rule it breaks. */
#define VERIFY_RULES 12

struct verify_result {
	int *rule;                       /* of each claim */
	const char **why;                /* of each claim, in English, for --explain and the log; NULL where it holds */
	size_t kept;
	size_t dropped[VERIFY_RULES + 1]; /* by rule */
	size_t mended;                   /* cites that were corrected (V3) */
};

/* claims[n] may get their cites mended. */
struct verify_result verify(struct arena *a, const struct lexicon *l, const struct dossier *d,
    struct claim *claims, size_t n);

#endif
