/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/sentence.h"

#include "common/text.h"
#include "common/utf8.h"
#include "filters/report/extract/phrases.h"
#include "filters/report/extract/stop.h"

#include <string.h>

/* A line shorter than this that the next word would have fitted on was ended on purpose. */
#define SHORT_LINE 50
/* Words over a tag that say more than what it is for. */
#define TAGGED_MIN 6
/* Columns that those who break lines by hand leave. */
#define SLACK 8
/* What is no longer wrapped. */
#define WIDEST 76

struct splitter {
	struct arena *a;
	struct sentence *sentences;
	size_t n;
	size_t paragraph;
	struct buf lines; /* the paragraph so far, on one line */
	bool answers;	  /* it follows a quote */
	bool broken;	  /* it goes on after something that is not shown */
	bool open;	  /* the last sentence taken has no end */
	size_t widest;	  /* of the mail's lines */
	size_t nlines;	  /* of the paragraph so far */
	size_t width;	  /* of its last line */
	size_t indent;	  /* ... and where that begins */
	bool item;	  /* it is an item's first */
	bool blank;	  /* nothing stands before it, or a blank line */
	bool changelog;	  /* it is of a list of what changed between versions */
};

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* Counts letters and all marks on the way. */
static size_t
count_words(struct bytes s, size_t *letters, size_t *marks)
{
	size_t words = 0, wide = 0;
	bool inside = false;
	uint32_t c;

	*letters = *marks = 0;
	while (utf8_next(&s, &c)) {
		bool cjk = utf8_is_cjk(c), letter = c > 0x7F || is_alpha((char)c);

		if (c != ' ')
			(*marks)++;
		if (letter)
			(*letters)++;
		if (cjk)
			wide++;
		else if (letter && !inside)
			words++;
		inside = c != ' ' && !cjk && (inside || letter);
	}
	return words + wide / 2;
}

bool
sentence_follows(const struct sentence *a, const struct sentence *b)
{
	return b->paragraph == a->paragraph && b->place == a->place + 1;
}

size_t
sentence_words(struct bytes s)
{
	size_t letters, marks;

	return count_words(s, &letters, &marks);
}

/* "[ This is one sentence of a longer aside." */
static bool
is_unbalanced(struct bytes s)
{
	int round = 0, square = 0;

	for (size_t i = 0; i < s.n; i++) {
		bool smile = i > 0 && memchr(":;-", s.p[i - 1], 3);

		round += (s.p[i] == '(') - (s.p[i] == ')' && !smile);
		square += (s.p[i] == '[') - (s.p[i] == ']');
	}
	return round != 0 || square != 0;
}

/* "as shown in [2]": the author's own footnote would read as a mail's number. */
static bool
has_footnote(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t end = i + 1;

		if (s.p[i] != '[')
			continue;
		while (end < s.n && (is_digit(s.p[end]) || s.p[end] == ',' || s.p[end] == ' '))
			end++;
		if (end < s.n && s.p[end] == ']' && is_digit(s.p[i + 1]))
			return true;
	}
	return false;
}

static bool
has_end(struct bytes s)
{
	static const char *const ends[] = { ".", "?", "!", ".)", "?)", "!)", ".\"", "?\"", " :)",
		" ;)", " :-)", " ;-)", "\xe3\x80\x82", "\xef\xbc\x9f", "\xef\xbc\x81" };

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (bytes_ends(s, bytes_from(ends[i])))
			return true;
	return false;
}

static bool
is_question(struct bytes s)
{
	return bytes_find_byte(s, '?') < s.n || bytes_find(s, BYTES_LIT("\xef\xbc\x9f")) < s.n;
}

/* Whether text can stand in a digest; if so, its words. */
static bool
is_fit(struct bytes text, size_t *words)
{
	size_t letters, marks;

	if (text.n == 0 || text.n > SENTENCE_BYTES_MAX || phrase_is_small_change(text) ||
	    phrase_is_foreign(text) || is_unbalanced(text) || has_footnote(text))
		return false;
	*words = count_words(text, &letters, &marks);
	return *words >= SENTENCE_WORDS_MIN && *words <= SENTENCE_WORDS_MAX &&
	       letters * 10 >= marks * 6;
}

static void
take(struct splitter *k, struct bytes text, size_t place)
{
	struct sentence *s = &k->sentences[k->n];
	size_t greeting = phrase_greeting(text);
	bool ends = has_end(text);

	text = bytes_slice(text, greeting, text.n - phrase_thanks(text));
	/* Of an aside of several sentences this is the first. */
	if (text.n && memchr("([", text.p[0], 2) && is_unbalanced(text))
		text = bytes_trim(bytes_slice(text, 1, text.n));
	/* Its beginning stood before the code. */
	if (!is_fit(text, &s->words) || (place == 0 && k->broken && is_lower(text.p[0])))
		return;
	s->text = arena_bytes(k->a, text);
	s->paragraph = k->paragraph;
	s->place = place;
	s->question = is_question(text);
	s->answers = k->answers;
	s->dangles = (is_lower(text.p[0]) && greeting == 0) || text.p[0] == '(' || !ends ||
		     bytes_ends(text, BYTES_LIT(".."));
	k->open = !ends;
	k->n++;
}

static void
end_paragraph(struct splitter *k)
{
	struct bytes rest = buf_bytes(&k->lines);
	size_t place = 0;

	if (rest.n == 0)
		return;
	while (rest.n && k->n < SENTENCES_MAX) {
		size_t end = stop_find(rest);

		k->open = false;
		take(k, bytes_trim(bytes_slice(rest, 0, end)), place++);
		rest = bytes_trim(bytes_slice(rest, end, rest.n));
	}
	buf_clear(&k->lines);
	k->nlines = 0;
	k->paragraph++;
	k->answers = k->broken = false;
}

/* "- ", "* ", "1. ", "2) ", "a) ", "(3) ": its length, 0 for none. */
static size_t
item_mark(struct bytes line)
{
	size_t i = 0;

	if (line.n > 2 && memchr("-*+o", line.p[0], 4) && is_blank(line.p[1]))
		return 2;
	if (i < line.n && line.p[i] == '(')
		i++;
	while (i < line.n && i < 4 && is_digit(line.p[i]))
		i++;
	if (i == 0 && line.n && is_alpha(line.p[0]))
		i++;
	if (i == 0 || i + 1 >= line.n || !memchr(".)", line.p[i], 2) || !is_blank(line.p[i + 1]))
		return 0;
	return is_alpha(line.p[0]) && line.p[i] == '.' ? 0 : i + 2;
}

static bool
is_wide(struct bytes s)
{
	uint32_t c;

	return utf8_next(&s, &c) && utf8_is_cjk(c);
}

/* The last character of s, as bytes. */
static struct bytes
last_character(struct bytes s)
{
	size_t from = s.n;

	while (from > 0 && s.n - from < 4 && ((unsigned char)s.p[--from] & 0xC0) == 0x80)
		;
	return bytes_slice(s, from, s.n);
}

static size_t
count_blanks(struct bytes line)
{
	size_t n = 0;

	while (n < line.n && is_blank(line.p[n]))
		n++;
	return n;
}

/* Set off from the line before, as a command or what it printed is. */
static bool
is_set_off(const struct splitter *k, size_t indent)
{
	if (indent > k->indent + 1)
		return !k->item;
	return indent + 1 < k->indent && (k->nlines > 1 || k->width < SHORT_LINE);
}

/* The line before leads to a list, or its end was chosen: this one's first word would have fitted
 * there. */
static bool
is_begun_anew(const struct splitter *k, struct bytes line)
{
	char last = k->lines.p[k->lines.n - 1];
	size_t word = 0;

	while (word < line.n && !is_blank(line.p[word]))
		word++;
	if (word == 0 || is_lower(line.p[0]) || (unsigned char)line.p[0] >= 0x80)
		return false;
	return last == ':' || (k->width < SHORT_LINE && !memchr(",-(", last, 3) &&
				  k->width + 1 + word + SLACK < k->widest);
}

/* A line that does not go on where the one before ended ends the paragraph. */
static void
break_line(struct splitter *k, struct bytes line, size_t indent)
{
	if (k->lines.n && is_set_off(k, indent)) {
		end_paragraph(k);
		/* What led to a command is no sentence. */
		k->n -= k->open;
		k->open = false;
	} else if (k->lines.n && is_begun_anew(k, line)) {
		end_paragraph(k);
	}
}

static void
add_line(struct splitter *k, struct bytes line)
{
	struct bytes word;
	size_t mark, indent = count_blanks(line), width = bytes_trim_end(line).n;

	line = bytes_trim(line);
	mark = item_mark(line);
	if (mark)
		end_paragraph(k);
	else
		break_line(k, line, indent);
	k->indent = indent;
	k->width = width;
	k->item = mark > 0;
	k->nlines++;
	line = bytes_slice(line, mark, line.n);
	if (k->lines.n && !(is_wide(line) && is_wide(last_character(buf_bytes(&k->lines)))))
		buf_addc(&k->lines, ' ');
	for (bool first = true; bytes_word(&line, &word); first = false) {
		if (!first)
			buf_addc(&k->lines, ' ');
		buf_add(&k->lines, word);
	}
}

/* From "Changes since v2:" to the next paragraph that is no item. */
static bool
in_changelog(struct splitter *k, struct bytes line)
{
	struct bytes own = bytes_trim(line);
	size_t mark = item_mark(own);

	if ((k->blank || mark) && phrase_is_changelog(bytes_slice(own, mark, own.n)))
		k->changelog = true;
	else if (k->blank && mark == 0 && count_blanks(line) == 0)
		k->changelog = false;
	k->blank = false;
	return k->changelog;
}

/* "which is:" over code; and "For the series," over a tag. */
static bool
runs_into(const struct sentence *s, enum text_kind kind)
{
	return kind == TEXT_CODE || kind == TEXT_DIFF || kind == TEXT_QUOTE ||
	       (kind == TEXT_TRAILER && s->words < TAGGED_MIN);
}

/* A line that is not prose ends the paragraph, and takes along what ran into it. */
static void
pass(struct splitter *k, enum text_kind kind)
{
	end_paragraph(k);
	if (kind == TEXT_BLANK)
		return;
	if (k->open && runs_into(&k->sentences[k->n - 1], kind))
		k->n--;
	k->open = false;
	k->answers = kind == TEXT_QUOTE || (k->answers && kind != TEXT_CODE);
	k->broken = kind == TEXT_CODE;
}

/* The width of its longest line of prose, WIDEST at most. */
static size_t
widest(struct bytes text)
{
	struct text_line line;
	size_t most = 0;

	while (most < WIDEST && text_next(&text, &line))
		if (line.kind == TEXT_PROSE && line.text.n > most)
			most = line.text.n;
	return most < WIDEST ? most : WIDEST;
}

size_t
sentence_split(struct arena *a, struct bytes text, struct sentence **sentences)
{
	struct bytes rest = bytes_slice(text, 0, SENTENCE_TEXT_MAX);
	struct splitter k = { .a = a, .lines = BUF_INIT, .blank = true, .widest = widest(rest) };
	struct text_line line;

	/* One to spare: a sentence is looked at where it would stand. */
	k.sentences = arena_array(a, SENTENCES_MAX + 1, sizeof(*k.sentences));
	while (k.n < SENTENCES_MAX && text_next(&rest, &line)) {
		if (line.kind != TEXT_PROSE) {
			pass(&k, line.kind);
			k.blank = true;
		} else if (in_changelog(&k, line.text)) {
			end_paragraph(&k);
		} else {
			add_line(&k, line.text);
		}
	}
	end_paragraph(&k);
	buf_release(&k.lines);
	*sentences = k.sentences;
	return k.n;
}
