/* SPDX-License-Identifier: ISC */
#include "filters/report/view/view_value.h"

#include "common/clock.h"
#include "common/utf8.h"

#include <stdlib.h>
#include <string.h>

#define URL_BYTES_MAX ((size_t)4096)
/* A longer text than this is no line of a digest; one of 60 words fits twice. */
#define LINE_COLUMNS_MAX ((size_t)800)

void
view_line(struct json *v, const char *key, struct bytes s)
{
	struct arena *a = arena_new();
	struct bytes line = bytes_trim(utf8_clean(a, s, UTF8_LINE));
	struct bytes head = utf8_head(line, LINE_COLUMNS_MAX);
	struct buf cut = BUF_INIT;

	buf_add(&cut, head);
	if (head.n < line.n)
		buf_adds(&cut, "\u2026");
	json_set(v, key, cut.n ? json_text(buf_bytes(&cut)) : json_null());
	buf_release(&cut);
	arena_free(a);
}

void
view_count(struct json *v, const char *key, int64_t n)
{
	struct json *count = json_object();

	json_set_number(count, "n", n > 0 ? n : 0);
	json_set_flag(count, "one", n == 1);
	json_set_flag(count, "any", n > 0);
	json_set(v, key, count);
}

/* Brackets and quotes end a link in Markdown or HTML, "*" and "_" could pair, ";" could end an
 * entity. */
static bool
is_url_byte(char c)
{
	return is_alnum(c) || (c && strchr("-._~:/?#@!$&+,=%", c));
}

void
view_url(struct json *v, const char *key, struct bytes url)
{
	struct buf b = BUF_INIT;

	if (url.n <= URL_BYTES_MAX && (bytes_starts_fold(url, BYTES_LIT("https://")) ||
					  bytes_starts_fold(url, BYTES_LIT("http://"))))
		for (size_t i = 0; i < url.n; i++) {
			if (is_url_byte(url.p[i]))
				buf_addc(&b, url.p[i]);
			else
				buf_addf(&b, "%%%02X", (unsigned)(unsigned char)url.p[i]);
		}
	json_set(v, key, b.n ? json_text(buf_bytes(&b)) : json_null());
	buf_release(&b);
}

void
view_time(struct json *v, const char *key, struct bytes time, struct bytes format)
{
	struct arena *a = arena_new();
	int64_t t;

	if (clock_parse(time, 0, &t))
		view_line(v, key, bytes_from(clock_format(a, arena_string(a, format), t)));
	else
		json_set(v, key, json_null());
	arena_free(a);
}

struct bytes
view_word(const struct json *words, const char *section, struct bytes name)
{
	struct arena *a = arena_new();
	const struct json *word = json_get(json_get(words, section), arena_string(a, name));
	struct bytes s =
	    json_text_of(json_type(word) == JSON_OBJECT ? json_get(word, "word") : word);

	arena_free(a);
	return s.n ? s : name;
}

static int
compare_numbers(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static void
add_ranges(struct buf *text, const int64_t *numbers, size_t n, struct bytes comma)
{
	for (size_t i = 0; i < n;) {
		int64_t first = numbers[i], last = first;

		while (++i < n && numbers[i] <= last + 1)
			last = numbers[i];
		if (text->n)
			buf_add(text, comma);
		buf_addf(text, "%lld", (long long)first);
		if (last > first)
			buf_addf(text, "-%lld", (long long)last);
	}
}

void
view_ranges(struct json *v, const char *key, const struct json *numbers, const struct json *words)
{
	struct arena *a = arena_new();
	size_t n = json_count(numbers);
	int64_t *sorted = arena_array(a, n, sizeof(*sorted));
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < n; i++)
		sorted[i] = json_number_of(json_at(numbers, i), 0);
	if (n)
		qsort(sorted, n, sizeof(*sorted), compare_numbers);
	add_ranges(&text, sorted, n, json_text_of(json_path(words, "other.comma")));
	view_line(v, key, buf_bytes(&text));
	buf_release(&text);
	arena_free(a);
}

/* The mail of that number in the thread; NULL where there is none. */
static const struct json *
mail_of(const struct json *thread, const struct json *number)
{
	int64_t n = json_number_of(number, 0);
	const struct json *mail = n > 0 ? json_at(json_get(thread, "mails"), (size_t)n - 1) : NULL;

	return json_number_of(json_get(mail, "n"), 0) == n ? mail : NULL;
}

struct json *
view_cites(const struct json *thread, const struct json *from, size_t most)
{
	struct json *cites = json_array();

	for (size_t i = 0; i < json_count(from) && i < most; i++) {
		const struct json *mail = mail_of(thread, json_at(from, i));
		struct json *cite;

		if (mail == NULL)
			continue;
		cite = json_object();
		json_set_number(cite, "n", json_number_of(json_at(from, i), 0));
		view_url(cite, "url", json_text_of(json_get(mail, "url")));
		json_add(cites, cite);
	}
	return cites;
}

struct bytes
view_sender(const struct json *thread, const struct json *citing)
{
	const struct json *mail = mail_of(thread, json_at(json_get(citing, "cites"), 0));
	struct bytes name = json_text_of(json_path(mail, "from.name"));

	return name.n ? name : json_text_of(json_path(mail, "from.address"));
}
