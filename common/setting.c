/* SPDX-License-Identifier: ISC */
#include "common/setting.h"

#include "common/clock.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define WINDOW_MAX ((int64_t)366 * 24 * 60 * 60)
#define PARALLEL_MAX 64
#define CALLS_MAX 1000000
#define TOKENS_MIN 256
#define TOKENS_MAX 1000000000
#define SECONDS_MIN 0.05
#define SECONDS_MAX (24 * 60 * 60)
#define PRICE_MAX 100000
#define FIELD_NAME_MAX 64
#define FIELD_VALUE_MAX 4096
#define VALUE_SHOWN 60

const char *
setting_shown(struct arena *a, const char *value)
{
	const char *authority = strstr(value, "://");

	if (authority && strchr(authority, '@'))
		return arena_printf(a, "%.*s://...", (int)(authority - value), value);
	return arena_printf(a, "%.*s", VALUE_SHOWN, value);
}

bool
take_any(struct arena *a, const char *value, void *field)
{
	(void)a;
	*(const char **)field = value;
	return *value != '\0';
}

bool
take_url(struct arena *a, const char *value, void *field)
{
	struct bytes v = bytes_from(value);

	if (!bytes_starts(v, BYTES_LIT("http://")) && !bytes_starts(v, BYTES_LIT("https://")))
		return false;
	return strpbrk(value, " \"<>") == NULL && take_any(a, value, field);
}

bool
take_archive(struct arena *a, const char *value, void *field)
{
	return strstr(value, "{message_id}") && take_url(a, value, field);
}

/* RFC 8058 wants https, and a link without a token would serve everyone. */
bool
take_unsubscribe(struct arena *a, const char *value, void *field)
{
	if (!bytes_starts(bytes_from(value), BYTES_LIT("https://")))
		return false;
	return (strstr(value, "{token}") || strstr(value, "{address}")) &&
	       take_url(a, value, field);
}

bool
take_smtp(struct arena *a, const char *value, void *field)
{
	struct bytes v = bytes_from(value);

	if (!bytes_starts(v, BYTES_LIT("smtp://")) && !bytes_starts(v, BYTES_LIT("smtps://")))
		return false;
	return strpbrk(value, " \"<>") == NULL && take_any(a, value, field);
}

/* Whether s could be local@domain; what is sent to is looked at closely where it is sent. */
static bool
is_address(struct bytes s)
{
	size_t at = bytes_find_byte(s, '@');

	for (size_t i = 0; i < s.n; i++)
		if (is_space(s.p[i]) || strchr("<>(),;:\"", s.p[i]) || (s.p[i] == '@' && i != at))
			return false;
	return at > 0 && at + 1 < s.n;
}

bool
take_address(struct arena *a, const char *value, void *field)
{
	return is_address(bytes_from(value)) && take_any(a, value, field);
}

/* "Name <local@domain>", or the address alone. */
bool
take_mailbox(struct arena *a, const char *value, void *field)
{
	struct bytes v = bytes_from(value);
	size_t open = bytes_find_byte(v, '<');

	if (open < v.n && v.p[v.n - 1] == '>')
		v = bytes_slice(v, open + 1, v.n - 1);
	return is_address(v) && take_any(a, value, field);
}

bool
take_language(struct arena *a, const char *value, void *field)
{
	for (const char *c = value; *c; c++)
		if (!is_alpha(*c) && *c != '-')
			return false;
	return is_alpha(*value) && strlen(value) <= 32 && take_any(a, value, field);
}

/* "+08:00" */
static bool
is_offset(const char *s)
{
	return strlen(s) == 6 && (s[0] == '+' || s[0] == '-') && is_digit(s[1]) && is_digit(s[2]) &&
	       s[3] == ':' && is_digit(s[4]) && is_digit(s[5]) && s[1] < '2' && s[4] < '6';
}

/* A file of the zone database: no "..", no leading "/". */
static bool
is_zone(struct arena *a, const char *s)
{
	struct stat st;

	if (!is_alpha(*s) || strlen(s) > 64)
		return false;
	for (const char *c = s; *c; c++)
		if (!is_alnum(*c) && !strchr("_+-/", *c))
			return false;
	return stat(arena_printf(a, "/usr/share/zoneinfo/%s", s), &st) == 0 && S_ISREG(st.st_mode);
}

bool
take_zone(struct arena *a, const char *value, void *field)
{
	if (strcmp(value, "UTC") != 0 && !is_offset(value) && !is_zone(a, value))
		return false;
	return take_any(a, value, field);
}

bool
take_delimiter(struct arena *a, const char *value, void *field)
{
	return value[0] && strchr("+-=_", value[0]) && value[1] == '\0' &&
	       take_any(a, value, field);
}

bool
take_site(struct arena *a, const char *value, void *field)
{
	return take_url(a,
	    arena_printf(
		a, "%s%s", value, bytes_ends(bytes_from(value), BYTES_LIT("/")) ? "" : "/"),
	    field);
}

bool
take_quiet(struct arena *a, const char *value, void *field)
{
	(void)a;
	*(bool *)field = strcmp(value, "line") == 0;
	return *(bool *)field || strcmp(value, "skip") == 0;
}

bool
take_span(struct arena *a, const char *value, void *field)
{
	int64_t *seconds = field;

	(void)a;
	return clock_parse_span(bytes_from(value), seconds) && *seconds > 0 &&
	       *seconds <= WINDOW_MAX;
}

bool
take_command(struct arena *a, const char *value, void *field)
{
	struct bytes rest = bytes_from(value), word;
	const char **argv = arena_array(a, rest.n / 2 + 2, sizeof *argv);
	size_t n = 0;

	while (bytes_word(&rest, &word))
		argv[n++] = arena_string(a, word);
	*(const char *const **)field = argv;
	return n > 0 && argv[0][0] == '/';
}

/* Between least and most, whole. */
static bool
take_count(const char *value, long long least, long long most, size_t *field)
{
	long long n;

	if (!bytes_number(bytes_from(value), &n) || n < least || n > most)
		return false;
	*field = (size_t)n;
	return true;
}

/* Digits, and at most one point within them. */
static bool
take_decimal(const char *value, double most, double *field)
{
	const size_t digits = strspn(value, "0123456789");
	const char *rest = value + digits;

	if (digits == 0 || strlen(value) > 15)
		return false;
	if (*rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (*rest != '\0')
		return false;
	*field = strtod(value, NULL);
	return *field <= most;
}

bool
take_parallel(struct arena *a, const char *value, void *field)
{
	(void)a;
	return take_count(value, 1, PARALLEL_MAX, field);
}

bool
take_calls(struct arena *a, const char *value, void *field)
{
	(void)a;
	return take_count(value, 1, CALLS_MAX, field);
}

bool
take_tokens(struct arena *a, const char *value, void *field)
{
	(void)a;
	return take_count(value, TOKENS_MIN, TOKENS_MAX, field);
}

bool
take_seconds(struct arena *a, const char *value, void *field)
{
	int64_t *milliseconds = field;
	double seconds;

	(void)a;
	if (!take_decimal(value, SECONDS_MAX, &seconds) || seconds < SECONDS_MIN)
		return false;
	*milliseconds = (int64_t)(seconds * 1000);
	return true;
}

bool
take_price(struct arena *a, const char *value, void *field)
{
	(void)a;
	return take_decimal(value, PRICE_MAX, field);
}

/* One of n words: its index. */
static bool
take_word(const char *const *words, size_t n, const char *value, unsigned *field)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(words[i], value) == 0) {
			*field = i;
			return true;
		}
	return false;
}

static bool
take_either(const char *no, const char *yes, const char *value, bool *field)
{
	const char *const words[] = { no, yes };
	unsigned word;

	if (!take_word(words, 2, value, &word))
		return false;
	*field = word == 1;
	return true;
}

bool
take_bool(struct arena *a, const char *value, void *field)
{
	(void)a;
	return take_either("false", "true", value, field);
}

bool
take_unknown(struct arena *a, const char *value, void *field)
{
	(void)a;
	return take_either("resend", "hold", value, field);
}

/* In the order of enum config_limit. */
bool
take_limit(struct arena *a, const char *value, void *field)
{
	static const char *const words[] = { "auto", "max_tokens", "max_completion_tokens",
		"none" };

	(void)a;
	return take_word(words, sizeof words / sizeof *words, value, field);
}

/* In the order of enum config_form. */
bool
take_form(struct arena *a, const char *value, void *field)
{
	static const char *const words[] = { "auto", "json_schema", "json_object", "none" };

	(void)a;
	return take_word(words, sizeof words / sizeof *words, value, field);
}

/* Whether it is JSON indeed is for who sends it to say: not every program reads JSON. */
bool
take_object(struct arena *a, const char *value, void *field)
{
	struct bytes v = bytes_trim(bytes_from(value));

	return v.n >= 2 && v.p[0] == '{' && v.p[v.n - 1] == '}' && take_any(a, value, field);
}

/* RFC 9110 5.6.2: a token. */
bool
is_field_name(const char *name)
{
	for (const char *c = name; *c; c++)
		if (!is_alnum(*c) && !strchr("!#$%&'*+-.^_`|~", *c))
			return false;
	return *name != '\0' && strlen(name) <= FIELD_NAME_MAX;
}

/* Printable: no control byte, so no second field. */
bool
is_field_value(const char *value)
{
	for (const char *c = value; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return strlen(value) <= FIELD_VALUE_MAX;
}
