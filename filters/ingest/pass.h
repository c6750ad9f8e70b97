/* SPDX-License-Identifier: ISC */
/*
 * pass.h: --passthrough, for hooks that filter: what a program writes is what the agent goes on with.
 *
 * The mail is read to its end, then written as it came, and only then looked at: whatever happens
 * to us or to the store later, the agent has its mail.  It is told 0 where the mail was written whole, and is
 * safe; else 75, and then an agent that waits for the answer (procmail's fw, sieve's filter) keeps
 * what it had, and one that does not has the mail all the same.  Half a mail is never a 0.
 */
#ifndef LISTBRIEF_INGEST_PASS_H
#define LISTBRIEF_INGEST_PASS_H

#include "common/buf.h"

/* Nothing is written of a longer one. */
#define PASS_BYTES_MAX ((size_t)128 * 1024 * 1024)

/* Reads stdin to its end, appending it to mail, and writes it to stdout.  False where either failed; logged. */
bool pass_mail(struct buf *mail);

#endif
