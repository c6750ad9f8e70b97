/* SPDX-License-Identifier: ISC */
/*
 * template_token.h: a template as it is run, between template_parse.c and
 * template.c; no one else needs it.
 */
#ifndef LISTBRIEF_TEMPLATE_TOKEN_H
#define LISTBRIEF_TEMPLATE_TOKEN_H

#include "common/arena.h"

/* Sections inside each other in one file. */
#define TEMPLATE_SECTIONS_MAX 32
/* A name in a tag, and the parts of a dotted one. */
#define TEMPLATE_NAME_MAX ((size_t)100)
#define TEMPLATE_PARTS_MAX ((size_t)8)

enum token_kind {
	TOKEN_TEXT,     /* text as it stands */
	TOKEN_VALUE,    /* {{x}} */
	TOKEN_RAW,      /* {{{x}}}, {{&x}} */
	TOKEN_SECTION,  /* {{#x}} */
	TOKEN_INVERTED, /* {{^x}} */
	TOKEN_END,      /* {{/x}} of a section */
	TOKEN_PARTIAL   /* {{>x}} */
};

struct token {
	enum token_kind kind;
	size_t line;         /* counted from 1 */
	struct bytes text;   /* of text, or the tag's name */
	const char **keys;   /* the name at its dots, C strings; none for "." */
	size_t nkeys;
	size_t jump;         /* of a section: behind its end; of an end: its section */
	struct bytes indent; /* blanks before a partial that stands alone on its line */
};

struct template {
	const char *name; /* for messages */
	const struct token *tokens;
	size_t n;
};

/* text must live as long as the arena.  NULL where it is no template; logged. */
const struct template *template_parse(struct arena *a, const char *name, struct bytes text);

#endif
