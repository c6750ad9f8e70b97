/* SPDX-License-Identifier: ISC */
#include "common/yaml.h"

#include <string.h>
#include <yaml.h>

struct yaml {
	struct arena *arena;
	yaml_parser_t parser;
	int depth;
	size_t documents;
	struct yaml_step last; /* what is given again at the end */
	bool over;
};

struct yaml *
yaml_new(struct bytes text)
{
	struct arena *a = arena_new();
	struct yaml *y = arena_alloc(a, sizeof *y);

	y->arena = a;
	if (!yaml_parser_initialize(&y->parser))
		out_of_memory();
	yaml_parser_set_encoding(&y->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(
	    &y->parser, (const unsigned char *)(text.n ? text.p : ""), text.n);
	return y;
}

void
yaml_free(struct yaml *y)
{
	if (y == NULL)
		return;
	yaml_parser_delete(&y->parser);
	arena_free(y->arena);
}

static struct yaml_step
wrong(size_t line, const char *what)
{
	return (struct yaml_step){ YAML_WRONG, line, what, false };
}

/* What libyaml could not read; its marks count lines from 0. */
static struct yaml_step
unreadable(const struct yaml *y, struct arena *a)
{
	const yaml_parser_t *p = &y->parser;
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

static struct yaml_step
take_text(const yaml_event_t *e, size_t line, struct arena *a)
{
	struct bytes b = { (const char *)e->data.scalar.value, e->data.scalar.length };

	for (size_t i = 0; i < b.n; i++)
		if ((unsigned char)b.p[i] < ' ' || b.p[i] == 0x7f)
			return wrong(line,
			    "found a control character or more than one line, expected plain text");
	return (struct yaml_step){ YAML_TEXT, line, arena_string(a, b), is_empty(e) };
}

static struct yaml_step
open_level(struct yaml *y, enum yaml_kind kind, size_t line, struct arena *a)
{
	if (y->depth == YAML_DEPTH_MAX)
		return wrong(
		    line, arena_printf(a, "found more than %d levels of nesting, expected fewer",
			      YAML_DEPTH_MAX));
	y->depth++;
	return (struct yaml_step){ kind, line, NULL, false };
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
take(struct yaml *y, const yaml_event_t *e, struct arena *a, struct yaml_step *step)
{
	size_t line = e->start_mark.line + 1;
	const char *refused = forbidden(e);

	*step = (struct yaml_step){ YAML_CLOSE, line, NULL, false };
	if (refused) {
		*step = wrong(line, refused);
		return true;
	}
	switch (e->type) {
	case YAML_SCALAR_EVENT:
		*step = take_text(e, line, a);
		return true;
	case YAML_MAPPING_START_EVENT:
		*step = open_level(y, YAML_MAP, line, a);
		return true;
	case YAML_SEQUENCE_START_EVENT:
		*step = open_level(y, YAML_SEQUENCE, line, a);
		return true;
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		y->depth--;
		return true;
	case YAML_DOCUMENT_START_EVENT:
		if (y->documents++ == 0)
			return false;
		*step = wrong(line, "found a second document, expected the end");
		return true;
	case YAML_STREAM_END_EVENT:
		step->kind = YAML_END;
		return true;
	default:
		return false;
	}
}

struct yaml_step
yaml_next(struct yaml *y, struct arena *a)
{
	struct yaml_step step;
	bool got = false;

	if (y->over)
		return y->last;
	while (!got) {
		yaml_event_t e;
		if (!yaml_parser_parse(&y->parser, &e)) {
			step = unreadable(y, a);
			break;
		}
		got = take(y, &e, a, &step);
		yaml_event_delete(&e);
	}
	y->over = step.kind == YAML_END || step.kind == YAML_WRONG;
	y->last = step;
	return step;
}
