/* SPDX-License-Identifier: ISC */
#include "common/mailout.h"

#include "common/hash.h"
#include "common/rfc2047.h"

/* RFC 5322 section 2.1.1. */
#define LINE_COLUMNS ((size_t)78)
/* RFC 2045 section 6.8: 76 characters a line, which hold 57 bytes. */
#define BASE64_LINE_BYTES ((size_t)57)

void
mailout_field(struct buf *out, const char *name, struct bytes value)
{
	buf_addf(out, "%s: ", name);
	rfc2047_encode(out, value, bytes_from(name).n + 2);
	buf_addc(out, '\n');
}

static void
add_visible(struct buf *out, struct bytes word)
{
	size_t i;

	for (i = 0; i < word.n; i++) {
		unsigned char c = (unsigned char)word.p[i];
		buf_addc(out, c < ' ' || c == 0x7f ? ' ' : (char)c);
	}
}

void
mailout_raw_field(struct buf *out, const char *name, struct bytes value)
{
	struct bytes word;
	size_t column = bytes_from(name).n + 1;
	bool first = true;

	buf_addf(out, "%s:", name);
	while (bytes_word(&value, &word)) {
		bool fold = !first && column + 1 + word.n > LINE_COLUMNS;
		if (fold) {
			buf_addc(out, '\n');
			column = 0;
		}
		buf_addc(out, ' ');
		add_visible(out, word);
		column += 1 + word.n;
		first = false;
	}
	buf_addc(out, '\n');
}

bool
mailout_address_field(struct buf *out, const char *name, struct mailbox mailbox)
{
	struct buf value = BUF_INIT;
	bool ok = address_write(&value, mailbox, bytes_from(name).n + 2);

	if (ok) {
		buf_addf(out, "%s: ", name);
		buf_add(out, buf_bytes(&value));
		buf_addc(out, '\n');
	}
	buf_release(&value);
	return ok;
}

static void
base64_line(struct buf *out, struct bytes s)
{
	static const char digits[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	size_t i;

	for (i = 0; i < s.n; i += 3) {
		unsigned a = (unsigned char)s.p[i];
		unsigned b = i + 1 < s.n ? (unsigned char)s.p[i + 1] : 0;
		unsigned c = i + 2 < s.n ? (unsigned char)s.p[i + 2] : 0;
		buf_addc(out, digits[a >> 2]);
		buf_addc(out, digits[(a & 3) << 4 | b >> 4]);
		buf_addc(out, i + 1 < s.n ? digits[(b & 15) << 2 | c >> 6] : '=');
		buf_addc(out, i + 2 < s.n ? digits[c & 63] : '=');
	}
	buf_addc(out, '\n');
}

/* RFC 2045 section 6.8: the line ends of text become CRLF before it is encoded. */
static void
canonical(struct buf *out, struct bytes text)
{
	struct bytes line;

	while (bytes_line(&text, &line)) {
		buf_add(out, line);
		buf_adds(out, "\r\n");
	}
}

static void
part_write(struct buf *out, const struct mailout_part *part)
{
	struct buf text = BUF_INIT;
	size_t at;

	canonical(&text, part->body);
	buf_addf(out,
	    "Content-Type: %s; charset=utf-8\n"
	    "Content-Transfer-Encoding: base64\n"
	    "\n",
	    part->type);
	for (at = 0; at < text.n; at += BASE64_LINE_BYTES) {
		size_t end = at + BASE64_LINE_BYTES < text.n ? at + BASE64_LINE_BYTES : text.n;
		base64_line(out, bytes_slice(buf_bytes(&text), at, end));
	}
	buf_release(&text);
}

/* No line of base64 holds "_", so no part can hold its own boundary. */
static const char *
boundary(struct arena *a, const struct mailout_part *parts, size_t n)
{
	struct bytes *runs = arena_array(a, n, sizeof *runs);
	struct hash hash;
	size_t i;

	for (i = 0; i < n; i++)
		runs[i] = parts[i].body;
	hash = hash_runs(runs, n);
	return arena_printf(a, "=_%s", hash_hex(a, &hash, 16));
}

void
mailout_body(struct buf *out, const struct mailout_part *parts, size_t n)
{
	struct arena *a;
	const char *between;
	size_t i;

	buf_adds(out, "MIME-Version: 1.0\n");
	if (n == 1) {
		part_write(out, &parts[0]);
		return;
	}
	a = arena_new();
	between = boundary(a, parts, n);
	buf_addf(out, "Content-Type: multipart/alternative;\n boundary=\"%s\"\n", between);
	for (i = 0; i < n; i++) {
		buf_addf(out, "\n--%s\n", between);
		part_write(out, &parts[i]);
	}
	buf_addf(out, "\n--%s--\n", between);
	arena_free(a);
}
