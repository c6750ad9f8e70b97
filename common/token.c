/* SPDX-License-Identifier: ISC */
#include "common/token.h"

#include "common/address.h"

#include <string.h>

/* 8 characters of number, 24 of HMAC: 120 bits. */
#define NUMBER_BYTES ((size_t)5)
#define MAC_BYTES ((size_t)15)
#define LOCAL_MAX ((size_t)64)

static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";

/* Five bytes are eight characters, and so is every part of a token. */
static void
encode(char *out, const unsigned char *in, size_t n)
{
	for (size_t i = 0; i < n; i += 5) {
		uint64_t group = 0;

		for (size_t k = 0; k < 5; k++)
			group = group << 8 | in[i + k];
		for (size_t k = 8; k-- > 0; group >>= 5)
			out[i / 5 * 8 + k] = digits[group & 31];
	}
}

static void
number_bytes(unsigned char out[NUMBER_BYTES], uint64_t number)
{
	for (size_t i = NUMBER_BYTES; i-- > 0; number >>= 8)
		out[i] = (unsigned char)number;
}

static struct bytes
lower(struct arena *a, struct bytes s)
{
	char *copy = arena_alloc(a, s.n);

	for (size_t i = 0; i < s.n; i++)
		copy[i] = to_lower(s.p[i]);
	return (struct bytes){ copy, s.n };
}

char *
token_write(struct arena *a, const struct hash *secret, const struct token *t)
{
	unsigned char number[NUMBER_BYTES];
	struct bytes runs[4] = { bytes_from(t->list), lower(a, t->address), bytes_from(t->action),
		{ (const char *)number, sizeof number } };
	char *out = arena_alloc(a, TOKEN_CHARS + 1);
	struct hash all, mac;

	number_bytes(number, t->number);
	all = hash_runs(runs, 4);
	mac = hash_hmac((struct bytes){ (const char *)secret->b, sizeof secret->b },
	    (struct bytes){ (const char *)all.b, sizeof all.b });
	encode(out, number, NUMBER_BYTES);
	encode(out + 8, mac.b, MAC_BYTES);
	return out;
}

bool
token_number(struct bytes s, uint64_t *number)
{
	uint64_t n = 0;

	if (s.n != TOKEN_CHARS)
		return false;
	for (size_t i = 0; i < s.n; i++) {
		const char *digit = s.p[i] ? strchr(digits, to_lower(s.p[i])) : NULL;

		if (digit == NULL)
			return false;
		if (i < 8)
			n = n << 5 | (uint64_t)(digit - digits);
	}
	*number = n;
	return true;
}

bool
token_matches(struct bytes s, const struct hash *secret, const struct token *t)
{
	struct token wanted = *t;
	struct arena *a;
	const char *want;
	unsigned differ = 0;

	if (!token_number(s, &wanted.number))
		return false;
	a = arena_new();
	want = token_write(a, secret, &wanted);
	for (size_t i = 0; i < TOKEN_CHARS; i++)
		differ |= (unsigned)(unsigned char)to_lower(s.p[i]) ^ (unsigned char)want[i];
	arena_free(a);
	return differ == 0;
}

char *
token_address(struct arena *a, const struct config_list *list, const char *extension)
{
	struct bytes from = address_first(a, bytes_from(list->from ? list->from : "")).address;
	size_t at = bytes_find_byte(from, '@');
	char *address;

	if (list->delimiter == NULL || !address_valid(from) ||
	    at + 1 + strlen(extension) > LOCAL_MAX)
		return NULL;
	address = arena_printf(a, "%.*s%s%s%.*s", (int)at, from.p, list->delimiter, extension,
	    (int)(from.n - at), from.p + at);
	return address_valid(bytes_from(address)) ? address : NULL;
}
