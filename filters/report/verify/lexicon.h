/* SPDX-License-Identifier: ISC */
/*
 * lexicon.h: the words the check of a model's sentences knows: TEMPLATES/LANGUAGE/glossary.txt
 * (what an abbreviation stands for) and rules.txt (small words, numerals, words of state,
 * consensus, doubt).  English is always known too, since models mix.
 */
#ifndef LISTBRIEF_REPORT_LEXICON_H
#define LISTBRIEF_REPORT_LEXICON_H

#include "common/arena.h"
#include "common/hash.h"

/* Bytes of one file, and terms of all. */
#define LEXICON_BYTES_MAX ((size_t)256 * 1024)
#define LEXICON_TERMS_MAX ((size_t)10000)

/* Sections of rules.txt; templates/README says what each is for. */
enum lexicon_list {
	LEXICON_SMALL,     /* words that may stand in a sentence though no mail has them: "the", "proposes" */
	LEXICON_EVERYDAY,  /* the same in any of their forms: "ignore", "ignores" */
	LEXICON_SAYS,      /* verbs whose subject is a person who speaks */
	LEXICON_STATES,    /* words by which something became of a posting: "merged = merged pulled" */
	LEXICON_SUBJECTS,  /* what those are said of: "series" */
	LEXICON_EXCUSES,   /* before such a word, it did not happen: "not", "once" */
	LEXICON_TAGS,      /* words for a trailer: "acked = Acked-by" */
	LEXICON_COUNTED,   /* what code counts: "patches = parts" */
	LEXICON_CONSENSUS, /* words of agreement and reception */
	LEXICON_AGREE,     /* what one who agrees writes in a mail */
	LEXICON_HEDGES,    /* words of doubt; "= doubted": where the quote doubts too */
	LEXICON_DOUBTS,    /* what in a quote shows that it is the sender who doubts */
	LEXICON_ORDERS,    /* what gives the reader orders; "= quoted": but where the quote has it */
	LEXICON_INNOCENT,  /* what holds an entry of the lists and is none: "consistency" */
	LEXICON_NUMERALS,  /* "three = 3" */
	LEXICON_MEASURES,  /* what makes a numeral of the language's own script a number */
	LEXICON_NOT,       /* words that deny what stands behind them */
	LEXICON_JOINS,     /* words between such a word and what it denies: "a", "the" */
	LEXICON_SCRIPT,    /* "han": sentences are in Chinese characters */
	LEXICON_LISTS
};

/* An entry, folded; value is what stands behind "=", or empty. */
struct lexicon_entry {
	struct bytes word, value;
};

struct lexicon_term {
	struct bytes term, meaning; /* "SEA", "Synchronous External Abort" */
};

struct lexicon;
struct wordset;

/*
 * extra: a glossary file of the list's own, or NULL.  NULL where a file is missing or wrong (logged, with
 * file and line); a language without files is checked by the English ones.  Lives in the arena.
 */
struct lexicon *lexicon_read(struct arena *a, const char *templates, const char *language, const char *extra);

/* Over all that was read. */
struct hash lexicon_hash(const struct lexicon *l);

/* The terms in order of term; one term may have several meanings. */
const struct lexicon_term *lexicon_terms(const struct lexicon *l, size_t *n);
/* The words of all terms and meanings; the everyday ones. */
const struct wordset *lexicon_words(const struct lexicon *l);
const struct wordset *lexicon_everyday(const struct lexicon *l);
/* The entries of a list, in order of the word. */
const struct lexicon_entry *lexicon_list(const struct lexicon *l, enum lexicon_list list, size_t *n);
/* The entry of a folded word; NULL. */
const struct lexicon_entry *lexicon_find(const struct lexicon *l, enum lexicon_list list, struct bytes word);
/*
 * Where an entry of the list stands in folded text at or behind from, at word boundaries where it is of letters; text.n
 * where none does.  entry gets which.
 */
size_t lexicon_search(const struct lexicon *l, enum lexicon_list list, struct bytes text, size_t from,
    const struct lexicon_entry **entry);

#endif
