/* SPDX-License-Identifier: ISC */
/*
 * claim.h: one sentence a model wrote about a thread, with what it says it rests on.
 */
#ifndef LISTBRIEF_REPORT_CLAIM_H
#define LISTBRIEF_REPORT_CLAIM_H

#include "common/arena.h"
#include "common/json.h"

/* Of one answer. */
#define CLAIMS_MAX ((size_t)8)
/* Characters, not bytes. */
#define CLAIM_TEXT_MAX ((size_t)240)
#define CLAIM_QUOTE_MIN ((size_t)12)
#define CLAIM_QUOTE_MAX ((size_t)200)
#define CLAIM_WHO_CHARS ((size_t)120)
#define CLAIM_CITES_MAX ((size_t)4)
#define CLAIM_WHO_MAX ((size_t)3)

/* Of the summary: what the thread is about, what was said before, what is new. */
enum claim_part { CLAIM_ORIGINAL, CLAIM_EARLIER, CLAIM_THIS_WEEK, CLAIM_PARTS };

enum claim_kind {
	CLAIM_PURPOSE,
	CLAIM_PROBLEM,
	CLAIM_PROPOSAL,
	CLAIM_OBJECTION,
	CLAIM_QUESTION,
	CLAIM_ANSWER,
	CLAIM_DECISION,
	CLAIM_TEST,
	CLAIM_NEXT,
	CLAIM_KINDS
};

/* Both counted from 1, as a reader sees them; sentence 0 where it is not known. */
struct claim_cite {
	size_t mail, sentence;
};

struct claim {
	enum claim_part part;
	enum claim_kind kind;
	struct bytes text, quote;
	struct claim_cite cites[CLAIM_CITES_MAX];
	size_t ncites;
	struct bytes who[CLAIM_WHO_MAX];
	size_t nwho;
	const char *ill; /* what of its form is wrong; NULL where it is well formed */
};

/* "original", "earlier", "this_week"; "purpose", "problem" and so on. */
const char *claim_part_name(enum claim_part part);
const char *claim_kind_name(enum claim_kind kind);
/* False where there is no such name. */
bool claim_part_named(struct bytes name, enum claim_part *part);
bool claim_kind_named(struct bytes name, enum claim_kind *kind);

/* What is out of its bounds; NULL where nothing is. */
const char *claim_ill(const struct claim *claim);

/* Its texts in the arena. */
struct claim claim_copy(struct arena *a, const struct claim *from);

/* {part, kind, text, cites: [[mail, sentence]], quote, who} and back; false where v is no such thing.  Texts are borrowed from v. */
struct json *claim_json(const struct claim *claim);
bool claim_read(const struct json *v, struct claim *claim);

#endif
