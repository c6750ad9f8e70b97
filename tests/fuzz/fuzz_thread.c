/* SPDX-License-Identifier: ISC */
/*
 * Mails of any ids, references, subjects and times -> threads.  Each 8 bytes are one mail. Whatever
 * they say: every mail has one place, parents and entries are within bounds and
 * go in no circle, and the same mails in reverse give the same threads.
 */
#include "common/hash.h"
#include "filters/aggregate/thread.h"

#include <stdlib.h>
#include <string.h>

#define MAILS_MAX ((size_t)256)

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static size_t
build(struct arena *a, const struct store_mail *mails, size_t n, struct store_thread **threads)
{
	struct words *words = arena_array(a, n, sizeof *words);

	for (size_t i = 0; i < n; i++)
		words_read(a, &mails[i], &words[i]);
	return thread_build(a, mails, words, n, threads);
}

static const char *const subjects[] = { "", "The clock is late", "Re: The clock is late",
	"[PATCH] One", "Re: [PATCH] One", "[PATCH 0/3] All", "[PATCH 1/3] One", "[PATCH 2/3] Two",
	"[PATCH 3/3] Three", "Re: [PATCH 2/3] Two", "[PATCH v2 0/3] All", "[PATCH v2 1/3] One",
	"[PATCH v2 2/3] Two", "Re: [PATCH v2 1/3] One", "[RFC PATCH 1/3] One", "[GIT PULL] All" };

static struct bytes
name(struct arena *a, unsigned char c)
{
	return bytes_from(arena_printf(a, "%c@x", 'a' + c % 24));
}

static void
read_mail(struct arena *a, const unsigned char *d, size_t number, struct store_mail *m)
{
	struct bytes *refs = arena_array(a, 3, sizeof *refs);
	const struct bytes runs[] = { { (const char *)d, 8 },
		{ (const char *)&number, sizeof number } };
	struct hash h = hash_runs(runs, 2);

	m->id = name(a, d[0]);
	for (int i = 1; i < 4; i++)
		if (d[i] % 32 < 24)
			refs[m->nrefs++] = name(a, d[i]);
	m->refs = refs;
	m->address = d[4] & 1 ? BYTES_LIT("a@x") : BYTES_LIT("b@x");
	m->flags = d[4] & 2 ? MAIL_PATCH : 0;
	m->subject = bytes_from(subjects[d[5] % (sizeof subjects / sizeof *subjects)]);
	m->arrival = m->date = (int64_t)d[6] * (d[4] & 4 ? 86400 : 60) + d[7];
	m->seq = number + 1;
	memcpy(m->key.b, h.b, sizeof m->key.b);
}

static void
check_thread(const struct store_thread *t)
{
	for (size_t i = 0; i < t->nnodes; i++) {
		unsigned up = 0;

		if (t->nodes[i].entry >= t->nentries || t->nodes[i].parent >= (int32_t)t->nnodes)
			abort();
		for (int32_t at = (int32_t)i; at >= 0; at = t->nodes[at].parent)
			if (up++ > t->nnodes)
				abort();
	}
	for (size_t i = 0; i < t->nentries; i++) {
		const struct store_entry *e = &t->entries[i];

		if (e->root < 0 || e->root >= (int32_t)t->nnodes || t->nodes[e->root].entry != i)
			abort();
		if (e->hangs >= (int32_t)t->nnodes ||
		    (e->hangs >= 0 && t->nodes[e->hangs].entry == i))
			abort();
	}
}

static size_t
count_mails(const struct store_thread *t, size_t n)
{
	size_t mails = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < t[i].nnodes; k++) {
			static const struct store_key none;
			struct store_key key;

			mails += memcmp(t[i].nodes[k].key.b, none.b, sizeof none.b) != 0 ||
				 thread_copy_key(t[i].nodes[k].id, &key);
		}
	return mails;
}

static void
check_same(const struct store_thread *x, const struct store_thread *y, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (x[i].nnodes != y[i].nnodes || x[i].nentries != y[i].nentries)
			abort();
		for (size_t k = 0; k < x[i].nnodes; k++)
			if (memcmp(&x[i].nodes[k].key, &y[i].nodes[k].key,
				sizeof x[i].nodes[k].key) != 0 ||
			    !bytes_equal(x[i].nodes[k].id, y[i].nodes[k].id) ||
			    x[i].nodes[k].parent != y[i].nodes[k].parent ||
			    x[i].nodes[k].entry != y[i].nodes[k].entry)
				abort();
	}
}

int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct arena *a = arena_new();
	struct store_mail *mails = arena_array(a, MAILS_MAX, sizeof *mails), *back;
	struct store_thread *threads, *again;
	size_t n = 0, nthreads;

	for (; n < MAILS_MAX && (n + 1) * 8 <= size; n++)
		read_mail(a, data + n * 8, n, &mails[n]);
	nthreads = build(a, mails, n, &threads);
	for (size_t i = 0; i < nthreads; i++)
		check_thread(&threads[i]);
	if (count_mails(threads, nthreads) != n)
		abort();
	back = arena_array(a, n, sizeof *back);
	for (size_t i = 0; i < n; i++)
		back[i] = mails[n - 1 - i];
	if (build(a, back, n, &again) != nthreads)
		abort();
	check_same(threads, again, nthreads);
	arena_free(a);
	return 0;
}
