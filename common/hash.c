/* SPDX-License-Identifier: ISC */
#include "common/hash.h"

#include <nettle/hmac.h>
#include <nettle/memops.h>
#include <nettle/sha2.h>
#include <string.h>

static void
update(struct sha256_ctx *c, struct bytes s)
{
	if (s.n)
		sha256_update(c, s.n, (const uint8_t *)s.p);
}

static struct hash
digest(struct sha256_ctx *c)
{
	struct hash h;

	sha256_digest(c, sizeof h.b, h.b);
	return h;
}

struct hash
hash_bytes(struct bytes s)
{
	struct sha256_ctx c;

	sha256_init(&c);
	update(&c, s);
	return digest(&c);
}

struct hash
hash_runs(const struct bytes *runs, size_t n)
{
	struct sha256_ctx c;
	uint8_t length[8];

	sha256_init(&c);
	for (size_t i = 0; i < n; i++) {
		for (int k = 0; k < 8; k++)
			length[k] = (uint8_t)((uint64_t)runs[i].n >> (56 - 8 * k));
		sha256_update(&c, sizeof length, length);
		update(&c, runs[i]);
	}
	return digest(&c);
}

struct hash
hash_hmac(struct bytes key, struct bytes s)
{
	struct hmac_sha256_ctx c;
	struct hash h;

	hmac_sha256_set_key(&c, key.n, key.n ? (const uint8_t *)key.p : (const uint8_t *)"");
	if (s.n)
		hmac_sha256_update(&c, s.n, (const uint8_t *)s.p);
	hmac_sha256_digest(&c, sizeof h.b, h.b);
	return h;
}

bool
hash_equal(const struct hash *a, const struct hash *b)
{
	return memcmp(a->b, b->b, sizeof a->b) == 0;
}

bool
hash_equal_secret(const struct hash *a, const struct hash *b)
{
	return memeql_sec(a->b, b->b, sizeof a->b) != 0;
}

char *
hash_hex(struct arena *a, const struct hash *h, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	char *hex;

	if (n > sizeof h->b)
		n = sizeof h->b;
	hex = arena_alloc(a, 2 * n + 1);
	for (size_t i = 0; i < n; i++) {
		hex[2 * i] = digits[h->b[i] >> 4];
		hex[2 * i + 1] = digits[h->b[i] & 15];
	}
	return hex;
}
