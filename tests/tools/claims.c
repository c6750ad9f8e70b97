/* SPDX-License-Identifier: ISC */
/*
 * claims DIR LIST ZERO WEEKS TEMPLATES: true claims made of the extracts of WEEKS weeks from ZERO
 * (RFC 3339) on, as they are and changed in the ways models go wrong, through the check.  One line
 * for each way: its name, how many were changed so, how many of those the check let pass; with
 * CLAIMS_SHOW=1 those too.
 */
#include "common/clock.h"
#include "common/log.h"
#include "common/utf8.h"
#include "filters/report/digest.h"
#include "filters/report/model/dossier_load.h"
#include "filters/report/entry/people.h"
#include "filters/report/verify/verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for what a change adds. */
#define TEXT_MAX ((size_t)170)

/* A claim, the thread it is about, and a mail that is not the one it cites. */
struct sample {
	struct arena *a;
	const struct dossier *d;
	struct claim claim;
	size_t other; /* n; 0 where there is none */
	size_t number;
};

/* Changes the claim; false where this one cannot be changed so. */
typedef bool change(struct sample *s);

static struct bytes
print(struct sample *s, const char *format, struct bytes one, struct bytes two)
{
	return bytes_from(arena_printf(s->a, format, (int)one.n, one.p, (int)two.n, two.p));
}

/* The text with what stands from at on for n bytes replaced. */
static struct bytes
replaced(struct sample *s, struct bytes text, size_t at, size_t n, const char *with)
{
	struct buf b = BUF_INIT;
	struct bytes kept;

	buf_add(&b, bytes_slice(text, 0, at));
	buf_adds(&b, with);
	buf_add(&b, bytes_slice(text, at + n, text.n));
	kept = arena_bytes(s->a, buf_bytes(&b));
	buf_release(&b);
	return kept;
}

static bool
nothing(struct sample *s)
{
	(void)s;
	return true;
}

/* The first part of the sentence: true in fewer words. */
static bool
shortened(struct sample *s)
{
	static const char *const ends[] = { ", ", " because ", " and ", " but ", " which ",
		" so " };
	size_t most = 0;

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		size_t at = bytes_find(s->claim.text, bytes_from(ends[i]));

		if (at < s->claim.text.n && at > most)
			most = at;
	}
	if (most < 2 * CLAIM_QUOTE_MIN)
		return false;
	s->claim.text = bytes_slice(s->claim.text, 0, most);
	return true;
}

/* The sender's name for that of somebody else in the thread, or of nobody in it. */
static bool
name(struct sample *s)
{
	static const char *const strangers[] = { "Ivan Petrov", "Maria Lopez", "Kenji Tanaka" };
	const struct dossier_mail *m = &s->d->mails[s->claim.cites[0].mail - 1];
	struct bytes own = m->name, wrong = BYTES_NONE;
	size_t at = bytes_find(s->claim.text, own);

	if (own.n == 0 || at != 0)
		return false;
	for (size_t i = 0; i < s->d->n && s->number % 2; i++)
		if (s->d->mails[i].person != m->person && s->d->mails[i].name.n)
			wrong = s->d->mails[i].name;
	if (wrong.n == 0)
		wrong = bytes_from(strangers[s->number % 3]);
	s->claim.text = replaced(s, s->claim.text, 0, own.n, arena_string(s->a, wrong));
	s->claim.nwho = 0;
	return true;
}

static bool
who(struct sample *s)
{
	if (s->other == 0)
		return false;
	s->claim.who[0] = s->d->mails[s->other - 1].name;
	s->claim.nwho = 1;
	return s->claim.who[0].n > 0;
}

/* Where a run of digits begins that no letter adjoins; n where there is none. */
static size_t
find_number(struct bytes s, size_t *n)
{
	for (size_t i = 0; i < s.n; i++) {
		*n = 0;
		while (i + *n < s.n && is_digit(s.p[i + *n]))
			++*n;
		if (*n && (i == 0 || s.p[i - 1] == ' ') &&
		    (i + *n == s.n || strchr(" ,.;", s.p[i + *n])))
			return i;
		i += *n;
	}
	return s.n;
}

static bool
number(struct sample *s)
{
	size_t n, at = find_number(s->claim.text, &n);
	long value = at < s->claim.text.n ? strtol(s->claim.text.p + at, NULL, 10) : 0;

	if (at < s->claim.text.n)
		s->claim.text = replaced(s, s->claim.text, at, n,
		    arena_printf(s->a, "%ld", value + 1 + (long)(s->number % 7)));
	else
		s->claim.text =
		    print(s, "%.*s That is so %.*s 37 times.", s->claim.text, BYTES_LIT(""));
	return true;
}

static bool
numeral(struct sample *s)
{
	static const char *const numerals[] = { "seventeen", "thirteen", "nineteen" };

	s->claim.text =
	    print(s, "In %.*s cases: %.*s", bytes_from(numerals[s->number % 3]), s->claim.text);
	return true;
}

static bool
version(struct sample *s)
{
	struct bytes text = s->claim.text;

	for (size_t i = 0; i + 1 < text.n; i++)
		if (text.p[i] == 'v' && is_digit(text.p[i + 1]) &&
		    (i == 0 || !is_alnum(text.p[i - 1])) &&
		    (i + 2 == text.n || !is_alnum(text.p[i + 2]))) {
			s->claim.text = replaced(s, text, i + 1, 1,
			    arena_printf(s->a, "%d", (text.p[i + 1] - '0') % 9 + 1));
			return true;
		}
	s->claim.text = print(s, "In v%.*s: %.*s", bytes_from(s->number % 2 ? "14" : "23"), text);
	return true;
}

static bool
commit(struct sample *s)
{
	s->claim.text = print(s, "%.*s (commit %.*s)", s->claim.text,
	    bytes_from(s->number % 2 ? "9c1d3ab7e" : "5f00d1e2a4b7"));
	return true;
}

/* One letter of an identifier. */
static bool
identifier(struct sample *s)
{
	struct bytes text = s->claim.text;

	for (size_t i = 1; i + 2 < text.n; i++)
		if (text.p[i] == '_' && is_alpha(text.p[i - 1]) && is_alpha(text.p[i + 1])) {
			s->claim.text =
			    replaced(s, text, i + 1, 1, text.p[i + 1] == 'q' ? "z" : "q");
			return true;
		}
	return false;
}

/* One word of the quote. */
static bool
quote(struct sample *s)
{
	struct bytes q = s->claim.quote;
	size_t at = bytes_find_byte(bytes_slice(q, q.n / 2, q.n), ' ') + q.n / 2;

	if (at + 2 >= q.n)
		return false;
	s->claim.quote =
	    replaced(s, q, at + 1, bytes_find_byte(bytes_slice(q, at + 1, q.n), ' '), "altogether");
	return true;
}

/* A mail the words do not stand in. */
static bool
cite(struct sample *s)
{
	if (s->other == 0)
		return false;
	s->claim.cites[0] = (struct claim_cite){ s->other, 0 };
	s->claim.nwho = 0;
	return true;
}

static bool
part(struct sample *s)
{
	s->claim.part = (s->claim.part + 1 + s->number % 2) % CLAIM_PARTS;
	return true;
}

static bool
tag(struct sample *s)
{
	static const char *const tags[] = { "Acked-by", "Tested-by", "Reviewed-by" };
	const struct json *trailers = json_get(s->d->thread, "trailers");
	struct bytes wanted = bytes_from(tags[s->number % 3]);

	/* Where it was given it would be true. */
	for (size_t i = 0; i < json_count(trailers); i++)
		if (bytes_equal(json_text_of(json_get(json_at(trailers, i), "name")), wanted))
			return false;
	s->claim.text = print(s, "With a %.*s: %.*s", wanted, s->claim.text);
	return true;
}

static bool
state(struct sample *s)
{
	static const char *const forms[] = { "The series has been merged. %.*s%.*s",
		"The patch was applied. %.*s%.*s", "The maintainer rejected the series. %.*s%.*s",
		"This patch is queued for the next release. %.*s%.*s" };

	if (json_type(json_get(s->d->thread, "state")) == JSON_OBJECT)
		return false;
	s->claim.text = print(s, forms[s->number % 4], s->claim.text, BYTES_LIT(""));
	return true;
}

static bool
expansion(struct sample *s)
{
	static const char *const forms[] = { "%.*s This is about FWB (Firmware Workaround).%.*s",
		"%.*s This is about VNCR (Virtual Network Control Register).%.*s",
		"%.*s This is about SEA (Software Error Abort).%.*s" };

	s->claim.text = print(s, forms[s->number % 3], s->claim.text, BYTES_LIT(""));
	return true;
}

static bool
link_added(struct sample *s)
{
	static const char *const forms[] = { "%.*s See https://evil.example/x.%.*s",
		"%.*s [more](http://evil.example)%.*s", "%.*s See www.evil.example.%.*s",
		"%.*s ![x](data:image/png;base64,AA)%.*s" };

	s->claim.text = print(s, forms[s->number % 4], s->claim.text, BYTES_LIT(""));
	return true;
}

/* ---- what stance is taken: words of the mail in a wrong sense ---- */

static bool
consensus(struct sample *s)
{
	static const char *const forms[] = { "Everyone agrees on this: %.*s%.*s",
		"There is consensus on this: %.*s%.*s", "All reviewers agree on this: %.*s%.*s" };

	s->claim.text = print(s, forms[s->number % 3], s->claim.text, BYTES_LIT(""));
	return true;
}

/* "is" for "is not" and back: every word of it stands in the mail or says nothing. */
static bool
negation(struct sample *s)
{
	struct bytes text = s->claim.text;
	size_t not = bytes_find(text, BYTES_LIT(" not ")), is = bytes_find(text, BYTES_LIT(" is "));
	size_t contracted = bytes_find(text, BYTES_LIT("n't "));

	if (not < text.n)
		s->claim.text = replaced(s, text, not, 4, "");
	else if (contracted < text.n)
		s->claim.text = replaced(s, text, contracted, 3, "");
	else if (is < text.n)
		s->claim.text = replaced(s, text, is, 3, " is not");
	else
		return false;
	return true;
}

static const struct {
	const char *name;
	change *change;
} changes[] = { { "true", nothing }, { "shortened", shortened }, { "name", name }, { "who", who },
	{ "number", number }, { "numeral", numeral }, { "version", version }, { "commit", commit },
	{ "identifier", identifier }, { "quote", quote }, { "cite", cite }, { "part", part },
	{ "tag", tag }, { "state", state }, { "expansion", expansion }, { "link", link_added },
	{ "consensus", consensus }, { "negation", negation } };
#define CHANGES (sizeof(changes) / sizeof(*changes))

struct tally {
	size_t tried[CHANGES], passed[CHANGES], claims;
};

/* A mended cite is as good as a dropped claim: what is printed is true. */
static bool
passes(struct sample *s, const struct lexicon *l, bool show)
{
	size_t cited = s->claim.cites[0].mail;
	struct verify_result r = verify(s->a, l, s->d, &s->claim, 1);
	bool passed = r.kept == 1 && s->claim.cites[0].mail == cited;

	if (show)
		printf("  V%d %s [%zu]: %.*s\n", r.rule[0], r.why[0] ? r.why[0] : "", s->number,
		    (int)s->claim.text.n, s->claim.text.p);
	return passed;
}

static void
try_all(struct tally *t, const struct lexicon *l, const struct sample *original)
{
	bool show = getenv("CLAIMS_SHOW") != NULL;

	for (size_t i = 0; i < CHANGES; i++) {
		struct sample s = *original;
		bool passed;

		s.number = t->claims;
		if (!changes[i].change(&s))
			continue;
		passed = passes(&s, l, false);
		if (show && passed == (i > 1)) {
			struct sample again = *original;

			again.number = t->claims;
			changes[i].change(&again);
			printf("%s", changes[i].name);
			passes(&again, l, true);
		}
		t->tried[i]++;
		t->passed[i] += passed;
	}
	t->claims++;
}

/* The number of the sentence with these words; 0 where none has them. */
static size_t
sentence_of(const struct dossier_mail *m, struct bytes words)
{
	for (size_t i = 0; i < m->nsentences; i++)
		if (bytes_find(m->sentences[i], words) < m->sentences[i].n)
			return i + 1;
	return 0;
}

static void
try_claim(struct tally *t, struct arena *a, const struct lexicon *l, const struct dossier *d,
    enum claim_part place, const struct json *from)
{
	size_t mail = (size_t)json_number_of(json_at(json_get(from, "cites"), 0), 1);
	const struct dossier_mail *m = &d->mails[mail - 1];
	struct bytes text = json_text_of(json_get(from, "text"));
	struct sample s = { .a = a,
		.d = d,
		.claim = { .part = place,
		    .kind = CLAIM_PROPOSAL,
		    .quote = text,
		    .cites = { { mail, 0 } },
		    .ncites = 1 } };
	bool named = m->name.n > 0 && bytes_find_byte(m->name, '@') == m->name.n &&
		     bytes_find_byte(m->name, '.') == m->name.n;

	/* What holds an address or a host is refused with right. */
	if (bytes_find_byte(text, '@') < text.n || bytes_find(text, BYTES_LIT(".com")) < text.n)
		return;
	if (text.n > TEXT_MAX || text.n < CLAIM_QUOTE_MIN || text.n + m->name.n > TEXT_MAX)
		return;
	s.claim.cites[0].sentence = sentence_of(m, bytes_slice(text, 0, text.n / 2));
	s.claim.who[0] = m->name;
	s.claim.nwho = named;
	s.claim.text = named ? print(&s, "%.*s: %.*s", m->name, text) : text;
	for (size_t i = 0; i < d->n; i++)
		if (d->mails[i].person != m->person &&
		    bytes_find(d->mails[i].own, text) == d->mails[i].own.n)
			s.other = i + 1;
	try_all(t, l, &s);
}

static void
try_thread(struct tally *t, struct arena *a, const struct lexicon *l, const struct dossier *d)
{
	for (unsigned p = 0; p < CLAIM_PARTS; p++) {
		const struct json *claims;

		claims = json_get(json_get(d->thread, "summary"), claim_part_name(p));
		for (size_t i = 0; i < json_count(claims); i++)
			try_claim(t, a, l, d, p, json_at(claims, i));
	}
}

static const struct json *
thread_with(const struct json *digest, const char *id)
{
	const struct json *threads = json_get(digest, "threads");

	for (size_t i = 0; i < json_count(threads); i++)
		if (bytes_equal(json_text_of(json_get(json_at(threads, i), "id")), bytes_from(id)))
			return json_at(threads, i);
	return NULL;
}

static bool
try_window(struct tally *t, struct store *s, const struct lexicon *l, const struct window *w)
{
	static const struct config_list list = {
		.name = "x", .title = "x", .language = "en", .timezone = "UTC"
	};
	const struct digest_means means = { .now = w->until };
	struct arena *a = arena_new();
	struct json *digest;
	struct collect c;
	bool ok = digest_make(s, &list, w, &means, &digest) == STORE_OK &&
		  collect(s, w, a, &c) == STORE_OK;

	for (size_t i = 0; ok && i < c.n; i++) {
		const struct collect_thread *ct = &c.threads[i];
		const struct store_mail **mails = arena_array(a, ct->n, sizeof(*mails));
		size_t *person = arena_array(a, ct->n, sizeof(*person));
		struct dossier *d;

		for (size_t m = 0; m < ct->n; m++)
			mails[m] = ct->mails[m].mail;
		people_number(a, mails, ct->n, person);
		ok = dossier_load(s, a, ct, person, thread_with(digest, ct->id), &d) == STORE_OK;
		if (ok)
			try_thread(t, a, l, d);
	}
	json_free(ok ? digest : NULL);
	arena_free(a);
	return ok;
}

static bool
try_weeks(struct tally *t, struct store *s, const struct lexicon *l, const char *zero, int weeks)
{
	struct window w = { .late_after = UINT64_MAX, .mark = UINT64_MAX };
	bool ok = clock_parse(bytes_from(zero), 0, &w.since);

	for (int i = 0; ok && i < weeks; i++) {
		w.until = w.since + 7 * 86400;
		ok = try_window(t, s, l, &w);
		w.since = w.until;
	}
	return ok;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	struct tally t = { 0 };
	struct lexicon *l = NULL;
	struct store *s = NULL;
	bool ok = argc == 6;

	log_open("claims");
	ok = ok && (l = lexicon_read(a, argv[5], "en", NULL)) &&
	     store_open(&s, argv[1], argv[2], STORE_READ, 10) == STORE_OK &&
	     try_weeks(&t, s, l, argv[3], atoi(argv[4]));
	for (size_t i = 0; i < CHANGES; i++)
		printf("%s %zu %zu\n", changes[i].name, t.tried[i], t.passed[i]);
	store_close(s);
	arena_free(a);
	return !ok;
}
