/* SPDX-License-Identifier: ISC */
#include "common/subject.h"

#include "common/utf8.h"

static const char *const bug_tags[] = { "bug", "bugreport", "bug-report", "regression", "syzbot",
	"oops", "crash", "panic", NULL };
static const char *const question_tags[] = { "question", "help", "query", "q", "questions",
	"\xe6\xb1\x82\xe5\x8a\xa9", /* 求助 */
	"\xe9\x97\xae\xe9\xa2\x98", /* 问题 */
	"\xe8\xaf\xb7\xe6\x95\x99", /* 请教 */
	"\xe6\x8f\x90\xe9\x97\xae", /* 提问 */
	NULL };
static const char *const announcement_tags[] = { "announce", "announcement", "ann", "cfp",
	"\xe5\x85\xac\xe5\x91\x8a", /* 公告 */
	NULL };
static const char *const selftest_words[] = { "selftest", "selftests", "kselftest", "kselftests",
	NULL };

/* Where a title begins so, whatever follows. */
static const char *const bug_starts[] = { "bug:", "bug in ", "bug report",
	"warning:", "kasan:", "kcsan:", "kmsan:", "ubsan:", "kfence:", "bug#", "info: task hung",
	"info: rcu detected stall", "general protection fault", "unable to handle kernel", NULL };
static const char *const question_starts[] = { "question", "help needed", "need help", "how to ",
	"how do ", "how can ", "how should ", "why does ", "why is ", "why do ", "what is ",
	"what does ", "is there ", "is it possible ", "does anyone ", "seeking help",
	"\xe8\xaf\xb7\xe9\x97\xae", /* 请问 */
	"\xe8\xaf\xb7\xe6\x95\x99", /* 请教 */
	"\xe6\xb1\x82\xe5\x8a\xa9", /* 求助 */
	NULL };
static const char *const announcement_starts[] = { "announce", "announcing ", "call for papers",
	"call for participation", "call for proposals", "call for topics", "call for testing",
	NULL };

/* Whole words and phrases anywhere in a title. */
static const char *const bug_words[] = { "bug report", "regression", "regressions", "syzbot",
	"kernel panic", "kernel oops", "null pointer dereference", "use-after-free",
	"build failure", "build error", "fails to build", "fails to boot", "segfault",
	"segmentation fault", "soft lockup", "hard lockup", "lockdep splat", "possible deadlock",
	"circular locking dependency", "possible bug", "found a bug", NULL };
static const char *const bug_cjk[] = { "\xe5\xb4\xa9\xe6\xba\x83", /* 崩溃 */
	"\xe7\xbc\xba\xe9\x99\xb7",				   /* 缺陷 */
	NULL };
static const char *const question_words[] = { "question", "questions", NULL };
static const char *const announcement_words[] = { "announcement", "released", "now available",
	"call for papers", NULL };
static const char *const stable_words[] = { "has been added to the", "failed to apply to",
	"has been queued", NULL };

static bool
starts_any(struct bytes s, const char *const *heads)
{
	for (; *heads; heads++)
		if (bytes_starts_fold(s, bytes_from(*heads)))
			return true;
	return false;
}

static bool
has_word(struct bytes s, struct bytes word)
{
	for (size_t at = 0; at + word.n <= s.n; at++) {
		at += bytes_find_fold(bytes_slice(s, at, s.n), word);
		if (at >= s.n)
			return false;
		if ((at == 0 || !is_alnum(s.p[at - 1])) &&
		    (at + word.n == s.n || !is_alnum(s.p[at + word.n])))
			return true;
	}
	return false;
}

static bool
has_any(struct bytes s, const char *const *words)
{
	for (; *words; words++)
		if (has_word(s, bytes_from(*words)))
			return true;
	return false;
}

/* Chinese and its neighbours write no blanks between words. */
static bool
holds_any(struct bytes s, const char *const *runs)
{
	for (; *runs; runs++)
		if (bytes_find(s, bytes_from(*runs)) < s.n)
			return true;
	return false;
}

static bool
has_tag(struct bytes tags, const char *const *words)
{
	struct bytes tag;

	while (bytes_word(&tags, &tag))
		for (size_t i = 0; words[i]; i++)
			if (bytes_equal_fold(tag, bytes_from(words[i])))
				return true;
	return false;
}

/* "Patch "x" has been added to the 6.1-stable tree", "FAILED: patch "x" failed to apply ...". */
static bool
is_stable_notice(struct bytes title)
{
	return (bytes_starts_fold(title, BYTES_LIT("patch \"")) ||
		   bytes_starts_fold(title, BYTES_LIT("FAILED: patch \""))) &&
	       has_any(title, stable_words);
}

static bool
asks(struct bytes title)
{
	return starts_any(title, question_starts) || has_any(title, question_words) ||
	       bytes_ends(title, BYTES_LIT("?")) || bytes_ends(title, BYTES_LIT("\xef\xbc\x9f"));
}

/* Of a subject without patch, RFC and pull tags.  A tag is the sender's own word and beats the
 * title's. */
static enum category
plain_category(const struct subject *s)
{
	struct bytes title = s->title;

	if (has_tag(s->tags, bug_tags))
		return CATEGORY_BUG;
	if (has_tag(s->tags, selftest_words))
		return CATEGORY_SELFTEST;
	if (has_tag(s->tags, question_tags))
		return CATEGORY_QUESTION;
	if (has_tag(s->tags, announcement_tags))
		return CATEGORY_ANNOUNCEMENT;
	if (is_stable_notice(title))
		return CATEGORY_PATCH;
	if (starts_any(title, bug_starts) || has_any(title, bug_words) || holds_any(title, bug_cjk))
		return CATEGORY_BUG;
	if (has_any(title, selftest_words))
		return CATEGORY_SELFTEST;
	if (asks(title))
		return CATEGORY_QUESTION;
	if (starts_any(title, announcement_starts) || has_any(title, announcement_words))
		return CATEGORY_ANNOUNCEMENT;
	return CATEGORY_DISCUSSION;
}

enum category
subject_category(struct arena *a, struct bytes text)
{
	struct subject s;

	subject_parse(a, text, BYTES_NONE, &s);
	if (s.flags & SUBJECT_RFC)
		return CATEGORY_RFC;
	if (s.flags & SUBJECT_PULL)
		return CATEGORY_PULL;
	if (s.flags & SUBJECT_PATCH)
		return CATEGORY_PATCH;
	return plain_category(&s);
}

const char *
category_name(enum category c)
{
	static const char *const names[CATEGORY_COUNT] = {
		[CATEGORY_BUG] = "Bug Report",
		[CATEGORY_PULL] = "GIT PULL",
		[CATEGORY_RFC] = "RFC",
		[CATEGORY_PATCH] = "PATCH",
		[CATEGORY_SELFTEST] = "Selftest",
		[CATEGORY_QUESTION] = "Question",
		[CATEGORY_ANNOUNCEMENT] = "Announcement",
		[CATEGORY_DISCUSSION] = "Discussion",
	};

	return c < CATEGORY_COUNT ? names[c] : names[CATEGORY_DISCUSSION];
}
