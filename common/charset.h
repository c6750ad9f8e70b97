/* SPDX-License-Identifier: ISC */
/*
 * charset.h: any mail's bytes as valid UTF-8.  Bytes that are valid UTF-8 are
 * UTF-8 whatever their label says (escape-coded charsets such as ISO-2022-JP
 * excepted); else the label, by an allow-list (gb2312 and gbk read as GB18030,
 * iso-8859-1 and us-ascii as windows-1252); else windows-1252.  What does not
 * convert becomes U+FFFD; nothing is cut.  The sender's label never reaches iconv.
 */
#ifndef LISTBRIEF_CHARSET_H
#define LISTBRIEF_CHARSET_H

#include "common/arena.h"
#include "common/bytes.h"

/* label may be empty: none declared. */
struct bytes charset_to_utf8(struct arena *a, struct bytes text, struct bytes label);

/* Whether the label names a charset we read. */
bool charset_known(struct bytes label);

/*
 * Opens every charset once, so that a process that is about to lose its right to
 * open files still can.
 */
void charset_warm(void);

#endif
