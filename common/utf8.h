/* SPDX-License-Identifier: ISC */
/*
 * utf8.h: text that is shown.  The one place that knows what may reach a
 * reader's terminal, and how wide it is there.
 */
#ifndef LISTBRIEF_UTF8_H
#define LISTBRIEF_UTF8_H

#include "common/arena.h"
#include "common/buf.h"

#include <stdint.h>

bool utf8_valid(struct bytes s);

/* Takes one code point off *rest; a bad byte gives U+FFFD and is taken alone.  False at the end. */
bool utf8_next(struct bytes *rest, uint32_t *c);
void utf8_add(struct buf *b, uint32_t c);

/*
 * s fit to be shown: valid UTF-8 (bad bytes become U+FFFD), no C0 or C1 control but LF and
 * tab (UTF8_LINES) or none (UTF8_LINE: those become blanks), no bidi control (U+061C,
 * U+200E-F, U+202A-202E, U+2066-2069), no zero-width or invisible character (U+00AD, U+200B-200D,
 * U+2060-2064, U+FEFF, tags U+E0000-E007F, variation selectors stay), no interlinear or object marks
 * (U+FFF9-FFFC), no private use or noncharacter.
 */
enum utf8_form { UTF8_LINE, UTF8_LINES };
struct bytes utf8_clean(struct arena *a, struct bytes s, enum utf8_form form);

/* Columns on a terminal: CJK and emoji count 2, combining marks 0. */
size_t utf8_width(struct bytes s);

/* The longest head of s that is at most columns wide and ends between characters. */
struct bytes utf8_head(struct bytes s, size_t columns);

/*
 * Appends s as lines of at most columns, broken by UAX #14 (so Chinese breaks between
 * characters, not before closing punctuation); words longer than a line and URLs stay whole.
 * The first line begins with first, the others with rest; both count.  Ends with LF.
 */
void utf8_wrap(struct buf *out, struct bytes s, size_t columns, const char *first, const char *rest);

/* Whether c is CJK: Han, kana, hangul, their punctuation. */
bool utf8_is_cjk(uint32_t c);

/* Lower case for comparing, all scripts, canonical composition. */
struct bytes utf8_fold(struct arena *a, struct bytes s);

#endif
