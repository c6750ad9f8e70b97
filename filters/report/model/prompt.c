/* SPDX-License-Identifier: ISC */
#include "filters/report/model/prompt.h"

#include "common/log.h"

#include <string.h>

/* A prompt is no book. */
#define TEMPLATE_MAX ((size_t)64 * 1024)
/* Of the first mail: what the thread is about is said at its beginning. */
#define ROOT_BYTES ((size_t)6000)
/* Stands in for the mark where only the content counts. */
#define NO_MARK BYTES_LIT("mark")
#define VERSION_DIGITS 6

struct writer {
	struct buf out;
	struct bytes mark;
	const struct dossier *d;
	const struct prompt_scope *scope;
};

/* The language's words for the model. */
struct words {
	struct bytes system, again;
};

static bool
read_template(struct arena *a, const char *templates, const char *language, const char *name,
    struct bytes *text)
{
	const char *file = arena_printf(a, "%s/%s/%s", templates, language, name);
	struct buf b = BUF_INIT;
	bool ok = buf_read_file(&b, file, TEMPLATE_MAX);

	if (!ok)
		log_errno("cannot read the prompt %s", file);
	else
		*text = arena_bytes(a, bytes_trim(buf_bytes(&b)));
	buf_release(&b);
	return ok;
}

static bool
read_words(struct arena *a, const char *templates, const char *language, struct words *words)
{
	return read_template(a, templates, language, "prompt.txt", &words->system) &&
	       read_template(a, templates, language, "again.txt", &words->again);
}

const char *
prompt_version(struct arena *a, const char *templates, const char *language)
{
	struct words words;
	struct bytes runs[2];
	struct hash h;

	if (!read_words(a, templates, language, &words))
		return NULL;
	runs[0] = words.system;
	runs[1] = words.again;
	h = hash_runs(runs, 2);
	return hash_hex(a, &h, VERSION_DIGITS);
}

static void
add_mark(struct writer *w, const char *what, size_t mail, size_t sentence)
{
	buf_addc(&w->out, '[');
	buf_add(&w->out, w->mark);
	if (what)
		buf_addf(&w->out, ".%s", what);
	if (mail)
		buf_addf(&w->out, ".m%zu", mail);
	if (sentence)
		buf_addf(&w->out, ".s%zu", sentence);
	buf_adds(&w->out, "] ");
}

static void
add_line(struct writer *w, struct bytes line)
{
	buf_add(&w->out, line);
	buf_addc(&w->out, '\n');
}

static void
add_facts(struct writer *w)
{
	struct bytes rest = w->d->facts, line;

	while (bytes_line(&rest, &line)) {
		add_mark(w, "facts", 0, 0);
		add_line(w, line);
	}
}

/* Whether a reply is called as what it hangs on is. */
static bool
is_called_so(const struct dossier_mail *m, const struct dossier_mail *parent)
{
	static const struct bytes re = BYTES_LIT("Re: ");
	struct bytes of = parent->subject;

	if (bytes_starts_fold(of, re))
		of = bytes_slice(of, re.n, of.n);
	return bytes_starts_fold(m->subject, re) &&
	       bytes_equal(bytes_slice(m->subject, re.n, m->subject.n), of);
}

/* "new reply from Bob Reviewer to m3", and its subject where that is another. */
static void
add_header(struct writer *w, size_t mail)
{
	const struct dossier_mail *m = &w->d->mails[mail];
	const struct dossier_mail *parent = m->parent ? &w->d->mails[m->parent - 1] : NULL;

	add_mark(w, NULL, mail + 1, 0);
	buf_adds(&w->out, m->new ? "new " : "older ");
	buf_adds(&w->out, m->posting ? "posting from " : "reply from ");
	buf_add(&w->out, m->name.n ? m->name : BYTES_LIT("(no name)"));
	if (parent)
		buf_addf(&w->out, " to m%zu", m->parent);
	if (!parent || !is_called_so(m, parent)) {
		buf_adds(&w->out, ": ");
		buf_add(&w->out, m->subject);
	}
	buf_addc(&w->out, '\n');
}

bool
prompt_next_line(struct prompt_lines *l, size_t *sentence)
{
	while (l->at < l->mail->nsentences) {
		*sentence = l->at++;
		l->code = l->mail->code[*sentence] ? l->code + 1 : 0;
		if (l->code > PROMPT_CODE_LINES)
			continue;
		l->bytes += l->mail->sentences[*sentence].n;
		/* The first may be too long, or the mail would be silent. */
		return !l->limit || l->bytes <= l->limit || *sentence == 0;
	}
	return false;
}

static bool
is_cited(const struct claim *claim, size_t mail, size_t sentence)
{
	for (size_t i = 0; i < claim->ncites; i++)
		if (claim->cites[i].mail == mail + 1 &&
		    (sentence == SIZE_MAX || claim->cites[i].sentence == sentence + 1))
			return true;
	return false;
}

static void
add_sentence(struct writer *w, size_t mail, size_t sentence)
{
	add_mark(w, NULL, mail + 1, sentence + 1);
	add_line(w, w->d->mails[mail].sentences[sentence]);
}

/* What the last digest told of the mail, and the sentences it rested on; false where it told
 * nothing. */
static bool
add_past(struct writer *w, size_t mail)
{
	const struct prompt_scope *scope = w->scope;
	const struct dossier_mail *m = &w->d->mails[mail];
	const size_t limit = w->out.n + PROMPT_CONTEXT_BYTES;
	bool told = false;

	for (size_t i = 0; i < scope->npast && w->out.n < limit; i++)
		if (is_cited(&scope->past[i], mail, SIZE_MAX)) {
			add_mark(w, "told", mail + 1, 0);
			add_line(w, scope->past[i].text);
			told = true;
		}
	for (size_t s = 0; told && s < m->nsentences && w->out.n < limit; s++)
		for (size_t i = 0; i < scope->npast; i++)
			if (is_cited(&scope->past[i], mail, s)) {
				add_sentence(w, mail, s);
				break;
			}
	return told;
}

static void
add_mail(struct writer *w, size_t mail, size_t limit)
{
	struct prompt_lines lines = { .mail = &w->d->mails[mail], .limit = limit };
	size_t sentence;

	while (prompt_next_line(&lines, &sentence))
		add_sentence(w, mail, sentence);
}

static void
add_older(struct writer *w, size_t mail, size_t limit)
{
	if (!add_past(w, mail))
		add_mail(
		    w, mail, limit && limit < PROMPT_CONTEXT_BYTES ? limit : PROMPT_CONTEXT_BYTES);
}

/* Of the mails asked about the first that is part of the posting, else the first. */
static size_t
root_of(const struct dossier *d, const struct prompt_scope *scope)
{
	for (size_t i = 0; i < scope->n; i++)
		if (d->mails[scope->mails[i]].posting)
			return scope->mails[i];
	return scope->n ? scope->mails[0] : 0;
}

static void
write_user(struct writer *w)
{
	size_t root = root_of(w->d, w->scope), limit = w->scope->mail_bytes;

	buf_adds(&w->out, "Mark of this request: ");
	add_line(w, w->mark);
	add_facts(w);
	if (w->scope->n) {
		add_header(w, root);
		add_mail(w, root, limit && limit < ROOT_BYTES ? limit : ROOT_BYTES);
	}
	for (size_t i = 0; i < w->scope->n; i++) {
		const size_t mail = w->scope->mails[i];

		if (mail == root)
			continue;
		add_header(w, mail);
		if (w->d->mails[mail].new)
			add_mail(w, mail, limit);
		else
			add_older(w, mail, limit);
	}
}

static struct bytes
user_text(
    struct arena *a, const struct dossier *d, const struct prompt_scope *scope, struct bytes mark)
{
	struct writer w = { .out = BUF_INIT, .mark = mark, .d = d, .scope = scope };
	struct bytes text;

	write_user(&w);
	text = arena_bytes(a, bytes_trim_end(buf_bytes(&w.out)));
	buf_release(&w.out);
	return text;
}

/* One the mails do not hold, though nobody who wrote them could know it. */
static struct bytes
draw_mark(struct arena *a, const struct hash *seed, const struct hash *key, struct bytes text)
{
	struct bytes runs[] = { { (const char *)seed->b, HASH_BYTES },
		{ (const char *)key->b, HASH_BYTES }, BYTES_NONE };
	struct bytes mark;

	for (unsigned i = 0;; i++) {
		struct hash h;

		runs[2] = bytes_from(arena_printf(a, "%u", i));
		h = hash_runs(runs, 3);
		mark = bytes_from(hash_hex(a, &h, PROMPT_MARK_BYTES / 2));
		if (bytes_find(text, mark) == text.n)
			return mark;
	}
}

static struct hash
key_of(const struct prompt_setup *setup, const struct words *words, struct bytes content)
{
	struct json *schema = prompt_schema();
	struct hash lexicon = lexicon_hash(setup->lexicon), key;
	struct buf text = BUF_INIT;
	struct bytes runs[7];

	json_write(&text, schema, false);
	runs[0] = BYTES_LIT("listbrief.prompt/1");
	runs[1] = words->system;
	runs[2] = buf_bytes(&text);
	runs[3] = bytes_from(setup->language);
	runs[4] = (struct bytes){ (const char *)lexicon.b, HASH_BYTES };
	runs[5] = words->again;
	runs[6] = content;
	key = hash_runs(runs, sizeof(runs) / sizeof(*runs));
	buf_release(&text);
	json_free(schema);
	return key;
}

bool
prompt_build(struct arena *a, const struct prompt_setup *setup, const struct dossier *d,
    const struct prompt_scope *scope, struct prompt *prompt)
{
	struct prompt_scope whole = *scope;
	struct words words;
	struct bytes content;
	size_t *all;

	*prompt = (struct prompt){ 0 };
	if (!read_words(a, setup->templates, setup->language, &words))
		return false;
	if (!whole.mails) {
		all = arena_array(a, d->n, sizeof(*all));
		for (size_t i = 0; i < d->n; i++)
			all[i] = i;
		whole.mails = all;
		whole.n = d->n;
	}
	content = user_text(a, d, &whole, NO_MARK);
	prompt->key = key_of(setup, &words, content);
	prompt->again = words.again;
	prompt->mark = draw_mark(a, &setup->seed, &prompt->key, content);
	prompt->messages[0] = (struct prompt_message){ "system", words.system };
	prompt->messages[1] =
	    (struct prompt_message){ "user", user_text(a, d, &whole, prompt->mark) };
	prompt->n = 2;
	return true;
}

struct prompt
prompt_again(struct arena *a, const struct prompt *prompt, struct bytes answer, struct bytes faults)
{
	struct prompt again = *prompt;

	again.messages[2] = (struct prompt_message){ "assistant", answer };
	again.messages[3] = (struct prompt_message){ "user",
		bytes_from(arena_printf(a, "%.*s\n%.*s", (int)prompt->again.n, prompt->again.p,
		    (int)faults.n, faults.p)) };
	again.n = 4;
	return again;
}
