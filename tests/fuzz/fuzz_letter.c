/* SPDX-License-Identifier: ISC */
#include "filters/members/letter.h"

#include "common/address.h"
#include "common/token.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n);

/* A mail; what stands before its first NUL is the extension too. */
int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t n)
{
	static const struct config_list list = {
		.name = "ember", .from = "Digest <ember-digest@example.org>", .delimiter = "+"
	};
	struct bytes raw = { (const char *)data, n }, token;
	struct arena *a = arena_new();
	const char *extension = arena_string(a, raw);
	struct letter letter;
	uint64_t number;

	letter_read(a, raw, NULL, &list, &letter);
	/* Who is answered has an address, and is no list. */
	if (!letter.robot &&
	    (!address_valid(letter.sender) || header_get(&letter.header, "List-Id").p))
		abort();
	for (int i = 0; i < 2; i++) {
		letter_verb(a, &letter, i ? extension : NULL, &token);
		if (token.n && !token_number(token, &number))
			abort();
	}
	arena_free(a);
	return 0;
}
