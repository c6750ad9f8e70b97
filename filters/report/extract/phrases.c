/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/phrases.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* A full stop behind these ends nothing. */
static const char *const abbreviations[] = { "e.g.", "i.e.", "vs.", "cf.", "resp.", "approx.",
	"incl.", "mr.", "mrs.", "ms.", "dr.", "fig.", "sec.", "no.", "nr.", "a.k.a.", "w.r.t.",
	"z.b.", "d.h.", "bzw.", "viz.", "ca.", "p.s." };

/* What begins so greets whoever follows. */
static const char *const greetings[] = { "hi", "hello", "hey", "dear", "greetings", "good morning",
	"good afternoon", "good evening" };

/* What begins so says nothing to one who did not get the mail. */
static const char *const small_change[] = { "thanks", "thank you", "thank-you", "many thanks",
	"thx", "cheers", "regards", "best regards", "kind regards", "sorry for", "apologies for",
	"apologies if", "ping", "copyright", "sorry about", "gentle ping", "friendly ping",
	"changes since", "changes in v", "changes from v", "change since", "changelog",
	"change log", "v1->", "v1 ->", "this series applies", "this patch applies",
	"this series is based", "this patch is based", "the series is based", "series based on",
	"the patch is based", "the patches are based", "patches are based", "the patches apply",
	"the series applies", "applies on top", "applies to", "applies cleanly", "base-commit",
	"base commit", "link to v", "cc:", "to:", "from:", "subject:", "date:", "as follows",
	"please find", "please see", "in reply to", "on behalf of", "sent from my", "find below",
	"snip", "do you yahoo", "get your free", "an html attachment was", "a non-text attachment",
	"----", "no functional change", "no change since", "the following changes since",
	"available in the git", "are available in the", "for you to fetch", "the code is available",
	"the following patch", "i've dropped the rest", "full changelog", "the tree is", "git tree",
	"signed-off-by", "reviewed-by", "acked-by", "tested-by", "i hope this helps",
	"hope this helps", "hope that helps", "let me know", "please let me know", "just a notice",
	"please trim", "please do not top", "please don't top", "\xe6\x84\x9f\xe8\xb0\xa2",
	"\xe8\xb0\xa2\xe8\xb0\xa2", "\xe4\xbd\xa0\xe5\xa5\xbd", "\xe6\x82\xa8\xe5\xa5\xbd",
	"\xe5\xa4\xa7\xe5\xae\xb6\xe5\xa5\xbd", "\xe5\x90\x84\xe4\xbd\x8d\xe5\xa5\xbd" };

/* And so does this, where not much follows. */
static const char *const stock[] = { "any thought", "any thoughts", "any comment", "any comments",
	"thoughts", "comments", "feedback", "suggestions", "feel free", "with that", "nice catch",
	"good catch", "good point", "good idea", "great", "nice", "will do", "will fix",
	"will send", "fair enough", "fair point", "based on", "see below", "no change",
	"no changes", "lgtm", "looks good", "looks fine", "looks great", "looks ok",
	"looks reasonable", "looks sane", "makes sense", "that makes sense", "it makes sense",
	"i will do", "surely i", "this makes sense", "sounds good", "sounds great",
	"sounds reasonable", "sounds like a plan", "sounds fine", "works for me", "fine by me",
	"fine with me", "ok", "okay", "sure", "yes", "yep", "yeah", "yup", "no problem",
	"no worries", "never mind", "nevermind", "agreed", "i agree", "agree", "exactly", "indeed",
	"right", "done", "noted", "ack", "acked", "oops", "ouch", "whoops", "lol", "haha", "heh",
	"ah", "aha", "oh", "my bad", "you're right", "you are right", "you're welcome", "i see",
	"got it", "understood", "of course", "absolutely", "correct", "true", "same here",
	"same thing", "same as", "ditto", "just my", "imho", "have fun", "have a", "take care",
	"talk to you", "let me know", "please let me know", "what do you think", "wdyt",
	"does that make sense", "does this make sense", "hth", "unsure about", "not sure about",
	"my mistake", "i'll fix", "i will fix", "will change", "i'll change", "i'll send",
	"i'll do", "will be fixed", "fixed", "thoughts on", "great job", "great work", "nice work",
	"nice one", "ok with me", "fine for me" };

/* And so does what holds one of these, however it begins. */
static const char *const courtesies[] = { "looks good to", "looks good now", "makes sense to me",
	"patch looks good", "series looks good", "many thanks", "thanks for", "thank you",
	"thanks again", "hope this helps", "sorry for", "apologies for" };

/* "Hi Ann and Bob, " is at most so long, and has so many words behind the first. */
#define GREETING_MAX ((size_t)48)
#define GREETING_NAMES 4
/* "Thanks a lot for your quick review of this series, but " */
#define EXCUSE_MAX ((size_t)80)
/* "Changes since v2 (https://...):" is at most so long. */
#define CHANGELOG_MAX ((size_t)100)
/* So many words are not much; nor so many with a courtesy among them. */
#define STOCK_WORDS 6
#define COURTESY_WORDS 12
/* In more of them what a pronoun stands for is mostly there too. */
#define PRONOUN_WORDS 8

/* What holds one of these is a link, code, a log or somebody else's words. */
static const char *const foreign[] = { "://", "www.", "+0x", "==", "&&", "||",
	" wrote:", " writes:", "();", "){", ") {", "[...]", "[snip]", "-----", "_____", "*****",
	"=====", "~~~~~", "@@ ", "diff --git", "| >", "&>", "can be found at", "can be found here",
	"available at", "Signed-off-by:", "\xef\xbf\xbd" };

static const char *const cues[] = { "should", "problem", "issue", "fix", "bug", "wrong", "broken",
	"fail", "crash", "regress", "instead", "propose", "suggest", "disagree", "agree", "prefer",
	"because", "however", "must", "need", "race", "deadlock", "leak", "missing", "applied",
	"queued", "merged", "nak", "nack", "objection", "concern", "decide", "decision", "plan",
	"drop", "respin", "rework", "tested", "reproduce", "confirm", "introduce", "add support",
	"allow", "implement", "remove", "replace", "break", "correct", "question", "works for me",
	"bisect", "next version", "\xe9\x97\xae\xe9\xa2\x98", "\xe5\xbb\xba\xe8\xae\xae",
	"\xe4\xbf\xae\xe5\xa4\x8d", "\xe5\xba\x94\xe8\xaf\xa5", "\xe4\xb8\x8d\xe5\xba\x94",
	"\xe5\xa4\xb1\xe8\xb4\xa5", "\xe5\x90\x8c\xe6\x84\x8f", "\xe5\x8f\x8d\xe5\xaf\xb9",
	"\xe5\x9b\xa0\xe4\xb8\xba" };

/* What begins so leans on the words before it, which may not be shown. */
static const char *const leaning[] = { "this ", "that ", "that's ", "it ", "it's ", "these ",
	"those ", "they ", "he ", "she ", "so ", "and ", "but ", "also ", "yes", "no,", "nope",
	"sure", "ok", "indeed", "however", "otherwise", "then ", "right,", "agreed", "done",
	"will ", "yeah", "yep", "good ", "i see", "not yet", "you are right", "you're right",
	"fine", "very nice", "nice", "same ", "there ", "here ", "except ", "only these", "if so",
	"if not", "if you are,", "i had the same", "i have the same", "as mentioned", "err,",
	"err.", "heh,", "heh.", "ha,", "am i ", "yup", "hm,", "hm.", "hmm", "ooh", "oooh",
	"maybe just", "likewise", "which " };

/* And so does what holds one of these ... */
static const char *const pointing[] = { "this paragraph", "this line", "this hunk", "this comment",
	"this sentence", "this bit", "this part", "this chunk", "that paragraph", "that line",
	"that hunk", "that comment", "that sentence", "that bit", "that part", "that chunk",
	"the above", "see above", "as above", " one and ", " here.", " here?" };

/* ... and a few words that end in one of these. */
static const char *const pronouns[] = { " this", " that", " it", " them", " one", " so", " these",
	" those" };

bool
phrase_is_abbreviation(struct bytes word)
{
	return bytes_is_among(word, BYTES_LIST(abbreviations));
}

/* "v3:", "v2-v1:" */
static bool
is_version_note(struct bytes s)
{
	size_t digits = 1;

	if (s.n < 3 || s.p[0] != 'v')
		return false;
	while (digits < s.n && is_digit(s.p[digits]))
		digits++;
	return digits > 1 && digits < s.n && (s.p[digits] == ':' || s.p[digits] == '-');
}

/* A sentence that begins with a word of the list, and no more than that: "Right, ...", not "Right
 * now". */
static bool
is_stock(struct bytes s)
{
	for (size_t i = 0; i < COUNT(stock); i++) {
		struct bytes words = bytes_from(stock[i]);

		if (bytes_starts_fold(s, words) &&
		    (s.n == words.n || memchr(",.!?:;", s.p[words.n], 6) ||
			(s.p[words.n] == ' ' && bytes_find_byte(words, ' ') < words.n)))
			return bytes_words(s) <= STOCK_WORDS;
	}
	return false;
}

static bool
is_courtesy(struct bytes s)
{
	return bytes_holds_any(s, BYTES_LIST(courtesies)) && bytes_words(s) <= COURTESY_WORDS;
}

/* How long the greeting is that s begins with; 0 for none. */
static size_t
greeting(struct bytes s)
{
	for (size_t i = 0; i < COUNT(greetings); i++) {
		struct bytes words = bytes_from(greetings[i]);

		if (bytes_starts_fold(s, words) &&
		    (s.n == words.n || !(is_alnum(s.p[words.n]) || s.p[words.n] == '-')))
			return words.n;
	}
	return 0;
}

bool
phrase_is_small_change(struct bytes s)
{
	return bytes_starts_any(s, BYTES_LIST(small_change)) || is_version_note(s) || greeting(s) ||
	       is_stock(s) || is_courtesy(s);
}

/* "Sorry for the late answer, but ", "Thanks for this, however ": up to what matters; 0 where
 * nothing does. */
static size_t
excuse(struct bytes s)
{
	static const char *const heads[] = { "sorry", "apologies", "thanks", "thank you" };
	static const char *const turns[] = { ", but ", " but ", ", however ", ", however, " };
	struct bytes head = bytes_slice(s, 0, EXCUSE_MAX);

	if (!bytes_starts_any(s, BYTES_LIST(heads)))
		return 0;
	for (size_t i = 0; i < COUNT(turns); i++) {
		size_t at = bytes_find(head, bytes_from(turns[i]));

		if (at < head.n)
			return at + strlen(turns[i]);
	}
	return 0;
}

size_t
phrase_greeting(struct bytes s)
{
	size_t words = greeting(s), end = words;
	struct bytes name;

	if (words == 0)
		return excuse(s);
	while (end < s.n && end < GREETING_MAX && !memchr(",!:", s.p[end], 3) &&
	       !bytes_starts(bytes_slice(s, end, s.n), BYTES_LIT("--")))
		end++;
	name = bytes_slice(s, words, end);
	while (end < s.n && memchr(",!:- ", s.p[end], 5))
		end++;
	if (end >= GREETING_MAX || s.p[end - 1] != ' ' || bytes_words(name) > GREETING_NAMES)
		return 0;
	return end + excuse(bytes_slice(s, end, s.n));
}

size_t
phrase_thanks(struct bytes s)
{
	static const char *const ends[] = { ", thanks!", ", thanks.", ", thanks", ", thx!",
		", thx.", ", thx", " -- thanks!", " - thanks!" };

	for (size_t i = 0; i < COUNT(ends); i++) {
		struct bytes end = bytes_from(ends[i]);

		if (s.n > end.n && bytes_equal_fold(bytes_slice(s, s.n - end.n, s.n), end))
			return end.n;
	}
	return 0;
}

bool
phrase_is_changelog(struct bytes s)
{
	static const char *const heads[] = { "changes since", "changes in v", "changes from",
		"change since", "changelog", "change log", "from v", "since v", "from rfc",
		"since rfc", "v1 ->", "v2 ->", "changes:", "history:", "revision history",
		"version history", "patch history" };

	bool digit = false;

	for (size_t i = 0; i < s.n; i++)
		digit = digit || is_digit(s.p[i]);
	return is_version_note(s) ||
	       (s.n <= CHANGELOG_MAX && (digit || bytes_ends(s, BYTES_LIT(":"))) &&
		   bytes_starts_any(s, BYTES_LIST(heads)));
}

/* "ce6a7007048b staging: ..." */
static bool
is_log_line(struct bytes s)
{
	size_t digits = 0, n = 0;

	for (; n < s.n && s.p[n] != ' '; n++) {
		if (!is_digit(s.p[n]) && !(s.p[n] >= 'a' && s.p[n] <= 'f'))
			return false;
		digits += is_digit(s.p[n]);
	}
	return n >= 7 && digits > 0;
}

/* "kvm__arch_enable_mte:146: ..." */
static bool
is_located(struct bytes s)
{
	for (size_t i = 1; i + 2 < s.n; i++) {
		size_t end = i + 1;

		if (s.p[i] != ':' || !(is_alpha(s.p[i - 1]) || s.p[i - 1] == ')'))
			continue;
		while (end < s.n && is_digit(s.p[end]))
			end++;
		if (end > i + 1 && end < s.n && s.p[end] == ':')
			return true;
	}
	return false;
}

bool
phrase_is_foreign(struct bytes s)
{
	if (s.n == 0 || is_log_line(s) || is_located(s))
		return s.n > 0;
	if (memchr(">|#$<{;+=-[", s.p[0], 11) || memchr(":{;=,<\\", s.p[s.n - 1], 7))
		return true;
	for (size_t i = 0; i < COUNT(foreign); i++)
		if (bytes_find(s, bytes_from(foreign[i])) < s.n)
			return true;
	return false;
}

/* Whole words. */
static bool
points(struct bytes s)
{
	for (size_t i = 0; i < COUNT(pointing); i++) {
		struct bytes words = bytes_from(pointing[i]);
		size_t at = bytes_find_fold(s, words), end = at + words.n;

		if (at < s.n && (end == s.n || !is_alnum(s.p[end]) || !is_alnum(s.p[end - 1])))
			return true;
	}
	return false;
}

static bool
ends_in_pronoun(struct bytes s)
{
	while (s.n && memchr(".?!", s.p[s.n - 1], 3))
		s.n--;
	for (size_t i = 0; i < COUNT(pronouns); i++)
		if (bytes_ends(s, bytes_from(pronouns[i])))
			return true;
	return false;
}

bool
phrase_leans(struct bytes s)
{
	return bytes_starts_any(s, BYTES_LIST(leaning)) || points(s) ||
	       (bytes_words(s) <= PRONOUN_WORDS && ends_in_pronoun(s));
}

bool
phrase_has_no_subject(struct bytes s)
{
	static const char *const persons[] = { "it", "it's", "they", "he", "she" };
	static const char *const pointers[] = { "this", "that", "these", "those" };
	static const char *const verbs[] = { "is", "isn't", "was", "are", "were", "then", "also",
		"allows", "allowed", "means", "makes", "made", "causes", "caused", "can", "will",
		"would", "should", "could", "may", "might", "has", "have", "had", "does", "did",
		"leads", "led", "happens", "works", "results", "gives", "lets", "avoids", "ensures",
		"requires", "moved" };
	struct bytes first, second;

	if (!bytes_word(&s, &first))
		return false;
	return bytes_is_among(first, BYTES_LIST(persons)) ||
	       (bytes_is_among(first, BYTES_LIST(pointers)) && bytes_word(&s, &second) &&
		   bytes_is_among(second, BYTES_LIST(verbs)));
}

bool
phrase_turns(struct bytes s)
{
	static const char *const turns[] = { "but ", "but,", "however", "though ", "except ",
		"that said", "unfortunately", "then again", "on the other hand" };

	return bytes_starts_any(s, BYTES_LIST(turns));
}

int
phrase_cues(struct bytes s, int most)
{
	int n = 0;

	for (size_t i = 0; i < COUNT(cues) && n < most; i++)
		if (bytes_find_fold(s, bytes_from(cues[i])) < s.n)
			n++;
	return n;
}
