/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/diff.h"
#include "filters/aggregate/lines.h"

/* A signature longer than this is none: "--" alone was a rule. */
#define SIGNATURE_MAX 15
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
	struct diff hunk;
	bool diff;    /* there was one */
	bool bullets; /* the changelog stands in a letter, not under "---" */
	bool ended;   /* a signature stands above: no own words follow */
};

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
	       (bytes_ends(s, BYTES_LIT(":")) || names_version(s) || bytes_words(s) < 3);
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
		if (diff_stat(l->at[k].text) || diff_head(l, k))
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
	return bytes_words(s) < 8;
}

/* The line that git format-patch begins with. */
static bool
is_postmark(struct bytes s)
{
	return bytes_starts(s, BYTES_LIT("From ")) &&
	       bytes_ends(s, BYTES_LIT(" Mon Sep 17 00:00:00 2001"));
}

/*
 * The header of a patch in a mail's body, "From: Name <a@b>" alone on top or a block of git's
 * anywhere: how many lines; 0 where there is none.
 */
static size_t
body_header(const struct lines *l, size_t i)
{
	static const char *const heads[] = { "Subject: ", "Date: ", NULL };
	size_t from = i + is_postmark(l->at[i].text), end = from + 1;

	if (!bytes_starts(text_at(l, from), BYTES_LIT("From: ")) ||
	    (i > 0 && l->at[i - 1].kind == LINE_OPEN))
		return 0;
	if (i != lines_said(l, 0) && !lines_starts_any(text_at(l, from + 1), heads))
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
	w->hunk = (struct diff){ .binary = false };
	if (diff_head(w->l, i) || diff_hunk(&w->hunk, s)) {
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

	if (diff_stat(s) || lines_starts_any(s, base_lines) || is_scissors(s) ||
	    bytes_equal(s, BYTES_LIT("---")) || bytes_equal(s, BYTES_LIT("--")))
		return TEXT_DIFF;
	return LINE_OPEN;
}

/* What follows a footer, or armour. */
static enum state
state_behind(const struct walk *w)
{
	return w->ended ? STATE_SIGNATURE : STATE_TEXT;
}

/* Whether the state at hand takes this line; if not, the line begins a new one. */
static bool
goes_on(struct walk *w, size_t i)
{
	struct line *line = &w->l->at[i];

	switch (w->state) {
	case STATE_DIFF:
		if (!diff_goes_on(&w->hunk, w->l, i))
			break;
		line->kind = TEXT_DIFF;
		return true;
	case STATE_ARMOUR:
		line->kind = TEXT_DIFF;
		if (bytes_starts(line->text, BYTES_LIT("-----END ")) ||
		    bytes_starts(line->text, BYTES_LIT("Hash: ")))
			w->state = state_behind(w);
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
		w->ended = true;
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
		diff_goes_on(&w->hunk, w->l, i);
	else if (w->state == STATE_FOOTER)
		w->state = state_behind(w);
	else if (w->state == STATE_LOG && blank)
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
