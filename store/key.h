/* SPDX-License-Identifier: ISC */
/*
 * key.h: keys of the tables.  Numbers are big-endian, so that keys sort as numbers do;
 * times have their sign bit turned for the same reason.
 */
#ifndef LISTBRIEF_STORE_KEY_H
#define LISTBRIEF_STORE_KEY_H

#include "store/store.h"

#define KEY_NUMBER_BYTES ((size_t)8)
/* Of a store_key: the hash of the id, and the hash of the mail. */
#define KEY_ID_BYTES ((size_t)16)
#define KEY_TAIL_BYTES ((size_t)8)
#define KEY_MAIL_BYTES (KEY_ID_BYTES + KEY_TAIL_BYTES)
#define KEY_ARRIVAL_BYTES (KEY_NUMBER_BYTES + KEY_MAIL_BYTES)
/* Of the hash of a tie: who wants his mail tied to another need not seek a second hash, but writes its subject. */
#define KEY_HASH_BYTES ((size_t)8)
#define KEY_TIE_BYTES (KEY_HASH_BYTES + KEY_ARRIVAL_BYTES)
#define KEY_BYTES_MAX (KEY_NUMBER_BYTES + HASH_BYTES)

struct key {
	unsigned char b[KEY_BYTES_MAX];
	size_t n;
};

/* Good as long as k. */
struct bytes key_bytes(const struct key *k);

struct key key_number(uint64_t number);
bool key_read_number(struct bytes b, uint64_t *number);

struct store_key key_of_mail(struct bytes id, struct bytes raw);
struct key key_mail(const struct store_key *mail);
struct key key_id(struct bytes id);
bool key_is_none(const struct store_key *mail);
int key_compare(const struct store_key *a, const struct store_key *b);

struct key key_arrival(int64_t arrival, const struct store_key *mail);
bool key_read_arrival(struct bytes b, int64_t *arrival, struct store_key *mail);
struct key key_tie(const struct hash *hash, int64_t arrival, const struct store_key *mail);
bool key_read_tie(struct bytes b, int64_t *arrival, struct store_key *mail);
/* Where the keys of all ties of a hash begin. */
struct key key_ties(const struct hash *hash);

/* Addresses that differ in case are one. */
struct key key_address(struct arena *a, struct bytes address);
struct key key_form(uint64_t digest, uint64_t form);
struct key key_delivery(struct arena *a, uint64_t digest, struct bytes address);

/* Where keys were asked for in any order: at is the place in that order. */
struct key_wanted {
	struct bytes key;
	size_t at;
};
void key_sort(struct key_wanted *wanted, size_t n);

#endif
