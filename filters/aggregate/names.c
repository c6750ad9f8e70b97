/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/names.h"

#include <string.h>
#include <unistd.h>

#define NAMES_FIRST ((size_t)256)

struct name {
	struct bytes text;
	uint64_t hash;
};

struct names {
	struct arena *a;
	uint64_t key[2];
	struct name *list;
	size_t n, room;
	uint32_t *slots; /* number + 1; 0 is free; always 2 * room of them */
};

static uint64_t
rotate(uint64_t x, int by)
{
	return x << by | x >> (64 - by);
}

static void
sip_round(uint64_t v[4])
{
	v[0] += v[1];
	v[1] = rotate(v[1], 13) ^ v[0];
	v[0] = rotate(v[0], 32);
	v[2] += v[3];
	v[3] = rotate(v[3], 16) ^ v[2];
	v[0] += v[3];
	v[3] = rotate(v[3], 21) ^ v[0];
	v[2] += v[1];
	v[1] = rotate(v[1], 17) ^ v[2];
	v[2] = rotate(v[2], 32);
}

static void
sip_word(uint64_t v[4], uint64_t word)
{
	v[3] ^= word;
	sip_round(v);
	v[0] ^= word;
}

/* SipHash-1-3 (Aumasson and Bernstein, 2012). */
static uint64_t
sip(const uint64_t key[2], struct bytes s)
{
	uint64_t v[4] = { key[0] ^ 0x736f6d6570736575u, key[1] ^ 0x646f72616e646f6du,
		key[0] ^ 0x6c7967656e657261u, key[1] ^ 0x7465646279746573u };
	uint64_t word;
	size_t i;

	for (i = 0; i + sizeof word <= s.n; i += sizeof word) {
		memcpy(&word, s.p + i, sizeof word);
		sip_word(v, word);
	}
	word = 0;
	if (i < s.n)
		memcpy(&word, s.p + i, s.n - i);
	sip_word(v, word ^ (uint64_t)s.n << 56);
	v[2] ^= 0xff;
	for (i = 0; i < 3; i++)
		sip_round(v);
	return v[0] ^ v[1] ^ v[2] ^ v[3];
}

static uint32_t *
slot_of(const struct names *n, struct bytes s, uint64_t hash)
{
	size_t mask = 2 * n->room - 1;

	for (size_t i = hash & mask;; i = (i + 1) & mask) {
		uint32_t *slot = &n->slots[i];

		if (*slot == 0)
			return slot;
		if (n->list[*slot - 1].hash == hash && bytes_equal(n->list[*slot - 1].text, s))
			return slot;
	}
}

static void
grow(struct names *n)
{
	struct name *old = n->list;

	n->room = n->room ? 2 * n->room : NAMES_FIRST;
	n->list = arena_array(n->a, n->room, sizeof *n->list);
	if (n->n)
		memcpy(n->list, old, n->n * sizeof *old);
	n->slots = arena_array(n->a, 2 * n->room, sizeof *n->slots);
	for (size_t i = 0; i < n->n; i++)
		*slot_of(n, n->list[i].text, n->list[i].hash) = (uint32_t)i + 1;
}

struct names *
names_new(struct arena *a)
{
	struct names *n = arena_alloc(a, sizeof *n);

	n->a = a;
	/* Where there is no entropy the key stays zero: slower under attack, never wrong. */
	if (getentropy(n->key, sizeof n->key) != 0)
		memset(n->key, 0, sizeof n->key);
	grow(n);
	return n;
}

uint32_t
names_add(struct names *n, struct bytes s, bool *fresh)
{
	uint64_t hash = sip(n->key, s);
	uint32_t *slot = slot_of(n, s, hash);

	if (fresh)
		*fresh = *slot == 0;
	if (*slot)
		return *slot - 1;
	if (n->n == n->room) {
		grow(n);
		slot = slot_of(n, s, hash);
	}
	n->list[n->n] = (struct name){ s, hash };
	*slot = (uint32_t)++n->n;
	return *slot - 1;
}

uint32_t
names_find(const struct names *n, struct bytes s)
{
	return *slot_of(n, s, sip(n->key, s)) - 1;
}

struct bytes
names_get(const struct names *n, uint32_t number)
{
	return n->list[number].text;
}

uint32_t
names_count(const struct names *n)
{
	return (uint32_t)n->n;
}
