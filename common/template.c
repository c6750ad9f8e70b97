/* SPDX-License-Identifier: ISC */
#include "common/template.h"

#include "common/log.h"
#include "common/template_token.h"

/* Files one rendering takes partials from; an indented one counts again. */
#define PARTIALS_MAX ((size_t)64)
/* Tokens run: lists inside lists multiply, and a template that never ends is a wrong one. */
#define STEPS_MAX ((size_t)10 * 1000 * 1000)
#define OUTPUT_BYTES_MAX ((size_t)256 * 1024 * 1024)
#define FRAMES_MAX ((size_t)(TEMPLATE_DEPTH_MAX + 1) * (TEMPLATE_SECTIONS_MAX + 1))

/* A section or partial that is open. */
struct frame {
	const struct json *scope; /* NULL for a partial */
	const struct json *items; /* the array a section goes through, or NULL */
	size_t item;
	const struct template *caller; /* of a partial: where to go on */
	size_t resume;
};

struct loaded {
	struct bytes name, indent;
	const struct template *template;
};

struct engine {
	struct arena *a;
	struct buf *out;
	const char *dir;
	enum template_escape escape;
	const struct json *data;
	const struct template *t; /* running now, */
	size_t at;		  /* at this token */
	struct frame *frames;
	size_t nframes, depth, steps;
	struct loaded partials[PARTIALS_MAX];
	size_t npartials;
};

static bool
wrong(const struct engine *e, const char *why)
{
	const struct token *token = &e->t->tokens[e->at];

	log_error("template %s:%zu: %.*s: %s", e->t->name, token->line, (int)token->text.n,
	    token->text.p, why);
	return false;
}

/* The innermost scope that satisfies a name's first part; NULL where none does. */
static const struct json *
find_first(const struct engine *e, const struct token *token)
{
	for (size_t i = e->nframes; i-- > 0;) {
		const struct json *scope = e->frames[i].scope, *v;
		if (scope == NULL)
			continue;
		if (token->nkeys == 0)
			return scope;
		if ((v = json_get(scope, token->keys[0])) != NULL)
			return v;
	}
	return token->nkeys ? json_get(e->data, token->keys[0]) : e->data;
}

static bool
is_false(const struct json *v)
{
	switch (json_type(v)) {
	case JSON_NULL:
		return true;
	case JSON_FLAG:
		return !json_flag_of(v);
	case JSON_TEXT:
		return json_text_of(v).n == 0;
	case JSON_ARRAY:
	case JSON_OBJECT:
		return json_count(v) == 0;
	default:
		return false;
	}
}

/* NULL (logged) where the name is nowhere; what hangs on a null is null. */
static const struct json *
lookup(const struct engine *e)
{
	const struct token *token = &e->t->tokens[e->at];
	const struct json *v = find_first(e, token);

	for (size_t i = 1; v && i < token->nkeys; i++) {
		if (json_type(v) == JSON_NULL)
			return v;
		v = json_get(v, token->keys[i]);
	}
	if (v == NULL)
		wrong(e, "no such name here");
	return v;
}

static bool
run_value(struct engine *e)
{
	bool raw = e->t->tokens[e->at].kind == TOKEN_RAW;
	const struct json *v = lookup(e);

	switch (v ? json_type(v) : JSON_OBJECT) {
	case JSON_NULL:
		break;
	case JSON_TEXT:
		if (raw)
			buf_add(e->out, json_text_of(v));
		else
			template_escape(e->out, e->escape, json_text_of(v));
		break;
	case JSON_ARRAY:
	case JSON_OBJECT:
		return v ? wrong(e, "is no single value") : false;
	default:
		json_write(e->out, v, false);
	}
	e->at++;
	return true;
}

static bool
push(struct engine *e, struct frame frame)
{
	if (e->nframes == FRAMES_MAX)
		return wrong(e, "nested too deep");
	e->frames[e->nframes++] = frame;
	return true;
}

static bool
run_section(struct engine *e)
{
	const struct token *token = &e->t->tokens[e->at];
	const struct json *v = lookup(e);
	bool is_array = json_type(v) == JSON_ARRAY;

	if (v == NULL)
		return false;
	if (is_false(v) == (token->kind == TOKEN_SECTION)) {
		e->at = token->jump;
		return true;
	}
	if (token->kind == TOKEN_SECTION &&
	    !push(e, (struct frame){
			 .scope = is_array ? json_at(v, 0) : v, .items = is_array ? v : NULL }))
		return false;
	e->at++;
	return true;
}

static bool
run_end(struct engine *e)
{
	struct frame *frame = &e->frames[e->nframes - 1];

	if (frame->items && ++frame->item < json_count(frame->items)) {
		frame->scope = json_at(frame->items, frame->item);
		e->at = e->t->tokens[e->at].jump;
	} else {
		e->nframes--;
	}
	e->at++;
	return true;
}

static struct bytes
indented(struct arena *a, struct bytes text, struct bytes indent)
{
	struct buf b = BUF_INIT;
	struct bytes line;

	if (indent.n == 0)
		return arena_bytes(a, text);
	while (text.n) {
		line = bytes_slice(text, 0, bytes_find_byte(text, '\n') + 1);
		text = bytes_slice(text, line.n, text.n);
		buf_add(&b, indent);
		buf_add(&b, line);
	}
	text = arena_bytes(a, buf_bytes(&b));
	buf_release(&b);
	return text;
}

/* A file's name and no path: templates stay in their folder. */
static bool
is_file_name(struct bytes name)
{
	for (size_t i = 0; i < name.n; i++)
		if (!is_alnum(name.p[i]) && name.p[i] != '_' && name.p[i] != '-' &&
		    (name.p[i] != '.' || i == 0))
			return false;
	return name.n > 0;
}

static const struct template *
load(struct arena *a, const char *dir, struct bytes name, struct bytes indent)
{
	struct buf text = BUF_INIT;
	const char *path = arena_printf(a, "%s/%.*s", dir ? dir : ".", (int)name.n, name.p);
	const struct template *t = NULL;

	if (dir == NULL || !is_file_name(name))
		log_error("template %s: is not in the folder of templates", path);
	else if (!buf_read_file(&text, path, TEMPLATE_BYTES_MAX))
		log_errno("reading the template %s", path);
	else
		t = template_parse(a, path, indented(a, buf_bytes(&text), indent));
	buf_release(&text);
	return t;
}

/* Each partial is read and parsed once, however often a loop asks for it. */
static const struct template *
load_partial(struct engine *e, const struct token *token)
{
	struct loaded *l = e->partials, *end = l + e->npartials;

	for (; l < end; l++)
		if (bytes_equal(l->name, token->text) && bytes_equal(l->indent, token->indent))
			return l->template;
	if (e->npartials == PARTIALS_MAX) {
		wrong(e, "too many partials");
		return NULL;
	}
	l->name = token->text;
	l->indent = token->indent;
	l->template = load(e->a, e->dir, token->text, token->indent);
	e->npartials += l->template != NULL;
	return l->template;
}

static bool
run_partial(struct engine *e)
{
	const struct template *t;

	if (e->depth == TEMPLATE_DEPTH_MAX)
		return wrong(e, "partials are nested too deep");
	t = load_partial(e, &e->t->tokens[e->at]);
	if (t == NULL || !push(e, (struct frame){ .caller = e->t, .resume = e->at + 1 }))
		return false;
	e->depth++;
	e->t = t;
	e->at = 0;
	return true;
}

static void
leave_partial(struct engine *e)
{
	const struct frame *frame = &e->frames[--e->nframes];

	e->depth--;
	e->t = frame->caller;
	e->at = frame->resume;
}

static bool
run_token(struct engine *e)
{
	switch (e->t->tokens[e->at].kind) {
	case TOKEN_VALUE:
	case TOKEN_RAW:
		return run_value(e);
	case TOKEN_SECTION:
	case TOKEN_INVERTED:
		return run_section(e);
	case TOKEN_END:
		return run_end(e);
	case TOKEN_PARTIAL:
		return run_partial(e);
	case TOKEN_TEXT:
		break;
	}
	buf_add(e->out, e->t->tokens[e->at++].text);
	return true;
}

static bool
run(struct engine *e)
{
	for (;;) {
		if (e->at < e->t->n) {
			if (++e->steps > STEPS_MAX || e->out->n > OUTPUT_BYTES_MAX)
				return wrong(e, "runs without end");
			if (!run_token(e))
				return false;
		} else if (e->depth > 0) {
			leave_partial(e);
		} else {
			return true;
		}
	}
}

static bool
run_template(struct buf *out, struct arena *a, const struct template *t, const char *dir,
    enum template_escape escape, const struct json *data)
{
	struct engine *e = arena_alloc(a, sizeof *e);

	*e = (struct engine){
		.a = a, .out = out, .dir = dir, .escape = escape, .data = data, .t = t
	};
	e->frames = arena_array(a, FRAMES_MAX, sizeof *e->frames);
	return run(e);
}

bool
template_render_text(struct buf *out, struct bytes text, const char *dir, const char *name,
    enum template_escape escape, const struct json *data)
{
	struct arena *a = arena_new();
	const struct template *t = template_parse(a, name, text);
	bool ok = t && run_template(out, a, t, dir, escape, data);

	arena_free(a);
	return ok;
}

bool
template_render(struct buf *out, const char *dir, const char *name, enum template_escape escape,
    const struct json *data)
{
	struct arena *a = arena_new();
	const struct template *t = load(a, dir, bytes_from(name), BYTES_NONE);
	bool ok = t && run_template(out, a, t, dir, escape, data);

	arena_free(a);
	return ok;
}
