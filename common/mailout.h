/* SPDX-License-Identifier: ISC */
/*
 * mailout.h: a mail we write (RFC 5322, MIME), with LF line ends.  Fields refuse CR, LF
 * and NUL by turning them into blanks; bodies are base64 UTF-8, so no transport and
 * no line of text can change them.
 */
#ifndef LISTBRIEF_MAILOUT_H
#define LISTBRIEF_MAILOUT_H

#include "common/address.h"
#include "common/buf.h"

struct mailout_part {
	const char *type; /* "text/plain" */
	struct bytes body; /* UTF-8 */
};

/* "Name: value", the value encoded (rfc2047_encode) and folded. */
void mailout_field(struct buf *out, const char *name, struct bytes value);
/* The same for a value that is syntax (ids, URLs, dates): folded at blanks, never encoded. */
void mailout_raw_field(struct buf *out, const char *name, struct bytes value);
/* "Name: Display <a@b>".  False, and nothing written, where the address is not valid. */
bool mailout_address_field(struct buf *out, const char *name, struct mailbox mailbox);

/*
 * MIME-Version, Content-Type multipart/alternative, the blank line, the parts.  The boundary is
 * derived from the parts, so the same mail has the same bytes.  One part: no multipart.
 */
void mailout_body(struct buf *out, const struct mailout_part *parts, size_t n);

#endif
