/* SPDX-License-Identifier: ISC */
#include "common/rfc2047.h"

#include "common/utf8.h"

#include <string.h>

/*
 * RFC 2047 section 2: an encoded word is at most 75 characters; so many bytes of it are text in
 * base64.
 */
#define WORD_HEAD "=?UTF-8?B?"
#define WORD_BYTES ((size_t)45)
/* RFC 5322 section 2.1.1: lines should be at most 78, and must be at most 998. */
#define LINE_SHOULD ((size_t)78)
#define LINE_MUST ((size_t)900)

static const struct bytes opening = { "=?", 2 }, closing = { "?=", 2 };

static bool
is_plain(struct bytes text)
{
	size_t run = 0;

	for (size_t i = 0; i < text.n; i++) {
		run = text.p[i] == ' ' ? 0 : run + 1;
		if (text.p[i] < ' ' || text.p[i] > '~' || run > LINE_MUST)
			return false;
	}
	return bytes_find(text, opening) == text.n;
}

/* Appends plain text; a line too long goes on in the next one from the last blank before a word. */
static void
fold_plain(struct buf *out, struct bytes text, size_t column)
{
	size_t i = 0, end;

	while (i < text.n) {
		for (end = i; end < text.n && text.p[end] == ' '; end++)
			;
		for (; end < text.n && text.p[end] != ' '; end++)
			;
		if (i > 0 && column + (end - i) > LINE_SHOULD && text.p[end - 1] != ' ') {
			buf_addc(out, '\n');
			column = 0;
		}
		buf_add(out, bytes_slice(text, i, end));
		column += end - i;
		i = end;
	}
}

static void
add_word(struct buf *out, struct bytes text)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	buf_adds(out, WORD_HEAD);
	for (size_t i = 0; i < text.n; i += 3) {
		unsigned bits = 0;
		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 | (i + k < text.n ? (unsigned char)text.p[i + k] : 0);
		buf_addc(out, digits[bits >> 18]);
		buf_addc(out, digits[bits >> 12 & 63]);
		buf_addc(out, i + 1 < text.n ? digits[bits >> 6 & 63] : '=');
		buf_addc(out, i + 2 < text.n ? digits[bits & 63] : '=');
	}
	buf_adds(out, "?=");
}

/* Appends text as encoded words, one a line; the first takes what is left of its line. */
static void
encode_words(struct buf *out, struct bytes text, size_t column)
{
	size_t frame = sizeof WORD_HEAD - 1 + closing.n + column;
	size_t limit = frame < LINE_SHOULD ? (LINE_SHOULD - frame) / 4 * 3 : 0;
	struct buf word = BUF_INIT;
	uint32_t c;

	if (limit > WORD_BYTES)
		limit = WORD_BYTES;
	while (utf8_next(&text, &c)) {
		size_t before = word.n;
		utf8_add(&word, c < ' ' || c == 0x7f ? ' ' : c);
		if (word.n <= limit)
			continue;
		if (before)
			add_word(out, bytes_slice(buf_bytes(&word), 0, before));
		buf_adds(out, "\n ");
		memmove(word.p, word.p + before, word.n - before);
		word.n -= before;
		limit = WORD_BYTES;
	}
	if (word.n)
		add_word(out, buf_bytes(&word));
	buf_release(&word);
}

void
rfc2047_encode(struct buf *out, struct bytes text, size_t column)
{
	struct buf line = BUF_INIT;

	buf_add(&line, text);
	for (size_t i = 0; i < line.n; i++)
		if (line.p[i] == '\r' || line.p[i] == '\n' || line.p[i] == '\0')
			line.p[i] = ' ';
	if (is_plain(buf_bytes(&line)))
		fold_plain(out, buf_bytes(&line), column);
	else
		encode_words(out, buf_bytes(&line), column);
	buf_release(&line);
}
