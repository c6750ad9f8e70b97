/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/shortlog.h"

#include "common/subject.h"
#include "common/text.h"
#include "filters/aggregate/lines.h"

/* One author's patches, while they are read. */
struct section {
	struct bytes author;
	long long wanted, n; /* titles it says it has; met */
	size_t indent;	     /* of its first title; further lines of one stand elsewhere */
	size_t first;	     /* its facts begin there */
};

struct listing {
	struct arena *a;
	struct store_fact *facts;
	size_t n, bytes;
	bool placed; /* it was said where to pull from */
	bool lacks;  /* something is left out */
	bool full;
	struct section now; /* without an author between two */
	struct buf title;
};

/* Commits that are not asked for are told above: what the branch is based on. */
static bool
tells_place(struct bytes s)
{
	static const char *const places[] = { "in the Git repository at",
		"in the git repository at", "git://", ".git", "git@", NULL };

	return lines_holds(s, places);
}

/* "Ann Author (12):", or with her address behind the name. */
static bool
read_author(struct bytes s, struct section *section)
{
	size_t open = s.n;

	if (!bytes_ends(s, BYTES_LIT("):")) || is_blank(s.p[0]))
		return false;
	while (open && s.p[open - 1] != '(')
		open--;
	if (open < 3 || s.p[open - 2] != ' ' ||
	    !bytes_number(bytes_slice(s, open, s.n - 2), &section->wanted))
		return false;
	s = bytes_slice(s, 0, open - 2);
	section->author = bytes_trim(bytes_slice(s, 0, bytes_find(s, BYTES_LIT(" <"))));
	return section->author.n > 0 && section->author.n <= SHORTLOG_TEXT_MAX;
}

/* The titles as patches' subjects have them. */
static void
end_title(struct listing *l)
{
	struct bytes written = bytes_slice(buf_bytes(&l->title), 0, SHORTLOG_TEXT_MAX);
	struct bytes author = l->now.author;
	struct subject subject;

	if (l->title.n == 0)
		return;
	subject_parse(l->a, written, BYTES_NONE, &subject);
	buf_clear(&l->title);
	l->now.n++;
	l->bytes += author.n + subject.title.n;
	l->full = l->full || l->n + 1 >= SHORTLOG_MAX || l->bytes > SHORTLOG_BYTES_MAX;
	if (!l->full)
		l->facts[l->n++] = (struct store_fact){ FACT_LISTED, author, subject.title };
}

static void
end_section(struct listing *l)
{
	if (l->now.author.n == 0)
		return;
	end_title(l);
	if (l->now.n != l->now.wanted || l->full) {
		l->n = l->now.first;
		l->lacks = true;
	}
	l->now.author = BYTES_NONE;
}

static void
begin_section(struct listing *l, const struct section *section)
{
	end_section(l);
	l->now = *section;
	l->now.author = arena_bytes(l->a, section->author);
	l->now.n = 0;
	l->now.first = l->n;
}

/* A line below an author: a title, or what was wrapped of one. */
static void
read_title(struct listing *l, struct bytes line)
{
	size_t indent = lines_indent(line);
	bool first = l->now.n == 0 && l->title.n == 0;

	if (first && indent == 0) {
		end_section(l);
		return;
	}
	if (first)
		l->now.indent = indent;
	if (indent == l->now.indent)
		end_title(l);
	else if (l->title.n)
		buf_addc(&l->title, ' ');
	if (l->title.n <= SHORTLOG_TEXT_MAX)
		buf_add(&l->title, bytes_trim(line));
}

static void
read_line(struct listing *l, const struct text_line *line)
{
	struct section section = { .indent = 0 };
	bool own =
	    line->kind == TEXT_PROSE || line->kind == TEXT_CODE || line->kind == TEXT_CHANGES;

	if (!own || line->text.n == 0)
		end_section(l);
	else if (!l->placed)
		l->placed = tells_place(line->text);
	else if (read_author(line->text, &section))
		begin_section(l, &section);
	else if (l->now.author.n)
		read_title(l, line->text);
}

size_t
shortlog_find(struct arena *a, struct bytes text, const struct store_fact **facts)
{
	struct listing l = { .a = a, .title = BUF_INIT };
	struct text_line line;

	l.facts = arena_array(a, SHORTLOG_MAX, sizeof(*l.facts));
	while (!l.full && text_next(&text, &line))
		read_line(&l, &line);
	end_section(&l);
	if (l.lacks)
		l.facts[l.n++] = (struct store_fact){ FACT_LISTED, BYTES_LIT(""), BYTES_LIT("") };
	buf_release(&l.title);
	*facts = l.facts;
	return l.n;
}
