/* SPDX-License-Identifier: ISC */
/*
 * prompt.h: what a model is asked about a thread.  Pure but for the template it reads.
 *
 * The system text is TEMPLATES/LANGUAGE/prompt.txt and nothing else; again.txt asks for a second try.  The user text is the facts, then the
 * mails, root first and newest last, one sentence a line, each line behind "[MARK.mN.sM] "; an older one by what the
 * last digest told of it, where it did.  MARK is drawn
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
/* Of an older mail, or of what the last digest told of it. */
#define PROMPT_CONTEXT_BYTES ((size_t)1200)
/* Lines of code, a log or a table in a row: what it is shows in the first of them. */
#define PROMPT_CODE_LINES 8

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
	const struct claim *past; /* what the last digest told of the thread, in mails of today: past.h */
	size_t npast;
};

struct prompt_message {
	const char *role; /* "system", "user", "assistant" */
	struct bytes text;
};

struct prompt {
	struct prompt_message messages[PROMPT_MESSAGES_MAX];
	size_t n;
	struct bytes mark, again; /* again: the words of a second try */
	/* Over prompt, schema, language, lexicon, facts, the mails asked about and their marks of new and old; not over the seed. */
	struct hash key;
};

/* False where the template cannot be read (logged). */
bool prompt_build(struct arena *a, const struct prompt_setup *setup, const struct dossier *d,
    const struct prompt_scope *scope, struct prompt *prompt);

/* The same request once more with the answer to it and what was wrong, by rule only ("claim 2: V3"). */
struct prompt prompt_again(struct arena *a, const struct prompt *prompt, struct bytes answer, struct bytes faults);

/* The sentences of a mail that are shown, one after the other, until its bytes are more than limit; 0: no limit. */
struct prompt_lines {
	const struct dossier_mail *mail;
	size_t limit;
	size_t at, bytes, code; /* to begin with 0 */
};
bool prompt_next_line(struct prompt_lines *lines, size_t *sentence);

/* The JSON schema of an answer, for json_schema; the caller frees it. */
struct json *prompt_schema(void);

/* The first digits of the template's hash: prompt_version in the digest.  NULL where it cannot be read. */
const char *prompt_version(struct arena *a, const char *templates, const char *language);

#endif
