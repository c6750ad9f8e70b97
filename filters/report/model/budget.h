/* SPDX-License-Identifier: ISC */
/*
 * budget.h: what may be spent on a model, and what was: calls, tokens and time, of a thread and of
 * the run.  Time is clock_steady's.
 */
#ifndef LISTBRIEF_REPORT_BUDGET_H
#define LISTBRIEF_REPORT_BUDGET_H

#include "common/config.h"

/* Tokens of s, about: 1 for 3.5 bytes, 1.1 for a CJK character.  Errs to the long side for English. */
size_t budget_tokens(struct bytes s);

struct budget {
	const struct config_budget *cap;
	struct budget *whole; /* the run's, of a thread's; NULL */
	size_t calls, tokens, taken; /* taken: by calls under way */
	int64_t begun;               /* the time of the first call; 0 before */
	bool spent;                  /* a call was refused */
};

/* One call of about so many tokens, answer included.  False where it or the whole has not that much left. */
bool budget_take(struct budget *b, size_t tokens, int64_t now);
/* The call is over: tokens were taken for it, used were used. */
void budget_settle(struct budget *b, size_t tokens, size_t used);
/* Until when a call that begins now may last, at most timeout. */
int64_t budget_until(const struct budget *b, int64_t now, int64_t timeout);

/* What so many tokens cost; 0 where the config has no prices. */
double budget_cost(const struct config_model *model, size_t prompt, size_t completion);

#endif
