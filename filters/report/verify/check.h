/* SPDX-License-Identifier: ISC */
/*
 * check.h: one claim while it is checked, between verify.c and the rules; no one else needs it.
 * A rule gives NULL where the claim keeps it, else what is wrong, in English; it may name the words of
 * the claim, so it is not for a model's eyes.
 */
#ifndef LISTBRIEF_REPORT_CHECK_H
#define LISTBRIEF_REPORT_CHECK_H

#include "filters/report/verify/claim.h"
#include "filters/report/verify/dossier.h"
#include "filters/report/verify/lexicon.h"
#include "filters/report/verify/wordset.h"

/* What all claims of a thread are checked with. */
struct check_thread {
	struct arena *a;
	const struct lexicon *l;
	const struct dossier *d;
	struct wordset *words; /* of each mail: own words, subject, sender; made when first asked for */
	bool *made;
	struct bytes *plain;   /* of each mail: check_plain of its own words; p NULL until asked for */
	struct wordset facts;  /* state, tags, series, subject */
	const struct wordset *glossary;
	struct wordset title;  /* of the thread, without its tags */
};

struct check {
	struct check_thread *t;
	struct claim *claim;
	struct bytes text, quote;          /* in lower case, quotation marks plain */
	const struct dossier_mail *cited[CLAIM_CITES_MAX]; /* each once */
	size_t ncited;
	struct bytes said;                 /* the quote and the sentences that are cited */
	struct wordset said_words;
	size_t anchors;                    /* words of it that stand in the cited mails; by check_words */
};

/* White space folded, typographic quotes and dashes as ASCII has them: models change those. */
struct bytes check_plain(struct arena *a, struct bytes s);
/* A mail's own words so. */
struct bytes check_own(struct check_thread *t, size_t mail);
/* Whether the words stand in the text, in either case, at word boundaries. */
bool check_holds(struct bytes text, struct bytes words);

/* The rules from V4 on; those before and V12 are verify.c's. */
const char *check_words(struct check *c);      /* V4 */
const char *check_not(struct check *c);        /* of V4: what was denied still is */
const char *check_people(struct check *c);     /* V5 */
const char *check_state(struct check *c);      /* V6 */
const char *check_form(struct check *c);       /* V7 */
const char *check_agreement(struct check *c);  /* V8 */
const char *check_expansion(struct check *c);  /* V9 */
const char *check_hedge(struct check *c);      /* V10 */
const char *check_anchor(struct check *c);     /* V11 */

/* Whether the number that ends at end of c->text counts what code counts, and rightly: "3 new mails". */
bool check_count(const struct check *c, long value, size_t end);
/* Whether a word of the list stands in c->text that nothing innocent holds; *e is the first such. */
bool check_guilty(const struct check *c, enum lexicon_list list, size_t from, size_t *at, const struct lexicon_entry **e);

#endif
