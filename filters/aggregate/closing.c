/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/lines.h"

/* Words of a line that is only a greeting, only thanks, only a name. */
#define GREETING_WORDS 5
#define CLOSING_WORDS 4
#define NAME_WORDS 4
#define NAME_BYTES 48
/* Blank lines between "Thanks," and the name, and lines of the name. */
#define NAME_LINES 2

static const char *const greetings[] = { "hi", "hello", "hey", "dear", "good morning",
	"good afternoon", "good evening", "good day", "greetings", "hallo", "hola", "bonjour",
	"salut", "moin", "servus", "sehr geehrte", "liebe", "\xe4\xbd\xa0\xe5\xa5\xbd", /* 你好 */
	"\xe6\x82\xa8\xe5\xa5\xbd",							/* 您好 */
	"\xe5\xa4\xa7\xe5\xae\xb6\xe5\xa5\xbd", /* 大家好 */
	"\xe5\x90\x84\xe4\xbd\x8d",		/* 各位 */
	NULL };

/* Greetings only where a comma follows. */
static const char *const crowds[] = { "folks", "all", "everyone", "guys", "team", "maintainers" };

static const char *const closings[] = {
	"thanks", "thank you", "thanks again", "many thanks", "thx", "cheers", "regards",
	"best regards", "kind regards", "warm regards", "best wishes", "best", "br", "brgds",
	"rgds", "sincerely", "sincerely yours", "yours sincerely", "yours", "yours truly", "ciao",
	"bye", "take care", "hth", "hope this helps", "hope that helps", "with best regards",
	"with kind regards", "with regards",
	"viele gr\xc3\xbc\xc3\x9f"
	"e",
	"gr\xc3\xbc\xc3\x9f"
	"e",
	"mit freundlichen gr\xc3\xbc\xc3\x9f"
	"en",
	"mfg", "lg", "cordialement", "saludos", "atenciosamente",
	"med v\xc3\xa4nliga h\xc3\xa4lsningar", "all the best", "have a nice day", "tia",
	"thanks in advance", "thank you in advance", "thanks a lot", "thank you very much",
	"thanks very much", "thanks for your time", "much appreciated",
	"looking forward to your reply", "\xe8\xb0\xa2\xe8\xb0\xa2", /* 谢谢 */
	"\xe8\xac\x9d\xe8\xac\x9d",				     /* 謝謝 */
	"\xe6\xad\xa4\xe8\x87\xb4",				     /* 此致 */
	"\xe6\x95\xac\xe7\xa4\xbc",				     /* 敬礼 */
	"\xe7\xa5\x9d\xe5\xa5\xbd",				     /* 祝好 */
	"\xe8\x87\xb4\xe7\xa4\xbc",				     /* 致礼 */
};

/* s without the marks people end or begin a name or a "Thanks" with. */
static struct bytes
bare(struct bytes s)
{
	static const struct {
		const char *p;
		size_t n;
	} wide[] = { { "\xef\xbc\x8c", 3 }, { "\xef\xbc\x81", 3 }, { "\xe3\x80\x82", 3 },
		{ "\xef\xbc\x9a", 3 }, { "\xef\xbd\x9e", 3 } };
	size_t n;

	s = bytes_trim(s);
	while (s.n && bytes_find_byte(BYTES_LIT("-/~[(*<_"), s.p[0]) < 8)
		s = bytes_trim(bytes_slice(s, 1, s.n));
	do {
		n = s.n;
		while (s.n && bytes_find_byte(BYTES_LIT(",.!:;-~])*>_"), s.p[s.n - 1]) < 12)
			s = bytes_trim(bytes_slice(s, 0, s.n - 1));
		for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
			if (bytes_ends(s, (struct bytes){ wide[i].p, wide[i].n }))
				s = bytes_trim(bytes_slice(s, 0, s.n - wide[i].n));
	} while (s.n != n);
	return s;
}

static bool
is_greeting(struct bytes s)
{
	struct bytes last = bytes_trim(s), core = bare(s);
	size_t words = bytes_words(core);
	bool comma;

	if (core.n == 0 || words > GREETING_WORDS)
		return false;
	comma = bytes_ends(last, BYTES_LIT(",")) || bytes_ends(last, BYTES_LIT("!")) ||
		bytes_ends(last, BYTES_LIT("\xef\xbc\x8c")) ||
		bytes_ends(last, BYTES_LIT("\xef\xbc\x81")) || bytes_ends(last, BYTES_LIT(":")) ||
		bytes_ends(last, BYTES_LIT("-"));
	return (comma && bytes_is_among(core, BYTES_LIST(crowds))) ||
	       (lines_starts_word(core, greetings) && (comma || words < 4) &&
		   bytes_find_byte(core, '?') == core.n &&
		   bytes_find(core, BYTES_LIT(", ")) + 20 > core.n);
}

/* "Thanks!", "Best regards,", and with a name behind: "Cheers, Andre". */
static bool
is_closing(struct bytes s)
{
	struct bytes core = bare(s), head;
	size_t comma = bytes_find_byte(core, ',');

	if (bytes_is_among(core, BYTES_LIST(closings)))
		return true;
	if (comma == core.n) {
		comma = bytes_find_byte(core, '!');
		if (comma == core.n)
			return false;
	}
	head = bytes_slice(core, 0, comma);
	return bytes_is_among(head, BYTES_LIST(closings)) && bytes_words(core) <= CLOSING_WORDS;
}

/* A line that could be a name: few words, begun in capitals or not Latin at all. */
static bool
is_name_like(struct bytes s)
{
	struct bytes core = bare(s), word;
	size_t words = 0;

	if (core.n == 0 || core.n > NAME_BYTES || bytes_ends(s, BYTES_LIT("?")) ||
	    bytes_ends(s, BYTES_LIT(":")))
		return false;
	while (bytes_word(&core, &word)) {
		char c = word.p[0];

		if (bytes_equal(word, BYTES_LIT("and")))
			continue;
		if (++words > NAME_WORDS || (!(c >= 'A' && c <= 'Z') && (unsigned char)c < 0x80))
			return false;
	}
	return words > 0;
}

static bool
matches_sender(struct bytes word, struct bytes sender)
{
	while (sender.n) {
		size_t from = 0, to;
		struct bytes token;

		while (from < sender.n && !is_alnum(sender.p[from]) &&
		       (unsigned char)sender.p[from] < 0x80)
			from++;
		for (to = from; to < sender.n &&
				(is_alnum(sender.p[to]) || (unsigned char)sender.p[to] >= 0x80);
		     to++)
			;
		token = bytes_slice(sender, from, to);
		sender = bytes_slice(sender, to, sender.n);
		if (token.n && bytes_equal_fold(word, bytes_slice(token, 0, word.n)) &&
		    (word.n >= 3 || word.n == token.n || word.n == 1))
			return true;
	}
	return false;
}

/* A line of nothing but the sender's name, nickname or initial: "Marc", "M.", "-Oliver", "/fuad".
 */
static bool
is_sender(struct bytes s, struct bytes sender)
{
	struct bytes core = bare(s), word;
	size_t words = 0;

	if (core.n == 0 || core.n > NAME_BYTES)
		return false;
	while (bytes_word(&core, &word))
		if (++words > NAME_WORDS || !matches_sender(bare(word), sender))
			return false;
	return words > 0;
}

/* The name under a closing; lines that do not look like one stay. */
static void
mark_names(struct lines *l, size_t i)
{
	size_t at = lines_said(l, i + 1);

	for (size_t k = at; k < l->n && k < at + NAME_LINES; k++) {
		if (l->at[k].kind != LINE_OPEN || !is_name_like(l->at[k].text) ||
		    is_closing(l->at[k].text))
			return;
		if (k + 1 < l->n && k + 1 == at + NAME_LINES && l->at[k + 1].kind == LINE_OPEN)
			return;
		l->at[k].kind = TEXT_SIGNATURE;
	}
}

static bool
ends_sentence(struct bytes s)
{
	return bytes_find_byte(BYTES_LIT(".!?)"), s.p[s.n - 1]) < 4;
}

void
lines_mark_closings(struct lines *l, struct bytes sender)
{
	bool said = false; /* something of the sender's own stands above */

	for (size_t i = 0; i < l->n; i++) {
		struct bytes s = l->at[i].text;

		if (l->at[i].kind != LINE_OPEN)
			continue;
		if (is_closing(s)) {
			l->at[i].kind = TEXT_GREETING;
			mark_names(l, i);
		} else if (is_greeting(s)) {
			l->at[i].kind = TEXT_GREETING;
		} else if (!said && bytes_ends(s, BYTES_LIT(",")) && bytes_words(s) < 3 &&
			   lines_gap_after(l, i) && is_name_like(s)) {
			l->at[i].kind = TEXT_GREETING;
		} else if (is_sender(s, sender) && lines_gap_after(l, i) &&
			   (lines_gap_before(l, i) || lines_indent(s) > 0 ||
			       ends_sentence(l->at[i - 1].text))) {
			l->at[i].kind = TEXT_SIGNATURE;
		}
		said = said || l->at[i].kind == LINE_OPEN;
	}
}
