/* SPDX-License-Identifier: ISC */
/*
 * phrases.h: the turns of phrase by which the extract knows what a sentence is worth, in English
 * and Chinese.
 */
#ifndef LISTBRIEF_REPORT_PHRASES_H
#define LISTBRIEF_REPORT_PHRASES_H

#include "common/bytes.h"

/* "e.g.", whose full stop ends nothing. */
bool phrase_is_abbreviation(struct bytes word);
/* "Thanks for ...", "Changes since v2", "v3: ...": nothing to one who did not get the mail. */
bool phrase_is_small_change(struct bytes s);
/* How many bytes of "Hi Marc, " or "Sorry for the delay, but " s begins with. */
size_t phrase_greeting(struct bytes s);
/* How many bytes of ", thanks!" s ends with. */
size_t phrase_thanks(struct bytes s);
/* "Changes since v2:", over a list of them. */
bool phrase_is_changelog(struct bytes s);
/* A link, code, a log, or the words of another. */
bool phrase_is_foreign(struct bytes s);
/* "That's why ...", "Do we need this?", "Drop this paragraph.": leans on words that may not be shown. */
bool phrase_leans(struct bytes s);
/* "This is unlike ...", "They must ...": its subject stands in the sentence before. */
bool phrase_has_no_subject(struct bytes s);
/* "But ...": takes back some of what stands before it. */
bool phrase_turns(struct bytes s);
/* How many cues of a problem, a proposal or a decision it has, counted up to most. */
int phrase_cues(struct bytes s, int most);

#endif
