/* SPDX-License-Identifier: ISC */
#include "store/copies.h"

#include "store/key.h"
#include "store/open.h"

#include <string.h>

/* Mails of one Message-ID: each new one is compared with all of them, or with some bytes of them at
 * least. */
#define COPIES_MAX ((size_t)16)
#define COPIES_BYTES_MAX ((size_t)3 << 19)
/* A longer mail is compared with none but that of its key. */
#define COPIES_LARGE ((size_t)8 << 20)

enum store_status
copies_raw(struct txn *t, struct put_mail *m, struct bytes *raw)
{
	enum store_status status = STORE_OK;

	if (m->raw.p == NULL)
		status = entry_raw(t, m->packed, store_scratch(txn_store(t)), &m->raw);
	*raw = m->raw;
	return status;
}

/* The stored mails that have this one's id: first the one of the very same key. */
static enum store_status
find_all(struct txn *t, const struct store_key *of, uint64_t seqs[COPIES_MAX], size_t *n)
{
	struct bytes id = { (const char *)of->b, KEY_ID_BYTES }, key, value;
	struct key same = key_mail(of);
	enum store_status status = txn_get(t, TABLE_MAIL, key_bytes(&same), &value);

	*n = 0;
	if (status == STORE_OK && !key_read_number(value, &seqs[(*n)++]))
		return txn_damaged(t, TABLE_MAIL);
	for (enum seek how = SEEK_AT; *n < COPIES_MAX; how = SEEK_NEXT) {
		status = txn_seek(t, TABLE_MAIL, how, id, &key, &value);
		if (status == STORE_NONE || (status == STORE_OK && !bytes_starts(key, id)))
			return STORE_OK;
		if (status != STORE_OK)
			return status;
		if (bytes_equal(key, key_bytes(&same)))
			continue;
		if (key.n != KEY_MAIL_BYTES || !key_read_number(value, &seqs[(*n)++]))
			return txn_damaged(t, TABLE_MAIL);
	}
	return STORE_OK;
}

static bool
size_of(const struct put_mail *m, size_t *n)
{
	*n = m->raw.n;
	return m->raw.p != NULL || entry_size(m->packed, n);
}

/*
 * Two copies of one key have the same words; but where they have none, or differ behind them, one
 * may still be the beginning of the other, cut in its header.
 */
static enum store_status
compare_cut(
    struct txn *t, struct arena *a, struct put_mail *m, const struct entry *old, enum copy *how)
{
	struct bytes raw, old_raw;
	size_t size, old_size;
	enum store_status status;

	*how = COPY_SAME;
	if (!size_of(m, &size) || !entry_size(old->packed, &old_size) || size == old_size)
		return STORE_OK;
	if ((status = copies_raw(t, m, &raw)) != STORE_OK ||
	    (status = entry_raw(t, old->packed, a, &old_raw)) != STORE_OK)
		return status;
	if (bytes_starts(raw, old_raw))
		*how = COPY_LONGER;
	else if (bytes_starts(old_raw, raw))
		*how = COPY_SHORTER;
	return STORE_OK;
}

/* The same of all stored copies, so it is kept. */
static enum store_status
words_of(struct txn *t, struct put_mail *m)
{
	struct bytes raw;
	struct buf words;
	enum store_status status;

	if (m->words.p || (status = copies_raw(t, m, &raw)) != STORE_OK)
		return m->words.p ? STORE_OK : status;
	words = copy_words(raw);
	m->words = arena_bytes(store_scratch(txn_store(t)), buf_bytes(&words));
	buf_release(&words);
	return STORE_OK;
}

/* Both raw, both in words, and both packed: Dovecot leaves an agent 256 MB. */
static bool
is_large(const struct put_mail *m, const struct entry *old)
{
	size_t size, old_size;

	return !size_of(m, &size) || !entry_size(old->packed, &old_size) || size > COPIES_LARGE ||
	       old_size > COPIES_LARGE;
}

/* One of another key has other words: do they begin alike, and the mails too? */
static enum store_status
compare_words(
    struct txn *t, struct arena *a, struct put_mail *m, const struct entry *old, enum copy *how)
{
	struct bytes raw;
	struct buf words;
	enum store_status status = words_of(t, m);

	if (status == STORE_OK)
		status = entry_raw(t, old->packed, a, &raw);
	if (status != STORE_OK)
		return status;
	words = copy_words(raw);
	*how = copy_compare(buf_bytes(&words), m->words);
	buf_release(&words);
	if ((*how == COPY_LONGER && !copy_is_head(raw, m->raw)) ||
	    (*how == COPY_SHORTER && !copy_is_head(m->raw, raw)))
		*how = COPY_OTHER;
	return STORE_OK;
}

/* How a mail stands to one stored copy.  That lives in memory of its own: there may be many, each
 * large. */
static enum store_status
compare_copy(struct txn *t, struct put_mail *m, const struct entry *old, enum copy *how)
{
	struct arena *a = arena_new();
	enum store_status status = STORE_OK;

	*how = COPY_OTHER;
	if (key_compare(&old->slip.key, &m->slip.key) == 0)
		status = compare_cut(t, a, m, old, how);
	else if (!is_large(m, old))
		status = compare_words(t, a, m, old, how);
	arena_free(a);
	return status;
}

/* Of large mails fewer are looked at, but always one. */
static bool
is_too_much(const struct entry *copy, size_t before, size_t *bytes)
{
	size_t size;

	*bytes += entry_size(copy->packed, &size) ? size : 0;
	return before && *bytes > COPIES_BYTES_MAX;
}

static enum store_status
find_among(struct txn *t, struct put_mail *m, const uint64_t *seqs, size_t n, struct entry *old,
    enum copy *how, bool *crowded, size_t *bytes)
{
	enum store_status status;

	for (size_t k = 0; k < n; k++) {
		if ((status = entry_get(t, seqs[k], old)) != STORE_OK)
			return status;
		if (is_too_much(old, k, bytes)) {
			*crowded = true;
			break;
		}
		status = compare_copy(t, m, old, how);
		if (status != STORE_OK || *how != COPY_OTHER)
			return status;
	}
	return STORE_NONE;
}

enum store_status
copies_find(struct txn *t, struct put_mail *m, struct entry *old, enum copy *how, bool *crowded,
    size_t *compared)
{
	uint64_t seqs[COPIES_MAX];
	size_t n = 0, bytes = 0;
	enum store_status status = find_all(t, &m->slip.key, seqs, &n);

	*crowded = n == COPIES_MAX;
	if (status == STORE_OK)
		status = find_among(t, m, seqs, n, old, how, crowded, &bytes);
	*crowded = *crowded && status == STORE_NONE;
	*compared += bytes;
	return status;
}
