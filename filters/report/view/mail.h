/* SPDX-License-Identifier: ISC */
/*
 * mail.h: a digest as a mail: multipart/alternative, text and HTML, with the fields
 * that keep it out of vacation replies and out of ingest (common/loop.h).
 */
#ifndef LISTBRIEF_REPORT_MAIL_H
#define LISTBRIEF_REPORT_MAIL_H

#include "common/address.h"
#include "common/buf.h"
#include "common/config.h"
#include "common/hash.h"
#include "common/json.h"

/* Webmails clip HTML at about 102 kB. */
#define MAIL_HTML_MAX ((size_t)95000)

/* <kvmarm.20251020T000000Z@example.org>, without brackets: the list, the window's end, the domain of digest.from.  The same whenever the same window is sent.  mark: "", or what tells one form of a digest from the others: it stands before the "@". */
char *mail_id(struct arena *a, const struct config_list *list, int64_t until, const char *mark);

/*
 * The part of the mail that is the same for every member: all fields but To, and the body.
 * previous: the Message-ID of the digest before, without a mark, or empty; mark: as in mail_id.  False (logged) where the list has no
 * usable digest.from or a template is wrong.
 */
bool mail_form(struct buf *out, const struct config_list *list, const struct json *digest,
    const char *templates, struct bytes previous, const char *mark);

/*
 * The mail for one member: To, and List-Unsubscribe with the member's token (RFC 8058), in front of the
 * frozen form.  The same bytes whenever it is made.
 */
void mail_address(struct buf *out, const struct config_list *list, const struct hash *secret,
    struct mailbox member, struct bytes form);

/*
 * The envelope sender of one member's copy of a digest (its number): what comes back to it tells
 * whose it was.  Without digest.delimiter, digest.from.
 */
const char *mail_sender(struct arena *a, const struct config_list *list, const struct hash *secret,
    uint64_t digest, struct bytes address);

#endif
