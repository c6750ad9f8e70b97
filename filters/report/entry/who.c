/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/who.h"

#include "common/address.h"
#include "common/clue.h"
#include "common/header.h"
#include "filters/report/entry/people.h"

#include <string.h>

struct asking {
	struct store *s;
	struct arena *a;
	const struct collect_thread *t;
	struct mailbox *to; /* who the posting was sent to, once that was asked */
	size_t nto, room;
	bool read;
	bool people; /* it was sent to more than one address */
};

static bool
tells(const struct store_mail *m, unsigned kind)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == kind)
			return true;
	return false;
}

static bool
tells_tree(const struct store_mail *m)
{
	for (size_t i = 0; i < m->nfacts; i++)
		if (m->facts[i].kind == FACT_APPLIED && m->facts[i].value.n)
			return true;
	return false;
}

/* Whether the sender of m wrote in the thread before. */
static bool
took_part(const struct collect_thread *t, const struct store_mail *m)
{
	for (size_t k = 0; k < t->nknown; k++)
		if (t->known[k]->arrival < m->arrival && people_same(t->known[k], m))
			return true;
	return false;
}

/* Whether a trailer of the posting names the sender. */
static bool
is_named(const struct asking *k, const struct store_mail *m)
{
	for (size_t i = 0; i < k->t->nknown; i++) {
		const struct store_mail *posted = k->t->known[i];

		for (size_t f = 0; !collect_is_reply(k->t, posted) && f < posted->nfacts; f++)
			if (posted->facts[f].kind == FACT_TRAILER &&
			    address_same_person(
				address_first(k->a, posted->facts[f].value), people_sender(m)))
				return true;
	}
	return false;
}

static void
add_people(struct asking *k, struct bytes field)
{
	struct mailbox one;

	for (size_t n = 0; n < ADDRESS_LIST_MAX && address_next(k->a, &field, &one); n++) {
		k->to = arena_grow(k->a, k->to, k->nto, &k->room, sizeof(*k->to));
		k->to[k->nto++] = one;
		if (!bytes_equal_fold(one.address, k->to[0].address))
			k->people = true;
	}
}

static enum store_status
read_fields(struct asking *k, const struct store_mail *m)
{
	struct header h;
	struct bytes raw;
	enum store_status status = store_get_raw(k->s, &m->key, k->a, &raw);

	if (status != STORE_OK)
		return status == STORE_NONE ? STORE_OK : status;
	header_scan(raw, &h);
	add_people(k, header_get(&h, "To"));
	add_people(k, header_get(&h, "Cc"));
	return STORE_OK;
}

/* To and Cc of the posting's first mails. */
static enum store_status
read_posting(struct asking *k)
{
	enum store_status status = STORE_OK;
	size_t looked = 0;

	for (size_t i = 0; status == STORE_OK && i < k->t->nknown && looked < WHO_POSTING_MAX; i++)
		if (!collect_is_reply(k->t, k->t->known[i])) {
			looked++;
			status = read_fields(k, k->t->known[i]);
		}
	k->read = true;
	return status;
}

/* The part of the posting that a mail answers; NULL where it answers none. */
static const struct store_mail *
part_answered(const struct collect_thread *t, const struct store_mail *m)
{
	const struct store_thread *thread = t->thread;

	for (size_t i = 0; i < thread->nnodes; i++)
		if (t->stored[i] == m && thread->nodes[i].parent >= 0) {
			const struct store_mail *up = t->stored[thread->nodes[i].parent];

			return up && !collect_is_reply(t, up) ? up : NULL;
		}
	return NULL;
}

static bool
is_among(const struct asking *k, size_t from, const struct store_mail *m)
{
	for (size_t i = from; i < k->nto; i++)
		if (address_same_person(k->to[i], people_sender(m)))
			return true;
	return false;
}

static enum store_status
was_sent_it(struct asking *k, const struct store_mail *m, bool *yes)
{
	enum store_status status = k->read ? STORE_OK : read_posting(k);
	const struct store_mail *part;
	size_t before = k->nto;

	/* What went to the list alone was sent to everybody on it. */
	*yes = status == STORE_OK && (!k->people || is_among(k, 0, m));
	if (status != STORE_OK || *yes || (part = part_answered(k->t, m)) == NULL)
		return status;
	/* A long series goes part by part to other maintainers. */
	status = read_fields(k, part);
	*yes = status == STORE_OK && is_among(k, before, m);
	return status;
}

enum store_status
who_takes(struct store *s, const struct store_mail *m, bool *yes)
{
	struct store_tie at = { .hash = clue_hash(CLUE_TAKER, m->address),
		.arrival = m->arrival - 1 },
			 found;
	enum store_status status;

	memset(&at.key, 0xff, sizeof(at.key));
	status = store_find_tie(s, &at, true, &found);
	*yes = status == STORE_OK;
	return status == STORE_NONE ? STORE_OK : status;
}

static enum store_status
is_concerned(struct asking *k, const struct store_mail *m, bool *yes)
{
	enum store_status status;

	*yes = took_part(k->t, m) || is_named(k, m);
	if (*yes)
		return STORE_OK;
	status = was_sent_it(k, m, yes);
	return status == STORE_OK && !*yes ? who_takes(k->s, m, yes) : status;
}

static enum store_status
has_standing(struct asking *k, size_t i, bool *yes)
{
	const struct store_mail *m = k->t->known[i];

	*yes = tells(m, FACT_COMMIT);
	if (*yes || people_same(m, k->t->author))
		return STORE_OK;
	*yes = tells_tree(m);
	return *yes ? STORE_OK : is_concerned(k, m, yes);
}

enum store_status
who_is_concerned(struct store *s, struct arena *a, const struct collect_thread *t,
    const struct store_mail *m, bool *yes)
{
	struct asking k = { .s = s, .a = a, .t = t };

	*yes = !t->posted;
	return *yes ? STORE_OK : is_concerned(&k, m, yes);
}

enum store_status
who_has_standing(struct store *s, struct arena *a, struct collect_thread *t)
{
	struct asking k = { .s = s, .a = a, .t = t };
	size_t doubted = 0;

	t->standing = arena_array(a, t->nknown, sizeof(*t->standing));
	/* Nobody can say who it was sent to. */
	if (!t->posted) {
		memset(t->standing, 1, t->nknown * sizeof(*t->standing));
		return STORE_OK;
	}
	for (size_t i = 0; i < t->nknown; i++) {
		const struct store_mail *m = t->known[i];
		enum store_status status;

		if (m->flags & MAIL_BOT || !(tells(m, FACT_APPLIED) || tells(m, FACT_DROP)))
			continue;
		if (!tells(m, FACT_COMMIT) && !tells_tree(m) && ++doubted > WHO_DOUBTED_MAX)
			continue;
		status = has_standing(&k, i, &t->standing[i]);
		if (status != STORE_OK)
			return status;
	}
	return STORE_OK;
}
