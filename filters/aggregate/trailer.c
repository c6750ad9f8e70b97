/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"

/* More columns in front make it a pasted log, not a trailer the sender gives. */
#define INDENT_MAX 1
#define NAME_MAX_BYTES 40

/* Those that do not end in "-by". */
static const char *const names[] = { "Fixes", "Closes", "Link", "Links", "Cc", "Message-Id",
	"Message-ID", "Change-Id", "Patchwork-Id", "Bug", "Bug-Id", "BugLink", "References",
	"Depends-on", "Resolves", "Reference", "Patch-mainline", "Git-commit", "Upstream-commit",
	"Cherry-picked-from", "Patchwork", "Discussion", "In-Reply-To", NULL };

static bool
is_known(struct bytes name)
{
	for (size_t i = 0; names[i]; i++)
		if (bytes_equal_fold(name, bytes_from(names[i])))
			return true;
	return false;
}

/* "Reported-and-tested-by": words joined by "-", the last "by". */
static bool
is_by(struct bytes name)
{
	return name.n > 4 && is_alpha(name.p[0]) &&
	       bytes_equal_fold(bytes_slice(name, name.n - 3, name.n), BYTES_LIT("-by"));
}

size_t
trailer_name(struct bytes line)
{
	size_t end = 0;
	struct bytes name, value;

	while (
	    end < line.n && end <= NAME_MAX_BYTES && (is_alnum(line.p[end]) || line.p[end] == '-'))
		end++;
	name = bytes_slice(line, 0, end);
	value = bytes_trim(bytes_slice(line, end, line.n));
	if (value.n < 2 || value.p[0] != ':' || !(is_by(name) || is_known(name)))
		return 0;
	return end;
}

/* "[maz: reworded]" among trailers. */
static bool
is_note(struct bytes s)
{
	return s.n > 4 && s.p[0] == '[' && s.p[s.n - 1] == ']';
}

/* "<a@b>" or "Surname <a@b>": the rest of a tag that the mailer broke. */
static bool
is_rest(struct bytes above, struct bytes s)
{
	size_t open = bytes_find_byte(s, '<');

	return is_by(bytes_slice(above, 0, bytes_find_byte(above, ':'))) &&
	       bytes_find_byte(above, '@') == above.n && s.p[s.n - 1] == '>' &&
	       bytes_find_byte(bytes_slice(s, open, s.n), '@') < s.n - open &&
	       bytes_find_byte(s, ':') == s.n;
}

/* The sender's own tag, which is his however far in it stands: his name, or his address up to the
 * "@". */
static bool
is_own(struct bytes s, struct bytes sender)
{
	size_t end = trailer_name(s), open = bytes_find_byte(s, '<');
	size_t at = open + bytes_find_byte(bytes_slice(s, open, s.n), '@'), last = sender.n;
	struct bytes name = bytes_trim(bytes_slice(s, bytes_find_byte(s, ':') + 1, open));

	while (last && sender.p[last - 1] != ' ')
		last--;
	if (!is_by(bytes_slice(s, 0, end)) || at >= s.n)
		return false;
	if (name.n && name.n < last && bytes_equal_fold(name, bytes_slice(sender, 0, last - 1)))
		return true;
	return last < sender.n &&
	       bytes_equal_fold(bytes_slice(s, open + 1, at), bytes_slice(sender, last, sender.n));
}

void
lines_mark_trailers(struct lines *l, struct bytes sender)
{
	for (size_t i = 0; i < l->n; i++) {
		struct bytes s = bytes_trim(l->at[i].text);
		size_t indent = lines_indent(l->at[i].text);
		bool after = i > 0 && l->at[i - 1].kind == TEXT_TRAILER;

		if (l->at[i].kind != LINE_OPEN)
			continue;
		if (trailer_name(s))
			l->at[i].kind =
			    indent > INDENT_MAX && !is_own(s, sender) ? TEXT_CODE : TEXT_TRAILER;
		else if (after && (indent > INDENT_MAX || is_note(s) ||
				      is_rest(bytes_trim(l->at[i - 1].text), s)))
			l->at[i].kind = TEXT_TRAILER;
	}
}

/* Whether they differ by one letter left out, or by two that changed places, not the first. */
static bool
is_slip(struct bytes s, struct bytes word)
{
	size_t i = 0, shorter = s.n < word.n ? s.n : word.n;

	while (i < shorter && s.p[i] == to_lower(word.p[i]))
		i++;
	if (i == 0)
		return false;
	if (s.n == word.n)
		return i + 1 < s.n && s.p[i] == word.p[i + 1] && s.p[i + 1] == word.p[i] &&
		       bytes_equal(bytes_slice(s, i + 2, s.n), bytes_slice(word, i + 2, word.n));
	if (s.n + 1 == word.n)
		return bytes_equal(bytes_slice(s, i, s.n), bytes_slice(word, i + 1, word.n));
	return s.n == word.n + 1 &&
	       bytes_equal(bytes_slice(s, i + 1, s.n), bytes_slice(word, i, word.n));
}

struct bytes
trailer_spelling(struct arena *a, struct bytes name)
{
	static const char *const spellings[] = { "BugLink", "Change-Id", "Message-Id", "Bug-Id",
		NULL };
	static const char *const often[] = { "Reviewed-by", "Acked-by", "Tested-by", "Reported-by",
		"Suggested-by", "Co-developed-by", NULL };
	char *p;

	for (size_t i = 0; spellings[i]; i++)
		if (bytes_equal_fold(name, bytes_from(spellings[i])))
			return bytes_from(spellings[i]);
	p = arena_alloc(a, name.n);
	for (size_t i = 0; i < name.n; i++)
		p[i] = to_lower(name.p[i]);
	for (size_t i = 0; often[i]; i++)
		if (is_slip((struct bytes){ p, name.n }, bytes_from(often[i])))
			return bytes_from(often[i]);
	if (name.n && is_alpha(p[0]))
		p[0] = (char)(p[0] - 'a' + 'A');
	return (struct bytes){ p, name.n };
}
