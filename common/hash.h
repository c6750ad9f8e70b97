/* SPDX-License-Identifier: ISC */
/*
 * hash.h: SHA-256 and HMAC-SHA-256 (nettle).  Keys in the store are SHA-256, since
 * senders choose what is hashed.
 */
#ifndef LISTBRIEF_HASH_H
#define LISTBRIEF_HASH_H

#include "common/arena.h"
#include "common/bytes.h"

#include <stdint.h>

#define HASH_BYTES 32

struct hash {
	unsigned char b[HASH_BYTES];
};

struct hash hash_bytes(struct bytes s);
/* Over several runs, each with its length in front, so that {"ab","c"} and {"a","bc"} differ. */
struct hash hash_runs(const struct bytes *runs, size_t n);
struct hash hash_hmac(struct bytes key, struct bytes s);
bool hash_equal(const struct hash *a, const struct hash *b);
/* Compares in a time that does not depend on where they differ. */
bool hash_equal_secret(const struct hash *a, const struct hash *b);
/* The first 2 * n hex digits. */
char *hash_hex(struct arena *a, const struct hash *h, size_t n);

#endif
