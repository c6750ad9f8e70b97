/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/check.h"

#include "common/utf8.h"

#include <string.h>

/* What stands in brackets behind an abbreviation is at most so long. */
#define MEANING_BYTES_MAX ((size_t)120)
#define MEANING_WORDS_MAX 9

static const char *const links[] = { "://", "www.",
	"mailto:", "javascript:", "vbscript:", "data:text", "data:image" };

static const char *const markup[] = { "```", "~~~", "](", "![", "<!--", "-->", "&#", "&lt;", "<|",
	"|>", "[inst]", "<<sys>>", "]: ", "{{", "}}", "\\u00", "\\x1b" };

static const char *const domains[] = { "com", "org", "net", "edu", "gov", "int", "mil", "info",
	"biz", "xyz", "top", "site", "online", "club", "shop", "app", "dev", "io", "cn", "ru", "de",
	"uk", "fr", "jp", "br", "eu", "us", "tk", "ml", "ga", "cf", "ai", "example", "test",
	"invalid", "onion", "link", "click", "zip", "mov" };

static bool
has_one(struct bytes s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_find(s, bytes_from(list[i])) < s.n)
			return true;
	return false;
}

static bool
is_domain(struct bytes label)
{
	for (size_t i = 0; i < sizeof(domains) / sizeof(*domains); i++)
		if (bytes_equal_fold(label, bytes_from(domains[i])))
			return true;
	return false;
}

/* "a.example/x", "someone@a.example": what a mail reader would make a link of. */
static bool
has_host(struct bytes s)
{
	struct bytes word, piece, label, last;

	while (word_next(&s, &word)) {
		size_t at = bytes_find_byte(word, '@');

		if (at < word.n &&
		    bytes_find_byte(bytes_slice(word, at, word.n), '.') < word.n - at)
			return true;
		for (struct bytes rest = word; word_piece(&rest, "/:@#',+", &piece);) {
			size_t labels = 0;

			last = BYTES_NONE;
			for (struct bytes inner = piece; word_piece(&inner, ".", &label);) {
				last = label;
				labels++;
			}
			if (labels > 1 && is_domain(last))
				return true;
		}
	}
	return false;
}

/* "<b>", "</a": a name right behind the bracket, and what could end a tag behind that. */
static bool
has_tag(struct bytes s)
{
	for (size_t i = 0; i + 1 < s.n; i++) {
		struct bytes rest = bytes_slice(s, i + 1, s.n);
		size_t n = 0;

		if (s.p[i] != '<')
			continue;
		if (*rest.p == '/' || *rest.p == '!' || *rest.p == '?')
			return true;
		while (n < rest.n && is_alpha(rest.p[n]))
			n++;
		/* "<linux/kvm.h>" is none. */
		if (n > 0 && (n == rest.n || strchr(" >=\t", rest.p[n]) || is_digit(rest.p[n])))
			return true;
	}
	return false;
}

/* "[3]" would be read as a cite of ours. */
static bool
has_number_in_brackets(struct bytes s)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '[' && is_digit(s.p[i + 1]))
			return true;
	return false;
}

static bool
is_emphasised(struct bytes s)
{
	struct bytes stars = BYTES_LIT("**");
	size_t at = bytes_find(s, stars);

	return at < s.n && bytes_find(bytes_slice(s, at + 2, s.n), stars) < s.n - at - 2;
}

static const char *
check_orders(struct check *c)
{
	const struct lexicon_entry *e;
	size_t from = 0, at;

	while (check_guilty(c, LEXICON_ORDERS, from, &at, &e)) {
		if (e->value.n == 0 || !check_holds(c->quote, e->word))
			return arena_printf(
			    c->t->a, "\"%.*s\" orders the reader about", (int)e->word.n, e->word.p);
		from = at + e->word.n;
	}
	return NULL;
}

const char *
check_form(struct check *c)
{
	struct bytes text = c->claim->text;

	if (!bytes_equal(utf8_clean(c->t->a, text, UTF8_LINE), text))
		return "control or invisible characters";
	if (has_one(c->text, links, sizeof(links) / sizeof(*links)) || has_host(c->text))
		return "a link or an address";
	if (has_one(c->text, markup, sizeof(markup) / sizeof(*markup)) || has_tag(c->text) ||
	    has_number_in_brackets(c->text) ||
	    (is_emphasised(c->text) && !is_emphasised(c->quote)) || memchr("#>|", c->text.p[0], 3))
		return "markup";
	return check_orders(c);
}

/* ---- V9 ---- */

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Two capitals, and nothing but letters, digits, "-" and "_". */
static bool
is_abbreviation(struct bytes s)
{
	size_t capitals = 0;

	for (size_t i = 0; i < s.n; i++) {
		capitals += is_upper(s.p[i]);
		if (!is_alnum(s.p[i]) && s.p[i] != '-' && s.p[i] != '_')
			return false;
	}
	return capitals >= 2 && s.n <= 12;
}

static bool
is_wide(struct bytes s)
{
	uint32_t c;

	return utf8_next(&s, &c) && utf8_is_cjk(c);
}

/* Whether the glossary or a mail of the thread gives the meaning (folded). */
static bool
is_meaning(struct check *c, struct bytes term, struct bytes meaning)
{
	size_t n;
	const struct lexicon_term *terms = lexicon_terms(c->t->l, &n);

	for (size_t i = 0; i < n; i++)
		if (bytes_equal_fold(terms[i].term, term) && bytes_equal(terms[i].meaning, meaning))
			return true;
	for (size_t i = 0; i < c->t->d->n; i++) {
		if (check_holds(check_own(c->t, i), meaning) &&
		    check_holds(check_own(c->t, i), term))
			return true;
	}
	return false;
}

/* Whether the words could be what the term is short for. */
static bool
could_be_meaning(struct bytes term, struct bytes words)
{
	struct bytes rest = words, word;
	size_t n = 0, capitals = 0, initials = 0;

	if (is_wide(words))
		return true;
	while (word_next(&rest, &word)) {
		n++;
		capitals += is_upper(*word.p);
		initials += n == 1 && to_lower(*word.p) == to_lower(*term.p);
	}
	return n >= 2 && n <= MEANING_WORDS_MAX && (initials || capitals == n);
}

/* "SEA (Synchronous External Abort)": term stands before the bracket. */
static bool
is_wrong_behind(struct check *c, struct bytes before, struct bytes inside)
{
	struct bytes word, last = BYTES_NONE;

	while (word_next(&before, &word))
		last = word;
	if (last.n == 0 || bytes_trim(before).n || !is_abbreviation(last))
		return false;
	return could_be_meaning(last, inside) && !is_meaning(c, last, utf8_fold(c->t->a, inside));
}

/* The last n words of s, from their first letter to the end; empty where there are fewer. */
static struct bytes
last_words(struct bytes s, size_t n)
{
	struct bytes rest = s, word, starts[128];
	size_t count = 0;

	while (word_next(&rest, &word) && count < sizeof(starts) / sizeof(*starts))
		starts[count++] = word;
	return count < n ? BYTES_NONE : bytes_slice(s, (size_t)(starts[count - n].p - s.p), s.n);
}

/* Whether the end of wide text is what the glossary says of the term. */
static bool
ends_in_meaning(struct check *c, struct bytes before, struct bytes term)
{
	size_t n;
	const struct lexicon_term *terms = lexicon_terms(c->t->l, &n);
	struct bytes folded = utf8_fold(c->t->a, before);

	for (size_t i = 0; i < n; i++)
		if (bytes_equal_fold(terms[i].term, term) && bytes_ends(folded, terms[i].meaning))
			return true;
	return false;
}

/* "Synchronous External Abort (SEA)". */
static bool
is_wrong_before(struct check *c, struct bytes before, struct bytes term)
{
	bool could = false;

	if (!is_abbreviation(term))
		return false;
	before = bytes_trim(before);
	if (before.n >= 3 && is_wide(bytes_slice(before, before.n - 3, before.n)))
		return !ends_in_meaning(c, before, term);
	for (size_t n = 2; n <= MEANING_WORDS_MAX; n++) {
		struct bytes words = last_words(before, n);

		if (words.n && is_meaning(c, term, utf8_fold(c->t->a, words)))
			return false;
		could |= words.n && (n + 1 == term.n || n == term.n || n == term.n + 1) &&
			 could_be_meaning(term, words);
	}
	return could;
}

/* The next bracket of text from at on: what stands before it and in it. */
static bool
next_bracket(struct bytes text, size_t *at, struct bytes *before, struct bytes *inside)
{
	static const struct bytes open = BYTES_LIT("\xef\xbc\x88"),
				  close = BYTES_LIT("\xef\xbc\x89");
	struct bytes rest = bytes_slice(text, *at, text.n);
	size_t narrow = bytes_find_byte(rest, '('), wide = bytes_find(rest, open);
	size_t from = narrow < wide ? narrow : wide, end;

	if (from == rest.n)
		return false;
	*before = bytes_slice(text, 0, *at + from);
	*inside = bytes_slice(rest, from + (narrow < wide ? 1 : open.n), rest.n);
	end = bytes_find_byte(*inside, ')');
	wide = bytes_find(*inside, close);
	*inside = bytes_trim(bytes_slice(*inside, 0, end < wide ? end : wide));
	*at += from + 1;
	return true;
}

const char *
check_expansion(struct check *c)
{
	struct bytes text = check_plain(c->t->a, c->claim->text), before, inside;

	for (size_t at = 0; next_bracket(text, &at, &before, &inside);)
		if (inside.n && inside.n <= MEANING_BYTES_MAX &&
		    (is_wrong_behind(c, before, inside) || is_wrong_before(c, before, inside)))
			return "an abbreviation's meaning that neither the thread nor the glossary "
			       "has";
	return NULL;
}
