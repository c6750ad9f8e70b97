/* SPDX-License-Identifier: ISC */
/*
 * answer.h: a model's answer, read strictly.  Pure.
 */
#ifndef LISTBRIEF_REPORT_ANSWER_H
#define LISTBRIEF_REPORT_ANSWER_H

#include "common/arena.h"
#include "filters/report/verify/claim.h"

#define ANSWER_BYTES_MAX ((size_t)64 * 1024)
#define ANSWER_DEPTH_MAX 6

struct answer {
	struct claim *claims;
	size_t n;
	const char *wrong; /* why there are none: "no JSON", "unknown key", ...; NULL where it is well */
};

/*
 * {"claims": [{part, kind, text, cites: ["MARK.m1.s2"], quote, who}]} and nothing else: text behind it, a key that is
 * unknown or there twice, or nesting beyond ANSWER_DEPTH_MAX is wrong, and then the whole answer is.  Claims beyond
 * CLAIMS_MAX are passed over: the most useful come first.  A value out of its bounds makes its claim ill; a cite
 * without this request's mark names mail 0.  A leading <think>...</think> and one fence around all of it are passed over.
 */
struct answer answer_read(struct arena *a, struct bytes text, struct bytes mark);

#endif
