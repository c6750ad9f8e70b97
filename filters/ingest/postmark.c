/* SPDX-License-Identifier: ISC */
#include "filters/ingest/postmark.h"

/* A weekday, and the words after it that a date can have: month, day, time, year, two zones. */
#define DATE_WORDS_MAX 6

/* Whether word is one of the names, each three letters long, that stand in a row in names. */
static bool
is_name_of(struct bytes word, const char *names)
{
	for (; word.n == 3 && *names; names += 3)
		if (bytes_equal_fold(word, (struct bytes){ names, 3 }))
			return true;
	return false;
}

static bool
is_weekday(struct bytes word)
{
	if (word.n == 4 && word.p[3] == ',')
		word.n = 3;
	return is_name_of(word, "MonTueWedThuFriSatSun");
}

/* Whether word has pattern's shape: 9 stands for a digit, A for a capital. */
static bool
has_shape(struct bytes word, const char *pattern)
{
	size_t i;

	for (i = 0; i < word.n && pattern[i]; i++) {
		char c = word.p[i];
		bool fits = pattern[i] == '9'	? is_digit(c)
			    : pattern[i] == 'A' ? c >= 'A' && c <= 'Z'
						: c == pattern[i];
		if (!fits)
			return false;
	}
	return i == word.n && pattern[i] == '\0';
}

static bool
has_shape_of(struct bytes word, const char *const *patterns)
{
	for (; *patterns; patterns++)
		if (has_shape(word, *patterns))
			return true;
	return false;
}

/* All that may follow a weekday, in any order, each of the first four once. */
static bool
is_date(struct bytes rest)
{
	static const char *const days[] = { "9", "99", NULL };
	static const char *const times[] = { "99:99:99", "99:99", "9:99:99", "9:99", NULL };
	static const char *const zones[] = { "+9999", "-9999", "AAA", "AAAA", "AAAAA", "A", "AA",
		NULL };
	int months = 0, day = 0, time = 0, year = 0, zone = 0;
	struct bytes word;

	for (int i = 0; bytes_word(&rest, &word); i++) {
		if (i == DATE_WORDS_MAX)
			return false;
		if (is_name_of(word, "JanFebMarAprMayJunJulAugSepOctNovDec"))
			months++;
		else if (has_shape_of(word, days))
			day++;
		else if (has_shape_of(word, times))
			time++;
		else if (has_shape(word, "9999"))
			year++;
		else if (has_shape_of(word, zones))
			zone++;
		else
			return false;
	}
	return months == 1 && day == 1 && time == 1 && year == 1 && zone <= 2;
}

static bool
is_commit(struct bytes word)
{
	if (word.n != 40 && word.n != 64)
		return false;
	for (size_t i = 0; i < word.n; i++)
		if (!is_digit(word.p[i]) && (word.p[i] < 'a' || word.p[i] > 'f'))
			return false;
	return true;
}

enum postmark
postmark_kind(struct bytes line)
{
	struct bytes rest = line, word, sender;

	if (line.n > POSTMARK_BYTES_MAX || !bytes_starts(line, BYTES_LIT("From ")))
		return POSTMARK_NONE;
	bytes_word(&rest, &word);
	sender = rest;
	while (bytes_word(&rest, &word)) {
		if (!is_weekday(word) || !is_date(rest))
			continue;
		bytes_word(&sender, &word);
		if (is_commit(word) &&
		    bytes_equal(bytes_trim(sender), BYTES_LIT("Mon Sep 17 00:00:00 2001")))
			return POSTMARK_GIT;
		return POSTMARK_MAIL;
	}
	return POSTMARK_NONE;
}
