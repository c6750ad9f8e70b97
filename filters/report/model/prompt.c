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

static bool
read_template(struct arena *a, const char *templates, const char *language, struct bytes *text)
{
	const char *file = arena_printf(a, "%s/%s/prompt.txt", templates, language);
	struct buf b = BUF_INIT;
	bool ok = buf_read_file(&b, file, TEMPLATE_MAX);

	if (!ok)
		log_errno("cannot read the prompt %s", file);
	else
		*text = arena_bytes(a, bytes_trim(buf_bytes(&b)));
	buf_release(&b);
	return ok;
}

const char *
prompt_version(struct arena *a, const char *templates, const char *language)
{
	struct bytes text;
	struct hash h;

	if (!read_template(a, templates, language, &text))
		return NULL;
	h = hash_bytes(text);
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

static void
add_header(struct writer *w, size_t mail)
{
	const struct dossier_mail *m = &w->d->mails[mail];

	add_mark(w, NULL, mail + 1, 0);
	buf_adds(&w->out, m->posting ? "posting" : m->new ? "new reply" : "older reply");
	buf_adds(&w->out, " from ");
	buf_add(&w->out, m->name.n ? m->name : BYTES_LIT("(no name)"));
	buf_adds(&w->out, ": ");
	add_line(w, m->subject);
}

/* What the last digest told of the mail, with the words it rested on; false where it told nothing.
 */
static bool
add_past(struct writer *w, size_t mail)
{
	const struct dossier_mail *m = &w->d->mails[mail];
	bool told = false;

	for (size_t i = 0; i < w->scope->npast; i++) {
		const struct prompt_past *past = &w->scope->past[i];

		if (past->mail != mail + 1)
			continue;
		for (size_t s = 0; s < m->nsentences; s++) {
			if (bytes_find(m->sentences[s], past->quote) == m->sentences[s].n)
				continue;
			add_mark(w, "told", mail + 1, 0);
			add_line(w, past->text);
			add_mark(w, NULL, mail + 1, s + 1);
			add_line(w, m->sentences[s]);
			told = true;
			break;
		}
	}
	return told;
}

static void
add_mail(struct writer *w, size_t mail, size_t limit)
{
	const struct dossier_mail *m = &w->d->mails[mail];
	size_t bytes = 0;

	add_header(w, mail);
	if (!m->posting && !m->new) {
		limit = limit && limit < PROMPT_CONTEXT_BYTES ? limit : PROMPT_CONTEXT_BYTES;
		if (add_past(w, mail))
			return;
	}
	for (size_t i = 0; i < m->nsentences; i++) {
		bytes += m->sentences[i].n;
		if (limit && bytes > limit && i > 0)
			return;
		add_mark(w, NULL, mail + 1, i + 1);
		add_line(w, m->sentences[i]);
	}
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
	if (w->scope->n)
		add_mail(w, root, limit && limit < ROOT_BYTES ? limit : ROOT_BYTES);
	for (size_t i = 0; i < w->scope->n; i++)
		if (w->scope->mails[i] != root)
			add_mail(w, w->scope->mails[i], limit);
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
key_of(const struct prompt_setup *setup, struct bytes system, struct bytes content)
{
	struct json *schema = prompt_schema();
	struct hash lexicon = lexicon_hash(setup->lexicon), key;
	struct buf text = BUF_INIT;
	struct bytes runs[6];

	json_write(&text, schema, false);
	runs[0] = BYTES_LIT("listbrief.prompt/1");
	runs[1] = system;
	runs[2] = buf_bytes(&text);
	runs[3] = bytes_from(setup->language);
	runs[4] = (struct bytes){ (const char *)lexicon.b, HASH_BYTES };
	runs[5] = content;
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
	struct bytes system, content;
	size_t *all;

	*prompt = (struct prompt){ 0 };
	if (!read_template(a, setup->templates, setup->language, &system))
		return false;
	if (!whole.mails) {
		all = arena_array(a, d->n, sizeof(*all));
		for (size_t i = 0; i < d->n; i++)
			all[i] = i;
		whole.mails = all;
		whole.n = d->n;
	}
	content = user_text(a, d, &whole, NO_MARK);
	prompt->key = key_of(setup, system, content);
	prompt->mark = draw_mark(a, &setup->seed, &prompt->key, content);
	prompt->messages[0] = (struct prompt_message){ "system", system };
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
	again.messages[3] =
	    (struct prompt_message){ "user", bytes_from(arena_printf(a,
						 "A program checked that. Wrong: %.*s. Answer once "
						 "more, whole and in the same form.",
						 (int)faults.n, faults.p)) };
	again.n = 4;
	return again;
}

/* ---- the schema ---- */

static struct json *
schema_text(size_t least, size_t most)
{
	struct json *v = json_object();

	json_set_string(v, "type", "string");
	json_set_number(v, "minLength", (int64_t)least);
	json_set_number(v, "maxLength", (int64_t)most);
	return v;
}

static struct json *
schema_list(struct json *items, size_t least, size_t most)
{
	struct json *v = json_object();

	json_set_string(v, "type", "array");
	json_set_number(v, "minItems", (int64_t)least);
	json_set_number(v, "maxItems", (int64_t)most);
	json_set(v, "items", items);
	return v;
}

static struct json *
schema_object(struct json *properties, const char *const *required, size_t n)
{
	struct json *v = json_object(), *names = json_array();

	for (size_t i = 0; i < n; i++)
		json_add(names, json_text(bytes_from(required[i])));
	json_set_string(v, "type", "object");
	json_set_flag(v, "additionalProperties", false);
	json_set(v, "required", names);
	json_set(v, "properties", properties);
	return v;
}

static struct json *
schema_names(bool parts)
{
	struct json *v = json_object(), *names = json_array();
	unsigned n = parts ? CLAIM_PARTS : CLAIM_KINDS;

	for (unsigned i = 0; i < n; i++)
		json_add(
		    names, json_text(bytes_from(parts ? claim_part_name(i) : claim_kind_name(i))));
	json_set(v, "enum", names);
	return v;
}

static struct json *
schema_cite(void)
{
	struct json *v = json_object();

	json_set_string(v, "type", "string");
	json_set_string(v, "pattern", "^[0-9a-f]+\\.m[0-9]+\\.s[0-9]+$");
	return v;
}

struct json *
prompt_schema(void)
{
	static const char *const of_claim[] = { "part", "kind", "text", "cites", "quote", "who" };
	static const char *const of_all[] = { "claims" };
	struct json *claim = json_object(), *all = json_object();

	json_set(claim, "part", schema_names(true));
	json_set(claim, "kind", schema_names(false));
	json_set(claim, "text", schema_text(1, CLAIM_TEXT_MAX));
	json_set(claim, "cites", schema_list(schema_cite(), 1, CLAIM_CITES_MAX));
	json_set(claim, "quote", schema_text(CLAIM_QUOTE_MIN, CLAIM_QUOTE_MAX));
	json_set(claim, "who", schema_list(schema_text(1, CLAIM_WHO_CHARS), 0, CLAIM_WHO_MAX));
	json_set(all, "claims", schema_list(schema_object(claim, of_claim, 6), 0, CLAIMS_MAX));
	return schema_object(all, of_all, 1);
}
