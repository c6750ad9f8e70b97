/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/phrases.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof(*(list)))

/* A full stop behind these ends nothing. */
static const char *const abbreviations[] = { "e.g.", "i.e.", "vs.", "cf.", "resp.", "approx.",
	"incl.", "mr.", "mrs.", "ms.", "dr.", "fig.", "sec.", "no.", "nr.", "a.k.a.", "w.r.t.",
	"z.b.", "d.h.", "bzw.", "viz.", "ca.", "p.s." };

/* What begins so says nothing to one who did not get the mail. */
static const char *const small_change[] = { "thanks", "thank you", "thank-you", "many thanks",
	"thx", "cheers", "hi ", "hi,", "hi!", "hello", "hey ", "dear ", "regards", "best regards",
	"kind regards", "good morning", "good afternoon", "sorry for", "apologies for", "ping",
	"any thoughts", "copyright", "sorry about", "feel free to add", "with that", "gentle ping",
	"friendly ping", "nice catch", "good catch", "will do", "fair enough", "changes since",
	"changes in v", "changes from v", "change since", "changelog", "change log", "v1->",
	"v1 ->", "this series applies", "this patch applies", "this series is based",
	"this patch is based", "the series is based", "series based on", "the patch is based",
	"the patches are based", "patches are based", "the patches apply", "the series applies",
	"based on", "applies on top", "applies to", "applies cleanly", "base-commit", "base commit",
	"link to v", "cc:", "to:", "from:", "subject:", "date:", "see below", "as follows",
	"please find", "please see", "in reply to", "on behalf of", "sent from my", "find below",
	"snip", "do you yahoo", "get your free", "an html attachment was", "a non-text attachment",
	"----", "no functional change", "no changes", "no change since",
	"the following changes since", "available in the git", "are available in the",
	"for you to fetch", "the code is available", "the following patch", "comments welcome",
	"any comments", "feedback welcome", "suggestions welcome", "lgtm", "looks good to me",
	"looks good", "i've dropped the rest", "full changelog", "the tree is", "git tree",
	"signed-off-by", "reviewed-by", "acked-by", "tested-by", "thoughts?",
	"\xe6\x84\x9f\xe8\xb0\xa2", "\xe8\xb0\xa2\xe8\xb0\xa2", "\xe4\xbd\xa0\xe5\xa5\xbd",
	"\xe6\x82\xa8\xe5\xa5\xbd", "\xe5\xa4\xa7\xe5\xae\xb6\xe5\xa5\xbd",
	"\xe5\x90\x84\xe4\xbd\x8d\xe5\xa5\xbd" };

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
	"fine", "very nice", "nice", "same ", "there ", "here " };

static bool
begins_with(struct bytes s, const char *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_starts_fold(s, bytes_from(list[i])))
			return true;
	return false;
}

bool
phrase_is_abbreviation(struct bytes word)
{
	for (size_t i = 0; i < COUNT(abbreviations); i++)
		if (bytes_equal_fold(word, bytes_from(abbreviations[i])))
			return true;
	return false;
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

bool
phrase_is_small_change(struct bytes s)
{
	return begins_with(s, small_change, COUNT(small_change)) || is_version_note(s);
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

bool
phrase_is_foreign(struct bytes s)
{
	if (s.n == 0 || is_log_line(s))
		return s.n > 0;
	if (memchr(">|#$<{;+=-[", s.p[0], 11) || memchr(":{;=,<\\", s.p[s.n - 1], 7))
		return true;
	for (size_t i = 0; i < COUNT(foreign); i++)
		if (bytes_find(s, bytes_from(foreign[i])) < s.n)
			return true;
	return false;
}

bool
phrase_leans(struct bytes s)
{
	return begins_with(s, leaning, COUNT(leaning));
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
