/* SPDX-License-Identifier: ISC */
#include "common/copy.h"

#include "tests/unit/linear.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define HEAD "Message-ID: <a@b>\nSubject: s\n"
#define MAILMAN                                                                                    \
	"_______________________________________________\n"                                        \
	"demo mailing list\ndemo@lists.example.org\nhttps://lists.example.org/listinfo/demo\n"
#define MAJORDOMO                                                                                  \
	"-- \nTo unsubscribe from this list: send the line \"unsubscribe demo\" in\n"              \
	"the body of a message to majordomo@example.org\n"
#define GROUPS                                                                                     \
	"-- \nYou received this message because you are subscribed to the Google Groups \"demo\" " \
	"group.\n"                                                                                 \
	"To unsubscribe from this group, send an email to demo+unsubscribe@example.org.\n"
#define EZMLM                                                                                      \
	"---------------------------------------------------------------------\n"                  \
	"To unsubscribe, e-mail: demo-unsubscribe@example.org\n"
#define GROUPS_IO                                                                                  \
	"-=-=-=-=-=-=-=-=-=-=-=-\nGroups.io Links: You receive all messages sent to this group.\n" \
	"-=-=-=-=-=-=-=-=-=-=-=-\n"
#define PARTS(b, text)                                                                             \
	"Content-Type: multipart/mixed; boundary=\"" b "\"\n\n--" b                                \
	"\nContent-Type: text/plain\n\n" text "\n--" b "\nContent-Type: text/x-diff\n\n+line\n"

/* As the store does it: the hash says which are the same, and the words how others stand to each
 * other. */
static enum copy
compare_raw(struct bytes a, struct bytes b)
{
	struct hash x = copy_hash(a), y = copy_hash(b);
	struct buf of_a = copy_words(a), of_b = copy_words(b);
	enum copy copy = copy_compare(buf_bytes(&of_a), buf_bytes(&of_b));

	/* But for footers, which are words where they are kept. */
	if (hash_equal(&x, &y))
		copy = COPY_SAME;
	else
		assert_int_not_equal(copy, COPY_SAME);
	buf_release(&of_a);
	buf_release(&of_b);
	return copy;
}

static enum copy
compare(const char *a, const char *b)
{
	return compare_raw(bytes_from(a), bytes_from(b));
}

static void
same_mail(void **state)
{
	static const struct {
		const char *what, *a, *b;
	} cases[] = {
		{ "itself", HEAD "\nHello\n", HEAD "\nHello\n" },
		{ "other header", HEAD "\nHello\n", "Received: x\nList-Id: y\n" HEAD "\nHello\n" },
		{ "CRLF", HEAD "\nHello\n\nyou\n", "Subject: s\r\n\r\nHello\r\n\r\nyou\r\n" },
		{ "white space at ends", HEAD "\nHello  \nyou \t\n\n\n", HEAD "\nHello\nyou" },
		{ "mailman", HEAD "\nHello\n", HEAD "\nHello\n" MAILMAN },
		{ "majordomo", HEAD "\nHello\n", HEAD "\nHello\n" MAJORDOMO },
		{ "majordomo, blank gone", HEAD "\nHello\n",
		    HEAD "\nHello\n--\nTo unsubscribe from this list: x\n" },
		{ "mailman under a signature's dashes", HEAD "\nHello\n",
		    HEAD "\nHello\n-- \ndemo mailing "
			 "list\nhttps://lists.example.org/mailman/listinfo/demo\n" },
		{ "Google Groups", HEAD "\nHello\n", HEAD "\nHello\n\n" GROUPS },
		{ "ezmlm", HEAD "\nHello\n", HEAD "\nHello\n\n" EZMLM },
		{ "groups.io", HEAD "\nHello\n", HEAD "\nHello\n\n" GROUPS_IO },
		{ "two lists", HEAD "\nHello\n" MAILMAN, HEAD "\nHello\n" MAJORDOMO },
		{ "through both", HEAD "\nHello\n" MAJORDOMO "\n" MAILMAN, HEAD "\nHello" },
		{ "signature kept", HEAD "\nHello\n-- \nAda\n",
		    HEAD "\nHello\n-- \nAda\n" MAILMAN },
		{ "base64", HEAD "\nHello\nyou\n",
		    HEAD "Content-Transfer-Encoding: base64\n\nSGVsbG8KeW91Cg==\n" },
		{ "quoted-printable", HEAD "\nHello, caf\303\251\n",
		    HEAD "Content-Transfer-Encoding: quoted-printable\n\nHello,=20=\ncaf=C3=A9\n" },
		{ "mbox quoting", HEAD "\nFrom here\n>From there\n",
		    HEAD "\n>From here\n>>From there\n" },
		{ "other boundary", HEAD PARTS("one", "Hello") "--one--\n",
		    HEAD PARTS("two", "Hello") "--two--\n" },
		{ "footer as a part", HEAD PARTS("one", "Hello") "--one--\n",
		    HEAD PARTS("one", "Hello") "--one\nContent-Type: text/plain\n\n" MAILMAN
					       "\n--one--\n" },
		{ "wrapped by the list", HEAD "Content-Type: text/plain\n\nHello\n",
		    HEAD "Content-Type: multipart/mixed; boundary=w\n\n--w\nContent-Type: "
			 "text/plain\n\nHello\n--w\n"
			 "Content-Type: text/plain\n\n" MAILMAN "--w--\n" },
		{ "both empty", HEAD "\n", HEAD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		if (compare(cases[i].a, cases[i].b) != COPY_SAME ||
		    compare(cases[i].b, cases[i].a) != COPY_SAME)
			fail_msg("%s", cases[i].what);
}

static void
other_mail(void **state)
{
	static const struct {
		const char *a, *b;
	} cases[] = {
		{ HEAD "\nHello\n", HEAD "\nGood bye\n" },
		{ HEAD "\nHello\n" MAILMAN, HEAD "\nGood bye\n" MAILMAN },
		{ HEAD "\nHello you\n", HEAD "\nHello  you\n" },
		{ HEAD "\n> To unsubscribe\nyes\n", HEAD "\n> To unsubscribe\nno\n" },
		{ HEAD "\nHello\n-- \nAda\n", HEAD "\nHello\n-- \nBob\n" },
		{ HEAD "\nHello\n\n____________________\nAda\n",
		    HEAD "\nHello\n\n____________________\nBob\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_int_equal(compare(cases[i].a, cases[i].b), COPY_OTHER);
}

/* Cut at every byte, each mail is a head of the whole, or the whole where only what does not count
 * is gone. */
static void
cut_anywhere(void **state)
{
	static const char *const mails[] = {
		HEAD "\nHello\n\n>From here\n>From\n> x\nFrom there\n-- \nAda\n" MAILMAN,
		"Subject: s\r\n\r\nHello  \r\n\r\nyou\r\n" MAJORDOMO,
		HEAD "Content-Transfer-Encoding: base64\n\nSGVsbG8KeW91IHdobyByZWFk\nIHRoaXMK\n",
		HEAD "Content-Transfer-Encoding: quoted-printable\n\nHello,=20=\ncaf=C3=A9 =3D "
		     "=\r\n x\n",
		HEAD PARTS("-b-", "Hello\n-- \nAda\n--\n--- x") "\n---b---\n\nepilogue\n",
		HEAD "Content-Type: multipart/mixed; boundary=w\n\npreamble\n--w\n" PARTS(
		    "w2", "Hello") "--w2--\n--w\n"
				   "Content-Type: text/plain\nContent-Transfer-Encoding: "
				   "base64\n\nSGVsbG8K\n--w--\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof mails / sizeof *mails; i++) {
		struct bytes whole = bytes_from(mails[i]);
		for (size_t n = 0; n <= whole.n; n++) {
			char *p = malloc(n + 1);
			enum copy copy;
			memcpy(p, whole.p, n);
			p[n] = '\0';
			copy = compare(p, mails[i]);
			if (copy != COPY_SAME && copy != COPY_LONGER)
				fail_msg("mail %zu cut at %zu: %d", i, n, copy);
			if (copy == COPY_LONGER)
				assert_int_equal(compare(mails[i], p), COPY_SHORTER);
			free(p);
		}
	}
}

/* A copy cut inside its footer gives way to the whole one. */
static void
cut_in_footer(void **state)
{
	const char *whole = HEAD "\nHello\n" MAILMAN;
	struct bytes cut = bytes_slice(bytes_from(whole), 0, bytes_from(whole).n - 90);

	(void)state;
	assert_int_equal(compare_raw(cut, bytes_from(whole)), COPY_LONGER);
}

static void
hostile_sizes(void **state)
{
	static const char *const units[] = { "\n", "--b\n", "--b--\n",
		"--b\nContent-Type: multipart/mixed; boundary=b\n\n",
		"--b\nContent-Type: multipart/mixed; boundary=bb\n\n--bb\n\n", "_",
		"____________________\n", "=", "=\n", ">From ", "-\nTo unsubscribe\n", "-- " };
	struct buf raw = BUF_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		buf_clear(&raw);
		buf_adds(&raw, "Content-Type: multipart/mixed; "
			       "boundary=b\nContent-Transfer-Encoding: quoted-printable\n\n");
		while (raw.n < (size_t)1 << 20)
			buf_adds(&raw, units[i]);
		assert_int_not_equal(
		    compare_raw(bytes_slice(buf_bytes(&raw), 0, 1000), buf_bytes(&raw)),
		    COPY_OTHER);
	}
	buf_release(&raw);
}

struct rulers {
	const char *ruler, *below;
	size_t times, half;
};

/* Many parts, each with n rulers above a text that grows with n, in which a footer is sought. */
static double
rulers_cost(const void *shape, size_t n)
{
	const struct rulers *r = shape;
	struct buf raw = BUF_INIT;
	double began, took;

	buf_adds(&raw, "Content-Type: multipart/mixed; boundary=b\n\n");
	for (size_t part = 0; part < 2000; part++) {
		buf_adds(&raw, "--b\n\n");
		for (size_t i = 0; i < n; i++)
			buf_adds(&raw, r->ruler);
		for (size_t i = 0; i < n * r->times; i++)
			buf_adds(&raw, r->below);
		buf_adds(&raw, "x\n");
	}
	began = processor_seconds();
	copy_hash(buf_bytes(&raw));
	took = processor_seconds() - began;
	buf_release(&raw);
	return took;
}

/* Up to 20 lines and 2 KB are looked at. */
static void
rulers_are_linear(void **state)
{
	static const struct rulers shapes[] = { { "____________________\n", "m", 85, 9 },
		{ "____________________\n", "unsubscriblistinf", 5, 9 }, { "-\n", " ", 100, 9 },
		{ "-\nx mailing list\n", "/listinf", 28, 4 } };

	(void)state;
	for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
		assert_linear(shapes[i].below, rulers_cost, &shapes[i], shapes[i].half);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_mail),
		cmocka_unit_test(other_mail),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(cut_in_footer),
		cmocka_unit_test(hostile_sizes),
		cmocka_unit_test(rulers_are_linear),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
