/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/author.h"

/* What stands between the author and what sent in his place. */
static const struct bytes via = { " via ", 5 };

/* Without the quotes that Google Groups put around it. */
static struct bytes
bare_name(struct bytes s)
{
	s = bytes_trim(s);
	if (s.n > 2 && s.p[0] == '\'' && s.p[s.n - 1] == '\'')
		s = bytes_trim(bytes_slice(s, 1, s.n - 1));
	return s;
}

/* Whether relay is "devnull+ada.example.org@kernel.org" to "ada@example.org", as b4 has it. */
static bool
is_relay_of(struct bytes relay, struct bytes address)
{
	const struct bytes head = BYTES_LIT("devnull+");
	size_t i = 0;

	if (!bytes_starts_fold(relay, head))
		return false;
	relay = bytes_slice(relay, head.n, relay.n);
	while (i < address.n && i < relay.n &&
	       (address.p[i] == '@' ? '.' : to_lower(address.p[i])) == to_lower(relay.p[i]))
		i++;
	return i == address.n && i < relay.n && relay.p[i] == '@';
}

/* The author's own address out of one field; false where it does not stand there. */
static bool
find_own(struct arena *a, struct bytes field, struct bytes relay, struct mailbox *author)
{
	const struct mailbox named = { author->name, BYTES_NONE };
	struct mailbox m;

	for (size_t i = 0; i < ADDRESS_LIST_MAX && address_next(a, &field, &m); i++) {
		const struct mailbox name = { m.name, BYTES_NONE };

		if (m.address.n == 0 || bytes_equal_fold(m.address, relay) ||
		    (!is_relay_of(relay, m.address) && !address_same_person(named, name)))
			continue;
		author->address = m.address;
		return true;
	}
	return false;
}

struct mailbox
author_read(struct arena *a, const struct header *h)
{
	static const char *const fields[] = { "Reply-To", "X-Original-From", "Cc", NULL };
	struct mailbox from = address_first(a, header_get(h, "From")), author = from;

	author.name = bare_name(bytes_slice(from.name, 0, bytes_find(from.name, via)));
	if (author.name.n == 0 || bytes_find(from.name, via) == from.name.n)
		return from;
	for (size_t i = 0; fields[i]; i++)
		if (find_own(a, header_get(h, fields[i]), from.address, &author))
			return author;
	return from;
}
