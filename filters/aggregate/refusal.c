/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/refusal.h"

#include "filters/aggregate/lines.h"

#include <string.h>

/* Words in front of the comma in "Fair enough, dropped." */
#define LEAD_WORDS 2

bool
refusal_nacks(struct bytes s)
{
	static const char *const strong[] = { "Hard ", "Strong ", "Big ", "Still ", "Clear ",
		NULL };

	if (lines_starts_any(s, strong))
		s = bytes_slice(s, bytes_find_byte(s, ' ') + 1, s.n);
	if (bytes_starts(s, BYTES_LIT("NACK")))
		s = bytes_slice(s, 4, s.n);
	else if (bytes_starts(s, BYTES_LIT("NAK")))
		s = bytes_slice(s, 3, s.n);
	else
		return false;
	return s.n == 0 || bytes_find_byte(BYTES_LIT(".,!:;"), s.p[0]) < 5 ||
	       bytes_starts(s, BYTES_LIT(" - ")) || bytes_starts(s, BYTES_LIT(" -- "));
}

bool
refusal_asks_again(struct bytes line)
{
	static const char *const marks[] = { "pw-bot: cr", "pw-bot: changes-requested" };
	static const char *const doubts[] = { " if ", "unless", "no need", "don't" };
	static const char *const asks[] = { "please respin", "please re-spin", "please repost",
		"please re-post", "please resend", "please re-send", "please send a v",
		"please send v", "please post a v", "please rebase and re", "can you respin",
		"could you respin", "can you resend", "could you resend", "can you please respin",
		"could you please respin", "can you please resend", "could you please resend",
		"can you repost", "can you please repost", "needs a respin", "needs a v" };

	return bytes_is_among(bytes_trim(line), BYTES_LIST(marks)) ||
	       (!bytes_holds_any(line, BYTES_LIST(doubts)) &&
		   bytes_holds_any(line, BYTES_LIST(asks)));
}

/* ---- dropped ---- */

/* What stands for the posting: "dropped this check" is of something else. */
static bool
take_object(struct bytes *s, bool *plain)
{
	static const char *const plainly[] = { "this patch", "this series", "this commit",
		"this backport", "the patch", "the series", "the whole series", "the patches",
		"these patches", "both patches", "all patches", "this pull request",
		"the pull request", "this pull", "this request", "this PR", NULL };
	static const char *const objects[] = { "this one", "all of them", "it", "this", "them",
		"these", "both", "all", NULL };

	*plain = lines_take_any(s, plainly);
	return *plain || lines_take_any(s, objects);
}

/* What may follow it. */
static bool
ends(struct bytes s)
{
	static const char *const joints[] = { "from", "for now", "for the time being", "until",
		"till", "because", "as", "since", "due", "again", "now", "then", "thanks", "here",
		"instead", "in favor", "in favour", "too", "altogether", "entirely", NULL };

	return s.n == 0 || bytes_find_byte(BYTES_LIT(".,!;:-("), s.p[0]) < 7 ||
	       lines_starts_word(s, joints);
}

/* "Fair enough, ", "Yeah. " off the front. */
static void
take_lead(struct bytes *s)
{
	size_t stop = 0;

	while (stop < s->n && !memchr(",.!", s->p[stop], 3))
		stop++;
	if (stop < s->n && bytes_words(bytes_slice(*s, 0, stop)) <= LEAD_WORDS &&
	    bytes_trim(bytes_slice(*s, stop + 1, s->n)).n &&
	    bytes_find_fold(bytes_slice(*s, 0, stop), BYTES_LIT("drop")) == stop)
		*s = bytes_trim(bytes_slice(*s, stop + 1, s->n));
}

/* "I've now dropped", "I'm dropping", "I'll drop"; false where nobody drops anything. */
static bool
take_drop(struct bytes *s, bool *bare)
{
	static const char *const done[] = { "I've", "I have", "We've", "We have", "I", "We", NULL };
	static const char *const doing[] = { "I'm", "I am", "We're", "We are", NULL };
	static const char *const going[] = { "I'll", "I will", "We'll", "We will", NULL };
	static const char *const adverbs[] = { "now", "just", "already", "also", "therefore",
		"then", "go", "go ahead and", NULL };
	const char *verb = NULL;

	*bare = false;
	if (lines_take_any(s, going))
		verb = "drop";
	else if (lines_take_any(s, doing))
		verb = "dropping";
	else if (lines_take_any(s, done))
		verb = "dropped";
	else
		*bare = true;
	lines_take_any(s, adverbs);
	if (verb)
		return lines_take(s, verb);
	return lines_take(s, "dropped") || lines_take(s, "dropping");
}

/* "This patch has been dropped", "Both dropped". */
static bool
is_passive(struct bytes s)
{
	static const char *const aux[] = { "has been", "have been", "has now been", "have now been",
		"is now", "are now", "now", NULL };
	bool plain;

	if (!take_object(&s, &plain) && !lines_take(&s, "patch") && !lines_take(&s, "series"))
		return false;
	lines_take_any(&s, aux);
	return lines_take(&s, "dropped") && ends(s);
}

bool
refusal_dropped(struct bytes line)
{
	static const char *const doubts[] = { "?", " if ", " unless ", " when ", " once " };
	struct bytes s = line;
	bool bare, plain;

	if (bytes_holds_any(line, BYTES_LIST(doubts)))
		return false;
	take_lead(&s);
	if (is_passive(s))
		return true;
	if (!take_drop(&s, &bare))
		return false;
	if (take_object(&s, &plain))
		return ends(s) || (plain && lines_take(&s, "and"));
	return bare && ends(s);
}

/* Whether line holds one of the heads, with the posting behind it. */
static bool
asks_of_posting(struct bytes line, const char *const *heads)
{
	bool plain;

	for (; *heads; heads++) {
		size_t at = bytes_find_fold(line, bytes_from(*heads));
		struct bytes s = bytes_slice(line, at + bytes_from(*heads).n, line.n);

		if (at == line.n || (s.n && is_alnum(s.p[0])))
			continue;
		s = bytes_trim(s);
		take_object(&s, &plain);
		if (ends(s) || s.p[0] == '?')
			return true;
	}
	return false;
}

bool
refusal_asks_drop(struct bytes line)
{
	static const char *const doubts[] = { " if ", "unless", "no need to drop" };
	static const char *const asks[] = { "please drop", "pls drop", "can you drop",
		"could you drop", "can you please drop", "could you please drop", "can we drop",
		"please don't backport", "please do not backport", "please don't apply",
		"please do not apply", "please do not queue", "please don't queue", NULL };
	static const char *const whole[] = { "drop it from autosel", "drop this from autosel",
		"drop it from stable", "drop this from stable", "not stable material",
		"not suitable for stable", "not for stable", "no need to backport this",
		"should not be backported", "shouldn't be backported", "not appropriate for stable",
		"don't backport this", "do not backport this" };

	if (bytes_holds_any(line, BYTES_LIST(doubts)))
		return false;
	return asks_of_posting(line, asks) || bytes_holds_any(line, BYTES_LIST(whole));
}

bool
refusal_withdraws(struct bytes line)
{
	static const char *const doubts[] = { " if ", "unless" };
	static const char *const asks[] = { "please ignore", "please disregard", "pls ignore",
		"please drop", "kindly ignore", "kindly disregard", "I withdraw", "I'm withdrawing",
		"please don't pull", "please do not pull", NULL };

	return !bytes_holds_any(line, BYTES_LIST(doubts)) && asks_of_posting(line, asks);
}

bool
refusal_breaks(struct bytes line)
{
	static const char *const errors[] = { "All errors (new ones",
		"All error/warnings (new ones", "I love your patch! Yet something to improve",
		"[auto build test ERROR on", "Build failed", "Build: FAILED", NULL };
	static const char *const noticed[] = { "noticed the following build error",
		"following build errors", "reports the following build error", NULL };

	return lines_starts_any(line, errors) || lines_holds(line, noticed);
}
