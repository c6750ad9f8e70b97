/* SPDX-License-Identifier: ISC */
#include "common/charset.h"

#include "common/utf8.h"

#include <errno.h>
#include <iconv.h>

/* A longer label is none of ours. */
#define LABEL_MAX ((size_t)40)

enum form {
	FORM_BYTES,
	FORM_ESCAPED, /* seven bits: looks like ASCII, and so like UTF-8 */
	FORM_WIDE     /* holds NUL */
};

/* What we read, by glibc's names: of each family the widest, as browsers do (WHATWG Encoding). */
enum { UTF_8, WINDOWS_1252, UNKNOWN = -1 };
static struct charset {
	const char *name;
	enum form form;
	bool tried, open;
	iconv_t iconv;
} charsets[] = {
	[UTF_8] = { .name = "UTF-8" },
	[WINDOWS_1252] = { .name = "WINDOWS-1252" },
	{ .name = "ISO-8859-2" },
	{ .name = "ISO-8859-3" },
	{ .name = "ISO-8859-4" },
	{ .name = "ISO-8859-5" },
	{ .name = "ISO-8859-6" },
	{ .name = "ISO-8859-7" },
	{ .name = "ISO-8859-8" },
	{ .name = "ISO-8859-10" },
	{ .name = "ISO-8859-13" },
	{ .name = "ISO-8859-14" },
	{ .name = "ISO-8859-15" },
	{ .name = "ISO-8859-16" },
	{ .name = "WINDOWS-874" },
	{ .name = "WINDOWS-1250" },
	{ .name = "WINDOWS-1251" },
	{ .name = "WINDOWS-1253" },
	{ .name = "WINDOWS-1254" },
	{ .name = "WINDOWS-1255" },
	{ .name = "WINDOWS-1256" },
	{ .name = "WINDOWS-1257" },
	{ .name = "WINDOWS-1258" },
	{ .name = "IBM437" },
	{ .name = "IBM850" },
	{ .name = "IBM852" },
	{ .name = "IBM866" },
	{ .name = "KOI8-R" },
	{ .name = "KOI8-U" },
	{ .name = "MACINTOSH" },
	{ .name = "GB18030" },
	{ .name = "BIG5-HKSCS" },
	{ .name = "CP949" },
	{ .name = "CP932" },
	{ .name = "EUC-JP" },
	{ .name = "ISO-2022-JP-3", .form = FORM_ESCAPED },
	{ .name = "ISO-2022-KR", .form = FORM_ESCAPED },
	{ .name = "UTF-7", .form = FORM_ESCAPED },
	{ .name = "UTF-16", .form = FORM_WIDE },
	{ .name = "UTF-16BE", .form = FORM_WIDE },
};

/* Labels other than a charset's own name; both without their punctuation, in lower case. */
static const struct alias {
	const char *label, *name;
} aliases[] = {
	{ "unicode11utf8", "UTF-8" },
	{ "usascii", "WINDOWS-1252" },
	{ "ascii", "WINDOWS-1252" },
	{ "ansix341968", "WINDOWS-1252" },
	{ "iso646us", "WINDOWS-1252" },
	{ "iso88591", "WINDOWS-1252" },
	{ "latin1", "WINDOWS-1252" },
	{ "l1", "WINDOWS-1252" },
	{ "cp1252", "WINDOWS-1252" },
	{ "latin2", "ISO-8859-2" },
	{ "iso88598i", "ISO-8859-8" },
	{ "iso88598e", "ISO-8859-8" },
	{ "iso88599", "WINDOWS-1254" },
	{ "latin5", "WINDOWS-1254" },
	{ "latin9", "ISO-8859-15" },
	{ "iso885911", "WINDOWS-874" },
	{ "tis620", "WINDOWS-874" },
	{ "cp874", "WINDOWS-874" },
	{ "cp1250", "WINDOWS-1250" },
	{ "cp1251", "WINDOWS-1251" },
	{ "cp1253", "WINDOWS-1253" },
	{ "cp1254", "WINDOWS-1254" },
	{ "cp1255", "WINDOWS-1255" },
	{ "cp1256", "WINDOWS-1256" },
	{ "cp1257", "WINDOWS-1257" },
	{ "cp1258", "WINDOWS-1258" },
	{ "cp437", "IBM437" },
	{ "cp850", "IBM850" },
	{ "cp852", "IBM852" },
	{ "cp866", "IBM866" },
	{ "koi8", "KOI8-R" },
	{ "koi8ru", "KOI8-U" },
	{ "xmacroman", "MACINTOSH" },
	{ "mac", "MACINTOSH" },
	{ "gb2312", "GB18030" },
	{ "xgb2312", "GB18030" },
	{ "gb231280", "GB18030" },
	{ "euccn", "GB18030" },
	{ "gbk", "GB18030" },
	{ "xgbk", "GB18030" },
	{ "cp936", "GB18030" },
	{ "big5", "BIG5-HKSCS" },
	{ "xbig5", "BIG5-HKSCS" },
	{ "cnbig5", "BIG5-HKSCS" },
	{ "cp950", "BIG5-HKSCS" },
	{ "euckr", "CP949" },
	{ "ksc5601", "CP949" },
	{ "ksc56011987", "CP949" },
	{ "uhc", "CP949" },
	{ "windows949", "CP949" },
	{ "shiftjis", "CP932" },
	{ "sjis", "CP932" },
	{ "xsjis", "CP932" },
	{ "windows31j", "CP932" },
	{ "xeucjp", "EUC-JP" },
	{ "iso2022jp", "ISO-2022-JP-3" },
	{ "iso2022jp1", "ISO-2022-JP-3" },
	{ "iso2022jp2", "ISO-2022-JP-3" },
	{ "unicode11utf7", "UTF-7" },
	{ "utf16le", "UTF-16" },
	{ "unicode", "UTF-16" },
};

/* Whether two names are the same but for punctuation and case. */
static bool
same_name(struct bytes a, struct bytes b)
{
	size_t i = 0, k = 0;

	for (;; i++, k++) {
		while (i < a.n && !is_alnum(a.p[i]))
			i++;
		while (k < b.n && !is_alnum(b.p[k]))
			k++;
		if (i == a.n || k == b.n)
			return i == a.n && k == b.n;
		if (to_lower(a.p[i]) != to_lower(b.p[k]))
			return false;
	}
}

static int
find_name(struct bytes name)
{
	for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
		if (same_name(name, bytes_from(charsets[i].name)))
			return (int)i;
	return UNKNOWN;
}

/* The charset a label means: RFC 2231 section 5 lets a language stand behind it. */
static int
find_label(struct bytes label)
{
	int found;

	label = bytes_slice(label, 0, bytes_find_byte(label, '*'));
	if (label.n == 0 || label.n > LABEL_MAX)
		return UNKNOWN;
	if ((found = find_name(label)) != UNKNOWN)
		return found;
	for (size_t i = 0; i < sizeof aliases / sizeof *aliases; i++)
		if (same_name(label, bytes_from(aliases[i].label)))
			return find_name(bytes_from(aliases[i].name));
	return UNKNOWN;
}

static bool
open_charset(struct charset *c)
{
	if (!c->tried) {
		c->tried = true;
		c->iconv = iconv_open("UTF-8", c->name);
		c->open = c->iconv != (iconv_t)-1;
	}
	return c->open;
}

/*
 * Runs iconv over *in once; the output grows by what it gives.  in NULL: what it still holds
 * back.
 */
static bool
convert_run(struct buf *out, struct charset *c, char **from, size_t *left)
{
	size_t room = (left ? *left : 0) + 16, before = room;
	char *to = buf_room(out, room);
	bool ok = iconv(c->iconv, from, left, &to, &room) != (size_t)-1;

	out->n += before - room;
	out->p[out->n] = '\0';
	return ok;
}

/* Appends in as UTF-8, with U+FFFD for each byte that is none of the charset. */
static void
convert(struct buf *out, struct charset *c, struct bytes in)
{
	char *from = (char *)(size_t)in.p;

	iconv(c->iconv, NULL, NULL, NULL, NULL);
	while (in.n) {
		if (convert_run(out, c, &from, &in.n) || errno == E2BIG)
			continue;
		utf8_add(out, 0xfffd);
		if (errno == EINVAL)
			break;
		from++;
		in.n--;
	}
	convert_run(out, c, NULL, NULL);
}

/* As UTF-8, each bad byte as U+FFFD. */
static void
mend(struct buf *out, struct bytes in)
{
	uint32_t c;

	while (utf8_next(&in, &c))
		utf8_add(out, c);
}

/* Whether bytes are damaged UTF-8 rather than windows-1252, where letters seldom stand so. */
static bool
looks_like_utf8(struct bytes s)
{
	size_t good = 0, bad = 0;
	uint32_t c;

	while (utf8_next(&s, &c)) {
		good += c >= 0x80 && c != 0xfffd;
		bad += c == 0xfffd;
	}
	return good > bad;
}

static bool
has_high_bit(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return true;
	return false;
}

static int
choose(struct bytes text, struct bytes label)
{
	int found = find_label(label);
	enum form form = found == UNKNOWN ? FORM_BYTES : charsets[found].form;

	if (form == FORM_ESCAPED && !has_high_bit(text))
		return found;
	if (form == FORM_WIDE && bytes_find_byte(text, '\0') < text.n)
		return found;
	if (found == UNKNOWN)
		found = WINDOWS_1252;
	if (utf8_valid(text) || (found == WINDOWS_1252 && looks_like_utf8(text)))
		return UTF_8;
	return found;
}

struct bytes
charset_to_utf8(struct arena *a, struct bytes text, struct bytes label)
{
	struct buf out = BUF_INIT;
	struct bytes result;
	int found = choose(text, label);

	if (found == UTF_8 && utf8_valid(text))
		return text;
	if (found != UTF_8 && open_charset(&charsets[found]))
		convert(&out, &charsets[found], text);
	else
		mend(&out, text);
	result = arena_bytes(a, buf_bytes(&out));
	buf_release(&out);
	return result;
}

bool
charset_known(struct bytes label)
{
	return find_label(label) != UNKNOWN;
}

void
charset_warm(void)
{
	for (size_t i = 0; i < sizeof charsets / sizeof *charsets; i++)
		open_charset(&charsets[i]);
}
