/* SPDX-License-Identifier: ISC */
#include "store/store.h"

#include "store/key.h"
#include "store/open.h"
#include "store/records.h"
#include "store/texts.h"

#include <string.h>

/* One table's entries, looked up in order of key whatever the order asked. */
struct lookup {
	struct key *keys;
	struct key_wanted *wanted;
	size_t n;
};

typedef enum store_status lookup_found(struct txn *t, struct bytes value, size_t at, void *arg);

static struct lookup
lookup_new(struct arena *a, size_t n)
{
	return (struct lookup){ arena_array(a, n, sizeof(struct key)),
		arena_array(a, n, sizeof(struct key_wanted)), 0 };
}

static void
lookup_add(struct lookup *l, struct key key, size_t at)
{
	l->keys[l->n] = key;
	l->wanted[l->n] = (struct key_wanted){ key_bytes(&l->keys[l->n]), at };
	l->n++;
}

static enum store_status
lookup_run(struct txn *t, enum table table, struct lookup *l, lookup_found *found, void *arg)
{
	struct bytes value;
	enum store_status status;

	key_sort(l->wanted, l->n);
	for (size_t i = 0; i < l->n; i++) {
		status = txn_get(t, table, l->wanted[i].key, &value);
		if (status == STORE_OK)
			status = found(t, value, l->wanted[i].at, arg);
		if (status != STORE_OK && status != STORE_NONE)
			return status;
	}
	return STORE_OK;
}

/* ---- ids to threads ---- */

struct find {
	struct lookup ids;
	uint64_t *numbers;
};

static enum store_status
found_id(struct txn *t, struct bytes value, size_t at, void *arg)
{
	struct find *find = arg;
	struct places places;

	if (!record_read_places(value, &places))
		return txn_damaged(t, TABLE_ID);
	find->numbers[at] = places.thread;
	return STORE_OK;
}

static enum store_status
find_threads(struct txn *t, void *arg)
{
	struct find *find = arg;

	return lookup_run(t, TABLE_ID, &find->ids, found_id, find);
}

enum store_status
store_find_threads(struct store *s, const struct bytes *ids, size_t n, uint64_t *numbers)
{
	struct find find = { .numbers = numbers };

	arena_reset(store_scratch(s));
	find.ids = lookup_new(store_scratch(s), n);
	for (size_t i = 0; i < n; i++) {
		lookup_add(&find.ids, key_id(ids[i]), i);
		numbers[i] = 0;
	}
	return store_read(s, find_threads, &find);
}

/* ---- threads ---- */

struct get_threads {
	struct lookup numbers;
	struct arena *arena;
	struct store_thread *threads;
};

static enum store_status
found_thread(struct txn *t, struct bytes value, size_t at, void *arg)
{
	struct get_threads *get = arg;

	if (!record_read_thread(arena_bytes(get->arena, value), get->arena, &get->threads[at]))
		return txn_damaged(t, TABLE_THREAD);
	return STORE_OK;
}

static enum store_status
get_threads(struct txn *t, void *arg)
{
	struct get_threads *get = arg;

	return lookup_run(t, TABLE_THREAD, &get->numbers, found_thread, get);
}

enum store_status
store_get_threads(struct store *s, const uint64_t *numbers, size_t n, struct arena *a,
    struct store_thread **threads)
{
	struct get_threads get = { .arena = a };

	arena_reset(store_scratch(s));
	get.numbers = lookup_new(store_scratch(s), n);
	*threads = get.threads = arena_array(a, n, sizeof **threads);
	for (size_t i = 0; i < n; i++) {
		get.threads[i].number = numbers[i];
		lookup_add(&get.numbers, key_number(numbers[i]), i);
	}
	return store_read(s, get_threads, &get);
}

/* ---- mails and texts: by their key to their place, then what lies there ---- */

struct get_mails {
	const struct store_key *keys;
	size_t n;
	struct lookup ids, places;
	uint64_t *seqs; /* the place of each key */
	struct arena *arena, *work;
	struct store_mail *mails;
	struct bytes *texts;
};

static void
add_place(struct get_mails *get, size_t at, uint64_t seq)
{
	get->seqs[at] = seq;
	lookup_add(&get->places, key_number(seq), at);
}

static enum store_status
found_places(struct txn *t, struct bytes value, size_t at, void *arg)
{
	struct get_mails *get = arg;
	const unsigned char *tail = get->keys[at].b + KEY_ID_BYTES;
	struct places places;

	if (!record_read_places(value, &places))
		return txn_damaged(t, TABLE_ID);
	for (size_t i = 0; i < places.ncopies; i++)
		if (memcmp(places.copies[i].tail, tail, KEY_TAIL_BYTES) == 0)
			add_place(get, at, places.copies[i].seq);
	return STORE_OK;
}

static enum store_status
found_mail(struct txn *t, struct bytes value, size_t at, void *arg)
{
	struct get_mails *get = arg;

	return records_read(t, get->seqs[at], value, get->arena, &get->mails[at]);
}

static enum store_status
found_text(struct txn *t, struct bytes value, size_t at, void *arg)
{
	struct get_mails *get = arg;
	struct bytes text;
	enum store_status status;

	/* What reading it takes besides is given back at once. */
	arena_reset(get->work);
	status = texts_read(t, get->seqs[at], value, get->work, &text);
	if (status == STORE_OK)
		get->texts[at] = arena_bytes(get->arena, text);
	return status;
}

static enum store_status
get_places(struct txn *t, void *arg)
{
	struct get_mails *get = arg;
	enum store_status status = lookup_run(t, TABLE_ID, &get->ids, found_places, get);

	if (status != STORE_OK)
		return status;
	return lookup_run(t, get->mails ? TABLE_RECORD : TABLE_TEXT, &get->places,
	    get->mails ? found_mail : found_text, get);
}

static enum store_status
get_by_key(struct store *s, struct get_mails *get)
{
	arena_reset(store_scratch(s));
	get->ids = lookup_new(store_scratch(s), get->n);
	get->places = lookup_new(store_scratch(s), get->n);
	get->seqs = arena_array(store_scratch(s), get->n, sizeof *get->seqs);
	for (size_t i = 0; i < get->n; i++) {
		struct key id = key_mail(&get->keys[i]);
		id.n = KEY_ID_BYTES;
		lookup_add(&get->ids, id, i);
	}
	return store_read(s, get_places, get);
}

enum store_status
store_get_mails(struct store *s, const struct store_key *keys, size_t n, struct arena *a,
    struct store_mail **mails)
{
	struct get_mails get = { .keys = keys, .n = n, .arena = a };

	*mails = get.mails = arena_array(a, n, sizeof **mails);
	for (size_t i = 0; i < n; i++)
		get.mails[i].key = keys[i];
	return get_by_key(s, &get);
}

enum store_status
store_get_texts(
    struct store *s, const struct store_key *keys, size_t n, struct arena *a, struct bytes **texts)
{
	struct get_mails get = { .keys = keys, .n = n, .arena = a };
	enum store_status status;

	*texts = get.texts = arena_array(a, n, sizeof **texts);
	get.work = arena_new();
	status = get_by_key(s, &get);
	arena_free(get.work);
	return status;
}
