/* SPDX-License-Identifier: ISC */
#include "common/copy.h"
#include "common/header.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Cuts of one mail that are looked at: the input's own bytes say which. */
#define CUTS 4

struct form {
	struct hash hash;
	struct buf words;
};

static struct form
form_of(struct bytes raw)
{
	return (struct form){ copy_hash(raw), copy_words(raw) };
}

static enum copy
compare(const struct form *a, const struct form *b)
{
	return hash_equal(&a->hash, &b->hash)
		   ? COPY_SAME
		   : copy_compare(buf_bytes(&a->words), buf_bytes(&b->words));
}

/* Cut anywhere in its body a mail is a head of the whole, or the same. */
static void
check_cut(struct bytes raw, size_t n, const struct form *whole)
{
	char *p = malloc(n + 1);
	struct form cut;
	enum copy copy;

	if (p == NULL)
		abort();
	if (n)
		memcpy(p, raw.p, n);
	cut = form_of((struct bytes){ p, n });
	copy = compare(&cut, whole);
	if ((copy != COPY_SAME && copy != COPY_LONGER) ||
	    !copy_is_head((struct bytes){ p, n }, raw) ||
	    (copy == COPY_LONGER) != (compare(whole, &cut) == COPY_SHORTER))
		abort();
	buf_release(&cut.words);
	free(p);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct bytes raw = { (const char *)data, size };
	struct form whole = form_of(raw);
	struct header h;

	header_scan(raw, &h);
	check_cut(raw, size, &whole);
	for (size_t i = 0; i < CUTS; i++) {
		size_t at = (size_t)whole.hash.b[i] << 8 | whole.hash.b[i + CUTS];

		check_cut(raw, size - at % (h.body.n + 1), &whole);
	}
	buf_release(&whole.words);
	return 0;
}
