/* SPDX-License-Identifier: ISC */
/*
 * copy.h: whether two mails with one Message-ID are one mail.  The body decides,
 * once line ends, trailing white space and list footers are set aside; never the
 * id alone, so a cut copy cannot block the whole one.
 */
#ifndef LISTBRIEF_COPY_H
#define LISTBRIEF_COPY_H

#include "common/buf.h"
#include "common/hash.h"

enum copy {
	COPY_SAME,    /* the same mail, perhaps through another list */
	COPY_LONGER,  /* b goes on where a ends: a was cut short */
	COPY_SHORTER, /* a goes on where b ends */
	COPY_OTHER    /* two mails */
};

/* Of a raw mail: equal for COPY_SAME, and for that alone. */
struct hash copy_hash(struct bytes raw);

/* What of a mail is compared with mails of another hash; made once for all of them.  The caller releases it. */
struct buf copy_words(struct bytes raw);

/* a and b are the words of two mails whose hashes differ. */
enum copy copy_compare(struct bytes a, struct bytes b);

/*
 * Whether raw mail a, whose words are the beginning of b's, may be b, cut on its way, and not another mail:
 * both say the same of who wrote it, when, and about what.  A list may put something in front of a subject;
 * in a header that was cut a field may be missing, or cut.
 */
bool copy_is_head(struct bytes a, struct bytes b);

#endif
