/* SPDX-License-Identifier: ISC */
#include "filters/report/sentence.h"

#include "common/text.h"
#include "common/utf8.h"

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
};

/* A full stop behind these ends nothing. */
static const char *const abbreviations[] = { "e.g.", "i.e.", "vs.", "cf.", "resp.", "approx.",
	"incl.", "mr.", "mrs.", "ms.", "dr.", "fig.", "sec.", "no.", "nr.", "a.k.a.", "w.r.t.",
	"z.b.", "d.h.", "bzw.", "viz.", "ca.", "p.s." };

/* What begins so says nothing to one who did not get the mail. */
static const char *const small_change[] = { "thanks", "thank you", "thank-you", "many thanks",
	"thx", "cheers", "hi ", "hi,", "hi!", "hello", "hey ", "dear ", "regards", "best regards",
	"kind regards", "good morning", "good afternoon", "sorry for", "apologies for", "ping",
	"gentle ping", "friendly ping", "nice catch", "good catch", "will do", "fair enough",
	"changes since", "changes in v", "changes from v", "change since", "changelog",
	"change log", "v1->", "v1 ->", "this series applies", "this patch applies",
	"this series is based", "this patch is based", "the series is based",
	"the patches are based", "patches are based", "the patches apply", "the series applies",
	"based on", "applies on top", "applies to", "applies cleanly", "base-commit", "base commit",
	"link to v", "cc:", "to:", "from:", "subject:", "date:", "see below", "as follows",
	"please find", "please see", "in reply to", "on behalf of", "sent from my", "find below",
	"snip", "no functional change", "no changes", "no change since",
	"the following changes since", "available in the git", "are available in the",
	"for you to fetch", "the code is available", "the following patch", "comments welcome",
	"any comments", "feedback welcome", "suggestions welcome", "lgtm", "looks good to me",
	"looks good", "i've dropped the rest", "full changelog", "the tree is", "git tree",
	"signed-off-by", "reviewed-by", "acked-by", "tested-by", "thoughts?",
	"\xe6\x84\x9f\xe8\xb0\xa2", "\xe8\xb0\xa2\xe8\xb0\xa2", "\xe4\xbd\xa0\xe5\xa5\xbd",
	"\xe6\x82\xa8\xe5\xa5\xbd", "\xe5\xa4\xa7\xe5\xae\xb6\xe5\xa5\xbd",
	"\xe5\x90\x84\xe4\xbd\x8d\xe5\xa5\xbd" };

/* What holds one of these is a link, code, a log or somebody else's words. */
static const char *const foreign[] = { "://", "www.", "+0x", "==", "&&", "||",
	" wrote:", " writes:", "();", "){", ") {", "[...]", "[snip]", "-----", "_____", "*****",
	"=====", "~~~~~", "@@ ", "diff --git", "Signed-off-by:", "\xef\xbf\xbd" };

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
	for (size_t i = 0; i < sizeof(abbreviations) / sizeof(*abbreviations); i++)
		if (bytes_equal_fold(word, bytes_from(abbreviations[i])))
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

static bool
is_small_change(struct bytes s)
{
	long long version;
	size_t digits = 1;

	for (size_t i = 0; i < sizeof(small_change) / sizeof(*small_change); i++)
		if (bytes_starts_fold(s, bytes_from(small_change[i])))
			return true;
	if (s.n > 2 && s.p[0] == 'v') {
		while (digits < s.n && is_digit(s.p[digits]))
			digits++;
		return bytes_number(bytes_slice(s, 1, digits), &version) && digits < s.n &&
		       (s.p[digits] == ':' || s.p[digits] == '-');
	}
	return false;
}

static bool
is_foreign(struct bytes s)
{
	if (memchr(">|#$<{;+=-", s.p[0], 10) || memchr(":{;=,<\\", s.p[s.n - 1], 7))
		return true;
	if (s.p[0] == '[' && s.n > 1 && is_digit(s.p[1]))
		return true;
	for (size_t i = 0; i < sizeof(foreign) / sizeof(*foreign); i++)
		if (bytes_find(s, bytes_from(foreign[i])) < s.n)
			return true;
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

	if (text.n == 0 || text.n > SENTENCE_BYTES_MAX || is_small_change(text) || is_foreign(text))
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
	s->dangles = is_lower(text.p[0]) || !has_end(text) || bytes_ends(text, BYTES_LIT(".."));
	/* Its beginning stood before the quote or the code. */
	if (!(place == 0 && k->broken && is_lower(text.p[0])))
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
		end_paragraph(&k);
		if (line.kind == TEXT_QUOTE)
			k.answers = true;
		k.broken = line.kind == TEXT_CODE || (line.kind == TEXT_BLANK && k.broken);
	}
	end_paragraph(&k);
	buf_release(&k.lines);
	*sentences = k.sentences;
	return k.n;
}
