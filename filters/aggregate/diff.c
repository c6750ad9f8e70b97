/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/diff.h"

/* Lines looked ahead in a hunk that a mailer has wrapped. */
#define WRAPPED_MAX 3

/* Heads of a diff; "--- a" counts with "+++ b" below it. */
static const char *const heads[] = { "diff --git ", "diff -", "diff --cc ", "GIT binary patch",
	"Binary files ", NULL };
static const char *const extended[] = { "index ", "new file mode ", "deleted file mode ",
	"old mode ", "new mode ", "similarity index ", "dissimilarity index ", "rename from ",
	"rename to ", "copy from ", "copy to ", "\\ No newline", "===============", "literal ",
	"delta ", NULL };
static const char *const stat_lines[] = { " create mode ", " delete mode ", " mode change ",
	" rename ", " copy ", " rewrite ", NULL };

static struct bytes
text_at(const struct lines *l, size_t i)
{
	return i < l->n ? l->at[i].text : BYTES_NONE;
}

bool
diff_head(const struct lines *l, size_t i)
{
	struct bytes s = text_at(l, i);

	if (lines_starts_any(s, heads))
		return true;
	if (bytes_starts(s, BYTES_LIT("--- ")) || bytes_starts(s, BYTES_LIT("*** ")))
		return bytes_starts(text_at(l, i + 1), BYTES_LIT("+++ ")) ||
		       bytes_starts(text_at(l, i + 1), BYTES_LIT("--- "));
	if (bytes_starts(s, BYTES_LIT("Index: ")))
		return bytes_starts(text_at(l, i + 1), BYTES_LIT("====="));
	return false;
}

bool
diff_stat(struct bytes s)
{
	size_t bar = bytes_find_byte(s, '|');
	struct bytes rest, word, end;

	if (s.n < 3 || s.p[0] != ' ')
		return false;
	if (lines_starts_any(s, stat_lines))
		return bytes_find(s, BYTES_LIT("100")) < s.n ||
		       bytes_find(s, BYTES_LIT("%)")) < s.n || bytes_find(s, BYTES_LIT("=>")) < s.n;
	if (bytes_find(s, BYTES_LIT(" changed, ")) < s.n && bytes_find(s, BYTES_LIT(" file")) < s.n)
		return true;
	if (bar == s.n || s.p[1] == ' ')
		return false;
	rest = bytes_slice(s, bar + 1, s.n);
	if (!bytes_word(&rest, &word))
		return false;
	if (bytes_equal(word, BYTES_LIT("Bin")))
		return true;
	end = bytes_trim(rest);
	for (size_t i = 0; i < word.n; i++)
		if (!is_digit(word.p[i]))
			return false;
	for (size_t i = 0; i < end.n; i++)
		if (end.p[i] != '+' && end.p[i] != '-' && end.p[i] != '!')
			return false;
	return true;
}

/* "@@ -1,7 +1,9 @@": a missing count is 1. */
static bool
hunk_count(struct bytes *s, char sign, long long *count)
{
	size_t i = 1, from;

	if (s->n == 0 || s->p[0] != sign)
		return false;
	while (i < s->n && is_digit(s->p[i]))
		i++;
	*count = 1;
	if (i < s->n && s->p[i] == ',') {
		from = ++i;
		while (i < s->n && is_digit(s->p[i]))
			i++;
		if (!bytes_number(bytes_slice(*s, from, i), count))
			return false;
	}
	*s = bytes_trim(bytes_slice(*s, i, s->n));
	return true;
}

bool
diff_hunk(struct diff *d, struct bytes s)
{
	struct bytes rest = bytes_slice(s, 3, s.n);
	long long old, new;

	if (!bytes_starts(s, BYTES_LIT("@@ ")) || !hunk_count(&rest, '-', &old) ||
	    !hunk_count(&rest, '+', &new) || !bytes_starts(rest, BYTES_LIT("@@")))
		return false;
	*d = (struct diff){ .old = old, .new = new };
	return true;
}

/* Takes a line off the hunk at hand.  False where it is none of it. */
static bool
take_hunk_line(struct diff *d, struct bytes s)
{
	char c = s.n ? s.p[0] : ' ';

	if (d->old <= 0 && d->new <= 0)
		return false;
	if (c == '\\')
		return true;
	if (c != ' ' && c != '\t' && c != '+' && c != '-')
		return false;
	if (c != '+')
		d->old--;
	if (c != '-')
		d->new --;
	return true;
}

/* A hunk's line broken by a mailer is followed by the hunk. */
static bool
is_wrapped(const struct diff *d, const struct lines *l, size_t i)
{
	static const char *const marks[] = { "+", "@@ -", "diff --git ", NULL };

	if (bytes_starts(l->at[i].text, BYTES_LIT("b/")))
		return bytes_starts(l->at[i - 1].text, BYTES_LIT("diff --git "));
	if (d->old <= 0 && d->new <= 0)
		return false;
	/* "@@ -91,9 +91,10 @@ what the function is called", over two lines */
	if (bytes_starts(l->at[i - 1].text, BYTES_LIT("@@ ")))
		return true;
	for (size_t k = i + 1; k < l->n && k <= i + WRAPPED_MAX; k++)
		if (lines_starts_any(l->at[k].text, marks))
			return true;
	return false;
}

bool
diff_goes_on(struct diff *d, const struct lines *l, size_t i)
{
	static const char *const blobs[] = { "literal ", "delta ", NULL };
	static const char *const names[] = { "--- ", "+++ ", NULL };
	struct bytes s = l->at[i].text;

	if (take_hunk_line(d, s))
		return true;
	if (s.n == 0) {
		d->binary = false;
		return true;
	}
	if (d->binary || diff_head(l, i) || diff_hunk(d, s) || is_wrapped(d, l, i))
		return true;
	if (lines_starts_any(s, extended) || lines_starts_any(s, names) || diff_stat(s)) {
		d->binary = lines_starts_any(s, blobs);
		return true;
	}
	return false;
}
