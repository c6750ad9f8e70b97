/* SPDX-License-Identifier: ISC */
/*
 * subject.h: what a subject says of itself.  Input is decoded UTF-8 on one line
 * (rfc2047_decode).
 */
#ifndef LISTBRIEF_SUBJECT_H
#define LISTBRIEF_SUBJECT_H

#include "common/arena.h"
#include "common/bytes.h"

/* In the order a digest lists them. */
enum category {
	CATEGORY_BUG,
	CATEGORY_PULL,
	CATEGORY_RFC,
	CATEGORY_PATCH,
	CATEGORY_SELFTEST,
	CATEGORY_QUESTION,
	CATEGORY_ANNOUNCEMENT,
	CATEGORY_DISCUSSION,
	CATEGORY_COUNT
};

enum {
	SUBJECT_REPLY = 1,    /* had "Re:" in any dress: Re, RE:, Re[2]:, AW, SV, Antw, Odp, 回复, 答复, Re： ... */
	SUBJECT_FORWARD = 2,  /* "Fwd:", "(fwd)", WG, 转发 ... */
	SUBJECT_PATCH = 4,    /* [PATCH ...] in any order and case, [PATCHv2], [kvm-unit-tests PATCH v2] */
	SUBJECT_RFC = 8,      /* [RFC ...] or "RFC:" */
	SUBJECT_PULL = 16,    /* [GIT PULL], [PULL n/m], "GIT PULL:" */
	SUBJECT_RESEND = 32
};

struct subject {
	unsigned flags;
	int version;        /* v2 -> 2; 1 where none is said, and only meaningful with a patch, RFC or pull tag */
	int part, total;    /* "3/25" inside the tag; -1 where absent; bounded 0..9999 */
	struct bytes tags;  /* the words inside the leading brackets, without version and n/m, joined by one blank, as written */
	struct bytes title; /* without replies, list prefixes, and tags; white space folded */
	struct bytes base;  /* title in lower case and with its inner tags kept: two mails of one thread have the same */
};

/*
 * The list's own prefix ("[kvmarm]") is told from a tag by prefix (may be empty): it goes wherever it stands.
 */
void subject_parse(struct arena *a, struct bytes text, struct bytes prefix, struct subject *s);

/* The subject without replies and forwards, as a heading shows it: "[PATCH v3 00/25] KVM: ...". */
struct bytes subject_heading(struct arena *a, struct bytes text);

/*
 * The category of a thread that begins with this subject: RFC before PATCH, GIT PULL, Bug
 * Report (tag or words, syzbot, regression), Selftest (selftests without a patch tag),
 * Question (tag, words, a closing "?" or U+FF1F), Announcement, else Discussion.
 */
enum category subject_category(struct arena *a, struct bytes text);

/* The fixed name in JSON: "PATCH", "RFC", "Bug Report", "Selftest", "Question", "GIT PULL", "Announcement", "Discussion". */
const char *category_name(enum category c);

#endif
