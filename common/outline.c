/* SPDX-License-Identifier: ISC */
#include "common/outline.h"

#include <string.h>
#include <yaml.h>

struct outline {
	struct arena *arena;
	yaml_parser_t parser;
	int depth;
	size_t documents;
	struct outline_step last; /* what is given again at the end */
	bool over;
};

struct outline *
outline_new(struct bytes text)
{
	struct arena *a = arena_new();
	struct outline *o = arena_alloc(a, sizeof *o);

	o->arena = a;
	if (!yaml_parser_initialize(&o->parser))
		out_of_memory();
	yaml_parser_set_encoding(&o->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &o->parser, (const unsigned char *)(text.n ? text.p : ""), text.n);
	return o;
}

void
outline_free(struct outline *o)
{
	if (o == NULL)
		return;
	yaml_parser_delete(&o->parser);
	arena_free(o->arena);
}

static struct outline_step
wrong(size_t line, const char *what)
{
	return (struct outline_step){ OUTLINE_WRONG, line, what, false };
}

/* What libyaml could not read; its marks count lines from 0. */
static struct outline_step
unreadable(const struct outline *o, struct arena *a)
{
	const yaml_parser_t *p = &o->parser;
	const char *problem = p->problem ? p->problem : "it cannot be read";

	if (p->error == YAML_MEMORY_ERROR)
		out_of_memory();
	if (p->error == YAML_READER_ERROR)
		return wrong(p->mark.line + 1,
		    arena_printf(a, "found bytes that are no UTF-8 text (%s)", problem));
	return wrong(p->problem_mark.line + 1,
	    arena_printf(a, "not YAML: %s%s%s", p->context ? p->context : "",
		p->context ? ", " : "", problem));
}

static bool
is_empty(const yaml_event_t *e)
{
	const char *s = (const char *)e->data.scalar.value;

	if (e->data.scalar.style != YAML_PLAIN_SCALAR_STYLE)
		return false;
	return *s == '\0' || strcmp(s, "~") == 0 || strcmp(s, "null") == 0;
}

static struct outline_step
take_text(const yaml_event_t *e, size_t line, struct arena *a)
{
	struct bytes b = { (const char *)e->data.scalar.value, e->data.scalar.length };

	for (size_t i = 0; i < b.n; i++)
		if ((unsigned char)b.p[i] < ' ' || b.p[i] == 0x7f)
			return wrong(line,
			    "found a control character or more than one line, expected plain text");
	return (struct outline_step){ OUTLINE_TEXT, line, arena_string(a, b), is_empty(e) };
}

static struct outline_step
open_level(struct outline *o, enum outline_kind kind, size_t line, struct arena *a)
{
	if (o->depth == OUTLINE_DEPTH_MAX)
		return wrong(
		    line, arena_printf(a, "found more than %d levels of nesting, expected fewer",
			      OUTLINE_DEPTH_MAX));
	o->depth++;
	return (struct outline_step){ kind, line, NULL, false };
}

static const char *
forbidden(const yaml_event_t *e)
{
	const yaml_char_t *anchor = NULL, *tag = NULL;

	switch (e->type) {
	case YAML_ALIAS_EVENT:
		return "found an alias (*), expected plain text or a mapping";
	case YAML_SCALAR_EVENT:
		anchor = e->data.scalar.anchor, tag = e->data.scalar.tag;
		break;
	case YAML_MAPPING_START_EVENT:
		anchor = e->data.mapping_start.anchor, tag = e->data.mapping_start.tag;
		break;
	case YAML_SEQUENCE_START_EVENT:
		anchor = e->data.sequence_start.anchor, tag = e->data.sequence_start.tag;
		break;
	default:
		break;
	}
	if (anchor)
		return "found an anchor (&), expected plain text or a mapping";
	return tag ? "found a tag (!), expected plain text or a mapping" : NULL;
}

/* Events of the frame (stream and document) give no step: false. */
static bool
take(struct outline *o, const yaml_event_t *e, struct arena *a, struct outline_step *step)
{
	size_t line = e->start_mark.line + 1;
	const char *refused = forbidden(e);

	*step = (struct outline_step){ OUTLINE_CLOSE, line, NULL, false };
	if (refused) {
		*step = wrong(line, refused);
		return true;
	}
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		*step = take_text(e, line, a);
		return true;
	case YAML_MAPPING_START_EVENT:
		*step = open_level(o, OUTLINE_MAP, line, a);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		*step = open_level(o, OUTLINE_SEQUENCE, line, a);
		return true;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		o->depth--;
		return true;
	case YAML_DOCUMENT_START_EVENT:
		if (o->documents++ == 0)
			return false;
		*step = wrong(line, "found a second document, expected the end");
		return true;
	case YAML_STREAM_END_EVENT:
		step->kind = OUTLINE_END;
		return true;
	default:
		return false;
	}
}

struct outline_step
outline_next(struct outline *o, struct arena *a)
{
	struct outline_step step;
	bool got = false;

	if (o->over)
		return o->last;
	while (!got) {
		yaml_event_t e;
		if (!yaml_parser_parse(&o->parser, &e)) {
			step = unreadable(o, a);
			break;
		}
		got = take(o, &e, a, &step);
		yaml_event_delete(&e);
	}
	o->over = step.kind == OUTLINE_END || step.kind == OUTLINE_WRONG;
	o->last = step;
	return step;
}
