/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/facts.h"

#include "common/text.h"
#include "filters/aggregate/lines.h"
#include "filters/aggregate/mention.h"

struct finding {
	struct arena *a;
	struct store_fact *facts;
	size_t n;
	bool robot;
	bool applied;	   /* said above: what follows may list commits */
	struct bytes part; /* of the patch a list of commits is at: "3/11" */
};

static void
add(struct finding *f, enum fact_kind kind, struct bytes name, struct bytes value)
{
	value = bytes_slice(bytes_trim(value), 0, FACTS_VALUE_MAX);
	if (f->n == FACTS_MAX)
		return;
	for (size_t i = 0; i < f->n; i++)
		if (f->facts[i].kind == (unsigned)kind && bytes_equal(f->facts[i].name, name) &&
		    bytes_equal(f->facts[i].value, value))
			return;
	f->facts[f->n++] = (struct store_fact){ (unsigned)kind, arena_bytes(f->a, name),
		arena_bytes(f->a, value) };
}

/* "REVIEWED-BY" and "Reviewed-By" as "Reviewed-by". */
static struct bytes
trailer_spelling(struct arena *a, struct bytes name)
{
	static const char *const spellings[] = { "BugLink", "Change-Id", "Message-Id", "Bug-Id",
		NULL };
	char *p;

	for (size_t i = 0; spellings[i]; i++)
		if (bytes_equal_fold(name, bytes_from(spellings[i])))
			return bytes_from(spellings[i]);
	p = arena_alloc(a, name.n);
	for (size_t i = 0; i < name.n; i++)
		p[i] = to_lower(name.p[i]);
	if (name.n && is_alpha(p[0]))
		p[0] = (char)(p[0] - 'a' + 'A');
	return (struct bytes){ p, name.n };
}

/* A trailer's value with the lines that go on with it. */
static struct bytes
trailer_value(struct arena *a, struct bytes first, struct bytes *rest)
{
	struct bytes ahead = *rest;
	struct buf value = BUF_INIT;
	struct text_line line;

	buf_add(&value, bytes_trim(first));
	while (text_next(&ahead, &line) && line.kind == TEXT_TRAILER && lines_indent(line.text) &&
	       !trailer_name(bytes_trim(line.text))) {
		buf_addc(&value, ' ');
		buf_add(&value, bytes_trim(line.text));
		*rest = ahead;
	}
	first = arena_bytes(a, buf_bytes(&value));
	buf_release(&value);
	return first;
}

static void
find_trailer(struct finding *f, struct bytes s, struct bytes *rest)
{
	size_t end = trailer_name(s);
	struct bytes name, value, at, id;

	if (!end)
		return;
	name = trailer_spelling(f->a, bytes_slice(s, 0, end));
	at = bytes_trim(bytes_slice(s, end, s.n));
	value = trailer_value(f->a, bytes_slice(at, 1, at.n), rest);
	if (bytes_equal(name, BYTES_LIT("Change-Id")))
		add(f, FACT_CHANGE_ID, BYTES_NONE, value);
	if (bytes_equal(name, BYTES_LIT("Nacked-by")))
		add(f, FACT_NACK, name, value);
	add(f, FACT_TRAILER, name, value);
	at = value;
	while (mention_link(f->a, &at, &id))
		add(f, FACT_LINK, name, id);
}

/* "applied" and its like at the head of a line, when people say it was done. */
static struct bytes
deed(struct bytes *s)
{
	static const struct {
		const char *word, *name;
	} deeds[] = { { "Applied", "applied" }, { "Queued", "queued" }, { "Merged", "merged" },
		{ "Pulled", "pulled" }, { "Pushed", "applied" }, { "Picked up", "applied" } };

	for (size_t i = 0; i < sizeof(deeds) / sizeof(deeds[0]); i++) {
		struct bytes word = bytes_from(deeds[i].word);

		if (bytes_starts(*s, word) && (s->n == word.n || !is_alnum(s->p[word.n]))) {
			*s = bytes_slice(*s, word.n, s->n);
			return bytes_from(deeds[i].name);
		}
	}
	return BYTES_NONE;
}

/* The tree in " to kvmtool (master), thanks!"; empty where none is named. */
static struct bytes
tree(struct bytes s)
{
	static const char *const vague[] = { "this", "that", "it", "both", "all", "what", "which",
		"these", "those", "each", "every", "a", "an", "my", "our", "your", NULL };
	size_t at = bytes_find(s, BYTES_LIT(" to ")), end, thanks;

	if (at == s.n)
		at = bytes_find(s, BYTES_LIT(" for "));
	s = bytes_trim(
	    bytes_slice(s, bytes_find_byte(bytes_slice(s, at + 1, s.n), ' ') + at + 1, s.n));
	thanks = bytes_find_fold(s, BYTES_LIT("thank"));
	for (end = 0; end < thanks && s.p[end] != ',' && s.p[end] != ';' && s.p[end] != '!'; end++)
		if (s.p[end] == '.' && (end + 1 == s.n || is_blank(s.p[end + 1])))
			break;
	s = bytes_trim(bytes_slice(s, 0, end));
	while (s.n && (s.p[s.n - 1] == '-' || s.p[s.n - 1] == ' '))
		s.n--;
	if (s.n > 80 || lines_words(s) > 6 || lines_starts_word(s, vague))
		return BYTES_NONE;
	return s;
}

/*
 * "Applied to next, thanks!", "Queued, thanks.", "Applied to kvmtool (master)".  Of 45 such lines
 * in two months of a real list 45 were meant so; of the looser forms two in three.
 */
static void
find_applied(struct finding *f, struct bytes s)
{
	static const char *const doubts[] = { "?", " if ", " once ", " unless ", " should ",
		" would ", " will ", " when ", " not ", "n't ", NULL };
	struct bytes rest = s, name = deed(&rest), where;
	bool thanks = bytes_find_fold(rest, BYTES_LIT("thank")) < rest.n;

	if (!name.n || lines_holds(s, doubts))
		return;
	where = tree(rest);
	if (!thanks && (!where.n || !bytes_starts(rest, BYTES_LIT(" to ")) ||
			   bytes_equal(name, BYTES_LIT("queued"))))
		return;
	add(f, FACT_APPLIED, name, where);
	f->applied = true;
}

/* What the bots of trackers write. */
static void
find_merged(struct finding *f, struct bytes s)
{
	static const char *const heads[] = { "has been merged into ", "This patch was applied to ",
		"This series was applied to ", "This pull request was applied to ", NULL };
	struct bytes name = BYTES_LIT("applied"), where;
	size_t end;

	if (!lines_starts_any(s, heads))
		return;
	if (bytes_starts(s, BYTES_LIT("has been")))
		name = BYTES_LIT("merged");
	where = bytes_slice(s, bytes_find(s, BYTES_LIT("to ")) + 3, s.n);
	end = bytes_find_byte(where, ':');
	add(f, FACT_APPLIED, name, bytes_slice(where, 0, end));
	f->applied = true;
}

/* The lists under "Applied": "[3/11] title", then the commit on a line of its own. */
static void
find_commit(struct finding *f, struct bytes s)
{
	struct bytes id = mention_commit(s);
	long long part, total;

	if (mention_part(s, &part, &total))
		f->part = bytes_from(arena_printf(f->a, "%lld/%lld", part, total));
	if (!id.n || !f->applied)
		return;
	add(f, FACT_COMMIT, f->part, id);
	f->part = BYTES_NONE;
}

/* A line that is a refusal and nothing else before its first stop. */
static bool
is_nack(struct bytes s)
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

/* Message ids that URLs of archives point to. */
static void
find_links(struct finding *f, struct bytes s)
{
	struct bytes label = mention_version(s), id;

	while (mention_link(f->a, &s, &id))
		add(f, FACT_LINK, label, id);
}

static void
find_in_line(struct finding *f, const struct text_line *line, struct bytes *rest)
{
	struct bytes s = bytes_trim(line->text);

	switch (line->kind) {
	case TEXT_TRAILER:
		find_trailer(f, s, rest);
		return;
	case TEXT_DIFF:
		if (bytes_starts(line->text, BYTES_LIT("change-id:")))
			add(f, FACT_CHANGE_ID, BYTES_NONE, bytes_slice(s, 10, s.n));
		return;
	case TEXT_PROSE:
		if (f->robot)
			find_merged(f, line->text);
		else
			find_applied(f, line->text);
		if (is_nack(line->text))
			add(f, FACT_NACK, BYTES_NONE, line->text);
		break;
	case TEXT_CHANGES:
	case TEXT_CODE:
		break;
	default:
		return;
	}
	find_commit(f, s);
	find_links(f, s);
}

size_t
facts_find(struct arena *a, struct bytes text, bool robot, const struct store_fact **facts)
{
	struct finding f = { .a = a, .robot = robot };
	struct text_line line;

	f.facts = arena_array(a, FACTS_MAX, sizeof(*f.facts));
	while (text_next(&text, &line))
		find_in_line(&f, &line, &text);
	*facts = f.facts;
	return f.n;
}
