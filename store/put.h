/* SPDX-License-Identifier: ISC */
/*
 * put.h: mails on their way into the log, for the modules of store/ alone.  What can be made of
 * a mail without the store is made before anything is locked.
 */
#ifndef LISTBRIEF_STORE_PUT_H
#define LISTBRIEF_STORE_PUT_H

#include "store/record.h"

struct put_mail {
	struct slip slip;
	struct bytes packed; /* empty: to be put into a block */
	struct bytes raw;    /* p NULL: not unpacked */
	struct bytes words;  /* copy_words; p NULL: not asked for yet */
	enum store_put result;
};

/* In the store's scratch, packed alone.  STORE_BROKEN: larger than what can be kept. */
enum store_status put_prepare(struct store *s, const struct store_mail_in *in, int64_t now, struct put_mail *mail);

/*
 * In one transaction; under the store's lock where it is held, else taking it.  *done of them, one at least: those
 * behind them are left where comparing with stored copies has gone through 32 MB, so that no transaction is long.
 */
enum store_status put_write(struct store *s, struct put_mail *mails, size_t n, size_t *done);

#endif
