/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/verify.h"

#include "common/utf8.h"
#include "filters/report/verify/check.h"
#include "filters/report/extract/terms.h"

#include <string.h>

/* Two claims on the same sentences more alike than this say the same. */
#define ALIKE_MAX 0.7

typedef const char *rule(struct check *c);

static const struct {
	const char *from, *to;
} plain_forms[] = { { "\xe2\x80\x98", "'" }, { "\xe2\x80\x99", "'" }, { "\xe2\x80\x9c", "\"" },
	{ "\xe2\x80\x9d", "\"" }, { "\xe2\x80\x90", "-" }, { "\xe2\x80\x91", "-" },
	{ "\xe2\x80\x93", "-" }, { "\xe2\x80\x94", "-" }, { "\xe2\x80\xa6", "..." },
	{ "\xc2\xa0", " " }, { "\xe3\x80\x80", " " } };

static bool
add_plain(struct buf *out, struct bytes *s)
{
	for (size_t i = 0; i < sizeof(plain_forms) / sizeof(*plain_forms); i++)
		if (bytes_starts(*s, bytes_from(plain_forms[i].from))) {
			buf_adds(out, plain_forms[i].to);
			*s = bytes_slice(*s, strlen(plain_forms[i].from), s->n);
			return true;
		}
	return false;
}

struct bytes
check_plain(struct arena *a, struct bytes s)
{
	struct buf out = BUF_INIT;
	struct bytes kept;

	while (s.n) {
		if ((unsigned char)*s.p >= 0x80 && add_plain(&out, &s))
			continue;
		if (!is_space(*s.p))
			buf_addc(&out, *s.p);
		else if (out.n && out.p[out.n - 1] != ' ')
			buf_addc(&out, ' ');
		s = bytes_slice(s, 1, s.n);
	}
	kept = arena_bytes(a, bytes_trim(buf_bytes(&out)));
	buf_release(&out);
	return kept;
}

struct bytes
check_own(struct check_thread *t, size_t mail)
{
	if (!t->plain[mail].p)
		t->plain[mail] = check_plain(t->a, t->d->mails[mail].own);
	return t->plain[mail];
}

static bool
is_letter(char c)
{
	return is_alnum(c) || c == '_';
}

bool
check_holds(struct bytes text, struct bytes words)
{
	size_t from = 0;

	while (words.n && from + words.n <= text.n) {
		size_t at = from + bytes_find_fold(bytes_slice(text, from, text.n), words);
		size_t end = at + words.n;

		if (at >= text.n)
			return false;
		if ((at == 0 || !is_letter(text.p[at - 1]) || !is_letter(words.p[0])) &&
		    (end == text.n || !is_letter(text.p[end]) || !is_letter(text.p[end - 1])))
			return true;
		from = at + 1;
	}
	return false;
}

/* ---- V1, V2, V3 ---- */

static const char *
check_shape(struct check *c)
{
	const struct lexicon *l = c->t->l;
	struct bytes rest = c->claim->text;
	size_t wide = 0, all = 0;
	uint32_t character;

	if (c->claim->ill)
		return c->claim->ill;
	while (utf8_next(&rest, &character)) {
		wide += utf8_is_cjk(character);
		all++;
	}
	if (lexicon_find(l, LEXICON_SCRIPT, BYTES_LIT("han")) ? wide < 4 : wide > all / 4)
		return "text: not in the digest's language";
	return claim_ill(c->claim);
}

static const char *
check_cites(struct check *c)
{
	const struct dossier *d = c->t->d;

	for (size_t i = 0; i < c->claim->ncites; i++) {
		struct claim_cite cite = c->claim->cites[i];

		if (cite.mail < 1 || cite.mail > d->n ||
		    cite.sentence > d->mails[cite.mail - 1].nsentences)
			return "cites what is not there";
	}
	return NULL;
}

static bool
is_cited(const struct claim *claim, size_t mail)
{
	for (size_t i = 0; i < claim->ncites; i++)
		if (claim->cites[i].mail == mail + 1)
			return true;
	return false;
}

/* The mails but the cited in which the quote stands, counted up to 2; where is one of them. */
static size_t
find_elsewhere(struct check *c, struct bytes quote, size_t *where)
{
	size_t found = 0;

	for (size_t i = 0; i < c->t->d->n && found < 2; i++) {
		struct bytes own = check_own(c->t, i);

		if (is_cited(c->claim, i) || bytes_find(own, quote) == own.n)
			continue;
		*where = i;
		found++;
	}
	return found;
}

/* The sentence of the mail in which the quote begins; 0 where that is not sure. */
static size_t
sentence_with(struct check *c, size_t mail, struct bytes quote)
{
	const struct dossier_mail *m = &c->t->d->mails[mail];

	for (size_t i = 0; i < m->nsentences; i++) {
		struct bytes s = check_plain(c->t->a, m->sentences[i]);

		if (s.n && bytes_find(s, bytes_slice(quote, 0, s.n)) < s.n)
			return i + 1;
	}
	return 0;
}

static const char *
check_quote(struct check *c, size_t *mended)
{
	struct bytes quote = check_plain(c->t->a, c->claim->quote);
	size_t where = 0;

	if (quote.n == 0)
		return "the quote is empty";
	for (size_t i = 0; i < c->claim->ncites; i++) {
		struct bytes own = check_own(c->t, c->claim->cites[i].mail - 1);

		if (bytes_find(own, quote) < own.n)
			return NULL;
	}
	if (find_elsewhere(c, quote, &where) != 1)
		return "the quote stands in no cited mail";
	c->claim->cites[0] = (struct claim_cite){ where + 1, sentence_with(c, where, quote) };
	c->claim->ncites = 1;
	++*mended;
	return NULL;
}

/* What is new cites a new reply, what is older only older ones, what the thread is about the
 * posting. */
static const char *
check_part(struct check *c)
{
	size_t posting = 0, new = 0, older = 0;

	for (size_t i = 0; i < c->claim->ncites; i++) {
		const struct dossier_mail *m = &c->t->d->mails[c->claim->cites[i].mail - 1];

		if (m->posting)
			posting++;
		else if (m->new)
			new ++;
		else
			older++;
	}
	if (c->claim->part == CLAIM_ORIGINAL && posting < c->claim->ncites)
		return "\"original\" cites a reply";
	if (c->claim->part == CLAIM_EARLIER && (new || !older))
		return "\"earlier\" cites what is new";
	if (c->claim->part == CLAIM_THIS_WEEK && !new)
		return "\"this_week\" cites no new reply";
	return NULL;
}

/* ---- what the other rules look at ---- */

/* A subject behind its tags. */
static struct bytes
title_of(struct bytes subject)
{
	static const struct bytes re = BYTES_LIT("Re: ");
	size_t at;

	if (bytes_starts_fold(subject, re))
		subject = bytes_slice(subject, re.n, subject.n);
	at = bytes_find_byte(subject, ']');
	return subject.n && subject.p[0] == '[' && at < subject.n
		   ? bytes_slice(subject, at + 1, subject.n)
		   : subject;
}

static void
gather_cited(struct check *c)
{
	struct buf said = BUF_INIT;

	buf_add(&said, c->claim->quote);
	for (size_t i = 0; i < c->claim->ncites; i++) {
		struct claim_cite cite = c->claim->cites[i];
		const struct dossier_mail *m = &c->t->d->mails[cite.mail - 1];
		size_t k = 0;

		while (k < c->ncited && c->cited[k] != m)
			k++;
		if (k == c->ncited)
			c->cited[c->ncited++] = m;
		buf_addc(&said, '\n');
		if (cite.sentence)
			buf_add(&said, m->sentences[cite.sentence - 1]);
	}
	c->said = check_plain(c->t->a, buf_bytes(&said));
	/* What a mail is about holds numbers too. */
	for (size_t i = 0; i < c->ncited; i++) {
		buf_addc(&said, '\n');
		buf_add(&said, title_of(c->cited[i]->subject));
	}
	c->said_words = wordset_new(c->t->a, c->t->l, check_plain(c->t->a, buf_bytes(&said)));
	buf_release(&said);
}

static struct check
check_begin(struct check_thread *t, struct claim *claim)
{
	struct check c = { .t = t, .claim = claim };

	c.text = utf8_fold(t->a, check_plain(t->a, claim->text));
	c.quote = utf8_fold(t->a, check_plain(t->a, claim->quote));
	return c;
}

static int
check_claim(struct check *c, size_t *mended, const char **why)
{
	static rule *const later[] = { check_words, check_people, check_state, check_form,
		check_agreement, check_expansion, check_hedge, check_anchor };

	if ((*why = check_shape(c)))
		return 1;
	if ((*why = check_cites(c)))
		return 2;
	if ((*why = check_quote(c, mended)))
		return 3;
	if ((*why = check_part(c)))
		return 2;
	gather_cited(c);
	for (int i = 0; i < (int)(sizeof(later) / sizeof(*later)); i++)
		if ((*why = later[i](c)))
			return 4 + i;
	return 0;
}

/* ---- V12 ---- */

static bool
same_cites(const struct claim *x, const struct claim *y)
{
	if (x->ncites != y->ncites)
		return false;
	for (size_t i = 0; i < x->ncites; i++)
		if (x->cites[i].mail != y->cites[i].mail ||
		    x->cites[i].sentence != y->cites[i].sentence)
			return false;
	return true;
}

static bool
is_said(struct arena *a, const struct claim *claims, const int *broken, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (broken[i])
			continue;
		if (bytes_equal(claims[i].text, claims[n].text) ||
		    bytes_equal(claims[i].quote, claims[n].quote))
			return true;
		if (same_cites(&claims[i], &claims[n]) &&
		    terms_alike(terms_of(a, claims[i].text), terms_of(a, claims[n].text)) >
			ALIKE_MAX)
			return true;
	}
	return false;
}

/* ---- all ---- */

/* Without what counts and cites: a number is not right because there are so many mails. */
static struct bytes
facts_without_counts(struct arena *a, struct bytes facts)
{
	struct buf out = BUF_INIT;
	struct bytes line, kept;

	while (bytes_line(&facts, &line))
		if (!bytes_starts(line, BYTES_LIT("mails: ")) &&
		    !bytes_starts(line, BYTES_LIT("thread: "))) {
			buf_add(&out, bytes_slice(line, 0, bytes_find(line, BYTES_LIT(" ["))));
			buf_addc(&out, '\n');
		}
	kept = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	return kept;
}

static struct check_thread
check_thread(struct arena *a, const struct lexicon *l, const struct dossier *d)
{
	struct check_thread t = { .a = a, .l = l, .d = d };

	t.words = arena_array(a, d->n, sizeof(*t.words));
	t.made = arena_array(a, d->n, sizeof(*t.made));
	t.plain = arena_array(a, d->n, sizeof(*t.plain));
	t.facts = wordset_new(a, l, facts_without_counts(a, d->facts));
	t.title = wordset_new(a, l, title_of(d->subject));
	t.glossary = lexicon_words(l);
	return t;
}

struct verify_result
verify(struct arena *a, const struct lexicon *l, const struct dossier *d, struct claim *claims,
    size_t n)
{
	struct verify_result r = { .rule = arena_array(a, n, sizeof(*r.rule)),
		.why = arena_array(a, n, sizeof(*r.why)) };
	struct check_thread t = check_thread(a, l, d);

	for (size_t i = 0; i < n; i++) {
		struct check c = check_begin(&t, &claims[i]);

		r.rule[i] = check_claim(&c, &r.mended, &r.why[i]);
		if (r.rule[i] == 0 && is_said(a, claims, r.rule, i)) {
			r.rule[i] = VERIFY_RULES;
			r.why[i] = "says what another claim says";
		}
		r.dropped[r.rule[i]]++;
	}
	r.kept = r.dropped[0];
	r.dropped[0] = 0;
	return r;
}
