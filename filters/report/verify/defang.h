/* SPDX-License-Identifier: ISC */
/*
 * defang.h: what others wrote, as it may stand before a model: data that looks like nothing else.
 */
#ifndef LISTBRIEF_REPORT_DEFANG_H
#define LISTBRIEF_REPORT_DEFANG_H

#include "common/arena.h"

/* A tag or token longer than this is none. */
#define DEFANG_TAG_MAX ((size_t)64)

/*
 * One line: clean (utf8_clean), white space folded, without chat-template tokens ("<|im_start|>", "[INST]",
 * "<<SYS>>", "<start_of_turn>" ...), HTML tags and addresses in angle brackets.  What is taken out
 * leaves a blank, and nothing is left that became a token by it.  "<linux/kvm.h>" stays.
 */
struct bytes defang(struct arena *a, struct bytes line);

#endif
