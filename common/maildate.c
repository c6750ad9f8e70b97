/* SPDX-License-Identifier: ISC */
#include "common/maildate.h"

#include <string.h>

#define ZONE_MAX (14 * 60)
/* 1990-01-01: before it no list mail was received. */
#define ARRIVAL_MIN INT64_C(631152000)
#define DAY INT64_C(86400)

struct parts {
	int year, month, day; /* -1: not seen */
	int seconds;	      /* of the day; -1: not seen */
	int zone;
	char half;	    /* 'a' or 'p' of am and pm */
	bool named, offset; /* the zone came as a name, as digits */
};

static const struct zone {
	const char *name;
	int minutes;
} zones[] = { { "UT", 0 }, { "UTC", 0 }, { "GMT", 0 }, { "Z", 0 }, { "EST", -300 }, { "EDT", -240 },
	{ "CST", -360 }, { "CDT", -300 }, { "MST", -420 }, { "MDT", -360 }, { "PST", -480 },
	{ "PDT", -420 }, { "AKST", -540 }, { "AKDT", -480 }, { "HST", -600 }, { "WET", 0 },
	{ "WEST", 60 }, { "BST", 60 }, { "CET", 60 }, { "CEST", 120 }, { "MET", 60 },
	{ "MEST", 120 }, { "MEZ", 60 }, { "MESZ", 120 }, { "EET", 120 }, { "EEST", 180 },
	{ "MSK", 180 }, { "MSD", 240 }, { "IST", 330 }, { "HKT", 480 }, { "SGT", 480 },
	{ "AWST", 480 }, { "JST", 540 }, { "KST", 540 }, { "ACST", 570 }, { "AEST", 600 },
	{ "AEDT", 660 }, { "NZST", 720 }, { "NZDT", 780 } };

static const char months[12][10] = { "january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december" };

/* Takes a run of at most max digits off *s; -1 where there is none, or one longer. */
static int
take_number(struct bytes *s, size_t max)
{
	int value = 0;
	size_t n = 0;

	while (n < s->n && is_digit(s->p[n])) {
		if (n == max)
			return -1;
		value = value * 10 + (s->p[n++] - '0');
	}
	*s = bytes_slice(*s, n, s->n);
	return n ? value : -1;
}

static bool
take_char(struct bytes *s, char c)
{
	if (s->n == 0 || s->p[0] != c)
		return false;
	*s = bytes_slice(*s, 1, s->n);
	return true;
}

/* "+0800", "+08:00", "+08", "-800"; a zone beyond 14 h is refused (false). */
static bool
read_offset(struct bytes s, struct parts *d)
{
	bool west = s.p[0] == '-';
	size_t digits;
	int hours, minutes = 0;

	s = bytes_slice(s, 1, s.n);
	for (digits = 0; digits < s.n && is_digit(s.p[digits]); digits++)
		;
	if (digits == 3 || digits == 4) {
		hours = take_number(&s, 4);
		minutes = hours % 100;
		hours /= 100;
	} else if ((hours = take_number(&s, 2)) < 0) {
		return false;
	} else if (take_char(&s, ':') && (minutes = take_number(&s, 2)) < 0) {
		return false;
	}
	if (s.n || minutes > 59 || hours * 60 + minutes > ZONE_MAX)
		return false;
	d->zone = west ? -(hours * 60 + minutes) : hours * 60 + minutes;
	d->offset = true;
	return true;
}

/* A zone's name, perhaps with an offset ("GMT+0200"); an unknown name is UTC. */
static bool
read_zone_name(struct bytes s, struct parts *d)
{
	size_t n = 0;

	while (n < s.n && is_alpha(s.p[n]))
		n++;
	if (n < s.n)
		return (s.p[n] != '+' && s.p[n] != '-') || read_offset(bytes_slice(s, n, s.n), d);
	for (size_t i = 0; i < sizeof zones / sizeof *zones; i++)
		if (bytes_equal_fold(s, bytes_from(zones[i].name))) {
			d->zone = zones[i].minutes;
			d->named = true;
		}
	return true;
}

static bool
read_half(struct bytes s, struct parts *d)
{
	if (!bytes_equal_fold(s, BYTES_LIT("am")) && !bytes_equal_fold(s, BYTES_LIT("pm")))
		return false;
	d->half = to_lower(s.p[0]);
	return true;
}

/* 12 am is midnight, 12 pm noon; beside a clock of 24 hours the half says nothing. */
static int
half_shift(const struct parts *d)
{
	int hour = d->seconds / 3600;

	if (d->half == 'p' && hour < 12)
		return 12 * 3600;
	return d->half == 'a' && hour == 12 ? -12 * 3600 : 0;
}

/* HH:MM[:SS[.fraction]] and an offset that sticks to it. */
static bool
read_time(struct bytes s, struct parts *d)
{
	int hour = take_number(&s, 2), minute, second = 0;

	if (!take_char(&s, ':') && !take_char(&s, '.'))
		return false;
	minute = take_number(&s, 2);
	if (take_char(&s, ':') || take_char(&s, '.'))
		second = take_number(&s, 2);
	if (take_char(&s, '.') || take_char(&s, ','))
		while (s.n && is_digit(s.p[0]))
			s = bytes_slice(s, 1, s.n);
	if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
		return false;
	d->seconds = hour * 3600 + minute * 60 + second;
	if (s.n == 0)
		return true;
	if (s.p[0] == '+' || s.p[0] == '-')
		return read_offset(s, d);
	return is_alpha(s.p[0]) && (read_half(s, d) || read_zone_name(s, d));
}

static int
month_from_name(struct bytes s)
{
	for (int i = 0; i < 12; i++)
		if (s.n >= 3 && bytes_starts_fold(bytes_from(months[i]), s))
			return i + 1;
	return bytes_equal_fold(s, BYTES_LIT("sept")) ? 9 : -1;
}

/* RFC 5322 section 4.3: two digits below 50 are 20xx; two or three else count from 1900. */
static int
full_year(int year, size_t digits)
{
	if (digits > 3)
		return year;
	return digits == 2 && year < 50 ? year + 2000 : year + 1900;
}

/* The first short number is the day, the next the year. */
static bool
read_number(struct bytes s, struct parts *d)
{
	size_t digits = s.n;
	int value = take_number(&s, 4);

	if (value < 0)
		return false;
	if (digits <= 2 && d->day < 0)
		d->day = value;
	else if (digits >= 2 && d->year < 0)
		d->year = full_year(value, digits);
	else
		return false;
	return true;
}

/* ISO 8601 and its kin: 2025-10-13, 2025/10/13, perhaps with T and the time. */
static bool
read_iso(struct bytes s, struct parts *d)
{
	d->year = take_number(&s, 4);
	s = bytes_slice(s, 1, s.n);
	d->month = take_number(&s, 2);
	if (!take_char(&s, '-') && !take_char(&s, '/'))
		return false;
	d->day = take_number(&s, 2);
	return s.n == 0 || ((take_char(&s, 'T') || take_char(&s, 't')) && read_time(s, d));
}

static bool
read_word(struct bytes s, struct parts *d)
{
	int month;

	if (s.n > 1 && s.p[s.n - 1] == '.')
		s.n--;
	if (is_digit(s.p[0])) {
		if (s.n > 4 && (s.p[4] == '-' || s.p[4] == '/'))
			return read_iso(s, d);
		if (bytes_find_byte(s, ':') < s.n || bytes_find_byte(s, '.') < s.n)
			return read_time(s, d);
		return read_number(s, d);
	}
	if (s.n > 1 && (s.p[0] == '+' || s.p[0] == '-'))
		return d->offset || read_offset(s, d);
	if (read_half(s, d))
		return true;
	if ((d->seconds < 0 || d->month < 0) && (month = month_from_name(s)) > 0)
		d->month = month;
	else if (d->seconds >= 0 && !d->named && !d->offset)
		return read_zone_name(s, d);
	return true;
}

/* Past a comment that opens at the top of *rest, however deep. */
static void
skip_comment(struct bytes *rest)
{
	size_t depth = 0, i;

	for (i = 0; i < rest->n; i++) {
		if (rest->p[i] == '\\')
			i++;
		else if (rest->p[i] == '(')
			depth++;
		else if (rest->p[i] == ')' && --depth == 0)
			break;
	}
	*rest = bytes_slice(*rest, i + 1, rest->n);
}

/* 13-Oct-2025: a hyphen between a digit and a letter parts words. */
static bool
parts_words(struct bytes s, size_t i)
{
	if (s.p[i] != '-' || i == 0 || i + 1 == s.n)
		return is_space(s.p[i]) || strchr(",()", s.p[i]) != NULL; /* NUL too */
	if (is_digit(s.p[i - 1]))
		return is_alpha(s.p[i + 1]);
	return i >= 3 && is_digit(s.p[i + 1]) && month_from_name(bytes_slice(s, i - 3, i)) > 0;
}

/* Takes the next word off *rest, comments passed over.  False at the end. */
static bool
next_word(struct bytes *rest, struct bytes *word)
{
	size_t n = 0;

	for (;;) {
		if (rest->n == 0)
			return false;
		if (rest->p[0] == '(')
			skip_comment(rest);
		else if (parts_words(*rest, 0))
			*rest = bytes_slice(*rest, 1, rest->n);
		else
			break;
	}
	while (n < rest->n && (n == 0 || !parts_words(*rest, n)))
		n++;
	*word = bytes_slice(*rest, 0, n);
	*rest = bytes_slice(*rest, n + (n < rest->n && rest->p[n] == '-'), rest->n);
	return true;
}

static int
month_days(int year, int month)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	if (month == 2 && year % 4 == 0 && (year % 100 != 0 || year % 400 == 0))
		return 29;
	return days[month - 1];
}

/* Days since 1970-01-01, for years from 1970 on. */
static int64_t
days_since_epoch(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return y * 365 + y / 4 - y / 100 + y / 400 + of_year - 719468;
}

bool
maildate_parse(struct bytes value, struct maildate *date)
{
	struct parts d = { -1, -1, -1, -1, 0, '\0', false, false };
	struct bytes word;

	while (next_word(&value, &word))
		if (!read_word(word, &d))
			return false;
	if (d.year < 1970 || d.year > 9999 || d.month < 1 || d.month > 12 || d.day < 1 ||
	    d.day > month_days(d.year, d.month) || d.seconds < 0)
		return false;
	date->zone = d.zone;
	date->time = days_since_epoch(d.year, d.month, d.day) * DAY + d.seconds + half_shift(&d) -
		     d.zone * INT64_C(60);
	return true;
}

int64_t
maildate_arrival(const struct header *h, int64_t now)
{
	struct bytes received = header_get(h, "Received");
	struct maildate date;
	size_t at = received.n;

	while (at > 0 && received.p[at - 1] != ';')
		at--;
	if (at > 0 && maildate_parse(bytes_slice(received, at, received.n), &date) &&
	    date.time >= ARRIVAL_MIN && date.time <= now)
		return date.time;
	if (maildate_parse(header_get(h, "Date"), &date) && date.time >= ARRIVAL_MIN &&
	    date.time <= now)
		return date.time;
	return now;
}
