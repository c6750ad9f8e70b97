/* SPDX-License-Identifier: ISC */
/*
 * letters.h: mails for the tests of threads, written in one line each, and threads told in one line.
 */
#ifndef LISTBRIEF_TESTS_LETTERS_H
#define LISTBRIEF_TESTS_LETTERS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "common/buf.h"
#include "common/hash.h"
#include "common/subject.h"
#include "filters/aggregate/thread.h"

#include <stdlib.h>
#include <string.h>

#define LETTERS_EPOCH ((int64_t)1700000000)
#define MINUTE ((int64_t)60)
#define DAY ((int64_t)24 * 60 * 60)

struct letter {
	const char *id, *refs; /* refs: words */
	const char *from, *subject;
	int64_t at; /* seconds behind the epoch of these tests */
	unsigned flags;
	const char *body; /* only for telling copies apart */
};

static inline struct store_mail
letter_mail(struct arena *a, const struct letter *l)
{
	const struct bytes own[] = { bytes_from(l->id), bytes_from(l->body ? l->body : "") };
	struct store_mail m = { .id = own[0],
		.arrival = LETTERS_EPOCH + l->at,
		.date = LETTERS_EPOCH + l->at,
		.flags = l->flags,
		.address = bytes_from(l->from ? l->from : "a@example.org"),
		.subject = bytes_from(l->subject ? l->subject : "Something") };
	struct bytes rest = bytes_from(l->refs ? l->refs : ""), *refs = arena_array(a, rest.n + 1, sizeof *refs);
	struct hash h = hash_runs(own, 2);

	memcpy(m.key.b, h.b, sizeof m.key.b);
	m.seq = 1;
	m.refs = refs;
	while (bytes_word(&rest, &refs[m.nrefs]))
		m.nrefs++;
	return m;
}

static inline size_t
build(struct arena *a, const struct store_mail *mails, size_t n, struct store_thread **threads)
{
	struct words *words = arena_array(a, n, sizeof *words);

	for (size_t i = 0; i < n; i++)
		words_read(a, &mails[i], &words[i]);
	return thread_build(a, mails, words, n, threads);
}

static inline void
say_node(struct buf *out, const struct store_thread *t, int32_t i)
{
	static const struct store_key none;
	struct store_key key;

	if (thread_copy_key(t->nodes[i].id, &key)) {
		buf_adds(out, "copy");
		return;
	}
	if (memcmp(t->nodes[i].key.b, none.b, sizeof none.b) == 0)
		buf_addc(out, '?');
	buf_add(out, t->nodes[i].id);
}

/* Threads in order, as "a b>a ?g c>g | d": each node with its parent. */
static inline void
say_tree(struct buf *out, const struct store_thread *t, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		buf_adds(out, i ? " | " : "");
		for (size_t k = 0; k < t[i].nnodes; k++) {
			buf_adds(out, k ? " " : "");
			say_node(out, &t[i], (int32_t)k);
			if (t[i].nodes[k].parent >= 0) {
				buf_addc(out, '>');
				buf_add(out, t[i].nodes[t[i].nodes[k].parent].id);
			}
		}
	}
}

/* Entries in order, as "a[PATCH v2/3]: a b ^c | d[Discussion]: d": root, category, version and total, nodes, what it hangs on. */
static inline void
say_entries(struct buf *out, const struct store_thread *t, size_t n)
{
	for (size_t i = 0; i < n; i++)
		for (size_t e = 0; e < t[i].nentries; e++) {
			const struct store_entry *entry = &t[i].entries[e];

			buf_adds(out, out->n ? " | " : "");
			say_node(out, &t[i], entry->root);
			buf_addf(out, "[%s", category_name((enum category)entry->category));
			if (entry->version)
				buf_addf(out, " v%d/%d", entry->version, entry->total);
			buf_adds(out, "]:");
			for (size_t k = 0; k < t[i].nnodes; k++)
				if (t[i].nodes[k].entry == e) {
					buf_addc(out, ' ');
					say_node(out, &t[i], (int32_t)k);
				}
			if (entry->hangs >= 0) {
				buf_adds(out, " ^");
				buf_add(out, t[i].nodes[entry->hangs].id);
			}
		}
}

static inline void
swap_mails(struct store_mail *a, struct store_mail *b)
{
	struct store_mail swap = *a;

	*a = *b;
	*b = swap;
}

/* As given, then in reverse, then shuffled. */
static inline void
reorder(struct store_mail *mails, size_t n, int round, unsigned *seed)
{
	if (round == 1)
		for (size_t i = 0; i < n / 2; i++)
			swap_mails(&mails[i], &mails[n - 1 - i]);
	for (size_t i = n; round > 1 && i-- > 1;)
		swap_mails(&mails[i], &mails[(size_t)rand_r(seed) % (i + 1)]);
}

/* Each order must tell the same, and that it is want. */
static inline void
letters_expect(void (*say)(struct buf *, const struct store_thread *, size_t), const struct letter *letters,
    size_t n, const char *want)
{
	struct arena *a = arena_new();
	struct store_mail *mails = arena_array(a, n, sizeof *mails);
	struct buf out = BUF_INIT;
	unsigned seed = 7;

	for (size_t i = 0; i < n; i++)
		mails[i] = letter_mail(a, &letters[i]);
	for (int round = 0; round < 6; round++) {
		struct store_thread *threads;
		size_t nthreads;

		reorder(mails, n, round, &seed);
		nthreads = build(a, mails, n, &threads);
		buf_clear(&out);
		say(&out, threads, nthreads);
		assert_string_equal(out.n ? out.p : "", want);
	}
	buf_release(&out);
	arena_free(a);
}

#define EXPECT(say, want, ...)                                                                     \
	do {                                                                                       \
		const struct letter letters_[] = { __VA_ARGS__ };                                  \
		letters_expect(say, letters_, sizeof letters_ / sizeof *letters_, want);           \
	} while (0)

#endif
