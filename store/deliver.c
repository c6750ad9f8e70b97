/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/open.h"
#include "store/put.h"
#include "store/spool.h"

/* The mails of the spool, as the log takes them. */
static void
add_spooled(struct put_mail *mails, const struct spooled *spooled, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		mails[i].slip = spooled[i].slip;
		mails[i].packed = spooled[i].packed;
	}
}

/* Stores a mail, and those that wait in the spool before it.  The lock is held. */
static enum store_status
put_with_spool(struct store *s, struct put_mail *own)
{
	struct spool_names names;
	struct spooled *spooled;
	struct put_mail *mails;
	enum store_status status;
	size_t n, done;

	/* What cannot be read now is read by the next one. */
	spool_list(store_place(s), store_scratch(s), SPOOL_MAILS_MAX, &names);
	spool_read(store_place(s), store_packer(s), store_scratch(s), &names, &spooled, &n);
	mails = arena_array(store_scratch(s), n + 1, sizeof *mails);
	add_spooled(mails, spooled, n);
	mails[n] = *own;
	status = put_write(s, mails, n + 1, &done);
	own->result = mails[n].result;
	if (status == STORE_OK)
		spool_remove(store_place(s), spooled, done < n ? done : n);
	/* What is left in the spool, or meets damage, must not stand in the way of this one. */
	if ((status == STORE_OK && done <= n) || (status == STORE_BROKEN && n))
		status = put_write(s, own, 1, &done);
	return status;
}

enum store_status
store_deliver(const char *dir, const char *list, struct store_mail_in *mail, int64_t now)
{
	struct put_mail own;
	struct store *s;
	enum store_status status = store_find(&s, dir, list);

	if (status == STORE_OK && (status = put_prepare(s, mail, now, &own)) == STORE_OK) {
		if ((status = store_enter(s)) == STORE_OK)
			status = put_with_spool(s, &own);
		if (status == STORE_AGAIN) {
			status = spool_add(store_place(s), &own.slip, own.packed);
			own.result = STORE_PUT_SPOOLED;
		}
		mail->result = own.result;
	}
	store_close(s);
	return status;
}

/* As much of the spool as is read at once: one transaction, or where many are copies, a few. */
static enum store_status
drain_some(struct store *s, struct spool_names *names, size_t *n)
{
	struct spooled *spooled;
	struct put_mail *mails;
	enum store_status status = STORE_OK;

	arena_reset(store_scratch(s));
	spool_read(store_place(s), store_packer(s), store_scratch(s), names, &spooled, n);
	if (*n == 0)
		return STORE_OK;
	mails = arena_array(store_scratch(s), *n, sizeof *mails);
	add_spooled(mails, spooled, *n);
	for (size_t at = 0, done; status == STORE_OK && at < *n; at += done)
		if ((status = put_write(s, mails + at, *n - at, &done)) == STORE_OK)
			spool_remove(store_place(s), spooled + at, done);
	return status;
}

/* All that was listed; the lock is let go between two transactions. */
static enum store_status
drain(struct store *s, struct spool_names *names, uint64_t *mails)
{
	enum store_status status;
	size_t n;

	do {
		n = 0;
		if ((status = store_hold(s)) != STORE_OK)
			return status;
		status = drain_some(s, names, &n);
		if (n == 0)
			spool_tidy(store_place(s), store_scratch(s));
		store_release(s);
		*mails += status == STORE_OK ? n : 0;
	} while (status == STORE_OK && n);
	return status;
}

/* Each file is looked at once: one that cannot be read is said once, and stops nobody. */
enum store_status
store_drain(struct store *s, uint64_t *mails)
{
	struct arena *a = arena_new();
	struct spool_names names;
	enum store_status status = spool_list(store_place(s), a, SPOOL_NAMES_MAX, &names);

	*mails = 0;
	if (status == STORE_OK)
		status = drain(s, &names, mails);
	arena_free(a);
	return status;
}
