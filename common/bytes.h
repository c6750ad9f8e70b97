/* SPDX-License-Identifier: ISC */
/*
 * bytes.h: a borrowed run of bytes with a length.  Mail holds NUL, bare CR and
 * broken charsets, so bytes travel as pointer and length and become a C string
 * only at the edge that needs one (arena_string).  A slice owns nothing: what
 * it points into must outlive it.
 */
#ifndef LISTBRIEF_BYTES_H
#define LISTBRIEF_BYTES_H

#include <stdbool.h>
#include <stddef.h>

struct bytes {
	const char *p;
	size_t n;
};

#define BYTES_LIT(s) ((struct bytes){ (s), sizeof(s) - 1 })
#define BYTES_NONE ((struct bytes){ NULL, 0 })

struct bytes bytes_from(const char *s);
struct bytes bytes_slice(struct bytes b, size_t from, size_t to);

bool bytes_equal(struct bytes a, struct bytes b);
/* ASCII letters count as equal in either case, as in header fields. */
bool bytes_equal_fold(struct bytes a, struct bytes b);
/* In either case, too: b is, begins with or holds one of a list of n; BYTES_LIST(list) gives both. */
#define BYTES_LIST(list) (list), sizeof(list) / sizeof *(list)
bool bytes_is_among(struct bytes b, const char *const *list, size_t n);
bool bytes_starts_any(struct bytes b, const char *const *list, size_t n);
bool bytes_holds_any(struct bytes b, const char *const *list, size_t n);
int bytes_compare(struct bytes a, struct bytes b);

bool bytes_starts(struct bytes b, struct bytes head);
bool bytes_starts_fold(struct bytes b, struct bytes head);
bool bytes_ends(struct bytes b, struct bytes tail);

/* Where needle begins in b, or b.n where it does not occur. */
size_t bytes_find(struct bytes b, struct bytes needle);
size_t bytes_find_fold(struct bytes b, struct bytes needle);
size_t bytes_find_byte(struct bytes b, char c);

/* Without the ASCII white space (blank, tab, CR, LF) at its ends. */
struct bytes bytes_trim(struct bytes b);
struct bytes bytes_trim_end(struct bytes b);

/*
 * Takes the next line off *rest: without its LF or CRLF.  False at the end.
 * A last line without LF is a line.
 */
bool bytes_line(struct bytes *rest, struct bytes *line);

/* Takes the next word off *rest: a run without white space.  False at the end. */
bool bytes_word(struct bytes *rest, struct bytes *word);
/* How many of them there are. */
size_t bytes_words(struct bytes s);

/* A decimal number that is all of b, at most 18 digits.  False otherwise. */
bool bytes_number(struct bytes b, long long *value);

/* ASCII classes: the locale has no say in mail syntax. */
bool is_blank(char c);  /* blank, tab */
bool is_space(char c);  /* blank, tab, CR, LF, VT, FF */
bool is_digit(char c);
bool is_alpha(char c);
bool is_alnum(char c);
char to_lower(char c);
/* The value of a hex digit in either case; -1 where it is none. */
int hex_value(char c);

#endif
