/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/sentence.h"

#include "common/text.h"
#include "common/utf8.h"
#include "filters/report/extract/phrases.h"

#include <string.h>

/* A quoted name such as `a.b c` is at most so long; a lone backquote hides no more than this. */
#define QUOTED_MAX 80

struct splitter {
	struct arena *a;
	struct sentence *sentences;
	size_t n;
	size_t paragraph;
	struct buf lines; /* the paragraph so far, on one line */
	bool answers;	  /* it follows a quote */
	bool broken;	  /* it goes on after something that is not shown */
	bool open;	  /* the last sentence taken has no end */
};

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The last word of p, without an opening bracket or quote. */
static struct bytes
last_word(struct bytes p)
{
	size_t from = p.n;

	while (from > 0 && !is_blank(p.p[from - 1]))
		from--;
	while (from < p.n && strchr("([{\"'`*_", p.p[from]))
		from++;
	return bytes_slice(p, from, p.n);
}

/* Whether the full stop that ends p may end a sentence, next being what follows the blank. */
static bool
stop_ends(struct bytes p, char next)
{
	struct bytes word = last_word(p);

	if (word.n == 2 && is_upper(word.p[0]))
		return false;
	if (bytes_ends(p, BYTES_LIT("..")) || bytes_equal_fold(word, BYTES_LIT("etc.")))
		return !is_lower(next);
	if (phrase_is_abbreviation(word))
		return false;
	/* "1." before what it numbers */
	for (size_t i = 0; i + 1 < word.n; i++)
		if (!is_digit(word.p[i]))
			return true;
	return word.n > 4 || p.n > word.n + 1;
}

/* How many bytes of closing quotes and brackets s begins with. */
static size_t
closing(struct bytes s)
{
	static const char *const marks[] = { "\"", "'", ")", "]", "`", "\xe2\x80\x9d",
		"\xe2\x80\x99", "\xe3\x80\x8d", "\xe3\x80\x8f", "\xef\xbc\x89" };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks);) {
		if (bytes_starts(bytes_slice(s, n, s.n), bytes_from(marks[i]))) {
			n += strlen(marks[i]);
			i = 0;
		} else {
			i++;
		}
	}
	return n;
}

/* Length of a full-width end of sentence at the head of s; 0 for none. */
static size_t
wide_stop(struct bytes s)
{
	static const char *const stops[] = { "\xe3\x80\x82", "\xef\xbc\x9f", "\xef\xbc\x81" };

	for (size_t i = 0; i < sizeof(stops) / sizeof(*stops); i++)
		if (bytes_starts(s, bytes_from(stops[i])))
			return strlen(stops[i]);
	return 0;
}

/* Where the first sentence of p ends. */
static size_t
sentence_end(struct bytes p)
{
	size_t quoted = 0, end, wide;

	for (size_t i = 0; i < p.n; i++) {
		if (p.p[i] == '`')
			quoted = quoted ? 0 : i + 1;
		if (quoted && i + 1 - quoted > QUOTED_MAX)
			quoted = 0;
		if (quoted)
			continue;
		wide = wide_stop(bytes_slice(p, i, p.n));
		if (wide)
			return i + wide + closing(bytes_slice(p, i + wide, p.n));
		if (!memchr(".?!", p.p[i], 3))
			continue;
		end = i + 1 + closing(bytes_slice(p, i + 1, p.n));
		if (end >= p.n)
			return p.n;
		/* "has four (yes, four!) of them" */
		if (end > i + 1 && end + 1 < p.n && is_lower(p.p[end + 1]))
			continue;
		if (p.p[end] == ' ' && (p.p[i] != '.' || stop_ends(bytes_slice(p, 0, i + 1),
							     p.p[end + 1 < p.n ? end + 1 : end])))
			return end;
	}
	return p.n;
}

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
	static const char *const ends[] = { ".", "?", "!", ".)", "?)", "!)", ".\"", "?\"",
		"\xe3\x80\x82", "\xef\xbc\x9f", "\xef\xbc\x81" };

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

static void
take(struct splitter *k, struct bytes text, size_t place)
{
	struct sentence *s = &k->sentences[k->n];
	size_t letters, marks;

	if (text.n == 0 || text.n > SENTENCE_BYTES_MAX || phrase_is_small_change(text) ||
	    phrase_is_foreign(text) || is_unbalanced(text) || has_footnote(text))
		return;
	s->words = count_words(text, &letters, &marks);
	if (s->words < SENTENCE_WORDS_MIN || s->words > SENTENCE_WORDS_MAX ||
	    letters * 10 < marks * 6)
		return;
	s->text = arena_bytes(k->a, text);
	s->paragraph = k->paragraph;
	s->place = place;
	s->question = is_question(text);
	s->answers = k->answers;
	s->dangles = is_lower(text.p[0]) || text.p[0] == '(' || !has_end(text) ||
		     bytes_ends(text, BYTES_LIT(".."));
	/* Its beginning stood before the code. */
	if (place == 0 && k->broken && is_lower(text.p[0]))
		return;
	k->open = !has_end(text);
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
		size_t end = sentence_end(rest);

		k->open = false;
		take(k, bytes_trim(bytes_slice(rest, 0, end)), place++);
		rest = bytes_trim(bytes_slice(rest, end, rest.n));
	}
	buf_clear(&k->lines);
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

static void
add_line(struct splitter *k, struct bytes line)
{
	struct bytes word;
	size_t mark;

	line = bytes_trim(line);
	mark = item_mark(line);
	if (mark)
		end_paragraph(k);
	line = bytes_slice(line, mark, line.n);
	if (k->lines.n && !(is_wide(line) && is_wide(last_character(buf_bytes(&k->lines)))))
		buf_addc(&k->lines, ' ');
	for (bool first = true; bytes_word(&line, &word); first = false) {
		if (!first)
			buf_addc(&k->lines, ' ');
		buf_add(&k->lines, word);
	}
}

/* A line that is not prose ends the paragraph, and takes along what ran into it. */
static void
pass(struct splitter *k, enum text_kind kind)
{
	end_paragraph(k);
	if (kind == TEXT_BLANK)
		return;
	if (k->open &&
	    (kind == TEXT_CODE || kind == TEXT_DIFF || kind == TEXT_QUOTE || kind == TEXT_TRAILER))
		k->n--;
	k->open = false;
	k->answers = kind == TEXT_QUOTE || (k->answers && kind != TEXT_CODE);
	k->broken = kind == TEXT_CODE;
}

size_t
sentence_split(struct arena *a, struct bytes text, struct sentence **sentences)
{
	struct splitter k = { .a = a, .lines = BUF_INIT };
	struct bytes rest = bytes_slice(text, 0, SENTENCE_TEXT_MAX);
	struct text_line line;

	/* One to spare: a sentence is looked at where it would stand. */
	k.sentences = arena_array(a, SENTENCES_MAX + 1, sizeof(*k.sentences));
	while (k.n < SENTENCES_MAX && text_next(&rest, &line)) {
		if (line.kind == TEXT_PROSE) {
			add_line(&k, line.text);
			continue;
		}
		pass(&k, line.kind);
	}
	end_paragraph(&k);
	buf_release(&k.lines);
	*sentences = k.sentences;
	return k.n;
}
