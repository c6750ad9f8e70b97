/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/changes.h"

#include "common/text.h"
#include "common/utf8.h"

#include <string.h>

/* Words of a line that is only a heading. */
#define HEADING_WORDS_MAX 8
/* Lines under a heading that are looked at. */
#define LINES_MAX ((size_t)200)

/* What a line at the head of a section says. */
struct heading {
	int version;	   /* the section tells of; 0: not said */
	struct bytes rest; /* behind its colon: the first item */
};

struct reading {
	struct arena *a;
	int version;
	struct bytes *items;
	size_t n;
	struct buf item;
	bool inside;   /* a section for this version */
	bool blank;    /* the line above was */
	bool sections; /* a heading named a version */
};

static bool
take(struct bytes *s, const char *head)
{
	struct bytes h = bytes_from(head);

	if (!bytes_starts_fold(*s, h))
		return false;
	*s = bytes_slice(*s, h.n, s->n);
	return true;
}

static struct bytes
unmarked(struct bytes s)
{
	while (s.n && memchr(" \t*-=#+[(", s.p[0], 9))
		s = bytes_slice(s, 1, s.n);
	return s;
}

/* "v3" off the front, a digit behind the "v"; 0 where there is none. */
static int
take_version(struct bytes *s)
{
	size_t end = 1;
	long long version;

	if (s->n < 2 || to_lower(s->p[0]) != 'v')
		return 0;
	while (end < s->n && is_digit(s->p[end]))
		end++;
	if (!bytes_number(bytes_slice(*s, 1, end), &version) || version > 9999)
		return 0;
	if (end < s->n && (is_alpha(s->p[end]) || s->p[end] == '_'))
		return 0;
	*s = bytes_slice(*s, end, s->n);
	return (int)version;
}

static void
skip(struct bytes *s, const char *marks)
{
	while (s->n && s->p[0] && strchr(marks, s->p[0]))
		*s = bytes_slice(*s, 1, s->n);
}

/* "-> v3", "=> v3", "..v3", "to v3": the newer of two. */
static int
take_newer(struct bytes *s)
{
	struct bytes at = *s;
	int version;

	skip(&at, " \t");
	if (!take(&at, "-->") && !take(&at, "->") && !take(&at, "=>") && !take(&at, "..") &&
	    !take(&at, "to ") && !take(&at, "\xe2\x86\x92"))
		return 0;
	skip(&at, " \t");
	version = take_version(&at);
	if (version)
		*s = at;
	return version;
}

/* "Changes since v2", "Since v2", "From v1 [1]": false for the words alone. */
static bool
take_words(struct bytes *s, bool *since)
{
	static const char *const nouns[] = { "changes", "changelog", "change log", "changed",
		"change", "history", "revision", "version", "delta", "diff", "differences",
		"updates", "new" };
	static const char *const joints[] = { " since ", " from ", " relative to ", " compared to ",
		" over ", " against ", " after ", " on top of ", "since ", "from " };
	static const char *const fillers[] = { " in ", " for ", " of ", " with ", " ", ": ",
		" the ", "patch ", "series ", "version ", "revision " };
	struct bytes at = *s;
	bool any = false;

	for (size_t i = 0; i < sizeof(nouns) / sizeof(*nouns) && !any; i++)
		any = take(&at, nouns[i]);
	for (size_t i = 0; i < sizeof(joints) / sizeof(*joints) && !*since; i++)
		*since = take(&at, joints[i]);
	for (size_t i = 0; !*since && i < sizeof(fillers) / sizeof(*fillers); i++)
		take(&at, fillers[i]);
	if (any || *since)
		*s = at;
	return any || *since;
}

/* "Chnages in V5:": a few words that end in a version and a colon. */
static bool
read_plain_heading(struct bytes s, struct heading *h)
{
	bool since = bytes_find_fold(s, BYTES_LIT(" since ")) < s.n;
	size_t from = s.n;

	if (s.n == 0 || bytes_words(s) > 4 || s.p[s.n - 1] != ':')
		return false;
	s.n--;
	while (from && !is_blank(s.p[from - 1]))
		from--;
	s = bytes_slice(s, from, s.n);
	h->version = from ? take_version(&s) : 0;
	if (h->version && since)
		h->version++;
	return h->version && s.n == 0;
}

/* What stands behind the first colon, but for a link. */
static struct bytes
behind_colon(struct bytes s, size_t colon)
{
	struct bytes rest = bytes_trim(bytes_slice(s, colon + 1, s.n));

	return bytes_starts(rest, BYTES_LIT("//")) || bytes_starts(rest, BYTES_LIT("http"))
		   ? BYTES_NONE
		   : rest;
}

/* Whether a line begins a section: a version with a colon, with nothing, or with words for
 * "changes". */
static bool
read_heading(struct bytes line, struct heading *h)
{
	struct bytes s = unmarked(bytes_trim(line)), before = s;
	bool since = false, words = take_words(&s, &since);
	int version, newer;
	size_t colon;

	*h = (struct heading){ 0, BYTES_NONE };
	version = take_version(&s);
	if (!version && words && since && take(&s, "RFC")) {
		h->version = 1;
		return true;
	}
	if (!version && words && !since && bytes_words(before) <= 3)
		return bytes_ends(before, BYTES_LIT(":"));
	if (!version)
		return read_plain_heading(before, h);
	newer = take_newer(&s);
	h->version = newer ? newer : since ? version + 1 : version;
	colon = bytes_find_byte(s, ':');
	h->rest = behind_colon(s, colon);
	if (colon < s.n && bytes_words(bytes_slice(s, 0, colon)) <= 4)
		return true;
	h->rest = BYTES_NONE;
	skip(&s, " \t-");
	if (words || newer)
		return bytes_words(before) <= HEADING_WORDS_MAX;
	return s.n == 0 || memchr("([]", s.p[0], 3);
}

/* "[1]" reads like a mail's number here. */
static void
add_without_marks(struct buf *out, struct bytes s)
{
	for (size_t i = 0; i < s.n; i++) {
		size_t end = i + 1;

		while (s.p[i] == '[' && end < s.n && (is_digit(s.p[end]) || s.p[end] == ','))
			end++;
		if (s.p[i] == '[' && end > i + 1 && end < s.n && s.p[end] == ']') {
			i = end;
			while (out->n && out->p[out->n - 1] == ' ')
				out->n--;
			continue;
		}
		buf_addc(out, s.p[i]);
	}
}

static struct bytes
shortened(struct arena *a, struct bytes s)
{
	size_t end = CHANGES_BYTES_MAX;

	if (s.n <= CHANGES_BYTES_MAX)
		return s;
	while (end > CHANGES_BYTES_MAX / 2 && s.p[end] != ' ')
		end--;
	while (end && ((unsigned char)s.p[end] & 0xC0) == 0x80)
		end--;
	return bytes_from(arena_printf(a, "%.*s ...", (int)end, s.p));
}

static void
end_item(struct reading *r)
{
	struct buf clean = BUF_INIT;
	struct bytes s;

	add_without_marks(&clean, bytes_trim(buf_bytes(&r->item)));
	buf_clear(&r->item);
	s = bytes_trim(utf8_clean(r->a, buf_bytes(&clean), UTF8_LINE));
	buf_release(&clean);
	if (s.n > 3 && r->n < CHANGES_MAX && !bytes_starts_fold(s, BYTES_LIT("link to v")))
		r->items[r->n++] = shortened(r->a, s);
}

/* The blank behind "-", "*", "1." or "2)"; 0 where there is no such mark. */
static size_t
item_mark(struct bytes s)
{
	size_t i = 0;

	if (s.n > 1 && memchr("-*+o", s.p[0], 4) && is_blank(s.p[1]))
		return 2;
	while (i < s.n && i < 2 && is_digit(s.p[i]))
		i++;
	return i && i + 1 < s.n && memchr(".)", s.p[i], 2) && is_blank(s.p[i + 1]) ? i + 2 : 0;
}

static void
add_words(struct buf *out, struct bytes s)
{
	struct bytes word;

	while (bytes_word(&s, &word)) {
		if (out->n)
			buf_addc(out, ' ');
		buf_add(out, word);
	}
}

/* A line of the section at hand; false where it is none of it. */
static bool
take_line(struct reading *r, struct bytes line)
{
	struct bytes s = bytes_trim(line);
	size_t mark = item_mark(s);

	if (r->blank && !mark && !is_blank(line.p[0]) && (r->n || r->item.n))
		return false;
	/* "Addressed the comments of Ann:" heads items, and is none. */
	if ((mark || r->blank) && bytes_ends(buf_bytes(&r->item), BYTES_LIT(":")) && r->n == 0)
		buf_clear(&r->item);
	if (mark || r->blank)
		end_item(r);
	s = bytes_slice(s, mark, s.n);
	add_words(&r->item, s);
	return true;
}

/* In a letter only what ends in a colon is a heading. */
static bool
is_heading(const struct text_line *line, struct heading *h)
{
	struct bytes s = line->text;

	return read_heading(s, h) && (line->kind == TEXT_CHANGES ||
					 (h->version && s.p[s.n - 1] == ':' && h->rest.n == 0));
}

static void
read_line(struct reading *r, const struct text_line *line)
{
	struct heading h;

	if (is_heading(line, &h)) {
		end_item(r);
		r->sections = r->sections || h.version;
		r->inside = h.version == r->version || (h.version == 0 && !r->sections);
		if (r->inside)
			add_words(&r->item, h.rest);
	} else if (r->inside && !take_line(r, line->text)) {
		end_item(r);
		r->inside = false;
	}
	r->blank = false;
}

size_t
changes_find(struct arena *a, struct bytes text, int version, struct bytes *items)
{
	struct reading r = { .a = a, .version = version, .items = items, .item = BUF_INIT };
	struct text_line line;

	for (size_t i = 0; i < LINES_MAX && text_next(&text, &line);) {
		if (line.kind == TEXT_CHANGES || line.kind == TEXT_PROSE ||
		    (r.inside && line.kind == TEXT_CODE)) {
			read_line(&r, &line);
			i++;
		} else if (line.kind == TEXT_BLANK) {
			r.blank = true;
		} else {
			end_item(&r);
			r.inside = false;
		}
	}
	end_item(&r);
	buf_release(&r.item);
	return r.n;
}

static bool
is_said(const struct bytes *said, size_t n, struct bytes item)
{
	for (size_t i = 0; i < n; i++)
		if (bytes_equal(said[i], item))
			return true;
	return false;
}

/* The mails of the posting itself that are listed, its root first. */
static size_t
posting_mails(const struct collect_thread *t, struct store_key *keys, size_t *at)
{
	size_t n = 0;

	if (t->rooted)
		at[n++] = t->root;
	for (size_t i = 0; i < t->n; i++)
		if (!t->mails[i].reply && !(t->rooted && i == t->root))
			at[n++] = i;
	for (size_t i = 0; i < n; i++)
		keys[i] = t->mails[at[i]].mail->key;
	return n;
}

/* Adds the items of one mail that are not said yet. */
static void
add_items(
    struct json *changes, struct bytes *said, const struct bytes *items, size_t n, size_t mail)
{
	for (size_t i = 0; i < n && json_count(changes) < CHANGES_MAX; i++) {
		struct json *v, *cites;

		if (is_said(said, json_count(changes), items[i]))
			continue;
		said[json_count(changes)] = items[i];
		v = json_object();
		cites = json_array();
		json_add(cites, json_number((int64_t)mail + 1));
		json_set_text(v, "text", items[i]);
		json_set(v, "cites", cites);
		json_add(changes, v);
	}
}

enum store_status
changes_json(
    struct store *s, struct arena *a, const struct collect_thread *t, struct json **changes)
{
	struct store_key *keys = arena_array(a, t->n, sizeof(*keys));
	size_t *at = arena_array(a, t->n, sizeof(*at)), n;
	struct bytes *texts, items[CHANGES_MAX], said[CHANGES_MAX];
	int version = collect_entry(t)->version;
	enum store_status status = STORE_OK;

	n = version > 1 ? posting_mails(t, keys, at) : 0;
	if (n > 0)
		status = store_get_texts(s, keys, n, a, &texts);
	if (status != STORE_OK)
		return status;
	*changes = json_array();
	for (size_t i = 0; i < n && json_count(*changes) < CHANGES_MAX; i++) {
		size_t found = changes_find(a, texts[i], version, items);

		add_items(*changes, said, items, found, at[i]);
	}
	return STORE_OK;
}
