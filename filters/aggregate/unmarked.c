/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"

/* Words of a line that says something on its own. */
#define WORDS_MIN 2

/* How long a mark like "--]", ")" or "}" at the head of s is; 0 where there is none. */
static size_t
odd_mark(struct bytes s)
{
	size_t n = 0;

	while (n < s.n && n < 2 && s.p[n] == '-')
		n++;
	return n < s.n && bytes_find_byte(BYTES_LIT(")]}:|"), s.p[n]) < 5 ? n + 1 : 0;
}

static bool
is_own(enum text_kind kind)
{
	return kind != TEXT_BLANK && kind != TEXT_SIGNATURE && kind != TEXT_FOOTER;
}

static void
mark_odd(struct lines *l, size_t from, struct bytes mark)
{
	for (size_t i = from; i < l->n; i++)
		if (is_own(l->at[i].kind) && bytes_starts(l->at[i].text, mark))
			l->at[i].kind = TEXT_QUOTE;
}

/* Whether the sender's own words stand in front of line i, and no quote does: "+Ann" is none. */
static bool
is_below_answer(const struct lines *l, size_t i)
{
	bool said = false;

	for (size_t k = 0; k < i; k++) {
		struct bytes s = l->at[k].text;

		if (l->at[k].kind == TEXT_QUOTE || l->at[k].kind == TEXT_ATTRIBUTION)
			return false;
		said = said ||
		       (l->at[k].kind == LINE_OPEN && s.p[0] != '+' && bytes_words(s) >= WORDS_MIN);
	}
	return said;
}

/* Whether one of the lines [from, to) has an address or a year: "At 12:34 the kernel wrote:" has
 * none. */
static bool
is_of_mail(const struct lines *l, size_t from, size_t to)
{
	for (; from < to; from++) {
		struct bytes s = l->at[from].text;
		size_t digits = 0;

		if (bytes_find_byte(s, '@') < s.n || bytes_find_byte(s, '<') < s.n)
			return true;
		for (size_t i = 0; i < s.n; i++) {
			digits = is_digit(s.p[i]) ? digits + 1 : 0;
			if (digits == 4)
				return true;
		}
	}
	return false;
}

/* Whether the quotes behind i, if there are any, are quotes of quotes. */
static bool
is_only_deeper(const struct lines *l, size_t i)
{
	for (; i < l->n; i++) {
		struct bytes s = l->at[i].text;

		if (l->at[i].kind == TEXT_QUOTE && bytes_starts(s, BYTES_LIT(">")) &&
		    !bytes_starts(s, BYTES_LIT(">>")) && !bytes_starts(s, BYTES_LIT("> >")))
			return false;
	}
	return true;
}

void
lines_mark_unmarked(struct lines *l)
{
	size_t i = 0, end, said, odd;

	while (i < l->n && l->at[i].kind != TEXT_ATTRIBUTION)
		i++;
	for (end = i; end < l->n && l->at[end].kind == TEXT_ATTRIBUTION; end++)
		;
	said = end < l->n ? lines_said(l, end) : l->n;
	if (said == l->n || !is_own(l->at[said].kind) || l->at[said].kind == TEXT_QUOTE)
		return;
	odd = odd_mark(l->at[said].text);
	if (odd) {
		mark_odd(l, said, bytes_slice(l->at[said].text, 0, odd));
	} else if (is_of_mail(l, i, end) && is_below_answer(l, i) && is_only_deeper(l, said)) {
		for (; said < l->n; said++)
			if (is_own(l->at[said].kind))
				l->at[said].kind = TEXT_QUOTE;
	}
}
