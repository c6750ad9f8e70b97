/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/tie.h"

#include <string.h>

#define WORDS(s)                                                                                   \
	{                                                                                          \
		s, sizeof(s) - 1                                                                   \
	}

/* Subjects that strangers share. */
static const struct bytes generic[] = { WORDS("(no subject)"), WORDS("(none)"), WORDS("no subject"),
	WORDS("announcement"), WORDS("bug report"), WORDS("git pull"), WORDS("hello"),
	WORDS("help needed"), WORDS("introduction"), WORDS("newbie question"), WORDS("patch"),
	WORDS("patches"), WORDS("problem"), WORDS("pull request"), WORDS("question"),
	WORDS("questions"), WORDS("request"), WORDS("subject"), WORDS("subscribe"),
	WORDS("test mail"), WORDS("thank you"), WORDS("thanks"), WORDS("unsubscribe"),
	WORDS("update") };

static bool
says_something(struct bytes base)
{
	if (base.n < TIE_SUBJECT_BYTES_MIN)
		return false;
	for (size_t i = 0; i < sizeof generic / sizeof *generic; i++)
		if (bytes_equal(base, generic[i]))
			return false;
	return true;
}

/* The kind stands in the first byte, so that a tie read back still knows its reach. */
static struct store_tie
tie_new(enum tie_kind kind, const struct store_mail *mail, const struct bytes *runs, size_t n,
    bool seeks)
{
	struct store_tie t = { hash_runs(runs, n), mail->arrival, mail->key, seeks };

	t.hash.b[0] = (unsigned char)kind;
	return t;
}

static struct bytes
number(const int *n)
{
	return (struct bytes){ (const char *)n, sizeof *n };
}

static struct store_tie
tie_subject(const struct store_mail *mail, const struct subject *s)
{
	const bool numbered = s->flags & (SUBJECT_PATCH | SUBJECT_RFC | SUBJECT_PULL);
	const int version = numbered ? s->version : 0;
	const struct bytes runs[] = { s->base, number(&version) };

	return tie_new(TIE_SUBJECT, mail, runs, 2, (s->flags & SUBJECT_REPLY) && mail->nrefs == 0);
}

static struct store_tie
tie_series(const struct store_mail *mail, const struct subject *s)
{
	char lower[256];
	const struct bytes tags = bytes_slice(s->tags, 0, sizeof lower);
	const struct bytes runs[] = { mail->address, number(&s->version), number(&s->total),
		{ lower, tags.n } };

	for (size_t i = 0; i < tags.n; i++)
		lower[i] = to_lower(tags.p[i]);
	return tie_new(TIE_SERIES, mail, runs, 4, true);
}

size_t
tie_make(const struct store_mail *mail, const struct subject *s, struct store_tie ties[TIE_MAX])
{
	size_t n = 0;

	if (says_something(s->base))
		ties[n++] = tie_subject(mail, s);
	if (s->total > 1 && s->part >= 0 && !(s->flags & SUBJECT_REPLY) && mail->nrefs == 0 &&
	    mail->address.n > 0)
		ties[n++] = tie_series(mail, s);
	return n;
}

enum tie_kind
tie_kind(const struct store_tie *t)
{
	return t->hash.b[0] == TIE_SERIES ? TIE_SERIES : TIE_SUBJECT;
}

bool
tie_holds(const struct store_tie *earlier, const struct store_tie *later)
{
	int64_t reach = tie_kind(later) == TIE_SERIES ? TIE_SERIES_SECONDS : TIE_SUBJECT_SECONDS;

	/* arrivals lie between 1970 and now (maildate.h): no overflow. */
	return later->seeks && hash_equal(&earlier->hash, &later->hash) &&
	       later->arrival - earlier->arrival <= reach;
}

int
tie_compare(const struct store_tie *a, const struct store_tie *b)
{
	int c = memcmp(a->hash.b, b->hash.b, HASH_BYTES);

	if (c == 0)
		c = (a->arrival > b->arrival) - (a->arrival < b->arrival);
	return c ? c : memcmp(a->key.b, b->key.b, sizeof a->key.b);
}
