/* SPDX-License-Identifier: ISC */
/*
 * lexicon.h: the words the check of a model's sentences knows: TEMPLATES/LANGUAGE/glossary.txt
 * (what an abbreviation stands for) and rules.json (small words, numerals, words of state,
 * consensus, doubt).  English is always known too, since models mix.
 */
#ifndef LISTBRIEF_REPORT_LEXICON_H
#define LISTBRIEF_REPORT_LEXICON_H

#include "common/arena.h"
#include "common/hash.h"

/* Bytes of one file, and terms of all. */
#define LEXICON_BYTES_MAX ((size_t)256 * 1024)
#define LEXICON_TERMS_MAX ((size_t)10000)

enum lexicon_list {
	LEXICON_SMALL,      /* words that say nothing by themselves: "the", "proposes" */
	LEXICON_CONSENSUS,  /* words of agreement and reception */
	LEXICON_AGREE,      /* what one who agrees writes in a mail */
	LEXICON_HEDGES,     /* words of doubt */
	LEXICON_STATES,     /* words by which something was applied */
	LEXICON_REFUSALS,   /* words by which something was refused */
	LEXICON_ORDERS,     /* what gives the reader orders */
	LEXICON_SAYS,       /* verbs whose subject speaks */
	LEXICON_INNOCENT,   /* what holds a word of the lists above and is none: "consistency" */
	LEXICON_LISTS
};

struct lexicon_term {
	struct bytes term, meaning; /* "SEA", "Synchronous External Abort" */
};

struct lexicon;

/*
 * extra: a glossary file of the list's own, or NULL.  NULL where a file is missing or wrong (logged, with
 * file and line); a language without files is checked by the English ones.  Lives in the arena.
 */
struct lexicon *lexicon_read(struct arena *a, const char *templates, const char *language, const char *extra);

/* Over all that was read. */
struct hash lexicon_hash(const struct lexicon *l);

/* The terms in order of term; one term may have several meanings. */
const struct lexicon_term *lexicon_terms(const struct lexicon *l, size_t *n);
/* The entries of a list, folded. */
const struct bytes *lexicon_list(const struct lexicon *l, enum lexicon_list list, size_t *n);
/* Whether a folded word is in a list. */
bool lexicon_has(const struct lexicon *l, enum lexicon_list list, struct bytes word);
/* The value of a numeral ("three", or one written in the language's own digits) that begins s, and how many bytes it takes; 0 bytes where there is none. */
size_t lexicon_numeral(const struct lexicon *l, struct bytes s, long *value);

#endif
