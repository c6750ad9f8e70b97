/* SPDX-License-Identifier: ISC */
#include "filters/report/model/budget.h"

#include "common/utf8.h"

#include <time.h>

size_t
budget_tokens(struct bytes s)
{
	size_t bytes = s.n, cjk = 0;
	struct bytes rest = s;
	uint32_t c;

	while (rest.n) {
		size_t before = rest.n;

		/* ASCII is most of it. */
		if ((unsigned char)rest.p[0] < 0x80) {
			rest = bytes_slice(rest, 1, rest.n);
			continue;
		}
		if (!utf8_next(&rest, &c))
			break;
		if (utf8_is_cjk(c)) {
			cjk++;
			bytes -= before - rest.n;
		}
	}
	return (bytes * 2 + 6) / 7 + (cjk * 11 + 9) / 10;
}

static bool
has_left(const struct budget *b, size_t tokens, int64_t now)
{
	if (b->calls >= b->cap->calls || b->tokens + b->taken + tokens > b->cap->tokens)
		return false;
	return b->begun == 0 || now - b->begun < b->cap->milliseconds;
}

bool
budget_take(struct budget *b, size_t tokens, int64_t now)
{
	struct budget *each;

	for (each = b; each; each = each->whole)
		if (!has_left(each, tokens, now)) {
			each->spent = true;
			return false;
		}
	for (each = b; each; each = each->whole) {
		each->calls++;
		each->taken += tokens;
		if (each->begun == 0)
			each->begun = now;
	}
	return true;
}

void
budget_settle(struct budget *b, size_t tokens, size_t used)
{
	for (; b; b = b->whole) {
		b->taken -= tokens;
		b->tokens += used;
	}
}

int64_t
budget_until(const struct budget *b, int64_t now, int64_t timeout)
{
	int64_t until = now + timeout;

	for (; b; b = b->whole)
		if (b->begun && b->begun + b->cap->milliseconds < until)
			until = b->begun + b->cap->milliseconds;
	return until;
}

double
budget_cost(const struct config_model *model, size_t prompt, size_t completion)
{
	return ((double)prompt * model->price_in + (double)completion * model->price_out) / 1e6;
}
