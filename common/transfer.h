/* SPDX-License-Identifier: ISC */
/*
 * transfer.h: content transfer encodings undone (RFC 2045 section 6), in linear
 * time, whatever is wrong with them.
 */
#ifndef LISTBRIEF_TRANSFER_H
#define LISTBRIEF_TRANSFER_H

#include "common/buf.h"

/*
 * Appends what base64 stands for; padding may lack, stand inside, or be too much.  False
 * where a byte was neither of the alphabet nor white space: it was passed over.
 */
bool transfer_base64(struct buf *out, struct bytes text);

/*
 * Where base64 ends and plain text begins that was put behind it, as lists do with their footers;
 * text.n where there is none.  Text that is no base64 at all begins at 0.
 */
size_t transfer_base64_end(struct bytes text);

/*
 * Where a list's footer begins, "--" or a rule, behind quoted-printable that ends in a soft line break, as some
 * mailers leave it; text.n where none does.
 */
size_t transfer_quoted_end(struct bytes text);

/*
 * Appends what quoted-printable stands for, line ends as they are.  A wrong escape stays
 * as it stands; one that the end of the text cuts is dropped.
 */
void transfer_quoted(struct buf *out, struct bytes text);

#endif
