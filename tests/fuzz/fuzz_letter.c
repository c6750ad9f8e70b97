/* SPDX-License-Identifier: ISC */
#include "filters/members/letter.h"

#include "common/address.h"
#include "common/token.h"
#include "filters/members/orders.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t n);

/* Whatever is ordered, what is chosen stays within its bounds and reads as it was written. */
static void
check_orders(struct arena *a, struct bytes subject)
{
	struct choice choice = { .n = 0 }, again;
	struct edit e = { .a = a, .templates = "templates", .choice = &choice };
	struct buf said = BUF_INIT, said_again = BUF_INIT;
	size_t which;

	orders_carry_out(&e, subject, &which);
	if (choice.n > CHOICE_FILTERS_MAX || which > ORDERS_MAX + 1)
		abort();
	for (size_t i = 0; i < choice.n; i++)
		if (choice.filters[i].value.n == 0 || choice.filters[i].value.n > CHOICE_VALUE_MAX)
			abort();
	again = choice_read(a, choice_write(a, subject, &choice));
	choice_say(&said, &choice, "");
	choice_say(&said_again, &again, "");
	if (!bytes_equal(buf_bytes(&said), buf_bytes(&said_again)))
		abort();
	buf_release(&said);
	buf_release(&said_again);
}

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
	check_orders(a, letter_orders(a, &letter));
	check_orders(a, raw);
	arena_free(a);
	return 0;
}
