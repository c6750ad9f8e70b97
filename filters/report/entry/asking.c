/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/asking.h"

#define COUNT(list) (sizeof(list) / sizeof(*(list)))
/* Names at the head of a sentence end within so many bytes. */
#define CALLED_BYTES_MAX ((size_t)60)

/* Behind "can you": what is asked for is an answer.  Anything else is asked to be done. */
static const char *const telling[] = { "explain", "tell", "elaborate", "clarify", "describe",
	"confirm", "share", "say", "show", "point", "see", "think", "expand", "remind", "help",
	"recall", "imagine", "reproduce", "agree", "live", "be", "have", "comment", "check",
	"verify", "test", "try", "provide", "give", "justify", "detail", "name", "guarantee",
	"ensure", "know", "still", "prefer", "like", "want", "rather", "expect", "accept", "object",
	"need", "ever" };

/* "..., right?" */
static const char *const tags[] = { "right", "no", "correct", "yes", "ok", "okay", "huh", "eh",
	"true", "yeah", "or what", "innit", "agreed", "\xe5\xaf\xb9\xe5\x90\x97",
	"\xe5\xaf\xb9\xe5\x90\xa7", "\xe6\x98\xaf\xe5\x90\x97", "\xe6\x98\xaf\xe5\x90\xa7",
	"\xe4\xb8\x8d\xe6\x98\xaf\xe5\x90\x97", "\xe5\xa5\xbd\xe5\x90\x97" };

/* A tag behind these asks whether the reader was understood. */
static const char *const understood[] = { " you ", "you ", " your ", "iiuc", "if i understand",
	"do i understand", "\xe4\xbd\xa0", "\xe6\x82\xa8" };

/* What begins so answers the question before it. */
static const char *const answering[] = { "yes,", "yes.", "yes ", "no,", "no.", "nope", "because ",
	"i guess", "i suppose", "i think it", "i don't think", "i do not think", "i doubt",
	"my gut", "my guess", "i'd say", "i would say", "as far as i can", "probably ", "turns out",
	"it turns out", "never mind", "nevermind", "scratch that", "ah,", "ah ", "oh,", "oh ",
	"the answer", "not really", "obviously", "of course", "well, ", "the reason is", "if not, ",
	"\xe5\x9b\xa0\xe4\xb8\xba", "\xe4\xb8\x8d\xe6\x98\xaf", "\xe6\x98\xaf\xe7\x9a\x84" };

static const char *const everybody[] = { "everyone", "everybody", "anyone", "anybody", "someone",
	"somebody", "folks", "all of you", "other people", "people think", "others think",
	"\xe5\xa4\xa7\xe5\xae\xb6", "\xe5\x90\x84\xe4\xbd\x8d", "\xe6\x9c\x89\xe4\xba\xba" };

/* With a comma behind them no names. */
static const char *const adverbs[] = { "Also", "And", "Again", "Anyway", "Actually", "Additionally",
	"Alternatively", "Besides", "But", "Finally", "First", "Firstly", "Further", "Furthermore",
	"Hence", "Hm", "Hmm", "Heh", "However", "If", "In", "Instead", "Indeed", "Maybe",
	"Meanwhile", "Moreover", "Next", "Nit", "Now", "Ok", "Okay", "On", "Or", "Otherwise",
	"Overall", "Perhaps", "Possibly", "Second", "Secondly", "Similarly", "Since", "So", "Still",
	"Then", "Therefore", "Third", "Though", "Thus", "Well", "When", "While", "With", "Without",
	"Yes", "Yet", "Question", "Just", "Sorry" };

/* Without a subject of their own. */
static const char *const idle[] = { "or am i ", "am i missing", "am i misreading", "make sense",
	"makes sense", "any thoughts", "what do you think", "any clearer", "sound reasonable",
	"sounds reasonable" };

static bool
is_question(struct bytes s)
{
	return bytes_ends(s, BYTES_LIT("?")) || bytes_ends(s, BYTES_LIT("\xef\xbc\x9f"));
}

/* The sentence without its question marks. */
static struct bytes
body(struct bytes s)
{
	while (s.n && is_question(s))
		s = bytes_slice(s, 0, s.n - (s.p[s.n - 1] == '?' ? 1 : 3));
	return bytes_trim(s);
}

static bool
is_tag_words(struct bytes words)
{
	struct bytes first, second, third;

	if (bytes_is_among(words, BYTES_LIST(tags)))
		return true;
	/* "isn't it", "don't we" */
	return bytes_word(&words, &first) && bytes_word(&words, &second) &&
	       !bytes_word(&words, &third) && bytes_ends(first, BYTES_LIT("n't"));
}

/* A statement, and behind its last comma no more than "right". */
static bool
has_tag(struct bytes s)
{
	struct bytes wide = BYTES_LIT("\xef\xbc\x8c");

	for (size_t i = s.n; i-- > 0;) {
		struct bytes rest = bytes_slice(s, i, s.n);

		if (s.p[i] == ',')
			return is_tag_words(bytes_trim(bytes_slice(rest, 1, rest.n)));
		if (bytes_starts(rest, wide))
			return is_tag_words(bytes_slice(rest, wide.n, rest.n));
	}
	return false;
}

static bool
is_manner(struct bytes word)
{
	static const char *const words[] = { "please", "just", "also", "maybe", "perhaps",
		"already" };

	return bytes_ends(word, BYTES_LIT("ly")) || bytes_is_among(word, BYTES_LIST(words));
}

/* The next word that says what, not how. */
static bool
next_verb(struct bytes *rest, struct bytes *word)
{
	while (bytes_word(rest, word))
		if (!is_manner(*word))
			return true;
	return false;
}

/* "could you" and then something to be done; "how about doing it". */
static bool
asks_for_work(struct bytes s)
{
	static const char *const could[] = { "can you ", "could you ", "would you ", "will you ",
		"can we please ", "could we please " };
	static const char *const about[] = { "how about ", "what about " };
	struct bytes word;

	for (size_t i = 0; i < COUNT(could); i++) {
		size_t at = bytes_find_fold(s, bytes_from(could[i]));
		struct bytes rest = bytes_slice(s, at + bytes_from(could[i]).n, s.n);

		if (at < s.n && next_verb(&rest, &word))
			return !bytes_is_among(word, BYTES_LIST(telling));
	}
	for (size_t i = 0; i < COUNT(about); i++) {
		size_t at = bytes_find_fold(s, bytes_from(about[i]));
		struct bytes rest = bytes_slice(s, at + bytes_from(about[i]).n, s.n);

		if (at < s.n && next_verb(&rest, &word) && bytes_ends(word, BYTES_LIT("ing")))
			return true;
	}
	return bytes_starts(s, BYTES_LIT("\xe8\x83\xbd\xe5\x90\xa6\xe8\xaf\xb7"));
}

/* "Shouldn't this be?", and then code; "Why?" of what is not shown. */
static bool
is_cut(struct bytes s)
{
	static const char *const ends[] = { " this be", " that be", " it be", " these be",
		" why not", " something like", " like this", " like so", " as follows" };

	for (size_t i = 0; i < COUNT(ends); i++)
		if (bytes_ends(s, bytes_from(ends[i])))
			return true;
	return false;
}

/* "EF> What next?": a quote by the initials of its author. */
static bool
is_quoted(struct bytes s)
{
	struct bytes word;

	while (bytes_word(&s, &word))
		if (word.p[word.n - 1] == '>' && word.p[0] != '<' &&
		    !bytes_ends(word, BYTES_LIT("->")))
			return true;
	return false;
}

bool
asking_is_open(struct bytes sentence, struct bytes next)
{
	struct bytes s = body(sentence);

	if (!is_question(sentence) || s.n == 0 || is_cut(s) || is_quoted(s) || asks_for_work(s) ||
	    bytes_holds_any(s, BYTES_LIST(idle)))
		return false;
	if (has_tag(s) && !bytes_holds_any(s, BYTES_LIST(understood)))
		return false;
	return !bytes_starts_any(next, BYTES_LIST(answering));
}

bool
asking_is_for_all(struct bytes sentence)
{
	return bytes_holds_any(sentence, BYTES_LIST(everybody));
}

struct bytes
asking_called(struct bytes sentence)
{
	struct bytes head = bytes_slice(sentence, 0, CALLED_BYTES_MAX), rest, word;

	head = bytes_slice(head, head.n && head.p[0] == '@', bytes_find_byte(head, ','));
	if (head.n + 1 >= sentence.n || bytes_find_byte(sentence, ',') >= CALLED_BYTES_MAX)
		return BYTES_NONE;
	rest = head;
	while (bytes_word(&rest, &word)) {
		bool joins = bytes_equal(word, BYTES_LIT("or")) ||
			     bytes_equal(word, BYTES_LIT("and")) ||
			     bytes_equal(word, BYTES_LIT("/"));

		if (!joins && (word.p[0] < 'A' || word.p[0] > 'Z' ||
				  bytes_is_among(word, BYTES_LIST(adverbs))))
			return BYTES_NONE;
	}
	return head;
}
