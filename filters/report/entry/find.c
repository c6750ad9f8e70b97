/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/find.h"

#include <stdlib.h>
#include <string.h>

/* ---- keys ---- */

static size_t
slot_of(const struct find_keys *k, const struct store_key *key)
{
	uint64_t h;

	memcpy(&h, key->b, sizeof(h));
	for (size_t i = (size_t)h & (k->slots - 1);; i = (i + 1) & (k->slots - 1))
		if (k->table[i] == 0 || memcmp(&k->of[k->table[i] - 1], key, sizeof(*key)) == 0)
			return i;
}

static void
grow(struct find_keys *k)
{
	struct store_key *old = k->of;

	k->room = k->room ? 2 * k->room : 64;
	k->slots = 2 * k->room;
	k->of = arena_array(k->a, k->room, sizeof(*k->of));
	k->table = arena_array(k->a, k->slots, sizeof(*k->table));
	if (k->n)
		memcpy(k->of, old, k->n * sizeof(*old));
	for (size_t i = 0; i < k->n; i++)
		k->table[slot_of(k, &k->of[i])] = (uint32_t)i + 1;
}

void
find_keys_init(struct find_keys *k, struct arena *a)
{
	*k = (struct find_keys){ .a = a };
	grow(k);
}

bool
find_keys_add(struct find_keys *k, const struct store_key *key)
{
	size_t slot;

	if (k->n == k->room)
		grow(k);
	slot = slot_of(k, key);
	if (k->table[slot])
		return false;
	k->of[k->n++] = *key;
	k->table[slot] = (uint32_t)k->n;
	return true;
}

size_t
find_keys_number(const struct find_keys *k, const struct store_key *key)
{
	size_t slot = slot_of(k, key);

	return k->table[slot] ? k->table[slot] - 1 : SIZE_MAX;
}

/* ---- clues ---- */

static enum store_status
walk(struct store *s, const struct hash *clue, int64_t near, bool before, struct find_keys *keys)
{
	struct store_tie at = { .hash = *clue, .arrival = near }, found;

	if (before)
		memset(&at.key, 0xff, sizeof(at.key));
	for (size_t i = 0; i < FIND_NEAR; i++) {
		enum store_status status = store_find_tie(s, &at, before, &found);

		if (status != STORE_OK)
			return status == STORE_NONE ? STORE_OK : status;
		/* The first may be the mail that is looked from. */
		if (!find_keys_add(keys, &found.key) && i > 0)
			return STORE_OK;
		at = found;
	}
	return STORE_OK;
}

enum store_status
find_clue(struct store *s, const struct hash *clue, int64_t near, struct find_keys *keys)
{
	enum store_status status = walk(s, clue, near, true, keys);

	return status == STORE_OK ? walk(s, clue, near, false, keys) : status;
}

/* ---- places ---- */

struct wanted {
	struct bytes id;
	size_t place; /* in places[] */
};

static int
compare_numbers(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static int
compare_wanted(const void *a, const void *b)
{
	const struct wanted *x = a, *y = b;

	return bytes_compare(x->id, y->id);
}

/* Sets thread and node of all that want this id. */
static void
meet(struct find_place *places, const struct wanted *wanted, size_t n, const struct store_thread *t,
    uint32_t node)
{
	static const struct store_key none;
	struct wanted key = { t->nodes[node].id, 0 };
	const struct wanted *w = bsearch(&key, wanted, n, sizeof(*wanted), compare_wanted);

	if (!w)
		return;
	while (w > wanted && bytes_equal(w[-1].id, key.id))
		w--;
	for (; w < wanted + n && bytes_equal(w->id, key.id); w++) {
		places[w->place].thread = t;
		places[w->place].node = node;
		places[w->place].entry = t->nodes[node].entry;
		places[w->place].ghost = memcmp(&t->nodes[node].key, &none, sizeof(none)) == 0;
	}
}

/* The mails at the places and at their entries' roots, in one go. */
static enum store_status
get_mails(struct store *s, struct arena *a, struct find_place *places, size_t n)
{
	struct store_key *keys = arena_array(a, 2 * n, sizeof(*keys));
	struct store_mail *mails;
	enum store_status status;

	for (size_t i = 0; i < n; i++) {
		const struct store_thread *t = places[i].thread;

		if (!t)
			continue;
		keys[2 * i] = t->nodes[places[i].node].key;
		keys[2 * i + 1] = t->nodes[t->entries[places[i].entry].root].key;
	}
	status = store_get_mails(s, keys, 2 * n, a, &mails);
	for (size_t i = 0; status == STORE_OK && i < n; i++) {
		if (mails[2 * i].seq)
			places[i].mail = &mails[2 * i];
		if (mails[2 * i + 1].seq)
			places[i].root = &mails[2 * i + 1];
	}
	return status;
}

enum store_status
find_ids(
    struct store *s, struct arena *a, const struct bytes *ids, size_t n, struct find_place **places)
{
	uint64_t *numbers = arena_array(a, n, sizeof(*numbers));
	struct wanted *wanted = arena_array(a, n, sizeof(*wanted));
	struct store_thread *threads;
	size_t count = 0;
	enum store_status status = store_find_threads(s, ids, n, numbers);

	*places = arena_array(a, n, sizeof(**places));
	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < n; i++)
		wanted[i] = (struct wanted){ ids[i], i };
	qsort(wanted, n, sizeof(*wanted), compare_wanted);
	qsort(numbers, n, sizeof(*numbers), compare_numbers);
	for (size_t i = 0; i < n; i++)
		if (numbers[i] && (count == 0 || numbers[count - 1] != numbers[i]))
			numbers[count++] = numbers[i];
	status = store_get_threads(s, numbers, count, a, &threads);
	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < count; i++)
		for (uint32_t node = 0; node < threads[i].nnodes; node++)
			meet(*places, wanted, n, &threads[i], node);
	return get_mails(s, a, *places, n);
}

enum store_status
find_mails(struct store *s, struct arena *a, const struct store_key *keys, size_t n,
    struct find_place **places)
{
	struct bytes *ids = arena_array(a, n, sizeof(*ids));
	struct store_mail *mails;
	enum store_status status = store_get_mails(s, keys, n, a, &mails);

	if (status != STORE_OK)
		return status;
	for (size_t i = 0; i < n; i++)
		ids[i] = mails[i].id;
	return find_ids(s, a, ids, n, places);
}
