/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"

/* Lines of a header block Outlook and its like put over a quoted mail. */
#define BLOCK_MAX 8
/* Lines over which an attribution may be folded. */
#define ATTRIBUTION_MAX 3
/* Blanks before the initials of who is quoted. */
#define SOFT_INDENT 4
/* A quote that a mailer broke: this long above, this short the rest. */
#define BROKEN_LONG 68
#define BROKEN_SHORT 30

enum { FIELD_FROM = 1, FIELD_SENT = 2, FIELD_TO = 4, FIELD_SUBJECT = 8 };

static const struct {
	const char *name;
	unsigned field;
} fields[] = {
	{ "From", FIELD_FROM }, { "Von", FIELD_FROM }, { "De", FIELD_FROM }, { "Da", FIELD_FROM },
	{ "Van", FIELD_FROM }, { "Fra", FIELD_FROM }, { "Od", FIELD_FROM },
	{ "Fr\xc3\xa5n", FIELD_FROM }, { "\xd0\x9e\xd1\x82", FIELD_FROM },
	{ "\xe5\x8f\x91\xe4\xbb\xb6\xe4\xba\xba", FIELD_FROM }, /* 发件人 */
	{ "\xe5\xaf\x84\xe4\xbb\xb6\xe8\x80\x85", FIELD_FROM }, /* 寄件者 */
	{ "\xe5\xaf\x84\xe4\xbb\xb6\xe4\xba\xba", FIELD_FROM }, /* 寄件人 */
	{ "\xe5\xb7\xae\xe5\x87\xba\xe4\xba\xba", FIELD_FROM }, /* 差出人 */
	{ "Sent", FIELD_SENT }, { "Date", FIELD_SENT }, { "Gesendet", FIELD_SENT },
	{ "Datum", FIELD_SENT }, { "Envoy\xc3\xa9", FIELD_SENT }, { "Fecha", FIELD_SENT },
	{ "Enviado", FIELD_SENT }, { "Inviato", FIELD_SENT }, { "Data", FIELD_SENT },
	{ "Verzonden", FIELD_SENT }, { "Sendt", FIELD_SENT }, { "Skickat", FIELD_SENT },
	{ "\xd0\x94\xd0\xb0\xd1\x82\xd0\xb0", FIELD_SENT },
	{ "\xe5\x8f\x91\xe9\x80\x81\xe6\x97\xb6\xe9\x97\xb4", FIELD_SENT }, /* 发送时间 */
	{ "\xe5\x8f\x91\xe9\x80\x81\xe6\x97\xa5\xe6\x9c\x9f", FIELD_SENT }, /* 发送日期 */
	{ "\xe6\x97\xa5\xe6\x9c\x9f", FIELD_SENT },			    /* 日期 */
	{ "\xe9\x80\x81\xe4\xbf\xa1\xe6\x97\xa5\xe6\x99\x82", FIELD_SENT }, /* 送信日時 */
	{ "To", FIELD_TO }, { "An", FIELD_TO }, { "\xc3\x80", FIELD_TO }, { "Para", FIELD_TO },
	{ "A", FIELD_TO }, { "Aan", FIELD_TO }, { "Til", FIELD_TO }, { "Till", FIELD_TO },
	{ "Do", FIELD_TO }, { "Cc", FIELD_TO }, { "\xd0\x9a\xd0\xbe\xd0\xbc\xd1\x83", FIELD_TO },
	{ "\xe6\x94\xb6\xe4\xbb\xb6\xe4\xba\xba", FIELD_TO }, /* 收件人 */
	{ "\xe6\x94\xb6\xe4\xbb\xb6\xe8\x80\x85", FIELD_TO }, /* 收件者 */
	{ "\xe6\x8a\x84\xe9\x80\x81", FIELD_TO },	      /* 抄送 */
	{ "\xe5\xae\x9b\xe5\x85\x88", FIELD_TO },	      /* 宛先 */
	{ "Subject", FIELD_SUBJECT }, { "Betreff", FIELD_SUBJECT }, { "Objet", FIELD_SUBJECT },
	{ "Asunto", FIELD_SUBJECT }, { "Oggetto", FIELD_SUBJECT }, { "Assunto", FIELD_SUBJECT },
	{ "Onderwerp", FIELD_SUBJECT }, { "Emne", FIELD_SUBJECT }, { "\xc3\x84mne", FIELD_SUBJECT },
	{ "\xd0\xa2\xd0\xb5\xd0\xbc\xd0\xb0", FIELD_SUBJECT },
	{ "\xe4\xb8\xbb\xe9\xa2\x98", FIELD_SUBJECT }, /* 主题 */
	{ "\xe4\xb8\xbb\xe6\x97\xa8", FIELD_SUBJECT }, /* 主旨 */
	{ "\xe4\xbb\xb6\xe5\x90\x8d", FIELD_SUBJECT }, /* 件名 */
};

/* What stands between dashes over a mail that is passed on. */
static const char *const dividers[] = { "Original Message", "Original message",
	"Original Appointment", "original message", "Forwarded message", "Forwarded Message",
	"forwarded message", "Forwarded by", "Ursprungliche Nachricht",
	"Urspr\xc3\xbcngliche Nachricht", "Originalnachricht", "Original-Nachricht",
	"Weitergeleitete Nachricht", "Message d'origine", "Message original",
	"Message transf\xc3\xa9r\xc3\xa9", "Mensaje original", "Mensagem original",
	"Messaggio originale", "Oorspronkelijk bericht", "Oprindelig meddelelse",
	"Ursprungligt meddelande", "Alkuper\xc3\xa4inen viesti", "Pierwotna wiadomo",
	"\xd0\x98\xd1\x81\xd1\x85\xd0\xbe\xd0\xb4\xd0\xbd\xd0\xbe\xd0\xb5", /* Исходное */
	"\xd0\x9f\xd0\xb5\xd1\x80\xd0\xb5\xd1\x81\xd1\x8b\xd0\xbb\xd0\xb0", /* Пересыла */
	"\xe5\x8e\x9f\xe5\xa7\x8b",					    /* 原始 */
	"\xe9\x82\xae\xe4\xbb\xb6\xe5\x8e\x9f\xe4\xbb\xb6",		    /* 邮件原件 */
	"\xe8\xbd\xac\xe5\x8f\x91",					    /* 转发 */
	"\xe8\xbd\x89\xe5\xaf\x84",					    /* 轉寄 */
	"\xe5\x85\x83\xe3\x81\xae\xe3\x83\xa1\xe3\x83\x83\xe3\x82\xbb\xe3\x83\xbc\xe3\x82"
	"\xb8", /* 元のメッセージ */
	NULL };

static const char *const wrote[] = { "wrote", "writes", "schrieb",
	"\xc3\xa9"
	"crit",
	"escribi\xc3\xb3", "escribi", "escreveu", "ha scritto", "scrisse", "schreef", "skrev",
	"napisa", "kirjoitti", "napsal", "\xc3\xadrta", "yazd\xc4\xb1", "a scris",
	"\xd0\xbd\xd0\xb0\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb0\xd0\xbb",	/* написал */
	"\xd0\xbf\xd0\xb8\xd1\x88\xd0\xb5\xd1\x82",			/* пишет */
	"\xe5\x86\x99\xe9\x81\x93",					/* 写道 */
	"\xe5\xaf\xab\xe9\x81\x93",					/* 寫道 */
	"\xe5\x86\x99\xe5\x88\xb0",					/* 写到 */
	"\xe6\x9b\xb8\xe3\x81\x8d\xe3\x81\xbe\xe3\x81\x97\xe3\x81\x9f", /* 書きました */
	"\xe3\x81\xae\xe3\x83\xa1\xe3\x83\x83\xe3\x82\xbb\xe3\x83\xbc\xe3\x82\xb8", /* のメッセージ
										     */
	"\xec\x9e\x91\xec\x84\xb1",						    /* 작성 */
	NULL };

/* Words of an attribution only where it opens like one and names a day. */
static const char *const saying[] = { " said:", " says:", " typed:", NULL };

static const char *const openers[] = { "On", "Am", "Le", "El", "Il", "Op", "Den", "W dniu", "Em",
	"Dne", "Quoting", "In message", "In article", "In a message", "At", "From", "Quoth",
	"\xe5\x9c\xa8", /* 在 */
	"\xe4\xba\x8e", /* 于 */
	NULL };

static const char *const elisions[] = { "[...]", "[..]", "[....]", "[ ... ]", "[ ...]",
	"[\xe2\x80\xa6]", "[snip]", "[snipped]", "<snip>", "<snipped>", "...", "....",
	"\xe2\x80\xa6", "[cut]", "[trimmed]", "[skip]", "[trim]", "(...)", "(snip)", "<...>",
	"--8<--", "[snip...]", "<skip>", "<cut>", NULL };

static bool
ends_colon(struct bytes s)
{
	return bytes_ends(s, BYTES_LIT(":")) || bytes_ends(s, BYTES_LIT("\xef\xbc\x9a"));
}

/* The field a line of a quoted mail's header names; bold in Outlook's HTML: "*From:* x". */
static unsigned
field_of(struct bytes s)
{
	if (bytes_starts(s, BYTES_LIT("*")))
		s = bytes_slice(s, 1, s.n);
	if (s.n == 0 || (!is_alpha(s.p[0]) && (unsigned char)s.p[0] < 0x80))
		return 0;
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		struct bytes name = bytes_from(fields[i].name), rest;

		if (s.p[0] != name.p[0] || !bytes_starts(s, name))
			continue;
		rest = bytes_trim(bytes_slice(s, name.n, name.n + 6));
		if (bytes_starts(rest, BYTES_LIT(":")) || bytes_starts(rest, BYTES_LIT("*:")) ||
		    bytes_starts(rest, BYTES_LIT("\xef\xbc\x9a")))
			return fields[i].field;
	}
	return 0;
}

/* The lines of a header block that begins at i; 0 where there is none. */
static size_t
block_length(const struct lines *l, size_t i, bool divided)
{
	unsigned found = 0;
	int count = 0;
	size_t k;

	for (k = i; k < l->n && k < i + BLOCK_MAX && l->at[k].kind == LINE_OPEN; k++) {
		unsigned field = field_of(l->at[k].text);

		found |= field;
		count += field != 0;
	}
	if (!(found & FIELD_FROM) || (!divided && field_of(l->at[i].text) != FIELD_FROM))
		return 0;
	if (!divided &&
	    (count < 3 || !(found & FIELD_TO) || !(found & (FIELD_SENT | FIELD_SUBJECT))))
		return 0;
	return k - i;
}

static bool
is_divider(const struct lines *l, size_t i)
{
	struct bytes s = bytes_trim(l->at[i].text);
	size_t said;

	if (bytes_equal_fold(s, BYTES_LIT("Begin forwarded message:")))
		return true;
	if (!bytes_starts(s, BYTES_LIT("--")) && !bytes_starts(s, BYTES_LIT("__")))
		return false;
	if (lines_holds(s, dividers))
		return bytes_ends(s, BYTES_LIT("--")) || bytes_ends(s, BYTES_LIT("-"));
	said = lines_said(l, i + 1);
	return bytes_ends(s, BYTES_LIT("__")) && said < l->n && block_length(l, said, false) > 0;
}

static void
mark(struct lines *l, size_t from, size_t to, enum text_kind kind)
{
	for (size_t i = from; i < to && i < l->n; i++)
		if (l->at[i].kind != TEXT_BLANK)
			l->at[i].kind = kind;
}

/*
 * A mail quoted whole without marks goes to the end, for nothing says where it would stop; where
 * marks follow its header, they say it.
 */
void
lines_mark_forwards(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++) {
		bool divided;
		size_t from, length, said;

		if (l->at[i].kind != LINE_OPEN)
			continue;
		divided = is_divider(l, i);
		from = divided ? lines_said(l, i + 1) : i;
		length = from < l->n && l->at[from].kind == LINE_OPEN
			     ? block_length(l, from, divided)
			     : 0;
		if (!divided && !length)
			continue;
		said = lines_said(l, from + length);
		if (said < l->n && l->at[said].kind == TEXT_QUOTE) {
			mark(l, i, said, TEXT_ATTRIBUTION);
			i = said;
			continue;
		}
		mark(l, i, l->n, TEXT_QUOTE);
		return;
	}
}

static bool
has_address(struct bytes s)
{
	size_t at = bytes_find_byte(s, '@');

	return at > 0 && at + 1 < s.n && is_alnum(s.p[at + 1]);
}

static bool
has_digit(struct bytes s)
{
	for (size_t i = 0; i < s.n; i++)
		if (is_digit(s.p[i]))
			return true;
	return false;
}

/* "12:34", "2025", "2025-10-13". */
static bool
has_time(struct bytes s)
{
	size_t digits = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (is_digit(s.p[i])) {
			if (++digits == 4)
				return true;
			continue;
		}
		if (s.p[i] == ':' && digits && i + 2 < s.n && is_digit(s.p[i + 1]) &&
		    is_digit(s.p[i + 2]))
			return true;
		digits = 0;
	}
	return false;
}

static bool
quote_follows(const struct lines *l, size_t i)
{
	size_t said = lines_said(l, i + 1);

	return said < l->n && l->at[said].kind == TEXT_QUOTE;
}

/* The first line of the attribution that ends at i. */
static size_t
attribution_begin(const struct lines *l, size_t i)
{
	for (size_t k = i;; k--) {
		if (lines_starts_word(bytes_trim(l->at[k].text), openers))
			return k;
		if (k == 0 || i - k + 1 == ATTRIBUTION_MAX || l->at[k - 1].kind != LINE_OPEN)
			break;
	}
	/* "<a@b> wrote:" has its name on the line above. */
	if (i > 0 && l->at[i].text.p[0] == '<' && l->at[i - 1].kind == LINE_OPEN)
		return i - 1;
	return i;
}

static bool
ends_attribution(const struct lines *l, size_t i)
{
	struct bytes s = l->at[i].text;
	bool quoted, said, opened;
	size_t begin;

	if (!ends_colon(s)) /* Gmail of old: "2010/1/5 Name <a@b>" */
		return is_digit(s.p[0]) && i + 1 < l->n && l->at[i + 1].kind == TEXT_QUOTE &&
		       bytes_ends(s, BYTES_LIT(">")) && has_address(s);
	quoted = quote_follows(l, i);
	said = lines_holds(s, wrote);
	if (quoted && (said || has_address(s) || has_time(s)))
		return true;
	begin = attribution_begin(l, i);
	opened = lines_starts_word(bytes_trim(l->at[begin].text), openers);
	if (quoted && opened && lines_holds(s, saying) && has_digit(l->at[begin].text))
		return true;
	return opened && has_time(l->at[begin].text) && (said || (quoted && begin < i));
}

void
lines_mark_attributions(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].kind == LINE_OPEN && ends_attribution(l, i))
			mark(l, attribution_begin(l, i), i + 1, TEXT_ATTRIBUTION);
}

/* "Marc>", "  MZ> ", " >", "| ". */
static bool
is_soft_quote(struct bytes s)
{
	size_t end = 0, indent = 0;

	while (indent < s.n && indent < SOFT_INDENT && s.p[indent] == ' ')
		indent++;
	s = bytes_slice(s, indent, s.n);
	if (bytes_starts(s, BYTES_LIT("|")))
		return bytes_find_byte(bytes_slice(s, 1, s.n), '|') == s.n - 1;
	while (end < s.n && end < 16 && is_alpha(s.p[end]))
		end++;
	if (end == s.n || s.p[end] != '>')
		return false;
	return end + 1 == s.n || is_blank(s.p[end + 1]) || s.p[end + 1] == '>';
}

/* The rest of a quoted line that some mailer broke without a mark. */
static bool
is_broken_quote(const struct lines *l, size_t i)
{
	struct bytes s = l->at[i].text;

	return i > 0 && i + 1 < l->n && l->at[i - 1].kind == TEXT_QUOTE &&
	       l->at[i + 1].kind == TEXT_QUOTE && l->at[i - 1].text.n > BROKEN_LONG &&
	       s.n < BROKEN_SHORT && !(s.p[0] >= 'A' && s.p[0] <= 'Z');
}

static bool
is_elision(struct bytes s)
{
	for (size_t i = 0; elisions[i]; i++)
		if (bytes_equal_fold(s, bytes_from(elisions[i])))
			return true;
	return false;
}

void
lines_mark_soft_quotes(struct lines *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->at[i].kind == LINE_OPEN &&
		    (is_soft_quote(l->at[i].text) || is_broken_quote(l, i) ||
			is_elision(bytes_trim(l->at[i].text))))
			l->at[i].kind = TEXT_QUOTE;
}
