/* SPDX-License-Identifier: ISC */
/*
 * clue.h: by what mails of one matter find each other over all time.  aggregate writes clues into the
 * store beside its ties (hash first byte: the kind), report looks them up.
 */
#ifndef LISTBRIEF_CLUE_H
#define LISTBRIEF_CLUE_H

#include "common/hash.h"

enum clue_kind {
	CLUE_CHANGE = 'c',  /* a change-id */
	CLUE_TITLE = 't',   /* the title of a patch */
	CLUE_MENTION = 'm', /* the Message-ID of a mail that a posting links to */
	CLUE_COMMIT = 'o',  /* the first digits of a commit: what a patch became, what another takes back */
	CLUE_TAKER = 'a',   /* the address of somebody who told commits of what he took */
	CLUE_LISTED = 'l',  /* the title of a patch that a pull request lists */
	CLUE_PULL = 'q',    /* the title of a pull request */
	CLUE_REPORT = 'r'   /* the address a bug is reported under ("syzbot+1234@...") */
};

/* value is taken in lower case, white space folded, whatever its spelling. */
struct hash clue_hash(enum clue_kind kind, struct bytes value);

/* Digits of a commit that are compared; ids are told in any length from there. */
#define CLUE_COMMIT_DIGITS ((size_t)12)

/* Whether a hash is a clue's. */
bool clue_is(const struct hash *hash);

/* "syzbot+1234@syzkaller.appspotmail.com" and its like: an address made for one bug. */
bool clue_is_report(struct bytes address);

#endif
