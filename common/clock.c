/* SPDX-License-Identifier: ISC */
#include "common/clock.h"

#include <fcntl.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DAY ((int64_t)86400)
/* The years 1 and 9999: what RFC 3339 can write. */
#define TIME_MIN ((int64_t)-62135596800 + DAY)
#define TIME_MAX ((int64_t)253402300799 - DAY)
#define FORMAT_BYTES_MAX 256
#define ZONE_NAME_MAX ((size_t)64)
/* Offsets reach from -12:00 to +14:00; some were wider once. */
#define ZONE_MINUTES_MAX (16 * 60)

int64_t
clock_now(void)
{
	long long now;

	if (bytes_number(bytes_from(getenv("SOURCE_DATE_EPOCH")), &now))
		return now;
	return time(NULL);
}

int64_t
clock_steady(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* Takes n digits off *s. */
static bool
take_digits(struct bytes *s, size_t n, int *value)
{
	long long v;

	if (s->n < n || !bytes_number(bytes_slice(*s, 0, n), &v))
		return false;
	*value = (int)v;
	*s = bytes_slice(*s, n, s->n);
	return true;
}

/* Takes one of the characters in set off *s. */
static bool
take_one(struct bytes *s, const char *set)
{
	if (s->n == 0 || s->p[0] == '\0' || strchr(set, s->p[0]) == NULL)
		return false;
	*s = bytes_slice(*s, 1, s->n);
	return true;
}

/* +08:00, all of s. */
static bool
parse_offset(struct bytes s, int *minutes)
{
	int sign = s.n && s.p[0] == '-' ? -1 : 1, hour, minute;

	if (!take_one(&s, "+-") || !take_digits(&s, 2, &hour) || !take_one(&s, ":") ||
	    !take_digits(&s, 2, &minute) || s.n || minute > 59)
		return false;
	*minutes = sign * (hour * 60 + minute);
	return abs(*minutes) <= ZONE_MINUTES_MAX;
}

/* Whether the system has rules for the zone of this name; libc would take any other for UTC in
 * silence. */
static bool
zone_exists(const char *name)
{
	const char *dir = getenv("TZDIR");
	struct bytes n = bytes_from(name);
	struct arena *a;
	char magic[4];
	bool found;
	int fd;

	if (n.n == 0 || n.n > ZONE_NAME_MAX || name[0] == '/' || bytes_find_byte(n, '.') < n.n)
		return false;
	a = arena_new();
	fd = open(arena_printf(a, "%s/%s", dir ? dir : "/usr/share/zoneinfo", name),
	    O_RDONLY | O_CLOEXEC);
	arena_free(a);
	if (fd < 0)
		return false;
	found = read(fd, magic, sizeof magic) == sizeof magic && memcmp(magic, "TZif", 4) == 0;
	close(fd);
	return found;
}

bool
clock_set_zone(const char *name)
{
	struct arena *a = arena_new();
	const char *tz = NULL;
	int minutes;

	/* POSIX counts west of Greenwich. */
	if (parse_offset(bytes_from(name), &minutes))
		tz = arena_printf(a, "<%.3s%s>%c%02d:%02d", name, name + 4, minutes < 0 ? '+' : '-',
		    abs(minutes) / 60, abs(minutes) % 60);
	else if (strcmp(name, "UTC") == 0)
		tz = "UTC0";
	else if (zone_exists(name))
		tz = name;
	if (tz && setenv("TZ", tz, 1) < 0)
		out_of_memory();
	tzset();
	arena_free(a);
	return tz != NULL;
}

struct tm
clock_local(int64_t t, int *minutes)
{
	time_t clamped = (time_t)(t < TIME_MIN ? TIME_MIN : t > TIME_MAX ? TIME_MAX : t), shown;
	struct tm tm;
	int offset;

	localtime_r(&clamped, &tm);
	offset = (int)(tm.tm_gmtoff / 60);
	/* Old zones are off by seconds, which no written offset can say: the time follows the
	 * offset. */
	if (tm.tm_gmtoff % 60) {
		shown = clamped + (time_t)offset * 60;
		gmtime_r(&shown, &tm);
	}
	if (minutes)
		*minutes = offset;
	return tm;
}

char *
clock_format(struct arena *a, const char *format, int64_t t)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	char *s = arena_alloc(a, FORMAT_BYTES_MAX);
	struct tm tm = clock_local(t, NULL);

	if (c == (locale_t)0)
		out_of_memory();
	if (strftime_l(s, FORMAT_BYTES_MAX, format, &tm, c) == 0)
		s[0] = '\0';
	freelocale(c);
	return s;
}

static char *
format_zoned(struct arena *a, const char *format, const char *colon, int64_t t)
{
	int minutes;

	clock_local(t, &minutes);
	return arena_printf(a, "%s%c%02d%s%02d", clock_format(a, format, t),
	    minutes < 0 ? '-' : '+', abs(minutes) / 60, colon, abs(minutes) % 60);
}

char *
clock_rfc3339(struct arena *a, int64_t t)
{
	return format_zoned(a, "%4Y-%m-%dT%H:%M:%S", ":", t);
}

char *
clock_rfc5322(struct arena *a, int64_t t)
{
	return format_zoned(a, "%a, %d %b %4Y %H:%M:%S ", "", t);
}

/* Takes YYYY-MM-DD off *s. */
static bool
take_date(struct bytes *s, struct tm *tm)
{
	struct tm check;

	memset(tm, 0, sizeof *tm);
	if (!take_digits(s, 4, &tm->tm_year) || !take_one(s, "-") ||
	    !take_digits(s, 2, &tm->tm_mon) || !take_one(s, "-") ||
	    !take_digits(s, 2, &tm->tm_mday) || tm->tm_year == 0)
		return false;
	tm->tm_year -= 1900;
	tm->tm_mon -= 1;
	check = *tm;
	timegm(&check);
	return check.tm_mon == tm->tm_mon && check.tm_mday == tm->tm_mday;
}

/* HH:MM:SS[.fraction] and a zone, all of s. */
static bool
parse_time(struct bytes s, struct tm *tm, int *minutes)
{
	if (!take_digits(&s, 2, &tm->tm_hour) || !take_one(&s, ":") ||
	    !take_digits(&s, 2, &tm->tm_min) || !take_one(&s, ":") ||
	    !take_digits(&s, 2, &tm->tm_sec) || tm->tm_hour > 23 || tm->tm_min > 59 ||
	    tm->tm_sec > 60)
		return false;
	if (take_one(&s, ".")) {
		if (s.n == 0 || !is_digit(s.p[0]))
			return false;
		while (take_one(&s, "0123456789"))
			;
	}
	*minutes = 0;
	if (take_one(&s, "Zz"))
		return s.n == 0;
	return parse_offset(s, minutes);
}

/* The first second of a date in the program's zone: midnight, or what stands for it on a day that
 * has none. */
static int64_t
date_start(struct tm date)
{
	int64_t utc = timegm(&date), low = utc - DAY, high = utc + DAY;

	while (low < high) {
		int64_t mid = low + (high - low) / 2;
		struct tm tm = clock_local(mid, NULL);
		bool before = tm.tm_year != date.tm_year ? tm.tm_year < date.tm_year
							 : tm.tm_yday < date.tm_yday;
		if (before)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

bool
clock_parse_span(struct bytes s, int64_t *seconds)
{
	static const char units[] = "mhdw";
	static const int64_t unit_seconds[] = { 60, 3600, DAY, 7 * DAY };
	const char *unit = s.n > 1 && s.p[s.n - 1] ? strchr(units, s.p[s.n - 1]) : NULL;
	long long count;

	if (unit == NULL || !bytes_number(bytes_slice(s, 0, s.n - 1), &count) || count == 0 ||
	    count > TIME_MAX / unit_seconds[unit - units])
		return false;
	*seconds = count * unit_seconds[unit - units];
	return true;
}

bool
clock_parse(struct bytes s, int64_t base, int64_t *t)
{
	struct tm tm;
	int64_t span;
	int minutes;

	if (clock_parse_span(s, &span)) {
		*t = base - span;
		return true;
	}
	if (!take_date(&s, &tm))
		return false;
	if (s.n == 0) {
		*t = date_start(tm);
		return true;
	}
	if (!take_one(&s, "Tt ") || !parse_time(s, &tm, &minutes))
		return false;
	*t = timegm(&tm) - (int64_t)minutes * 60;
	return true;
}
