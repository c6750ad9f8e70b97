/* SPDX-License-Identifier: ISC */
#include "store/key.h"

#include "common/copy.h"

#include <stdlib.h>
#include <string.h>

#define SIGN ((uint64_t)1 << 63)

struct bytes
key_bytes(const struct key *k)
{
	return (struct bytes){ (const char *)k->b, k->n };
}

static void
add(struct key *k, const void *p, size_t n)
{
	memcpy(k->b + k->n, p, n);
	k->n += n;
}

static void
add_number(struct key *k, uint64_t number)
{
	for (int shift = 56; shift >= 0; shift -= 8)
		k->b[k->n++] = (unsigned char)(number >> shift);
}

static uint64_t
number_at(const char *p)
{
	uint64_t number = 0;

	for (size_t i = 0; i < KEY_NUMBER_BYTES; i++)
		number = number << 8 | (unsigned char)p[i];
	return number;
}

struct key
key_number(uint64_t number)
{
	struct key k = { .n = 0 };

	add_number(&k, number);
	return k;
}

bool
key_read_number(struct bytes b, uint64_t *number)
{
	if (b.n != KEY_NUMBER_BYTES)
		return false;
	*number = number_at(b.p);
	return true;
}

struct store_key
key_of_mail(struct bytes id, struct bytes raw)
{
	struct hash of_id = hash_bytes(id), of_raw = copy_hash(raw);
	struct store_key k;

	memcpy(k.b, of_id.b, KEY_ID_BYTES);
	memcpy(k.b + KEY_ID_BYTES, of_raw.b, KEY_TAIL_BYTES);
	return k;
}

struct key
key_mail(const struct store_key *mail)
{
	struct key k = { .n = 0 };

	add(&k, mail->b, sizeof mail->b);
	return k;
}

struct key
key_id(struct bytes id)
{
	struct hash h = hash_bytes(id);
	struct key k = { .n = 0 };

	add(&k, h.b, KEY_ID_BYTES);
	return k;
}

bool
key_is_none(const struct store_key *mail)
{
	static const struct store_key none;

	return key_compare(mail, &none) == 0;
}

int
key_compare(const struct store_key *a, const struct store_key *b)
{
	return memcmp(a->b, b->b, sizeof a->b);
}

struct key
key_arrival(int64_t arrival, const struct store_key *mail)
{
	struct key k = { .n = 0 };

	add_number(&k, (uint64_t)arrival ^ SIGN);
	add(&k, mail->b, sizeof mail->b);
	return k;
}

bool
key_read_arrival(struct bytes b, int64_t *arrival, struct store_key *mail)
{
	if (b.n != KEY_ARRIVAL_BYTES)
		return false;
	*arrival = (int64_t)(number_at(b.p) ^ SIGN);
	memcpy(mail->b, b.p + KEY_NUMBER_BYTES, sizeof mail->b);
	return true;
}

struct key
key_tie(const struct hash *hash, int64_t arrival, const struct store_key *mail)
{
	struct key k = { .n = 0 };

	add(&k, hash->b, KEY_HASH_BYTES);
	add_number(&k, (uint64_t)arrival ^ SIGN);
	add(&k, mail->b, sizeof mail->b);
	return k;
}

bool
key_read_tie(struct bytes b, int64_t *arrival, struct store_key *mail)
{
	return key_read_arrival(bytes_slice(b, KEY_HASH_BYTES, b.n), arrival, mail);
}

struct key
key_ties(const struct hash *hash)
{
	struct key k = { .n = 0 };

	add(&k, hash->b, KEY_HASH_BYTES);
	return k;
}

static struct hash
address_hash(struct arena *a, struct bytes address)
{
	char *lower = arena_string(a, address);

	for (size_t i = 0; i < address.n; i++)
		lower[i] = to_lower(address.p[i]);
	return hash_bytes((struct bytes){ lower, address.n });
}

struct key
key_address(struct arena *a, struct bytes address)
{
	struct hash h = address_hash(a, address);
	struct key k = { .n = 0 };

	add(&k, h.b, sizeof h.b);
	return k;
}

struct key
key_form(uint64_t digest, uint64_t form)
{
	struct key k = { .n = 0 };

	add_number(&k, digest);
	add_number(&k, form);
	return k;
}

struct key
key_delivery(struct arena *a, uint64_t digest, struct bytes address)
{
	struct hash h = address_hash(a, address);
	struct key k = { .n = 0 };

	add_number(&k, digest);
	add(&k, h.b, sizeof h.b);
	return k;
}

static int
compare_wanted(const void *a, const void *b)
{
	const struct key_wanted *x = a, *y = b;
	int c = bytes_compare(x->key, y->key);

	return c ? c : (x->at > y->at) - (x->at < y->at);
}

void
key_sort(struct key_wanted *wanted, size_t n)
{
	if (n > 1)
		qsort(wanted, n, sizeof *wanted, compare_wanted);
}
