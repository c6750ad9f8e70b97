/* SPDX-License-Identifier: ISC */
#include "common/transfer.h"

/* A line of text may be a word; so long a one in this alphabet is base64. */
#define CODED_LINE_MIN ((size_t)32)
#define RULE_MIN ((size_t)20)

static int
base64_value(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool
transfer_base64(struct buf *out, struct bytes text)
{
	char *to = buf_room(out, text.n / 4 * 3 + 3), *const start = to;
	unsigned bits = 0, have = 0;
	bool clean = true;

	for (size_t i = 0; i < text.n; i++) {
		int value = base64_value(text.p[i]);
		if (value < 0) {
			clean = clean && (text.p[i] == '=' || is_space(text.p[i]));
			if (text.p[i] == '=')
				have = 0;
			continue;
		}
		bits = (bits << 6 | (unsigned)value) & 0xffffff;
		have += 6;
		if (have >= 8) {
			have -= 8;
			*to++ = (char)(bits >> have);
		}
	}
	out->n += (size_t)(to - start);
	*to = '\0';
	return clean;
}

/* How many bytes of a line are of the alphabet; others: how many are neither that nor white space.
 */
static size_t
count_base64(struct bytes line, size_t *others)
{
	size_t n = 0;

	*others = 0;
	for (size_t i = 0; i < line.n; i++) {
		bool ours = base64_value(line.p[i]) >= 0 || line.p[i] == '=';
		n += ours;
		*others += !ours && !is_space(line.p[i]);
	}
	return n;
}

size_t
transfer_base64_end(struct bytes text)
{
	struct bytes rest = text, line;
	size_t end = text.n, others;

	while (bytes_line(&rest, &line)) {
		size_t n = count_base64(line, &others);
		if (others == 0 && n >= CODED_LINE_MIN)
			end = text.n;
		else if (others > 0 && end == text.n)
			end = (size_t)(line.p - text.p);
	}
	return end;
}

/* What lists draw above their footers. */
static bool
is_rule(struct bytes line)
{
	size_t n = 0;

	line = bytes_trim_end(line);
	while (n < line.n && line.p[n] == '_')
		n++;
	return bytes_equal(line, BYTES_LIT("--")) || (n == line.n && n >= RULE_MIN);
}

size_t
transfer_quoted_end(struct bytes text)
{
	struct bytes rest = text, line, above = BYTES_NONE;
	size_t end = text.n;

	for (; bytes_line(&rest, &line); above = line) {
		if (is_rule(line) && bytes_ends(above, BYTES_LIT("=")))
			end = (size_t)(line.p - text.p);
		/* What the sender's mailer wrote goes on. */
		else if (bytes_find_byte(line, '=') < line.n)
			end = text.n;
	}
	return end;
}

/*
 * Whether the "=" at i breaks the line softly: only blanks stand between it and the line's end,
 * at *end.
 */
static bool
is_soft_break(struct bytes text, size_t i, size_t *end)
{
	for (i++; i < text.n && (is_blank(text.p[i]) || text.p[i] == '\r'); i++)
		;
	*end = i + 1;
	return i >= text.n || text.p[i] == '\n';
}

void
transfer_quoted(struct buf *out, struct bytes text)
{
	char *to = buf_room(out, text.n), *const start = to;
	size_t i = 0, next;

	while (i < text.n) {
		int high = -1, low = -1;
		if (text.p[i] != '=') {
			*to++ = text.p[i++];
			continue;
		}
		if (is_soft_break(text, i, &next)) {
			i = next;
			continue;
		}
		high = hex_value(text.p[i + 1]);
		if (high >= 0 && i + 2 == text.n)
			break;
		low = high < 0 ? -1 : hex_value(text.p[i + 2]);
		*to++ = (char)(low < 0 ? '=' : high << 4 | low);
		i += low < 0 ? 1 : 3;
	}
	out->n += (size_t)(to - start);
	*to = '\0';
}
