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
	size_t i = 0, said, odd;

	while (i < l->n && l->at[i].kind != TEXT_ATTRIBUTION)
		i++;
	for (said = i; said < l->n && l->at[said].kind == TEXT_ATTRIBUTION; said++)
		;
	said = said < l->n ? lines_said(l, said) : l->n;
	if (said == l->n || !is_own(l->at[said].kind) || l->at[said].kind == TEXT_QUOTE)
		return;
	odd = odd_mark(l->at[said].text);
	if (odd) {
		mark_odd(l, said, bytes_slice(l->at[said].text, 0, odd));
	} else if (is_below_answer(l, i) && is_only_deeper(l, said)) {
		for (; said < l->n; said++)
			if (is_own(l->at[said].kind))
				l->at[said].kind = TEXT_QUOTE;
	}
}
