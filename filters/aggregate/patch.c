/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"

/* A signature longer than this is none: "--" alone was a rule. */
#define SIGNATURE_MAX 15
/* Lines looked ahead in a hunk that a mailer has wrapped. */
#define WRAPPED_MAX 3
/* Lines of a header in the body. */
#define BODY_HEADER_MAX 8

enum state {
	STATE_TEXT,
	STATE_DIFF,
	STATE_CHANGES,
	STATE_LOG,
	STATE_SIGNATURE,
	STATE_ARMOUR,
	STATE_FOOTER
};

struct walk {
	struct lines *l;
	enum state state;
	long long old, new; /* lines the hunk at hand still owes */
	bool diff;
	bool bullets; /* the changelog stands in a letter, not under "---" */
};

/* Heads of a diff; "--- a" counts with "+++ b" below it. */
static const char *const diff_heads[] = { "diff --git ", "diff -", "diff --cc ", "GIT binary patch",
	"Binary files ", NULL };
static const char *const diff_lines[] = { "index ", "new file mode ", "deleted file mode ",
	"old mode ", "new mode ", "similarity index ", "dissimilarity index ", "rename from ",
	"rename to ", "copy from ", "copy to ", "\\ No newline", "===============", "literal ",
	"delta ", NULL };
static const char *const stat_lines[] = { " create mode ", " delete mode ", " mode change ",
	" rename ", " copy ", " rewrite ", NULL };
static const char *const base_lines[] = { "base-commit:", "prerequisite-patch-id:", "change-id:",
	"prerequisite-change-id:", "prerequisite-message-id:", "branch:", "cherry-picked:",
	"merge-base:", NULL };
static const char *const change_heads[] = { "changes", "changelog", "change log", "changelogs",
	"changed", "revision history", "version history", "version log", "history", "since v",
	"v1 ->", "v1->", "patch history", "revision log", NULL };

static struct bytes
text_at(const struct lines *l, size_t i)
{
	return i < l->n ? l->at[i].text : BYTES_NONE;
}

static bool
is_diff_head(const struct lines *l, size_t i)
{
	struct bytes s = text_at(l, i);

	if (lines_starts_any(s, diff_heads))
		return true;
	if (bytes_starts(s, BYTES_LIT("--- ")) || bytes_starts(s, BYTES_LIT("*** ")))
		return bytes_starts(text_at(l, i + 1), BYTES_LIT("+++ ")) ||
		       bytes_starts(text_at(l, i + 1), BYTES_LIT("--- "));
	if (bytes_starts(s, BYTES_LIT("Index: ")))
		return bytes_starts(text_at(l, i + 1), BYTES_LIT("====="));
	return false;
}

/* " path | 12 ++--", " path | Bin 0 -> 12 bytes", " 3 files changed, ...", " create mode 100644 x".
 */
static bool
is_stat(struct bytes s)
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

static bool
read_hunk(struct bytes s, struct walk *w)
{
	struct bytes rest = bytes_slice(s, 3, s.n);
	long long old, new;

	if (!bytes_starts(s, BYTES_LIT("@@ ")) || !hunk_count(&rest, '-', &old) ||
	    !hunk_count(&rest, '+', &new) || !bytes_starts(rest, BYTES_LIT("@@")))
		return false;
	w->old = old;
	w->new = new;
	return true;
}

/* Takes a line off the hunk at hand.  False where it is none of it. */
static bool
take_hunk_line(struct walk *w, const struct line *line)
{
	char c = line->text.n ? line->text.p[0] : ' ';

	if (w->old <= 0 && w->new <= 0)
		return false;
	if (c == '\\')
		return true;
	if (c != ' ' && c != '\t' && c != '+' && c != '-')
		return false;
	if (c != '+')
		w->old--;
	if (c != '-')
		w->new --;
	return true;
}

/* A hunk's line broken by a mailer is followed by the hunk. */
static bool
hunk_goes_on(const struct walk *w, size_t i)
{
	if (w->old <= 0 && w->new <= 0)
		return false;
	for (size_t k = i + 1; k < w->l->n && k <= i + WRAPPED_MAX; k++) {
		struct bytes s = w->l->at[k].text;

		if (bytes_starts(s, BYTES_LIT("+")) || bytes_starts(s, BYTES_LIT("@@ -")) ||
		    bytes_starts(s, BYTES_LIT("diff --git ")))
			return true;
	}
	return false;
}

static bool
is_signature(const struct lines *l, size_t i)
{
	size_t said = 0;
	struct bytes s = l->at[i].text;

	if (l->at[i].dashes || bytes_equal(s, BYTES_LIT("- --")))
		return true;
	if (!bytes_equal(s, BYTES_LIT("--")))
		return false;
	for (size_t k = i + 1; k < l->n && said <= SIGNATURE_MAX; k++) {
		if (l->at[k].kind == TEXT_QUOTE)
			return false;
		said += l->at[k].kind != TEXT_BLANK;
	}
	return said <= SIGNATURE_MAX;
}

/* "Name Name (12):" over indented titles, as git shortlog writes. */
static bool
is_shortlog(const struct lines *l, size_t i)
{
	struct bytes s = l->at[i].text, next = text_at(l, i + 1);
	size_t open = s.n > 4 ? s.n - 3 : 0;

	if (!bytes_ends(s, BYTES_LIT("):")) || is_blank(s.p[0]) || lines_indent(next) < 2)
		return false;
	while (open && is_digit(s.p[open]))
		open--;
	return s.p[open] == '(' && open < s.n - 3;
}

/* " v2" somewhere. */
static bool
names_version(struct bytes s)
{
	for (size_t i = 0; i + 2 < s.n; i++)
		if (s.p[i] == ' ' && to_lower(s.p[i + 1]) == 'v' && is_digit(s.p[i + 2]))
			return true;
	return false;
}

static bool
is_change_head(struct bytes s)
{
	while (s.n && (s.p[0] == '*' || s.p[0] == '-' || s.p[0] == '=' || s.p[0] == '#' ||
			  is_blank(s.p[0])))
		s = bytes_slice(s, 1, s.n);
	if (s.n > 1 && to_lower(s.p[0]) == 'v' && is_digit(s.p[1])) {
		struct bytes rest = bytes_slice(s, 2, s.n);

		while (rest.n && (is_digit(rest.p[0]) || rest.p[0] == ' '))
			rest = bytes_slice(rest, 1, rest.n);
		return rest.n == 0 || bytes_ends(s, BYTES_LIT(":")) ||
		       lines_starts_any(
			   rest, (const char *const[]){ "->", "=>", "-->", ":", NULL });
	}
	if (bytes_starts_fold(s, BYTES_LIT("link to v")))
		return true;
	return s.n < 70 && lines_starts_word(s, change_heads) &&
	       (bytes_ends(s, BYTES_LIT(":")) || names_version(s) || lines_words(s) < 3);
}

/* Whether what follows a "---" is a patch's changelog, diffstat or diff. */
static bool
opens_changes(const struct lines *l, size_t i)
{
	size_t said = lines_said(l, i + 1);

	if (i > 0 && trailer_name(l->at[i - 1].text))
		return true;
	if (said < l->n && l->at[said].kind == LINE_OPEN && is_change_head(l->at[said].text))
		return true;
	for (size_t k = i + 1; k < l->n; k++) {
		if (l->at[k].kind == TEXT_QUOTE || bytes_equal(l->at[k].text, BYTES_LIT("---")))
			return false;
		if (is_stat(l->at[k].text) || is_diff_head(l, k))
			return true;
	}
	return false;
}

static bool
is_scissors(struct bytes s)
{
	static const char marks[] = "-=8<>% ";
	size_t cut;

	if (bytes_find_byte(BYTES_LIT(marks), s.p[0]) == sizeof(marks) - 1)
		return false;
	cut = bytes_find(s, BYTES_LIT("8<"));
	if (cut == s.n)
		cut = bytes_find(s, BYTES_LIT(">8"));
	if (cut == s.n || bytes_find(s, BYTES_LIT("--")) == s.n)
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (bytes_find_byte(BYTES_LIT(marks), s.p[i]) == sizeof(marks) - 1 &&
		    !is_alpha(s.p[i]))
			return false;
	return lines_words(s) < 8;
}

/*
 * The header of a patch in a mail's body, "From: Name <a@b>" alone on top or a block of git's
 * anywhere: how many lines; 0 where there is none.
 */
static size_t
body_header(const struct lines *l, size_t i)
{
	static const char *const heads[] = { "Subject: ", "Date: ", NULL };
	size_t end = i + 1;

	if (!bytes_starts(l->at[i].text, BYTES_LIT("From: ")) ||
	    (i > 0 && l->at[i - 1].kind == LINE_OPEN))
		return 0;
	if (i != lines_said(l, 0) && !lines_starts_any(text_at(l, i + 1), heads))
		return 0;
	while (end < l->n && end < i + BODY_HEADER_MAX && l->at[end].kind == LINE_OPEN)
		end++;
	return end - i;
}

/* A line at the left edge that no changelog holds. */
static bool
ends_changes(const struct walk *w, size_t i)
{
	struct bytes s = w->l->at[i].text;

	if (!w->bullets || is_change_head(s) || (i > 0 && w->l->at[i - 1].kind != TEXT_BLANK))
		return false;
	return is_alpha(s.p[0]) || (unsigned char)s.p[0] >= 0x80;
}

static enum state
begin(struct walk *w, size_t i)
{
	struct bytes s = w->l->at[i].text;

	if (is_signature(w->l, i))
		return STATE_SIGNATURE;
	if (lines_is_footer(w->l, i))
		return STATE_FOOTER;
	if (bytes_starts(s, BYTES_LIT("-----BEGIN ")))
		return STATE_ARMOUR;
	w->old = w->new = 0;
	if (is_diff_head(w->l, i) || read_hunk(s, w)) {
		w->diff = true;
		return STATE_DIFF;
	}
	if (is_shortlog(w->l, i))
		return STATE_LOG;
	if (w->state == STATE_CHANGES && ends_changes(w, i))
		return STATE_TEXT;
	if (bytes_equal(s, BYTES_LIT("---")) && opens_changes(w->l, i)) {
		w->bullets = false;
		return STATE_CHANGES;
	}
	if (w->state == STATE_TEXT && lines_gap_before(w->l, i) && is_change_head(s)) {
		w->bullets = true;
		return STATE_CHANGES;
	}
	return w->state;
}

/* One line of text or changelog that is part of a patch whatever stands around it; 0 where it is
 * none. */
static enum text_kind
lone_kind(const struct walk *w, size_t i)
{
	struct bytes s = w->l->at[i].text;

	if (is_stat(s) || lines_starts_any(s, base_lines) || is_scissors(s) ||
	    bytes_equal(s, BYTES_LIT("---")) || bytes_equal(s, BYTES_LIT("--")))
		return TEXT_DIFF;
	return LINE_OPEN;
}

/* The rest of a "diff --git" line that a mailer has wrapped. */
static bool
breaks_head(const struct lines *l, size_t i)
{
	return i > 0 && bytes_starts(l->at[i - 1].text, BYTES_LIT("diff --git ")) &&
	       bytes_starts(l->at[i].text, BYTES_LIT("b/"));
}

static void
in_diff(struct walk *w, size_t i)
{
	struct line *line = &w->l->at[i];

	if (take_hunk_line(w, line)) {
		line->kind = line->text.n ? TEXT_DIFF : TEXT_BLANK;
		return;
	}
	if (is_diff_head(w->l, i) || read_hunk(line->text, w) ||
	    lines_starts_any(line->text, diff_lines) ||
	    bytes_starts(line->text, BYTES_LIT("--- ")) ||
	    bytes_starts(line->text, BYTES_LIT("+++ ")) || is_stat(line->text) ||
	    hunk_goes_on(w, i)) {
		line->kind = TEXT_DIFF;
		return;
	}
	w->old = w->new = 0;
	w->state = STATE_TEXT;
}

/* Whether the state at hand takes this line; if not, the line begins a new one. */
static bool
goes_on(struct walk *w, size_t i)
{
	struct line *line = &w->l->at[i];

	switch (w->state) {
	case STATE_DIFF:
		in_diff(w, i);
		return w->state == STATE_DIFF;
	case STATE_ARMOUR:
		line->kind = TEXT_DIFF;
		if (bytes_starts(line->text, BYTES_LIT("-----END ")) ||
		    bytes_starts(line->text, BYTES_LIT("Hash: ")))
			w->state = STATE_TEXT;
		return true;
	case STATE_SIGNATURE:
		if (lines_is_footer(w->l, i) || bytes_starts(line->text, BYTES_LIT("-----BEGIN ")))
			break;
		line->kind = TEXT_SIGNATURE;
		return true;
	case STATE_LOG:
		if (lines_indent(line->text) < 2)
			break;
		line->kind = TEXT_CODE;
		return true;
	case STATE_FOOTER:
		line->kind = TEXT_FOOTER;
		return true;
	default:
		return false;
	}
	w->state = STATE_TEXT;
	return false;
}

static void
first_line(struct walk *w, size_t i)
{
	struct line *line = &w->l->at[i];
	enum text_kind lone;
	size_t header = body_header(w->l, i);

	for (size_t k = i; k < i + header; k++)
		w->l->at[k].kind = TEXT_DIFF;
	if (header)
		return;
	w->state = begin(w, i);
	if (w->state == STATE_SIGNATURE) {
		line->kind = TEXT_SIGNATURE;
	} else if (w->state == STATE_FOOTER) {
		line->kind = TEXT_FOOTER;
	} else if (w->state == STATE_DIFF || w->state == STATE_ARMOUR) {
		line->kind = TEXT_DIFF;
	} else if (w->state == STATE_LOG) {
		line->kind = TEXT_CODE;
	} else if ((lone = lone_kind(w, i)) != LINE_OPEN) {
		line->kind = lone;
	} else if (w->state == STATE_CHANGES) {
		line->kind = TEXT_CHANGES;
	}
}

/* Blank lines and quotes: what they end. */
static void
pass_over(struct walk *w, size_t i)
{
	bool blank = w->l->at[i].kind == TEXT_BLANK;

	if (blank && w->state == STATE_DIFF)
		take_hunk_line(w, &w->l->at[i]);
	else if (w->state == STATE_FOOTER || (w->state == STATE_LOG && blank))
		w->state = STATE_TEXT;
	else if (!blank && w->state != STATE_SIGNATURE && w->state != STATE_ARMOUR)
		w->state = STATE_TEXT;
}

bool
lines_mark_patch(struct lines *l)
{
	struct walk w = { .l = l, .state = STATE_TEXT };

	for (size_t i = 0; i < l->n; i++) {
		if (l->at[i].kind != LINE_OPEN)
			pass_over(&w, i);
		else if (!goes_on(&w, i))
			first_line(&w, i);
	}
	return w.diff;
}
