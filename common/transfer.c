/* SPDX-License-Identifier: ISC */
#include "common/transfer.h"

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

int
transfer_hex(char c)
{
	if (is_digit(c))
		return c - '0';
	c = to_lower(c);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
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
		high = transfer_hex(text.p[i + 1]);
		if (high >= 0 && i + 2 == text.n)
			break;
		low = high < 0 ? -1 : transfer_hex(text.p[i + 2]);
		*to++ = (char)(low < 0 ? '=' : high << 4 | low);
		i += low < 0 ? 1 : 3;
	}
	out->n += (size_t)(to - start);
	*to = '\0';
}
