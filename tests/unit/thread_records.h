/* SPDX-License-Identifier: ISC */
/*
 * thread_records.h: what threads are made of, with values that a test can tell apart.
 */
#ifndef LISTBRIEF_TESTS_THREAD_RECORDS_H
#define LISTBRIEF_TESTS_THREAD_RECORDS_H

#include "store/key.h"
#include "tests/unit/store_fixture.h"

static struct store_mail
mail(const char *id, uint64_t seq, int64_t arrival)
{
	return (struct store_mail){ .key = key_of_mail(B(id), B(id)),
		.seq = seq,
		.arrival = arrival,
		.date = arrival - 7,
		.zone = -330,
		.flags = MAIL_REPLY | MAIL_BOT,
		.id = B(id),
		.subject = B("a subject"),
		.name = B("A"),
		.address = B("a@example.org") };
}

static struct store_node
node_of(const struct store_mail *m, int32_t parent)
{
	return (struct store_node){
		.key = m->key, .id = m->id, .parent = parent, .arrival = m->arrival
	};
}

static struct store_node
ghost(const char *id)
{
	return (struct store_node){ .id = B(id), .parent = -1 };
}

#endif
