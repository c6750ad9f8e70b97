/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"

#define BLANKS_MAX 3

size_t
lines_said(const struct lines *l, size_t i)
{
	for (size_t end = i + BLANKS_MAX; i < l->n && i < end && l->at[i].kind == TEXT_BLANK; i++)
		;
	return i < l->n && l->at[i].kind != TEXT_BLANK ? i : l->n;
}

bool
lines_gap_before(const struct lines *l, size_t i)
{
	return i == 0 || l->at[i - 1].kind != LINE_OPEN;
}

bool
lines_gap_after(const struct lines *l, size_t i)
{
	return i + 1 >= l->n || l->at[i + 1].kind != LINE_OPEN;
}

bool
lines_starts_any(struct bytes s, const char *const *heads)
{
	if (s.n == 0)
		return false;
	for (; *heads; heads++)
		if (**heads == s.p[0] && bytes_starts(s, bytes_from(*heads)))
			return true;
	return false;
}

bool
lines_starts_word(struct bytes s, const char *const *heads)
{
	if (s.n == 0)
		return false;
	for (; *heads; heads++) {
		struct bytes head = bytes_from(*heads);

		if (to_lower(**heads) == to_lower(s.p[0]) && bytes_starts_fold(s, head) &&
		    (s.n == head.n || !is_alpha(s.p[head.n])))
			return true;
	}
	return false;
}

bool
lines_take(struct bytes *s, const char *head)
{
	struct bytes h = bytes_from(head);

	if (!bytes_starts_fold(*s, h) ||
	    (s->n > h.n && is_alnum(h.p[h.n - 1]) && is_alnum(s->p[h.n])))
		return false;
	*s = bytes_trim(bytes_slice(*s, h.n, s->n));
	return true;
}

bool
lines_take_any(struct bytes *s, const char *const *heads)
{
	for (; *heads; heads++)
		if (lines_take(s, *heads))
			return true;
	return false;
}

bool
lines_holds(struct bytes s, const char *const *runs)
{
	for (; *runs; runs++)
		if (bytes_find(s, bytes_from(*runs)) < s.n)
			return true;
	return false;
}

size_t
lines_indent(struct bytes s)
{
	size_t columns = 0;

	for (size_t i = 0; i < s.n && is_blank(s.p[i]); i++)
		columns += s.p[i] == '\t' ? 8 - columns % 8 : 1;
	return columns;
}
