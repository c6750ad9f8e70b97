/* SPDX-License-Identifier: ISC */
/*
 * mailid.h: message ids out of Message-ID, In-Reply-To and References (RFC 5322
 * section 3.6.4), whatever junk stands around them.  An id is kept without its
 * angle brackets, white space inside (a fold) taken out.
 */
#ifndef LISTBRIEF_MAILID_H
#define LISTBRIEF_MAILID_H

#include "common/arena.h"
#include "common/bytes.h"

/* A longer id is no id; RFC 5322's line limit. */
#define MAILID_BYTES_MAX ((size_t)998)
/* Of more references the first and the last MAILID_REFS_MAX - 1 are kept. */
#define MAILID_REFS_MAX ((size_t)64)

/* Takes the next <id> off *rest.  False where there is none left.  Linear in rest. */
bool mailid_next(struct arena *a, struct bytes *rest, struct bytes *id);

/*
 * The mail's own id: the first id in the Message-ID value; a value without angle
 * brackets that is one word with an "@" counts as an id.  Empty where there is none.
 */
struct bytes mailid_own(struct arena *a, struct bytes value);

/*
 * The ids of a mail's ancestors, oldest first, each once, never own: References,
 * then the first id of In-Reply-To where it is not already among them, an address
 * that stands there before it ("Message from A <a@b> of DATE <id>") left out.  At most
 * MAILID_REFS_MAX.  The last is the parent by the field rules: where In-Reply-To
 * holds exactly one id and that is in References, it moves to the end.
 * Returns how many; *ids is in the arena.
 */
size_t mailid_references(struct arena *a, struct bytes references, struct bytes in_reply_to,
    struct bytes own, struct bytes **ids);

#endif
