/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/author.h"
#include "tests/unit/arena_fixture.h"

#include <string.h>

static void
authors(void **state)
{
	static const struct {
		const char *header, *name, *address;
	} cases[] = {
		{ "From: Ada M <ada@x.example>\nReply-To: Bob <bob@x.example>\n", "Ada M",
		    "ada@x.example" },
		/* Mailman, Google Groups, b4's relay */
		{ "From: Ada M via frob <frob@l.example>\nReply-To: \"M, Ada\" <ada@x.example>\n",
		    "Ada M", "ada@x.example" },
		{ "From: Ada M via frob <frob@l.example>\nReply-To: frob <frob@l.example>\n"
		  "Cc: Bob <bob@x.example>, ada m <ada@x.example>\n",
		    "Ada M", "ada@x.example" },
		{ "From: \"'Ada M' via frob\" <frob@l.example>\n"
		  "X-Original-From: Ada M <ada@x.example>\n",
		    "Ada M", "ada@x.example" },
		{ "From: Ada M via B4 Relay <devnull+ada.m.x.example@kernel.org>\n"
		  "Reply-To: Ada.M@x.example\n",
		    "Ada M", "Ada.M@x.example" },
		{ "From: Ada via Bugs via frob <frob@l.example>\nReply-To: Ada <ada@x.example>\n",
		    "Ada", "ada@x.example" },
		/* An address that nobody gives to the author is not his. */
		{ "From: Ada M via Forge <no@forge.example>\n"
		  "Reply-To: frob/frob <reply+token@forge.example>\n",
		    "Ada M via Forge", "no@forge.example" },
		{ "From: Ada M via B4 Relay <devnull+ada.x.example@kernel.org>\n"
		  "Reply-To: ada@y.example\n",
		    "Ada M via B4 Relay", "devnull+ada.x.example@kernel.org" },
		{ "From: A via B <devnull+@kernel.org>\nReply-To: a@x.example\n", "A via B",
		    "devnull+@kernel.org" },
		{ "From: Ada M via frob <frob@l.example>\nReply-To: Ada M <frob@l.example>\n",
		    "Ada M via frob", "frob@l.example" },
		{ "From: Ada M via frob <frob@l.example>\n", "Ada M via frob", "frob@l.example" },
		{ "From: via <via@x.example>\nReply-To: Bob <bob@x.example>\n", "via",
		    "via@x.example" },
		{ "Subject: x\n", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct header h;
		struct mailbox m;

		header_scan(bytes_from(cases[i].header), &h);
		m = author_read(arena, &h);
		if (!bytes_equal(m.name, bytes_from(cases[i].name)) ||
		    !bytes_equal(m.address, bytes_from(cases[i].address)))
			fail_msg("%s: \"%s\" <%s>", cases[i].header, arena_string(arena, m.name),
			    arena_string(arena, m.address));
	}
}

/* An author behind as many others as are looked at is not found. */
static void
many_addresses(void **state)
{
	struct buf b = BUF_INIT;
	struct header h;

	(void)state;
	for (size_t n = ADDRESS_LIST_MAX - 1; n <= ADDRESS_LIST_MAX; n++) {
		buf_clear(&b);
		buf_adds(&b, "From: Ada via frob <frob@l.example>\nCc: ");
		for (size_t i = 0; i < n; i++)
			buf_adds(&b, "b@x.example,");
		buf_adds(&b, "Ada <ada@x.example>\n");
		header_scan(buf_bytes(&b), &h);
		assert_string_equal(arena_string(arena, author_read(arena, &h).address),
		    n < ADDRESS_LIST_MAX ? "ada@x.example" : "frob@l.example");
	}
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(authors),
		cmocka_unit_test(many_addresses),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
