/* SPDX-License-Identifier: ISC */
#include "common/subject.h"

#include "common/buf.h"
#include "common/utf8.h"

#include <string.h>

#define NUMBER_MAX 9999
/* Words before a colon are read as tags up to here. */
#define BARE_TAGS_MAX 60

/*
 * What mail programs of the world put in front of a reply or a forward.  Those in exact case
 * are words of other meaning too.
 */
struct dress {
	const char *word;
	unsigned flag;
	bool exact;
};

static const struct dress dresses[] = {
	{ "re", SUBJECT_REPLY, false }, { "aw", SUBJECT_REPLY, false },
	{ "sv", SUBJECT_REPLY, false }, { "antw", SUBJECT_REPLY, false },
	{ "antwort", SUBJECT_REPLY, false }, { "odp", SUBJECT_REPLY, false },
	{ "ynt", SUBJECT_REPLY, false }, { "R", SUBJECT_REPLY, true },
	{ "RES", SUBJECT_REPLY, true }, { "RIF", SUBJECT_REPLY, true },
	{ "Rif", SUBJECT_REPLY, true }, { "VS", SUBJECT_REPLY, true },
	{ "BLS", SUBJECT_REPLY, true }, { "ATB", SUBJECT_REPLY, true },
	{ "R\xc3\x89", SUBJECT_REPLY, true },			     /* RÉ */
	{ "R\xc3\xa9", SUBJECT_REPLY, true },			     /* Ré */
	{ "V\xc3\xa1", SUBJECT_REPLY, true },			     /* Vá */
	{ "V\xc3\x81", SUBJECT_REPLY, true },			     /* VÁ */
	{ "\xce\x91\xce\xa0", SUBJECT_REPLY, true },		     /* ΑΠ */
	{ "\xce\xa3\xce\xa7\xce\x95\xce\xa4", SUBJECT_REPLY, true }, /* ΣΧΕΤ */
	{ "\xd0\x9e\xd1\x82\xd0\xb2", SUBJECT_REPLY, true },	     /* Отв */
	{ "\xd7\x94\xd7\xa9\xd7\x91", SUBJECT_REPLY, true },	     /* השב */
	{ "\xe5\x9b\x9e\xe5\xa4\x8d", SUBJECT_REPLY, true },	     /* 回复 */
	{ "\xe5\x9b\x9e\xe8\xa6\x86", SUBJECT_REPLY, true },	     /* 回覆 */
	{ "\xe5\x9b\x9e\xe5\xbe\xa9", SUBJECT_REPLY, true },	     /* 回復 */
	{ "\xe7\xad\x94\xe5\xa4\x8d", SUBJECT_REPLY, true },	     /* 答复 */
	{ "\xe7\xad\x94\xe8\xa6\x86", SUBJECT_REPLY, true },	     /* 答覆 */
	{ "\xe8\xbf\x94\xe4\xbf\xa1", SUBJECT_REPLY, true },	     /* 返信 */
	{ "\xed\x9a\x8c\xec\x8b\xa0", SUBJECT_REPLY, true },	     /* 회신 */
	{ "fw", SUBJECT_FORWARD, false }, { "fwd", SUBJECT_FORWARD, false },
	{ "wg", SUBJECT_FORWARD, false }, { "TR", SUBJECT_FORWARD, true },
	{ "RV", SUBJECT_FORWARD, true }, { "VB", SUBJECT_FORWARD, true },
	{ "VL", SUBJECT_FORWARD, true }, { "ENC", SUBJECT_FORWARD, true },
	{ "ILT", SUBJECT_FORWARD, true }, { "PD", SUBJECT_FORWARD, true },
	{ "Doorst", SUBJECT_FORWARD, true },
	{ "\xe8\xbd\xac\xe5\x8f\x91", SUBJECT_FORWARD, true }, /* 转发 */
	{ "\xe8\xbd\x89\xe5\xaf\x84", SUBJECT_FORWARD, true }, /* 轉寄 */
	{ "\xe8\xbd\x89\xe7\x99\xbc", SUBJECT_FORWARD, true }, /* 轉發 */
	{ "\xe8\xbb\xa2\xe9\x80\x81", SUBJECT_FORWARD, true }, /* 転送 */
};

static void
skip_space(struct bytes *s)
{
	while (s->n && is_space(s->p[0]))
		*s = bytes_slice(*s, 1, s->n);
}

static bool
take(struct bytes *s, struct bytes head)
{
	if (!bytes_starts(*s, head))
		return false;
	*s = bytes_slice(*s, head.n, s->n);
	return true;
}

/* The count in "Re[2]", "Re(2)", "Re^2", "Re*2". */
static void
skip_count(struct bytes *s)
{
	size_t i = 1;

	if (s->n == 0 || !strchr("[(^*", s->p[0]) || s->p[0] == '\0')
		return;
	while (i < s->n && is_digit(s->p[i]))
		i++;
	if (i == 1)
		return;
	if (s->p[0] == '[' || s->p[0] == '(') {
		if (i == s->n || s->p[i] != (s->p[0] == '[' ? ']' : ')'))
			return;
		i++;
	}
	*s = bytes_slice(*s, i, s->n);
}

static bool
take_colon(struct bytes *s)
{
	return take(s, BYTES_LIT(":")) || take(s, BYTES_LIT("\xef\xbc\x9a"));
}

/* One "Re:" of any make off the front. */
static bool
take_dress(struct bytes *s, unsigned *flags)
{
	const char first = s->n ? s->p[0] : '\0', lower = to_lower(first);

	for (size_t i = 0; i < sizeof(dresses) / sizeof(dresses[0]); i++) {
		struct bytes word, at = *s;

		if (dresses[i].word[0] != (dresses[i].exact ? first : lower))
			continue;
		word = bytes_from(dresses[i].word);
		if (dresses[i].exact ? !bytes_starts(at, word) : !bytes_starts_fold(at, word))
			continue;
		at = bytes_slice(at, word.n, at.n);
		skip_count(&at);
		skip_space(&at);
		if (!take_colon(&at))
			continue;
		*flags |= dresses[i].flag;
		*s = at;
		return true;
	}
	return false;
}

/* One [..] or 【..】 off the front. */
static bool
take_bracket(struct bytes *s, struct bytes *inside)
{
	static const char open[] = "\xe3\x80\x90", close[] = "\xe3\x80\x91";
	bool wide = bytes_starts(*s, BYTES_LIT(open));
	struct bytes at = *s;
	size_t end;

	if (!wide && !bytes_starts(at, BYTES_LIT("[")))
		return false;
	at = bytes_slice(at, wide ? 3 : 1, at.n);
	end = wide ? bytes_find(at, BYTES_LIT(close)) : bytes_find_byte(at, ']');
	if (end == at.n)
		return false;
	*inside = bytes_trim(bytes_slice(at, 0, end));
	*s = bytes_slice(at, end + (wide ? 3 : 1), at.n);
	return true;
}

/* "[Fwd: subject]" opened, its closing bracket taken too. */
static bool
take_wrapped_forward(struct bytes *s, unsigned *flags)
{
	struct bytes at = *s;

	if (!take(&at, BYTES_LIT("[")) || !take_dress(&at, flags))
		return false;
	at = bytes_trim(at);
	if (bytes_ends(at, BYTES_LIT("]")))
		at.n--;
	*s = at;
	return true;
}

static bool
digits(struct bytes s, int *value)
{
	long long v;

	if (!bytes_number(s, &v) || v > NUMBER_MAX)
		return false;
	*value = (int)v;
	return true;
}

/* "3/25". */
static bool
read_part(struct bytes word, struct subject *s)
{
	size_t slash = bytes_find_byte(word, '/');
	int part, total;

	if (slash == word.n || !digits(bytes_slice(word, 0, slash), &part) ||
	    !digits(bytes_slice(word, slash + 1, word.n), &total))
		return false;
	s->part = part;
	s->total = total;
	return true;
}

/* "v2", "V2", "v5.1", "v2b"; not "v6.1.y" or "v6.1.12", which are trees, nor "virt". */
static bool
read_version(struct bytes word, struct subject *s)
{
	size_t i = 1, dots = 0;
	int version;

	if (word.n < 2 || to_lower(word.p[0]) != 'v')
		return false;
	while (i < word.n && is_digit(word.p[i]))
		i++;
	if (!digits(bytes_slice(word, 1, i), &version))
		return false;
	for (size_t j = i; j < word.n; j++)
		dots += word.p[j] == '.';
	if (dots > 1 || (word.n > i + 2 && word.p[i] != '.'))
		return false;
	s->version = version;
	return true;
}

static unsigned
keyword(struct bytes word)
{
	static const struct {
		const char *word;
		unsigned flag;
	} words[] = {
		{ "patch", SUBJECT_PATCH },
		{ "patches", SUBJECT_PATCH },
		{ "patchset", SUBJECT_PATCH },
		{ "rfc", SUBJECT_RFC },
		{ "pull", SUBJECT_PULL },
		{ "resend", SUBJECT_RESEND },
		{ "resent", SUBJECT_RESEND },
		{ "repost", SUBJECT_RESEND },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (bytes_equal_fold(word, bytes_from(words[i].word)))
			return words[i].flag;
	return 0;
}

/*
 * A word with a keyword in front: "PATCHv2", "patch-v2", "RFC/PATCH", "PATCH-next".  Gives how much
 * of it is left as a tag; 0 where it does not begin with a keyword.
 */
static size_t
read_joined(struct bytes word, struct subject *s)
{
	size_t end = 0, kept;
	unsigned flag;

	while (end < word.n && is_alpha(word.p[end]) && !(to_lower(word.p[end]) == 'v' && end))
		end++;
	flag = keyword(bytes_slice(word, 0, end));
	if (!flag)
		return 0;
	s->flags |= flag;
	kept = end;
	while (end < word.n) {
		size_t from = end;
		struct bytes piece;

		if (strchr("-/_+", word.p[end]))
			from = ++end;
		while (end < word.n && !strchr("-/_+", word.p[end]))
			end++;
		piece = bytes_slice(word, from, end);
		if (read_version(piece, s))
			continue;
		s->flags |= keyword(piece);
		kept = end;
	}
	return kept;
}

static void
add_tag(struct buf *tags, struct bytes word)
{
	if (tags->n)
		buf_addc(tags, ' ');
	buf_add(tags, word);
}

static bool
tag_word(struct bytes *rest, struct bytes *word)
{
	size_t from = 0, to;

	while (from < rest->n && (is_space(rest->p[from]) || strchr(",;:", rest->p[from])))
		from++;
	for (to = from; to < rest->n && !is_space(rest->p[to]) && !strchr(",;:", rest->p[to]); to++)
		;
	*word = bytes_slice(*rest, from, to);
	*rest = bytes_slice(*rest, to, rest->n);
	return word->n > 0;
}

/* "1 of 2" with 1 read already. */
static bool
read_part_of(struct bytes word, struct bytes *rest, struct subject *s)
{
	struct bytes at = *rest, of, total;
	int n, m;

	if (!digits(word, &n) || !tag_word(&at, &of) || !bytes_equal_fold(of, BYTES_LIT("of")) ||
	    !tag_word(&at, &total) || !digits(total, &m))
		return false;
	s->part = n;
	s->total = m;
	*rest = at;
	return true;
}

/* The words of one bracket, or of a "PATCH v2:" without one. */
static void
read_tags(struct bytes inside, struct subject *s, struct buf *tags)
{
	struct bytes rest = inside, word;
	bool part = false, version = false;

	while (tag_word(&rest, &word)) {
		size_t kept;

		if (read_part(word, s) || read_part_of(word, &rest, s)) {
			part = true;
			continue;
		}
		if (read_version(word, s)) {
			version = true;
			continue;
		}
		kept = read_joined(word, s);
		add_tag(tags, bytes_slice(word, 0, kept ? kept : word.n));
	}
	if (bytes_equal_fold(inside, BYTES_LIT("git")))
		s->flags |= SUBJECT_PULL;
	/* "[net,v2,1/2]": patchwork's own writing of a patch's tags. */
	if (part && !(s->flags & (SUBJECT_PULL | SUBJECT_RFC)) &&
	    (version || bytes_find_byte(inside, ',') < inside.n))
		s->flags |= SUBJECT_PATCH;
}

/* "RFC: x", "PATCH v2 1/3: x", "GIT PULL: x": nothing but tag words before the colon. */
static bool
take_bare_tags(struct bytes *s, struct subject *out, struct buf *tags)
{
	size_t colon = bytes_find_byte(*s, ':');
	struct bytes head = bytes_slice(*s, 0, colon), rest = head, word;
	struct subject probe = { .version = 1 };

	if (colon == s->n || head.n > BARE_TAGS_MAX)
		return false;
	while (tag_word(&rest, &word)) {
		unsigned flag = keyword(word);

		probe.flags |= flag;
		if (!flag && !read_part(word, &probe) && !read_version(word, &probe) &&
		    !bytes_equal_fold(word, BYTES_LIT("git")) &&
		    !bytes_equal_fold(word, BYTES_LIT("request")))
			return false;
	}
	if (!(probe.flags & (SUBJECT_PATCH | SUBJECT_RFC | SUBJECT_PULL)))
		return false;
	read_tags(head, out, tags);
	*s = bytes_slice(*s, colon + 1, s->n);
	return true;
}

static bool
is_prefix(struct bytes inside, struct bytes prefix)
{
	if (prefix.n > 2 && prefix.p[0] == '[' && prefix.p[prefix.n - 1] == ']')
		prefix = bytes_slice(prefix, 1, prefix.n - 1);
	return prefix.n && bytes_equal_fold(inside, bytes_trim(prefix));
}

/* "(fwd)" at the end, RFC 5256 section 2.1. */
static void
drop_trailer(struct bytes *s, unsigned *flags)
{
	static const struct bytes fwd = { "(fwd)", 5 };

	*s = bytes_trim_end(*s);
	while (s->n >= fwd.n && bytes_equal_fold(bytes_slice(*s, s->n - fwd.n, s->n), fwd)) {
		*flags |= SUBJECT_FORWARD;
		*s = bytes_trim_end(bytes_slice(*s, 0, s->n - fwd.n));
	}
}

static void
add_folded(struct buf *out, struct bytes s)
{
	struct bytes word;

	while (bytes_word(&s, &word)) {
		if (out->n)
			buf_addc(out, ' ');
		buf_add(out, word);
	}
}

static struct bytes
keep(struct arena *a, struct buf *b)
{
	struct bytes s = arena_bytes(a, buf_bytes(b));

	buf_release(b);
	return s;
}

/*
 * The one walk over a subject: its leading dresses, brackets and bare tags.  heading gets
 * all but the dresses and the list's prefix.
 */
static void
walk(struct bytes text, struct bytes prefix, struct subject *s, struct buf *tags,
    struct buf *heading)
{
	struct bytes rest = text, inside, before;
	bool bare = false;

	drop_trailer(&rest, &s->flags);
	for (;;) {
		skip_space(&rest);
		before = rest;
		if (take_dress(&rest, &s->flags) || take_wrapped_forward(&rest, &s->flags))
			continue;
		if (take_bracket(&rest, &inside)) {
			if (is_prefix(inside, prefix))
				continue;
			read_tags(inside, s, tags);
			skip_space(&rest);
			take_colon(&rest);
			add_folded(
			    heading, (struct bytes){ before.p, (size_t)(rest.p - before.p) });
			continue;
		}
		if (bare || !take_bare_tags(&rest, s, tags))
			break;
		bare = true;
		add_folded(heading, (struct bytes){ before.p, (size_t)(rest.p - before.p) });
	}
	s->title = bytes_trim(rest);
	add_folded(heading, s->title);
}

void
subject_parse(struct arena *a, struct bytes text, struct bytes prefix, struct subject *s)
{
	struct buf tags = BUF_INIT, heading = BUF_INIT, title = BUF_INIT;

	*s = (struct subject){ .version = 1, .part = -1, .total = -1 };
	walk(text, prefix, s, &tags, &heading);
	add_folded(&title, s->title);
	s->title = keep(a, &title);
	s->tags = keep(a, &tags);
	s->base = utf8_fold(a, buf_bytes(&heading));
	buf_release(&heading);
}

struct bytes
subject_heading(struct arena *a, struct bytes text)
{
	struct buf tags = BUF_INIT, heading = BUF_INIT;
	struct subject s = { .version = 1 };

	walk(text, BYTES_NONE, &s, &tags, &heading);
	buf_release(&tags);
	return keep(a, &heading);
}
