/* SPDX-License-Identifier: ISC */
/*
 * rfc2047.h: encoded words in header fields, both ways.
 */
#ifndef LISTBRIEF_RFC2047_H
#define LISTBRIEF_RFC2047_H

#include "common/arena.h"
#include "common/buf.h"

/*
 * A raw field value as one clean line of UTF-8: unfolded, encoded words decoded
 * (RFC 2047, and its abuses: in quotes, unpadded base64, blanks inside, a character
 * split over two words, no blank between words, RFC 2231 language), raw 8-bit bytes
 * read by charset.h, control and invisible bytes gone (utf8.h).  What does not decode
 * stays as it stands.  Never empty because of a bad word; linear.
 */
struct bytes rfc2047_decode(struct arena *a, struct bytes value);

/*
 * Appends UTF-8 text as a field value: plain where it is printable ASCII that no one
 * could take for an encoded word, else words of at most 75 characters that split
 * between characters, folded.  column: how much of the line is used already.
 * CR, LF and NUL become blanks: no text adds a field.
 */
void rfc2047_encode(struct buf *out, struct bytes text, size_t column);

#endif
