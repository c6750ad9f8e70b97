/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/check.h"

#include "common/utf8.h"

#include <stdio.h>
#include <string.h>

/* Hex digits from which on a word is a commit. */
#define COMMIT_MIN ((size_t)7)

static bool
has_digit(struct bytes word)
{
	for (size_t i = 0; i < word.n; i++)
		if (is_digit(word.p[i]))
			return true;
	return false;
}

/* "v3", "v6.1" */
static bool
is_version(struct bytes word)
{
	if (word.n < 2 || to_lower(word.p[0]) != 'v')
		return false;
	for (size_t i = 1; i < word.n; i++)
		if (!is_digit(word.p[i]) && word.p[i] != '.')
			return false;
	return true;
}

static bool
is_commit(struct bytes word)
{
	if (word.n < COMMIT_MIN || !has_digit(word))
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (hex_value(word.p[i]) < 0)
			return false;
	return true;
}

static struct bytes
own_of(struct check *c, size_t i)
{
	return check_own(c->t, (size_t)(c->cited[i] - c->t->d->mails));
}

/* The words of the mail, what it is called and who sent it. */
static const struct wordset *
words_of(struct check *c, size_t i)
{
	const struct dossier_mail *m = c->cited[i];
	size_t mail = (size_t)(m - c->t->d->mails);
	struct buf all = BUF_INIT;

	if (!c->t->made[mail]) {
		buf_add(&all, own_of(c, i));
		buf_addf(&all, "\n%.*s\n%.*s", (int)m->subject.n, m->subject.p, (int)m->name.n,
		    m->name.p);
		c->t->words[mail] = wordset_new(c->t->a, c->t->l, buf_bytes(&all));
		c->t->made[mail] = true;
		buf_release(&all);
	}
	return &c->t->words[mail];
}

static bool
is_cited(struct check *c, struct bytes word)
{
	for (size_t i = 0; i < c->ncited; i++)
		if (wordset_has(words_of(c, i), word)) {
			c->anchors++;
			return true;
		}
	return false;
}

static bool
is_cited_stem(struct check *c, struct bytes word)
{
	for (size_t i = 0; i < c->ncited; i++)
		if (wordset_has_stem(words_of(c, i), word)) {
			c->anchors++;
			return true;
		}
	return wordset_has_stem(&c->t->title, word) || wordset_has_stem(&c->t->facts, word);
}

static bool
is_small(struct check *c, struct bytes word)
{
	return word.n == 1 || lexicon_find(c->t->l, LEXICON_SMALL, utf8_fold(c->t->a, word));
}

static bool
is_known(struct check *c, struct bytes word)
{
	return is_small(c, word) || is_cited(c, word) || wordset_has(&c->t->title, word) ||
	       wordset_has(&c->t->facts, word) || wordset_has(c->t->glossary, word);
}

/* At the start of a word of text, whatever follows: a commit may be given by fewer digits. */
static bool
begins_word(struct bytes text, struct bytes head)
{
	size_t from = 0;

	while (from + head.n <= text.n) {
		size_t at = from + bytes_find_fold(bytes_slice(text, from, text.n), head);

		if (at >= text.n)
			return false;
		if (at == 0 || !is_alnum(text.p[at - 1]))
			return true;
		from = at + 1;
	}
	return false;
}

static bool
commit_stands(struct check *c, struct bytes word)
{
	for (size_t i = 0; i < c->ncited; i++)
		if (begins_word(own_of(c, i), word)) {
			c->anchors++;
			return true;
		}
	return begins_word(c->t->d->facts, word);
}

/* A number stands in the very sentences: a mail holds so many that any is among them. */
static bool
number_stands(struct check *c, struct bytes word)
{
	if (wordset_has(&c->said_words, word)) {
		c->anchors++;
		return true;
	}
	return wordset_has(&c->t->title, word) || wordset_has(&c->t->facts, word);
}

/* Where the sentences name versions it is one of those; else the mail's or the series'. */
static bool
version_stands(struct check *c, struct bytes word)
{
	struct bytes rest = c->said, other;

	if (wordset_has(&c->said_words, word)) {
		c->anchors++;
		return true;
	}
	while (word_next(&rest, &other))
		if (is_version(other))
			return false;
	return is_known(c, word);
}

/* "16KB" where the mail has "16 KB". */
static bool
quantity_stands(struct check *c, struct bytes word)
{
	static const char *const ordinals[] = { "st", "nd", "rd", "th" };
	struct bytes unit;
	size_t n = 0;

	while (n < word.n && is_digit(word.p[n]))
		n++;
	unit = bytes_slice(word, n, word.n);
	if (n == word.n || !number_stands(c, bytes_slice(word, 0, n)) || has_digit(unit))
		return false;
	for (size_t i = 0; i < sizeof(ordinals) / sizeof(*ordinals); i++)
		if (bytes_equal_fold(unit, bytes_from(ordinals[i])))
			return true;
	return is_known(c, unit);
}

/* A word without joiners. */
static bool
piece_stands(struct check *c, struct bytes word)
{
	if (is_version(word))
		return version_stands(c, word);
	if (is_commit(word))
		return commit_stands(c, word);
	if (word.n && is_digit(word.p[0]))
		return number_stands(c, word) || quantity_stands(c, word);
	if (is_known(c, word))
		return true;
	if (has_digit(word))
		return false;
	/* Behind the mails: what stands there is found there. */
	return is_cited_stem(c, word) || wordset_has_stem(lexicon_everyday(c->t->l), word);
}

/* A path, a name with a dot, a number with a point or a range: these are not put together anew. */
static bool
is_one(struct bytes word)
{
	size_t slashes = 0;

	for (size_t i = 1; i + 1 < word.n; i++) {
		if (is_alnum(word.p[i]) || word.p[i] == '_')
			continue;
		slashes += word.p[i] == '/';
		if (word.p[i] == '.' || slashes > 1 ||
		    (is_digit(word.p[i - 1]) && is_digit(word.p[i + 1])))
			return true;
	}
	return false;
}

static bool
one_stands(struct check *c, struct bytes word)
{
	if (is_digit(word.p[0]) && number_stands(c, word))
		return true;
	if (is_digit(word.p[0]))
		return false;
	for (size_t i = 0; i < c->ncited; i++)
		if (begins_word(own_of(c, i), word)) {
			c->anchors++;
			return true;
		}
	return is_known(c, word);
}

static bool
word_stands(struct check *c, struct bytes word)
{
	static const char joiners[] = "/-:+@#',";
	struct bytes piece, rest = word;

	if (is_version(word) || strcspn(arena_string(c->t->a, word), "./-:+@#',") == word.n)
		return piece_stands(c, word);
	if (is_one(word))
		return one_stands(c, word);
	if (is_known(c, word))
		return true;
	while (word_piece(&rest, joiners, &piece))
		if (!piece_stands(c, piece))
			return false;
	return true;
}

/* ---- numerals ---- */

/* "twenty", or a numeral of one or more characters as Chinese puts them together; *n bytes. */
static bool
read_numeral(struct check *c, struct bytes s, long *value, size_t *n)
{
	const struct lexicon_entry *e;
	long whole = 0, part = 0;
	size_t at = 0;

	while (at < s.n && whole < 1000000) {
		struct bytes rest = bytes_slice(s, at, s.n), one = rest;
		uint32_t character;
		long long amount;

		utf8_next(&rest, &character);
		one.n -= rest.n;
		e = character < 0x80 ? NULL : lexicon_find(c->t->l, LEXICON_NUMERALS, one);
		if (!e)
			break;
		if (bytes_starts(e->value, BYTES_LIT("x"))) {
			bytes_number(bytes_slice(e->value, 1, e->value.n), &amount);
			whole += (part ? part : 1) * (long)amount;
			part = 0;
		} else {
			bytes_number(e->value, &amount);
			part = 10 * part + (long)amount;
		}
		at += one.n;
	}
	*value = whole + part;
	*n = at;
	return at > 0;
}

static bool
is_measured(struct check *c, struct bytes behind)
{
	size_t n;
	const struct lexicon_entry *of = lexicon_list(c->t->l, LEXICON_MEASURES, &n);

	for (size_t i = 0; i < n; i++)
		if (bytes_starts(behind, of[i].word))
			return true;
	return false;
}

/* The first numeral whose number stands nowhere; "one" is as often an article. */
static bool
numerals_stand(struct check *c)
{
	size_t n;
	long value;

	for (size_t at = 0; at < c->text.n; at += n ? n : 1) {
		char digits[24];
		struct bytes s = bytes_slice(c->text, at, c->text.n);

		if (!read_numeral(c, s, &value, &n) || value < 2 ||
		    !is_measured(c, bytes_slice(s, n, s.n)))
			continue;
		snprintf(digits, sizeof(digits), "%ld", value);
		if (!number_stands(c, bytes_from(digits)) && !check_count(c, value, at + n))
			return false;
	}
	return true;
}

/* ---- the rules ---- */

/* The value of a number or an English numeral; -1 where the word is neither. */
static long
value_of(struct check *c, struct bytes word)
{
	const struct lexicon_entry *e =
	    lexicon_find(c->t->l, LEXICON_NUMERALS, utf8_fold(c->t->a, word));
	long long value;

	if (!e && is_commit(word))
		return -1;
	return bytes_number(e ? e->value : word, &value) ? (long)value : -1;
}

const char *
check_words(struct check *c)
{
	struct bytes rest = check_plain(c->t->a, c->claim->text), word;
	const char *from = rest.p;

	while (word_next(&rest, &word)) {
		long value = value_of(c, word);
		size_t end = (size_t)(word.p - from) + word.n;
		char digits[24];

		if (value < 0) {
			if (!word_stands(c, word))
				return arena_printf(c->t->a, "\"%.*s\" stands in no cited mail",
				    (int)word.n, word.p);
			continue;
		}
		snprintf(digits, sizeof(digits), "%ld", value);
		if (!number_stands(c, bytes_from(digits)) && !number_stands(c, word) &&
		    !check_count(c, value, end))
			return arena_printf(
			    c->t->a, "the number %ld stands in no cited sentence", value);
	}
	return numerals_stand(c) ? check_not(c) : "a numeral stands in no cited sentence";
}

/* Two characters of Chinese in a row that stand in the quote too. */
static bool
shares_characters(struct check *c)
{
	struct bytes rest = c->text, before = BYTES_NONE;

	while (rest.n) {
		struct bytes at = rest;
		uint32_t character;

		utf8_next(&rest, &character);
		at.n -= rest.n;
		if (!utf8_is_cjk(character)) {
			before = BYTES_NONE;
			continue;
		}
		if (before.n) {
			struct bytes pair = { before.p, before.n + at.n };
			if (bytes_find(c->quote, pair) < c->quote.n)
				return true;
		}
		before = at;
	}
	return false;
}

const char *
check_anchor(struct check *c)
{
	return c->anchors || shares_characters(c) ? NULL
						  : "holds nothing that can be found in the mails";
}
