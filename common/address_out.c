/* SPDX-License-Identifier: ISC */
#include "common/address.h"

#include "common/rfc2047.h"
#include "common/utf8.h"

/* RFC 5321 sections 4.5.3.1.1 and 2.3.5. */
#define LOCAL_BYTES_MAX ((size_t)64)
#define LABEL_BYTES_MAX ((size_t)63)
#define LINE_SHOULD ((size_t)78)

/* RFC 5322 section 3.2.3. */
static bool
is_atext(char c)
{
	const struct bytes others = BYTES_LIT("!#$%&'*+-/=?^_`{|}~");

	return is_alnum(c) || bytes_find_byte(others, c) < others.n;
}

static bool
is_label(struct bytes s)
{
	if (s.n == 0 || s.n > LABEL_BYTES_MAX || s.p[0] == '-' || s.p[s.n - 1] == '-')
		return false;
	for (size_t i = 0; i < s.n; i++)
		if (!is_alnum(s.p[i]) && s.p[i] != '-')
			return false;
	return true;
}

static bool
is_atom(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!is_atext(s.p[i]))
			return false;
	return s.n > 0;
}

/* Whether s is parts that pass is_part, with single dots between. */
static bool
is_dotted(struct bytes s, bool (*is_part)(struct bytes))
{
	for (;;) {
		size_t dot = bytes_find_byte(s, '.');
		if (!is_part(bytes_slice(s, 0, dot)))
			return false;
		if (dot == s.n)
			return true;
		s = bytes_slice(s, dot + 1, s.n);
	}
}

bool
address_valid(struct bytes s)
{
	size_t at = bytes_find_byte(s, '@');

	if (s.n > ADDRESS_BYTES_MAX || at == s.n || at > LOCAL_BYTES_MAX || s.p[0] == '-')
		return false;
	return is_dotted(bytes_slice(s, 0, at), is_atom) &&
	       is_dotted(bytes_slice(s, at + 1, s.n), is_label);
}

/* Whether a name may stand as it is: words of atoms (RFC 5322 section 3.2.5). */
static bool
is_phrase(struct bytes name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_atext(name.p[i]) && name.p[i] != ' ')
			return false;
	return bytes_find(name, BYTES_LIT("=?")) == name.n;
}

static bool
is_printable(struct bytes name)
{
	for (size_t i = 0; i < name.n; i++)
		if (name.p[i] < ' ' || name.p[i] > '~')
			return false;
	return bytes_find(name, BYTES_LIT("=?")) == name.n;
}

static void
write_quoted(struct buf *out, struct bytes name)
{
	buf_addc(out, '"');
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"' || name.p[i] == '\\')
			buf_addc(out, '\\');
		buf_addc(out, name.p[i]);
	}
	buf_addc(out, '"');
}

/* The name with its control bytes as blanks: bare, quoted or encoded. */
static void
write_name(struct buf *out, struct bytes name, size_t column)
{
	struct buf clean = BUF_INIT;

	buf_add(&clean, name);
	for (size_t i = 0; i < clean.n; i++)
		if ((unsigned char)clean.p[i] < ' ' || clean.p[i] == 0x7f)
			clean.p[i] = ' ';
	if (is_phrase(buf_bytes(&clean)) || !is_printable(buf_bytes(&clean)))
		rfc2047_encode(out, buf_bytes(&clean), column);
	else
		write_quoted(out, buf_bytes(&clean));
	buf_release(&clean);
}

bool
address_write(struct buf *out, struct mailbox mailbox, size_t column)
{
	struct bytes name = bytes_trim(bytes_slice(mailbox.name, 0, ADDRESS_NAME_MAX));
	size_t start = out->n, end;

	if (!address_valid(mailbox.address))
		return false;
	if (name.n == 0) {
		buf_add(out, mailbox.address);
		return true;
	}
	write_name(out, name, column);
	for (end = out->n; end > start && out->p[end - 1] != '\n'; end--)
		;
	column = out->n - end + (end == start ? column : 0);
	buf_adds(out, column + mailbox.address.n + 3 > LINE_SHOULD ? "\n <" : " <");
	buf_add(out, mailbox.address);
	buf_addc(out, '>');
	return true;
}

/* A name as it is compared: "Last, First" turned, white space folded, ASCII in lower case. */
static void
add_name_key(struct buf *out, struct bytes name)
{
	size_t comma = bytes_find_byte(name, ',');
	struct bytes parts[2] = { bytes_slice(name, comma + 1, name.n),
		bytes_slice(name, 0, comma) };
	struct bytes word;

	for (int i = 0; i < 2; i++)
		while (bytes_word(&parts[i], &word)) {
			if (out->n)
				buf_addc(out, ' ');
			buf_add(out, word);
		}
	for (size_t i = 0; i < out->n; i++)
		out->p[i] = to_lower(out->p[i]);
}

static bool
is_ascii(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

static bool
same_folded(struct bytes x, struct bytes y)
{
	struct arena *a;
	bool same;

	if (is_ascii(x) || is_ascii(y))
		return false;
	a = arena_new();
	same = bytes_equal(utf8_fold(a, x), utf8_fold(a, y));
	arena_free(a);
	return same;
}

static bool
same_name(struct bytes a, struct bytes b)
{
	struct buf x = BUF_INIT, y = BUF_INIT;
	bool same;

	add_name_key(&x, a);
	add_name_key(&y, b);
	same = x.n > 0 && (bytes_equal(buf_bytes(&x), buf_bytes(&y)) ||
			      same_folded(buf_bytes(&x), buf_bytes(&y)));
	buf_release(&x);
	buf_release(&y);
	return same;
}

bool
address_same_person(struct mailbox a, struct mailbox b)
{
	if (a.address.n && bytes_equal_fold(a.address, b.address))
		return true;
	return same_name(a.name, b.name);
}
