/* SPDX-License-Identifier: ISC */
#include "filters/report/verify/lexicon.h"

#include "common/log.h"
#include "common/utf8.h"
#include "filters/report/verify/wordset.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const sections[] = { "small", "everyday", "says", "states", "subjects",
	"excuses", "tags", "counted", "consensus", "agree", "hedges", "doubts", "orders",
	"innocent", "numerals", "measures", "not", "joins", "script" };
static const struct bytes equals = BYTES_LIT(" = ");

struct list {
	struct lexicon_entry *of;
	size_t n, room;
};

struct lexicon {
	struct arena *a;
	struct list lists[LEXICON_LISTS];
	struct lexicon_term *terms;
	size_t n, room;
	struct wordset words, everyday; /* words: of the terms */
	struct buf read;		/* all files, for the hash */
	struct hash hash;
};

static void
add_entry(struct lexicon *l, struct list *list, struct bytes word, struct bytes value)
{
	list->of = arena_grow(l->a, list->of, list->n, &list->room, sizeof(*list->of));
	list->of[list->n++] = (struct lexicon_entry){ utf8_fold(l->a, word), value };
}

static void
split(struct bytes line, struct bytes *word, struct bytes *value)
{
	size_t at = bytes_find(line, equals);

	*word = bytes_trim(bytes_slice(line, 0, at));
	*value = at < line.n ? bytes_trim(bytes_slice(line, at + equals.n, line.n)) : BYTES_NONE;
}

/* Words of small, says and the like stand side by side; all else is one to a line. */
static bool
is_of_words(enum lexicon_list list)
{
	return list == LEXICON_SMALL || list == LEXICON_EVERYDAY || list == LEXICON_SUBJECTS ||
	       list == LEXICON_MEASURES || list == LEXICON_NOT || list == LEXICON_JOINS;
}

static void
read_entry(struct lexicon *l, enum lexicon_list list, struct bytes line)
{
	struct bytes word, value;

	if (!is_of_words(list)) {
		split(line, &word, &value);
		add_entry(l, &l->lists[list], word, value);
		return;
	}
	while (bytes_word(&line, &word))
		add_entry(l, &l->lists[list], word, BYTES_NONE);
}

/* "[small]"; LEXICON_LISTS where it is none. */
static enum lexicon_list
section(struct bytes line)
{
	unsigned i = 0;

	line = bytes_slice(line, 1, line.n - 1);
	while (i < LEXICON_LISTS && !bytes_equal(line, bytes_from(sections[i])))
		i++;
	return i;
}

static bool
read_rules(struct lexicon *l, const char *file, struct bytes text)
{
	enum lexicon_list list = LEXICON_LISTS;
	struct bytes line;

	for (size_t n = 1; bytes_line(&text, &line); n++) {
		line = bytes_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		if (line.p[0] == '[')
			list = section(line);
		if (list == LEXICON_LISTS) {
			log_error("%s:%zu: found no such section, expected one of [small], "
				  "[says], ...",
			    file, n);
			return false;
		}
		if (line.p[0] != '[')
			read_entry(l, list, line);
	}
	return true;
}

static bool
read_glossary(struct lexicon *l, const char *file, struct bytes text)
{
	struct bytes line, term, meaning;

	for (size_t n = 1; bytes_line(&text, &line); n++) {
		line = bytes_trim(line);
		if (line.n == 0 || line.p[0] == '#')
			continue;
		split(line, &term, &meaning);
		if (term.n == 0 || meaning.n == 0 || l->n == LEXICON_TERMS_MAX) {
			log_error("%s:%zu: found no entry, expected \"TERM = what it stands for\""
				  ", at most %zu",
			    file, n, LEXICON_TERMS_MAX);
			return false;
		}
		l->terms = arena_grow(l->a, l->terms, l->n, &l->room, sizeof(*l->terms));
		l->terms[l->n++] = (struct lexicon_term){ term, utf8_fold(l->a, meaning) };
	}
	return true;
}

static bool
read_file(struct lexicon *l, const char *file,
    bool (*take)(struct lexicon *l, const char *file, struct bytes text))
{
	struct buf b = BUF_INIT;
	bool ok = buf_read_file(&b, file, LEXICON_BYTES_MAX);

	if (!ok)
		log_errno("cannot read %s", file);
	else if (!utf8_valid(buf_bytes(&b))) {
		log_error("%s: found bytes that are no UTF-8, expected UTF-8", file);
		ok = false;
	}
	buf_addf(&l->read, "%zu\n", b.n);
	buf_add(&l->read, buf_bytes(&b));
	ok = ok && take(l, file, arena_bytes(l->a, buf_bytes(&b)));
	buf_release(&b);
	return ok;
}

/* A folder of a language need not have these files. */
static bool
read_language(struct lexicon *l, const char *templates, const char *language)
{
	const char *glossary = arena_printf(l->a, "%s/%s/glossary.txt", templates, language);
	const char *rules = arena_printf(l->a, "%s/%s/rules.txt", templates, language);
	bool english = strcmp(language, "en") == 0;

	if ((english || access(glossary, F_OK) == 0) && !read_file(l, glossary, read_glossary))
		return false;
	return (!english && access(rules, F_OK) < 0) || read_file(l, rules, read_rules);
}

static int
compare_entries(const void *a, const void *b)
{
	const struct lexicon_entry *x = a, *y = b;
	int c = bytes_compare(x->word, y->word);

	return c ? c : bytes_compare(x->value, y->value);
}

static int
compare_terms(const void *a, const void *b)
{
	const struct lexicon_term *x = a, *y = b;
	int c = bytes_compare(x->term, y->term);

	return c ? c : bytes_compare(x->meaning, y->meaning);
}

static struct wordset
terms_words(const struct lexicon *l)
{
	struct buf all = BUF_INIT;
	struct wordset words;

	for (size_t i = 0; i < l->n; i++) {
		buf_add(&all, l->terms[i].term);
		buf_addc(&all, ' ');
		buf_add(&all, l->terms[i].meaning);
		buf_addc(&all, '\n');
	}
	words = wordset_new(l->a, l, buf_bytes(&all));
	buf_release(&all);
	return words;
}

static struct wordset
list_words(const struct lexicon *l, enum lexicon_list list)
{
	struct buf all = BUF_INIT;
	struct wordset words;

	for (size_t i = 0; i < l->lists[list].n; i++) {
		buf_add(&all, l->lists[list].of[i].word);
		buf_addc(&all, '\n');
	}
	words = wordset_new(l->a, l, buf_bytes(&all));
	buf_release(&all);
	return words;
}

static void
settle(struct lexicon *l)
{
	for (size_t i = 0; i < LEXICON_LISTS; i++)
		if (l->lists[i].n)
			qsort(l->lists[i].of, l->lists[i].n, sizeof(*l->lists[i].of),
			    compare_entries);
	if (l->n)
		qsort(l->terms, l->n, sizeof(*l->terms), compare_terms);
	l->hash = hash_bytes(buf_bytes(&l->read));
	l->words = terms_words(l);
	l->everyday = list_words(l, LEXICON_EVERYDAY);
}

struct lexicon *
lexicon_read(struct arena *a, const char *templates, const char *language, const char *extra)
{
	struct lexicon *l = arena_alloc(a, sizeof(*l));
	bool ok;

	l->a = a;
	ok = read_language(l, templates, "en") &&
	     (strcmp(language, "en") == 0 || read_language(l, templates, language)) &&
	     (extra == NULL || read_file(l, extra, read_glossary));
	if (ok)
		settle(l);
	buf_release(&l->read);
	return ok ? l : NULL;
}

struct hash
lexicon_hash(const struct lexicon *l)
{
	return l->hash;
}

const struct lexicon_term *
lexicon_terms(const struct lexicon *l, size_t *n)
{
	*n = l->n;
	return l->terms;
}

const struct wordset *
lexicon_words(const struct lexicon *l)
{
	return &l->words;
}

const struct wordset *
lexicon_everyday(const struct lexicon *l)
{
	return &l->everyday;
}

const struct lexicon_entry *
lexicon_list(const struct lexicon *l, enum lexicon_list list, size_t *n)
{
	*n = l->lists[list].n;
	return l->lists[list].of;
}

static int
compare_word(const void *word, const void *entry)
{
	return bytes_compare(
	    *(const struct bytes *)word, ((const struct lexicon_entry *)entry)->word);
}

const struct lexicon_entry *
lexicon_find(const struct lexicon *l, enum lexicon_list list, struct bytes word)
{
	if (l->lists[list].n == 0)
		return NULL;
	return bsearch(
	    &word, l->lists[list].of, l->lists[list].n, sizeof(*l->lists[list].of), compare_word);
}

static bool
is_letter(char c)
{
	return is_alnum(c) || c == '_';
}

/* Whether the entry, if it is of ASCII letters, ends where a word ends. */
static bool
is_bounded(struct bytes text, size_t at, struct bytes word)
{
	if (at > 0 && is_letter(word.p[0]) && is_letter(text.p[at - 1]))
		return false;
	return at + word.n == text.n || !is_letter(word.p[word.n - 1]) ||
	       !is_letter(text.p[at + word.n]);
}

static size_t
find_bounded(struct bytes text, size_t from, struct bytes word)
{
	while (from < text.n) {
		size_t at = from + bytes_find(bytes_slice(text, from, text.n), word);

		if (at >= text.n || is_bounded(text, at, word))
			return at;
		from = at + 1;
	}
	return text.n;
}

size_t
lexicon_search(const struct lexicon *l, enum lexicon_list list, struct bytes text, size_t from,
    const struct lexicon_entry **entry)
{
	size_t first = text.n;

	*entry = NULL;
	for (size_t i = 0; i < l->lists[list].n; i++) {
		const struct lexicon_entry *e = &l->lists[list].of[i];
		size_t at = find_bounded(text, from, e->word);

		/* Of two that begin at one place the longer. */
		if (at < first || (at == first && at < text.n && e->word.n > (*entry)->word.n)) {
			first = at;
			*entry = e;
		}
	}
	return first;
}
