/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"
#include "filters/aggregate/mention.h"

/* Columns from which a paragraph is set off as code. */
#define INDENT 4
/* Columns from which "* " is a comment's, not a list's. */
#define ITEM_INDENT 8
/* A word of this many bytes in ASCII is a hash, a blob, a path, not speech. */
#define WORD_MAX 100

static const char *const starts[] = { "#include", "#define", "#ifdef", "#ifndef", "#endif", "#if ",
	"#else", "$ ", "# ", "(gdb) ", "/*", "*/", "//", "static ", "struct ", "return ", "goto ",
	"void ", "int ", "if (", "for (", "while (", "} else", "&& ", "|| ", "+--", "|--",
	"Call trace:", "Call Trace:", "CPU:", "RIP:", "Code:", "Modules linked in:",
	"Hardware name:", "BUG:", "WARNING: CPU:", "WARNING: at ", "---[ ", "Unable to handle",
	"Kernel panic - ",
	"pstate:", "x0 :", "lr :", "sp :", "pc :", "The following changes since commit",
	"are available in the Git repository", "are available in the git repository",
	"for you to fetch changes up to", "http://", "https://", "git://", "ftp://", "<http",
	"ssh://", NULL };

/* What git request-pull writes; commits and places stand below, set off. */
static const char *const pulls[] = { "The following changes since commit",
	"are available in the Git repository", "are available in the git repository",
	"for you to fetch changes up to", NULL };

static const char *const holds[] = { "->", "();", ") {", " == ", " != ", " && ", " || ", "+0x",
	"*/", " = 0x", " := ", "::", NULL };

static size_t
count(struct bytes s, char c)
{
	size_t n = 0;

	for (size_t i = 0; i < s.n; i++)
		n += s.p[i] == c;
	return n;
}

/* "[   12.345678] ...", a kernel log's time. */
static bool
is_log(struct bytes s)
{
	size_t i = 1;

	if (s.n < 4 || s.p[0] != '[')
		return false;
	while (i < s.n && (is_digit(s.p[i]) || s.p[i] == ' ' || s.p[i] == '.'))
		i++;
	return i > 3 && i < s.n && s.p[i] == ']' && bytes_find_byte(bytes_slice(s, 0, i), '.') < i;
}

/* "[1] https://...", "[1]: <...>". */
static bool
is_reference(struct bytes s)
{
	size_t i = 1;

	if (s.n < 5 || s.p[0] != '[')
		return false;
	while (i < s.n && is_alnum(s.p[i]))
		i++;
	if (i == s.n || s.p[i] != ']')
		return false;
	s = bytes_trim(bytes_slice(s, i + 1, s.n));
	if (bytes_starts(s, BYTES_LIT(":")))
		s = bytes_trim(bytes_slice(s, 1, s.n));
	return lines_starts_any(
	    s, (const char *const[]){ "http", "git://", "<http", "lore.kernel.org", NULL });
}

/* "  103 | code", a compiler's, and "  103<TAB>code", an editor's. */
static bool
is_numbered(struct bytes s)
{
	size_t i = 0;

	while (i < s.n && is_digit(s.p[i]))
		i++;
	return (i && bytes_starts(bytes_slice(s, i, s.n), BYTES_LIT(" |"))) ||
	       (i > 1 && i < s.n && s.p[i] == '\t');
}

/* "file.c:103: ...", "file.c:103 func() warn: ...", where a tool points to. */
static bool
is_located(struct bytes s)
{
	size_t end = 0, colon;
	bool tells;

	while (end < s.n && !is_space(s.p[end]))
		end++;
	tells = bytes_find(s, BYTES_LIT("() warn:")) < s.n ||
		bytes_find(s, BYTES_LIT("() error:")) < s.n;
	s = bytes_slice(s, 0, end);
	colon = bytes_find_byte(s, ':');
	return colon && colon + 2 < s.n && is_digit(s.p[colon + 1]) &&
	       (s.p[s.n - 1] == ':' || tells);
}

/* No letter at all: a rule, a table's edge, dots. */
static bool
is_mute(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static bool
has_long_word(struct bytes s)
{
	struct bytes word;

	while (bytes_word(&s, &word)) {
		size_t ascii = 0;

		for (size_t i = 0; i < word.n; i++)
			ascii += (unsigned char)word.p[i] < 0x80;
		if (ascii > WORD_MAX)
			return true;
	}
	return false;
}

/* Columns set apart by runs of blanks or tabs. */
static bool
is_columns(struct bytes s)
{
	size_t gaps = 0, run = 0;

	for (size_t i = 0; i < s.n; i++) {
		run = s.p[i] == ' ' ? run + 1 : s.p[i] == '\t' ? 4 : 0;
		gaps += run == 4;
	}
	return gaps > 1;
}

static bool
ends_as_code(struct bytes s)
{
	char c = s.p[s.n - 1];

	if (c == '{' || c == '}' || c == '\\')
		return true;
	if (c == ')' && bytes_find_byte(s, '(') < s.n - 1 && bytes_find_byte(s, '.') < s.n)
		return bytes_words(s) == 1;
	return c == ';' && (bytes_find_byte(s, '(') < s.n || bytes_find_byte(s, '=') < s.n ||
			       bytes_words(s) < 4);
}

/* Whether a line can only be code, log or table, wherever it stands. */
static bool
is_code(struct bytes s)
{
	return is_mute(s) || is_log(s) || is_reference(s) || is_numbered(s) || is_located(s) ||
	       lines_starts_any(s, starts) || ends_as_code(s) || count(s, '|') > 2 ||
	       is_columns(s) || has_long_word(s);
}

/* Whether an indented line reads as speech: words, no signs of code. */
static bool
is_speech(struct bytes s)
{
	size_t letters = 0;

	for (size_t i = 0; i < s.n; i++)
		letters += is_alpha(s.p[i]) || s.p[i] == ' ' || (unsigned char)s.p[i] >= 0x80;
	return bytes_words(s) > 2 && letters * 100 > s.n * 80 && !lines_holds(s, holds) &&
	       !is_code(s);
}

/* "- item", "* item", "1. item", "a) item". */
static bool
is_item(struct bytes s)
{
	size_t i = 0;

	if (s.n > 2 && (s.p[0] == '-' || s.p[0] == '*' || s.p[0] == '+' || s.p[0] == 'o') &&
	    s.p[1] == ' ')
		return true;
	while (i < s.n && i < 3 && is_alnum(s.p[i]))
		i++;
	return i && i + 1 < s.n && (s.p[i] == '.' || s.p[i] == ')') && s.p[i + 1] == ' ';
}

/* "[3/11] title" over its commit, as maintainers list what they applied. */
static bool
is_listed(const struct lines *l, size_t i)
{
	long long part, total;

	return i + 1 < l->n && mention_part(bytes_trim(l->at[i].text), &part, &total) &&
	       mention_commit(l->at[i + 1].text).n;
}

void
lines_mark_code(struct lines *l)
{
	bool prose = false; /* the paragraph at hand */
	bool code = false;  /* the line above, set off */
	bool item = false;  /* a list is open */
	bool pull = false;  /* a pull request's line stands above */

	for (size_t i = 0; i < l->n; i++) {
		struct line *line = &l->at[i];
		struct bytes s = bytes_trim(line->text);
		size_t indent;

		if (line->kind != LINE_OPEN) {
			prose = code = false;
			item = item && line->kind == TEXT_BLANK;
			continue;
		}
		indent = lines_indent(line->text);
		pull = lines_starts_any(line->text, pulls) || (pull && indent);
		if (is_item(s) && indent < ITEM_INDENT)
			item = true;
		else if (indent == 0)
			item = false;
		if (pull || is_code(s) || is_listed(l, i) ||
		    (indent >= INDENT && (code || !((prose || item) && is_speech(s)))))
			line->kind = TEXT_CODE;
		prose = line->kind == LINE_OPEN;
		code = !prose && indent >= INDENT;
	}
}
