/* SPDX-License-Identifier: ISC */
#include "common/clue.h"

#include "common/buf.h"
#include "common/utf8.h"

#include <string.h>

struct hash
clue_hash(enum clue_kind kind, struct bytes value)
{
	struct arena *a = arena_new();
	struct buf words = BUF_INIT;
	struct bytes word, rest = kind == CLUE_MENTION ? value : utf8_fold(a, value);
	struct hash hash;

	while (bytes_word(&rest, &word)) {
		if (words.n)
			buf_addc(&words, ' ');
		buf_add(&words, word);
	}
	hash = hash_bytes(buf_bytes(&words));
	hash.b[0] = (unsigned char)kind;
	buf_release(&words);
	arena_free(a);
	return hash;
}

bool
clue_is(const struct hash *hash)
{
	return memchr("ctmroalq", hash->b[0], 8) != NULL;
}

bool
clue_is_report(struct bytes address)
{
	size_t at = bytes_find_byte(address, '@');

	return bytes_starts_fold(address, BYTES_LIT("syzbot+")) && at < address.n && at > 12;
}
