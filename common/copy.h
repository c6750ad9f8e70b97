/* SPDX-License-Identifier: ISC */
/*
 * copy.h: whether two mails with one Message-ID are one mail.  The body decides,
 * once line ends, trailing white space and list footers are set aside; never the
 * id alone, so a cut copy cannot block the whole one.
 */
#ifndef LISTBRIEF_COPY_H
#define LISTBRIEF_COPY_H

#include "common/bytes.h"
#include "common/hash.h"

enum copy {
	COPY_SAME,    /* the same mail, perhaps through another list */
	COPY_LONGER,  /* b goes on where a ends: a was cut short */
	COPY_SHORTER, /* a goes on where b ends */
	COPY_OTHER    /* two mails */
};

/* a and b are raw mails. */
enum copy copy_compare(struct bytes a, struct bytes b);

/* The hash of what copy_compare calls the same: equal for COPY_SAME. */
struct hash copy_hash(struct bytes raw);

#endif
