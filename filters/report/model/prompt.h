/* SPDX-License-Identifier: ISC */
/*
 * prompt.h: what a model is asked about a thread.  Pure but for the template it reads.
 *
 * The system text is TEMPLATES/LANGUAGE/prompt.txt and nothing else.  The user text is the facts, then the
 * mails, root first and newest last, one sentence a line, each line behind "[MARK.mN.sM] ".  MARK is drawn
 * from a seed the senders do not know: it fences, marks each line as data, and is what a claim cites, so that an
 * answer to another request cites nothing.  Chat-template tokens, tags and invisible characters are taken out of
 * what mails say; no address, key or name of a member goes in.
 */
#ifndef LISTBRIEF_REPORT_PROMPT_H
#define LISTBRIEF_REPORT_PROMPT_H

#include "common/hash.h"
#include "filters/report/verify/claim.h"
#include "filters/report/verify/dossier.h"
#include "filters/report/verify/lexicon.h"

/* The mark's letters and digits. */
#define PROMPT_MARK_BYTES ((size_t)8)
#define PROMPT_MESSAGES_MAX 4
/* Bytes of a context mail that no digest told of before. */
#define PROMPT_CONTEXT_BYTES ((size_t)1200)

/* A claim an earlier digest printed of this thread. */
struct prompt_past {
	size_t mail; /* n in this digest */
	struct bytes text, quote;
};

struct prompt_setup {
	const char *templates, *language;
	const struct lexicon *lexicon;
	struct hash seed; /* secret, or fixed for tests and replay */
};

/* Which mails of the dossier are asked about. */
struct prompt_scope {
	const size_t *mails; /* indices, ascending; NULL: all */
	size_t n;
	size_t mail_bytes; /* of each new mail at most; 0: all */
	const struct prompt_past *past;
	size_t npast;
};

struct prompt_message {
	const char *role; /* "system", "user", "assistant" */
	struct bytes text;
};

struct prompt {
	struct prompt_message messages[PROMPT_MESSAGES_MAX];
	size_t n;
	struct bytes mark;
	/* Over prompt, schema, language, lexicon, facts, the mails asked about and their marks of new and old; not over the seed. */
	struct hash key;
};

/* False where the template cannot be read (logged). */
bool prompt_build(struct arena *a, const struct prompt_setup *setup, const struct dossier *d,
    const struct prompt_scope *scope, struct prompt *prompt);

/* The same request once more with the answer to it and what was wrong, by rule only ("claim 2: V3"). */
struct prompt prompt_again(struct arena *a, const struct prompt *prompt, struct bytes answer, struct bytes faults);

/* The JSON schema of an answer, for json_schema; the caller frees it. */
struct json *prompt_schema(void);

/* The first digits of the template's hash: prompt_version in the digest.  NULL where it cannot be read. */
const char *prompt_version(struct arena *a, const char *templates, const char *language);

#endif
