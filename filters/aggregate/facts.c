/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/facts.h"

#include "common/text.h"
#include "filters/aggregate/deed.h"
#include "filters/aggregate/lines.h"
#include "filters/aggregate/mention.h"
#include "filters/aggregate/parts.h"
#include "filters/aggregate/paths.h"
#include "filters/aggregate/refusal.h"

#include <string.h>

/* Footnotes of a letter. */
#define NOTES_MAX 32

struct finding {
	struct arena *a;
	struct store_fact *facts;
	size_t n;
	struct bytes *found; /* paths */
	size_t nfound;
	struct paths paths;
	bool robot;
	bool applied;		       /* said above: what follows may list commits */
	bool inside;		       /* the line above is of the same paragraph */
	bool begun;		       /* something stands above */
	struct bytes hanging;	       /* a deed whose tree is on the next line */
	struct bytes part;	       /* of the patch a list of commits is at: "3/11" */
	bool scoped;		       /* the prose above says what the tags below it are for */
	struct bytes scope;	       /* the patches; empty: all of them */
	struct bytes label;	       /* "v3", where the line above ends behind it */
	struct bytes notes[NOTES_MAX]; /* the versions that footnotes are of */
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

/* A trailer's value with the lines that go on with it. */
static struct bytes
trailer_value(struct arena *a, struct bytes first, struct bytes *rest)
{
	struct bytes ahead = *rest;
	struct buf value = BUF_INIT;
	struct text_line line;

	buf_add(&value, bytes_trim(first));
	while (text_next(&ahead, &line) && line.kind == TEXT_TRAILER &&
	       bytes_find_byte(line.text, '[') > 0 && !trailer_name(bytes_trim(line.text))) {
		buf_addc(&value, ' ');
		buf_add(&value, bytes_trim(line.text));
		*rest = ahead;
	}
	first = arena_bytes(a, buf_bytes(&value));
	buf_release(&value);
	return first;
}

/* What a tag is for, said above it or behind its person: "Tested-by: N <a@b> (patches 1-3)". */
static void
add_scope(struct finding *f, struct bytes name, struct bytes value)
{
	struct bytes rest = bytes_slice(value, bytes_find_byte(value, '>') + 1, value.n);
	struct parts p;

	rest = bytes_trim(rest);
	while (rest.n && bytes_find_byte(BYTES_LIT("#(["), rest.p[0]) < 3)
		rest = bytes_trim(bytes_slice(rest, 1, rest.n));
	if (rest.n && parts_scope(rest, &p))
		add(f, FACT_FOR, name, parts_text(f->a, &p));
	else if (f->scoped)
		add(f, FACT_FOR, name, f->scope);
}

static void
find_scope(struct finding *f, struct bytes s)
{
	struct parts p;

	f->scoped = parts_scope(s, &p);
	f->scope = f->scoped ? parts_text(f->a, &p) : BYTES_NONE;
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
	add_scope(f, name, value);
	at = value;
	while (mention_link(f->a, &at, &id))
		add(f, FACT_LINK, name, id);
}

static void
add_deed(struct finding *f, const struct deed *d)
{
	static const struct bytes whole = { "", 0 };

	add(f, FACT_APPLIED, d->name, d->tree);
	if (d->commit.n)
		add(f, FACT_COMMIT, BYTES_NONE, d->commit);
	f->applied = true;
	if (d->whole && !d->partly)
		add(f, FACT_PART, whole,
		    bytes_from(d->count ? arena_printf(f->a, "all %d", d->count) : "all"));
	if (d->partly && d->nparts == 0)
		add(f, FACT_PART, whole, BYTES_NONE);
	for (size_t i = 0; d->partly && i < d->nparts; i++)
		add(f, FACT_PART, whole, bytes_from(arena_printf(f->a, "%d", d->parts[i])));
}

/* "Applied as commit 0123456789ab": an id in the line that tells of the deed. */
static void
find_commit_within(struct finding *f, struct bytes s)
{
	struct bytes word, before = BYTES_NONE;

	for (; bytes_word(&s, &word); before = word) {
		while (word.n && memchr(".,;:)!", word.p[word.n - 1], 6))
			word.n--;
		if (bytes_equal_fold(before, BYTES_LIT("as")) ||
		    bytes_equal_fold(before, BYTES_LIT("commit")))
			if (mention_hash(word).n)
				add(f, FACT_COMMIT, BYTES_NONE, word);
	}
}

/* "Applied, thanks!", or what a tracker writes. */
static void
find_applied(struct finding *f, struct bytes s)
{
	struct deed d;

	if (!(f->robot ? deed_told(f->a, s, &d) : deed_said(f->a, s, !f->inside, &d)))
		return;
	f->hanging = d.hangs ? d.name : BYTES_NONE;
	if (d.hangs)
		return;
	add_deed(f, &d);
	find_commit_within(f, s);
}

/* The tree on the line behind "Applied to". */
static void
find_hanging(struct finding *f, struct bytes s)
{
	struct deed d = { .name = f->hanging };

	f->hanging = BYTES_NONE;
	d.tree = bytes_find(s, BYTES_LIT("://")) < s.n ? deed_tree(f->a, s) : BYTES_NONE;
	if (d.tree.n)
		add_deed(f, &d);
}

/* "by Ann Author <ann@example.org>:", "Committer: Ann Author <ann@example.org>" behind what a
 * tracker wrote. */
static void
find_by(struct finding *f, struct bytes s)
{
	static const char head[] = "Committer:";

	if (!f->robot || !f->applied)
		return;
	if (bytes_starts(s, BYTES_LIT("by ")) && bytes_ends(s, BYTES_LIT(">:")))
		add(f, FACT_BY, BYTES_NONE, bytes_slice(s, 3, s.n - 1));
	else if (bytes_starts(s, BYTES_LIT(head)))
		add(f, FACT_BY, BYTES_NONE, bytes_slice(s, sizeof(head) - 1, s.n));
}

/* "#syz fix: TITLE", "#regzbot introduced: COMMIT". */
static void
find_command(struct finding *f, struct bytes s)
{
	static const char *const robots[] = { "#syz ", "#syz: ", "#regzbot ", NULL };
	size_t end;

	if (!lines_starts_any(s, robots))
		return;
	end = bytes_find_byte(s, ' ');
	add(f, FACT_COMMAND, bytes_slice(s, 1, end), bytes_slice(s, end, s.n));
}

/* A part that b4 knows was applied, but not as what. */
static bool
lacks_commit(struct bytes s)
{
	return bytes_equal(s, BYTES_LIT("(no commit info)"));
}

/* The lists under "Applied": "[3/11] title", then the commit on a line of its own. */
static void
find_commit(struct finding *f, struct bytes s)
{
	struct bytes id = mention_commit(s);
	long long part, total;

	if (mention_part(s, &part, &total))
		f->part = bytes_from(arena_printf(f->a, "%lld/%lld", part, total));
	if (!f->applied)
		return;
	if (id.n)
		add(f, FACT_COMMIT, f->part, id);
	else if (!f->robot && f->part.n && lacks_commit(s))
		add(f, FACT_PART, f->part, BYTES_NONE);
	else
		return;
	f->part = BYTES_NONE;
}

/* What is wanted not, not as it is, or no longer. */
static void
find_refusal(struct finding *f, struct bytes s)
{
	if (f->robot) {
		if (refusal_breaks(s))
			add(f, FACT_BROKEN, BYTES_NONE, s);
		return;
	}
	/* "The device answers with a\nNAK, and ..." */
	if (!f->inside && refusal_nacks(s))
		add(f, FACT_NACK, BYTES_NONE, s);
	if (refusal_asks_again(s))
		add(f, FACT_REQUEST, BYTES_NONE, s);
	if (!f->inside && refusal_dropped(s))
		add(f, FACT_DROP, BYTES_LIT("dropped"), s);
	else if (refusal_asks_drop(s))
		add(f, FACT_DROP, BYTES_LIT("drop"), s);
	else if (refusal_withdraws(s))
		add(f, FACT_DROP, BYTES_LIT("withdrawn"), s);
}

/* "This reverts commit 0123456789abcdef." */
static void
find_revert(struct finding *f, struct bytes s)
{
	static const char head[] = "This reverts commit ";
	struct bytes id;

	if (!bytes_starts(s, BYTES_LIT(head)))
		return;
	s = bytes_slice(s, sizeof(head) - 1, s.n);
	bytes_word(&s, &id);
	while (id.n && memchr(".,;:", id.p[id.n - 1], 4))
		id.n--;
	id = mention_hash(id);
	if (id.n)
		add(f, FACT_REVERT, BYTES_NONE, id);
}

/* The version that footnote n is said to be the link of: "Changes since v1 [3]:". */
static void
find_note(struct finding *f, struct bytes s)
{
	long long n;
	struct bytes label = mention_note(s, &n);

	if (label.n && n < NOTES_MAX)
		f->notes[n] = label;
}

/* The label of a line of links: its own, its footnote's, or what "v3:" on the line above gave. */
static struct bytes
label_of(const struct finding *f, struct bytes s)
{
	struct bytes label = mention_version(s);
	size_t close = bytes_find_byte(s, ']');
	long long n;

	if (label.n)
		return label;
	if (s.n && s.p[0] == '[' && bytes_number(bytes_slice(s, 1, close), &n) && n < NOTES_MAX)
		return f->notes[n];
	return bytes_starts(s, BYTES_LIT("http")) ? f->label : BYTES_NONE;
}

/* Message ids that URLs of archives point to; "v3:" may stand on the line above. */
static void
find_links(struct finding *f, struct bytes s)
{
	struct bytes label = label_of(f, s), rest = s, id;
	bool any = false;

	f->label = BYTES_NONE;
	for (; mention_link(f->a, &rest, &id); any = true)
		add(f, FACT_LINK, label, id);
	if (any)
		return;
	if (label.n && bytes_ends(s, BYTES_LIT(":")))
		f->label = label;
	find_note(f, s);
}

/* "Thanks, applied." is more than a closing. */
static void
find_behind_thanks(struct finding *f, struct bytes s)
{
	static const char *const thanks[] = { "thanks", "thank", "many thanks", "thx", NULL };

	if (lines_starts_word(s, thanks))
		find_applied(f, s);
}

/* "From: N <a@b>" above all else in the mail. */
static void
find_author(struct finding *f, struct bytes line)
{
	static const char head[] = "From: ";

	if (!f->begun && bytes_starts(line, BYTES_LIT(head)))
		add(f, FACT_AUTHOR, BYTES_NONE, bytes_slice(line, sizeof(head) - 1, line.n));
}

/* A file once; those of one diff stand together, so that the last ones are looked at first. */
static void
find_path(struct finding *f, struct bytes line)
{
	struct bytes path = paths_in(&f->paths, line);
	size_t i = f->nfound;

	if (path.n == 0 || path.n > FACTS_VALUE_MAX || f->nfound == FACTS_PATHS_MAX)
		return;
	while (i > 0 && !bytes_equal(f->found[i - 1], path))
		i--;
	if (i == 0)
		f->found[f->nfound++] = arena_bytes(f->a, path);
}

/* Behind all others. */
static void
add_paths(struct finding *f)
{
	for (size_t i = 0; i < f->nfound; i++)
		f->facts[f->n++] = (struct store_fact){ FACT_PATH, BYTES_LIT(""), f->found[i] };
}

static void
find_in_line(struct finding *f, const struct text_line *line, struct bytes *rest)
{
	struct bytes s = bytes_trim(line->text);

	if (f->hanging.n && line->kind != TEXT_BLANK)
		find_hanging(f, s);
	switch (line->kind) {
	case TEXT_TRAILER:
		find_trailer(f, s, rest);
		return;
	case TEXT_DIFF:
		if (bytes_starts(line->text, BYTES_LIT("change-id:")))
			add(f, FACT_CHANGE_ID, BYTES_NONE, bytes_slice(s, 10, s.n));
		find_author(f, line->text);
		find_path(f, line->text);
		return;
	case TEXT_PROSE:
		find_scope(f, line->text);
		find_applied(f, line->text);
		find_by(f, line->text);
		find_command(f, line->text);
		find_refusal(f, line->text);
		find_revert(f, line->text);
		break;
	case TEXT_GREETING:
		find_behind_thanks(f, line->text);
		return;
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

	f.facts = arena_array(a, FACTS_MAX + FACTS_PATHS_MAX, sizeof(*f.facts));
	f.found = arena_array(a, FACTS_PATHS_MAX, sizeof(*f.found));
	while (text_next(&text, &line)) {
		find_in_line(&f, &line, &text);
		f.inside = line.kind == TEXT_PROSE;
		f.begun = f.begun || line.kind != TEXT_BLANK;
	}
	add_paths(&f);
	*facts = f.facts;
	return f.n;
}
