/* SPDX-License-Identifier: ISC */
/*
 * numbered.h: mails whose bytes follow from a number, so that who finds one in a store knows what it
 * must be.  Mail N has the id <N@numbered>.
 */
#ifndef LISTBRIEF_TESTS_NUMBERED_H
#define LISTBRIEF_TESTS_NUMBERED_H

#include "common/buf.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>

#define NUMBERED_ID "@numbered"

/* splitmix64: a stream of numbers from one. */
static inline uint64_t
numbered_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
	z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
	return z ^ (z >> 31);
}

/* Most are of a few kB, one in 64 of more than 100 kB; half of each packs well. */
static inline void
numbered_mail(struct buf *out, uint64_t number)
{
	uint64_t state = number + 1, lines = numbered_random(&state) % 120;

	if (number % 64 == 63)
		lines += 3000;
	buf_addf(out, "Message-ID: <%" PRIu64 NUMBERED_ID ">\nFrom: Ada <ada@example.org>\n", number);
	buf_addf(out, "Date: Fri, 14 Nov 2025 09:00:00 +0000\nSubject: mail %" PRIu64 "\n\n", number);
	for (uint64_t i = 0; i < lines; i++)
		if (i % 2)
			buf_addf(out, "line %" PRIu64 " of %" PRIu64 " of mail %" PRIu64 "\n", i, lines, number);
		else
			buf_addf(out, "%016" PRIx64 "%016" PRIx64 "\n", numbered_random(&state),
			    numbered_random(&state));
}

/* The number in an id; false where it is none of these. */
static inline bool
numbered_id(struct bytes id, uint64_t *number)
{
	size_t at = bytes_find(id, BYTES_LIT(NUMBERED_ID));

	*number = 0;
	if (at == 0 || at + sizeof NUMBERED_ID - 1 != id.n)
		return false;
	for (size_t i = 0; i < at; i++) {
		if (id.p[i] < '0' || id.p[i] > '9')
			return false;
		*number = *number * 10 + (uint64_t)(id.p[i] - '0');
	}
	return true;
}

#endif
