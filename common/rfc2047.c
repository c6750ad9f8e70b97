/* SPDX-License-Identifier: ISC */
#include "common/rfc2047.h"

#include "common/charset.h"
#include "common/header.h"
#include "common/transfer.h"
#include "common/utf8.h"

/* A longer charset and language is none, and its "=?" no encoded word. */
#define LABEL_MAX ((size_t)64)

struct word {
	struct bytes label, text;
	char encoding; /* 'b' or 'q' */
	size_t end;    /* where it ends in the value */
};

struct decoder {
	struct arena *arena;
	struct bytes value;
	size_t close;	    /* the first "?=" at or behind where it was last sought */
	struct buf bytes;   /* what the word in hand stands for */
	struct buf pending; /* the same of neighbour words in one charset */
	struct bytes label; /* that charset */
	struct buf out;
};

/* Where the two bytes of pair first stand together at or behind from; value.n where nowhere. */
static size_t
find_pair(struct bytes value, size_t from, const char *pair)
{
	while (
	    (from += bytes_find_byte(bytes_slice(value, from, value.n), pair[0])) + 1 < value.n) {
		if (value.p[from + 1] == pair[1])
			return from;
		from++;
	}
	return value.n;
}

/* Where the next "?=" stands; sought once for each, however many words open before it. */
static size_t
find_close(struct decoder *d, size_t from)
{
	if (d->close < from)
		d->close = find_pair(d->value, from, "?=");
	return d->close;
}

/* How many bytes at the top of s may be a charset with its language. */
static size_t
label_length(struct bytes s)
{
	size_t n = 0;

	while (n < s.n && n <= LABEL_MAX && s.p[n] != '?' && s.p[n] != '=' && !is_space(s.p[n]))
		n++;
	return n;
}

/* The encoded word that opens at i; false where none does. */
static bool
read_word(struct decoder *d, size_t i, struct word *w)
{
	struct bytes rest = bytes_slice(d->value, i + 2, d->value.n);
	size_t label = label_length(rest), start = i + 2 + label + 3;

	if (label == 0 || label > LABEL_MAX || label + 2 >= rest.n || rest.p[label] != '?' ||
	    rest.p[label + 2] != '?')
		return false;
	w->label = bytes_slice(rest, 0, label);
	w->encoding = to_lower(rest.p[label + 1]);
	w->end = find_close(d, start) + 2;
	if ((w->encoding != 'b' && w->encoding != 'q') || w->end > d->value.n)
		return false;
	w->text = bytes_slice(d->value, start, w->end - 2);
	/* Another one opens before this one closes: it was cut, or is none. */
	return find_pair(w->text, 0, "=?") == w->text.n;
}

/* RFC 2047 section 4.2; a wrong escape stays as it stands. */
static void
decode_q(struct buf *out, struct bytes text)
{
	for (size_t i = 0; i < text.n; i++) {
		int high = -1, low = -1;
		if (text.p[i] == '=' && i + 2 < text.n) {
			high = hex_value(text.p[i + 1]);
			low = hex_value(text.p[i + 2]);
		}
		if (high >= 0 && low >= 0) {
			buf_addc(out, (char)(high << 4 | low));
			i += 2;
		} else {
			buf_addc(out, text.p[i] == '_' ? ' ' : text.p[i]);
		}
	}
}

static void
flush(struct decoder *d)
{
	/* charset_to_utf8 may give back what it was given: it is copied at once. */
	buf_add(&d->out, charset_to_utf8(d->arena, buf_bytes(&d->pending), d->label));
	buf_clear(&d->pending);
}

static bool
decode_word(struct decoder *d, const struct word *w)
{
	buf_clear(&d->bytes);
	if (w->encoding == 'b')
		return transfer_base64(&d->bytes, w->text);
	decode_q(&d->bytes, w->text);
	return true;
}

/*
 * Words of one charset are converted together, so that a character split over two is whole again.
 */
static void
add_word(struct decoder *d, const struct word *w)
{
	if (!bytes_equal_fold(w->label, d->label))
		flush(d);
	d->label = w->label;
	buf_add(&d->pending, buf_bytes(&d->bytes));
}

/*
 * Text outside encoded words, which may hold raw bytes: undeclared, but for ISO-2022-JP's
 * escapes.
 */
static void
add_plain(struct decoder *d, struct bytes text)
{
	const struct bytes escape = BYTES_LIT("\033$"), japanese = BYTES_LIT("iso-2022-jp");
	bool escaped = bytes_find(text, escape) < text.n;

	if (text.n == 0)
		return;
	flush(d);
	buf_add(&d->out, charset_to_utf8(d->arena, text, escaped ? japanese : BYTES_NONE));
}

static void
decode(struct decoder *d)
{
	size_t plain = 0, i = 0;
	bool follows_word = false;
	struct bytes between;
	struct word w;

	while ((i = find_pair(d->value, i, "=?")) < d->value.n) {
		if (!read_word(d, i, &w) || !decode_word(d, &w)) {
			i++;
			continue;
		}
		/* RFC 2047 section 6.2: white space between two words is not shown. */
		between = bytes_slice(d->value, plain, i);
		if (!follows_word || bytes_trim(between).n)
			add_plain(d, between);
		add_word(d, &w);
		follows_word = true;
		plain = i = w.end;
	}
	add_plain(d, bytes_slice(d->value, plain, d->value.n));
	flush(d);
}

struct bytes
rfc2047_decode(struct arena *a, struct bytes value)
{
	struct decoder d = { .arena = a, .value = header_unfold(a, value) };
	struct bytes clean;

	decode(&d);
	/* What is cleaned may be what was given, and out is about to go. */
	clean = arena_bytes(a, bytes_trim(utf8_clean(a, buf_bytes(&d.out), UTF8_LINE)));
	buf_release(&d.bytes);
	buf_release(&d.pending);
	buf_release(&d.out);
	return clean;
}
