/* SPDX-License-Identifier: ISC */
#include "store/records.h"

#include "store/key.h"
#include "store/open.h"

static enum store_status
put(struct txn *t, const struct store_mail *mail, bool whole, const struct store_tie *const *ties,
    size_t nties)
{
	struct key place = key_number(mail->seq);
	struct buf value = BUF_INIT;
	enum store_status status;

	record_write_mail(&value, mail, whole, ties, nties);
	status = txn_append(t, TABLE_RECORD, key_bytes(&place), buf_bytes(&value), BYTES_NONE);
	buf_release(&value);
	return status;
}

enum store_status
records_put(
    struct txn *t, const struct store_mail *mail, const struct store_tie *const *ties, size_t nties)
{
	struct entry e;
	enum store_status status = entry_find(t, mail->seq, &e);
	bool same = status == STORE_OK && mail->arrival == e.slip.arrival &&
		    key_compare(&mail->key, &e.slip.key) == 0 && bytes_equal(mail->id, e.slip.id);

	if (status != STORE_OK && status != STORE_NONE)
		return status;
	return put(t, mail, !same, ties, nties);
}

/* What the log says of the mail at seq, where its record does not. */
static enum store_status
find_slip(struct txn *t, uint64_t seq, struct bytes value, struct entry *e)
{
	*e = (struct entry){ .seq = seq };
	return record_is_whole(value) ? STORE_OK : entry_get(t, seq, e);
}

enum store_status
records_read(
    struct txn *t, uint64_t seq, struct bytes value, struct arena *a, struct store_mail *mail)
{
	struct entry e;
	enum store_status status = find_slip(t, seq, value, &e);

	if (status != STORE_OK)
		return status;
	if (!record_read_mail(arena_bytes(a, value), &e.slip, a, mail))
		return txn_damaged(t, TABLE_RECORD);
	mail->seq = seq;
	mail->id = arena_bytes(a, mail->id);
	return STORE_OK;
}

enum store_status
records_ties(struct txn *t, uint64_t seq, struct bytes value, struct arena *a,
    struct store_tie **ties, size_t *nties)
{
	struct entry e;
	enum store_status status = find_slip(t, seq, value, &e);

	if (status == STORE_OK && !record_read_ties(value, &e.slip, a, ties, nties))
		return txn_damaged(t, TABLE_RECORD);
	return status;
}

enum store_status
records_part(struct txn *t, const struct entry *e)
{
	struct arena *a = store_scratch(txn_store(t));
	struct key place = key_number(e->seq);
	const struct store_tie **at;
	struct store_tie *ties;
	struct store_mail mail;
	struct bytes value;
	size_t n;
	enum store_status status = txn_get(t, TABLE_RECORD, key_bytes(&place), &value);

	if (status != STORE_OK || record_is_whole(value))
		return status == STORE_NONE ? STORE_OK : status;
	if ((status = records_read(t, e->seq, value, a, &mail)) != STORE_OK ||
	    (status = records_ties(t, e->seq, value, a, &ties, &n)) != STORE_OK)
		return status;
	at = arena_array(a, n, sizeof(struct store_tie *));
	for (size_t i = 0; i < n; i++)
		at[i] = &ties[i];
	return put(t, &mail, true, at, n);
}
