/* SPDX-License-Identifier: ISC */
/*
 * find.h: mails out of all that is stored, by id or by clue (common/clue.h), and the entries they
 * stand in.  What a look-up costs does not depend on how much is stored.
 */
#ifndef LISTBRIEF_REPORT_FIND_H
#define LISTBRIEF_REPORT_FIND_H

#include "common/clue.h"
#include "store/store.h"

/* Neighbours of one clue that are taken on each side. */
#define FIND_NEAR ((size_t)16)

struct find_place {
	const struct store_thread *thread; /* NULL: not stored */
	uint32_t node, entry;
	bool ghost;                    /* only spoken of */
	const struct store_mail *mail; /* NULL for a ghost */
	const struct store_mail *root; /* the entry's; NULL where it is a ghost */
};

/* Keys that were met, each once. */
struct find_keys {
	struct arena *a;
	struct store_key *of; /* in order of meeting */
	size_t n, room;
	uint32_t *table; /* open addressing; number + 1 */
	size_t slots;
};

void find_keys_init(struct find_keys *keys, struct arena *a);
/* False where it was there. */
bool find_keys_add(struct find_keys *keys, const struct store_key *key);

/* Its number in order of meeting; SIZE_MAX where it was not met. */
size_t find_keys_number(const struct find_keys *keys, const struct store_key *key);

/*
 * Adds the mails with a clue whose arrival lies nearest to near, up to FIND_NEAR on each side or to
 * the first that was met before.
 */
enum store_status find_clue(struct store *s, const struct hash *clue, int64_t near, struct find_keys *keys);

/* Where each id stands, in the order asked. */
enum store_status find_ids(struct store *s, struct arena *a, const struct bytes *ids, size_t n,
    struct find_place **places);

/* The same by keys. */
enum store_status find_mails(struct store *s, struct arena *a, const struct store_key *keys, size_t n,
    struct find_place **places);

#endif
