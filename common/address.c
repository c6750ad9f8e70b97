/* SPDX-License-Identifier: ISC */
#include "common/address.h"

#include "common/rfc2047.h"
#include "common/utf8.h"

#include <string.h>

/*
 * A longer quoted string, comment, encoded word or bracketed address is none: its opening byte is
 * text.
 */
#define SPAN_MAX ((size_t)1000)

/* One mailbox while it is read. */
struct reading {
	struct bytes rest;
	struct buf phrase;  /* what stands outside brackets and comments, quotes resolved */
	struct buf comment; /* the inside of comments */
	struct bytes angle; /* the inside of the first brackets that hold something */
	bool address;	    /* an address was seen, or what may be one */
	bool unclosed;	    /* a "(" had no ")" near enough: none is sought any more */
};

/*
 * Where the quoted string or comment at the top of s ends, behind its closing byte; 0 where it
 * never does.
 */
static size_t
span_end(struct bytes s, char open, char close)
{
	size_t depth = 0;

	for (size_t i = 0; i < s.n && i < SPAN_MAX; i++) {
		if (s.p[i] == '\\')
			i++;
		else if (s.p[i] == close && (open != close || depth > 0)) {
			if (--depth == 0)
				return i + 1;
		} else if (s.p[i] == open)
			depth++;
	}
	return 0;
}

/* Appends s with its quoted pairs resolved (RFC 5322 section 3.2.1). */
static void
add_unquoted(struct buf *out, struct bytes s)
{
	for (size_t i = 0; i < s.n; i++) {
		if (s.p[i] == '\\' && i + 1 < s.n)
			i++;
		buf_addc(out, s.p[i]);
	}
}

/*
 * The length of an encoded word at the top of s, which may hold commas and brackets; 0 where none
 * stands there.
 */
static size_t
encoded_word(struct bytes s)
{
	size_t i = 2;

	s = bytes_slice(s, 0, SPAN_MAX);
	if (!bytes_starts(s, BYTES_LIT("=?")))
		return 0;
	while (i < s.n && s.p[i] != '?' && !is_space(s.p[i]))
		i++;
	if (i + 3 > s.n || s.p[i] != '?' || s.p[i + 2] != '?')
		return 0;
	for (i += 3; i + 1 < s.n && s.p[i] != '<' && s.p[i] != '"'; i++)
		if (s.p[i] == '?' && s.p[i + 1] == '=')
			return i + 2;
	return 0;
}

static void
take(struct reading *r, size_t n)
{
	r->rest = bytes_slice(r->rest, n, r->rest.n);
}

/*
 * "<a@b>": the first that holds something is the address; without a ">" it ends with the mailbox.
 */
static void
read_angle(struct reading *r, char close)
{
	struct bytes inside = bytes_slice(r->rest, 0, SPAN_MAX);
	size_t end = 0;

	while (end < inside.n && inside.p[end] != close && inside.p[end] != '<' &&
	       (inside.p[end] != ',' || inside.p[0] == '@'))
		end++;
	inside.n = end;
	if (r->angle.n == 0)
		r->angle = bytes_trim(inside);
	r->address = true;
	take(r, end + (end < r->rest.n && r->rest.p[end] == close));
}

/* Reads what opens a span of its own; false where it is plain text. */
static bool
read_span(struct reading *r)
{
	const struct bytes smtp = BYTES_LIT("[SMTP:");
	char c = r->rest.p[0];
	size_t n;

	if (c == '"' && (n = span_end(r->rest, '"', '"')) > 0) {
		add_unquoted(&r->phrase, bytes_slice(r->rest, 1, n - 1));
	} else if (c == '(' && !r->unclosed) {
		n = span_end(r->rest, '(', ')');
		r->unclosed = n == 0;
		if (r->unclosed)
			return false;
		buf_addc(&r->comment, ' ');
		add_unquoted(&r->comment, bytes_slice(r->rest, 1, n - 1));
		buf_addc(&r->phrase, ' ');
	} else if ((n = encoded_word(r->rest)) > 0) {
		buf_add(&r->phrase, bytes_slice(r->rest, 0, n));
	} else if (c == '<' || bytes_starts_fold(r->rest, smtp)) {
		n = c == '<' ? 1 : smtp.n;
	} else {
		return false;
	}
	take(r, n);
	if (c == '<' || c == '[')
		read_angle(r, c == '<' ? '>' : ']');
	return true;
}

/*
 * Reads up to the "," or ";" behind the mailbox.  A comma before any address belongs to the name
 * ("Garg, Shivank <s@x>" without its quotes); a colon ends the name of a group (RFC 5322
 * section 3.4).
 */
static void
read_mailbox(struct reading *r)
{
	while (r->rest.n) {
		char c = r->rest.p[0];
		if (read_span(r))
			continue;
		take(r, 1);
		if (c == ';' || (c == ',' && r->address))
			return;
		if (c == ':' && !r->address) {
			buf_clear(&r->phrase);
			buf_clear(&r->comment);
		} else if (c == '\\' && r->rest.n) {
			buf_addc(&r->phrase, r->rest.p[0]);
			take(r, 1);
		} else if (c != '"' && c != '>') {
			buf_addc(&r->phrase, is_space(c) ? ' ' : c);
		}
		r->address = r->address || c == '@' ||
			     (is_space(c) && bytes_ends(buf_bytes(&r->phrase), BYTES_LIT(" at ")));
	}
}

/*
 * Without the white space and comments in it, and its domain in lower case; empty where it is no
 * local@domain that fits.
 */
static struct bytes
clean_address(struct arena *a, struct bytes s)
{
	struct bytes none = BYTES_NONE;
	size_t n = 0, at = 0, comment = 0;
	char *to;

	if (s.n > SPAN_MAX)
		return none;
	to = arena_alloc(a, s.n);
	for (size_t i = 0; i < s.n; i++) {
		char c = s.p[i];
		comment += c == '(';
		if (comment > 0) {
			comment -= c == ')';
			continue;
		}
		if ((unsigned char)c <= ' ' || c == 0x7f)
			continue;
		if (c == '@')
			at = n;
		to[n++] = c;
	}
	if (at == 0 || at + 1 == n || n > ADDRESS_BYTES_MAX)
		return none;
	for (size_t i = at; i < n; i++)
		to[i] = to_lower(to[i]);
	return (struct bytes){ to, n };
}

/*
 * The address in brackets: a route (RFC 5322 section 4.4) and "mailto:" go, " at " is "@"
 * (pipermail).
 */
static struct bytes
angle_address(struct arena *a, struct bytes s)
{
	const struct bytes mailto = BYTES_LIT("mailto:"), at = BYTES_LIT(" at ");
	struct buf spelled = BUF_INIT;
	size_t colon = bytes_find_byte(s, ':'), found = bytes_find(s, at);
	struct bytes address;

	if (s.n && s.p[0] == '@' && colon < s.n)
		s = bytes_slice(s, colon + 1, s.n);
	else if (bytes_starts_fold(s, mailto))
		s = bytes_slice(s, mailto.n, s.n);
	else if (found < s.n && bytes_find_byte(s, '@') == s.n) {
		buf_add(&spelled, bytes_slice(s, 0, found));
		buf_addc(&spelled, '@');
		buf_add(&spelled, bytes_slice(s, found + at.n, s.n));
		s = buf_bytes(&spelled);
	}
	address = clean_address(a, s);
	buf_release(&spelled);
	return address;
}

/*
 * Takes the address out of a phrase without brackets: the word with an "@", or three words "a at
 * b".
 */
static struct bytes
phrase_address(struct arena *a, struct buf *phrase)
{
	struct bytes rest = buf_bytes(phrase), word, one, two, three, address = BYTES_NONE;

	if (bytes_word(&rest, &one) && bytes_word(&rest, &two) && bytes_word(&rest, &three) &&
	    bytes_equal(two, BYTES_LIT("at")) && bytes_trim(rest).n == 0) {
		address = angle_address(a, bytes_trim(buf_bytes(phrase)));
		buf_clear(phrase);
		return address;
	}
	rest = buf_bytes(phrase);
	while (address.n == 0 && bytes_word(&rest, &word)) {
		if (bytes_find_byte(word, '@') == word.n)
			continue;
		address = clean_address(a, word);
		if (address.n)
			memset(phrase->p + (word.p - phrase->p), ' ', word.n);
	}
	return address;
}

/* s without one pair of quotes around all of it, as Outlook leaves them. */
static struct bytes
strip_quotes(struct bytes s)
{
	if (s.n > 2 && (s.p[0] == '\'' || s.p[0] == '"') && s.p[s.n - 1] == s.p[0])
		return bytes_trim(bytes_slice(s, 1, s.n - 1));
	return s;
}

/* Decoded, its white space folded, at most ADDRESS_NAME_MAX. */
static struct bytes
clean_name(struct arena *a, struct bytes raw)
{
	struct bytes rest = strip_quotes(rfc2047_decode(a, bytes_trim(raw))), word, name;
	struct buf folded = BUF_INIT;
	size_t n;

	while (bytes_word(&rest, &word) && folded.n <= ADDRESS_NAME_MAX) {
		if (folded.n)
			buf_addc(&folded, ' ');
		buf_add(&folded, word);
	}
	for (n = folded.n; n > ADDRESS_NAME_MAX || (n < folded.n && (folded.p[n] & 0xc0) == 0x80);)
		n--;
	while (n > 0 && (folded.p[n - 1] == ',' || folded.p[n - 1] == ' '))
		n--;
	name = arena_bytes(a, bytes_slice(buf_bytes(&folded), 0, n));
	buf_release(&folded);
	return name;
}

static struct mailbox
finish(struct arena *a, struct reading *r)
{
	struct mailbox m;

	if (r->angle.n)
		m.address = angle_address(a, r->angle);
	else
		m.address = phrase_address(a, &r->phrase);
	m.name = clean_name(a, buf_bytes(&r->phrase));
	if (m.name.n == 0)
		m.name = clean_name(a, buf_bytes(&r->comment));
	if (m.name.n == 0 && m.address.n == 0)
		m.name = clean_name(a, r->angle);
	return m;
}

bool
address_next(struct arena *a, struct bytes *rest, struct mailbox *mailbox)
{
	struct reading r = { .rest = *rest };

	*mailbox = (struct mailbox){ BYTES_NONE, BYTES_NONE };
	while (r.rest.n && mailbox->name.n == 0 && mailbox->address.n == 0) {
		buf_clear(&r.phrase);
		buf_clear(&r.comment);
		r.angle = (struct bytes)BYTES_NONE;
		r.address = false;
		read_mailbox(&r);
		*mailbox = finish(a, &r);
	}
	buf_release(&r.phrase);
	buf_release(&r.comment);
	*rest = r.rest;
	return mailbox->name.n || mailbox->address.n;
}

struct mailbox
address_first(struct arena *a, struct bytes value)
{
	struct mailbox mailbox;

	address_next(a, &value, &mailbox);
	return mailbox;
}
