/* SPDX-License-Identifier: ISC */
/*
 * sentence.h: the sentences of a mail's own words that may stand in a digest, verbatim but for
 * white space.  Pure.
 */
#ifndef LISTBRIEF_REPORT_SENTENCE_H
#define LISTBRIEF_REPORT_SENTENCE_H

#include "common/arena.h"
#include "common/bytes.h"

/* What a sentence may be: a word is a run without blanks, or two CJK characters. */
#define SENTENCE_WORDS_MIN 3
#define SENTENCE_WORDS_MAX 60
#define SENTENCE_BYTES_MAX ((size_t)400)
/* Sentences and bytes of one mail that are looked at. */
#define SENTENCES_MAX ((size_t)200)
#define SENTENCE_TEXT_MAX ((size_t)64 * 1024)

struct sentence {
	struct bytes text; /* one clean line */
	size_t words;
	size_t paragraph;  /* 0, 1, ... within the mail */
	size_t place;      /* within its paragraph, counting those that were not taken */
	bool question;
	bool answers; /* its paragraph follows a quote */
	bool dangles; /* leans on what is not shown: begins in lower case, or ends without a full stop */
};

/*
 * text is in text.h's form.  Left out: what is shorter or longer than above, has fewer than 60 % letters,
 * ends in a colon, addresses somebody, holds a footnote's number ("[2]"), or is the small change of
 * patch mail ("v2:", "Thanks!").
 */
size_t sentence_split(struct arena *a, struct bytes text, struct sentence **sentences);

/* Whether b stands right behind a in its paragraph. */
bool sentence_follows(const struct sentence *a, const struct sentence *b);

/* How many words s has. */
size_t sentence_words(struct bytes s);

#endif
