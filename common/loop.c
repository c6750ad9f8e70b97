/* SPDX-License-Identifier: ISC */
#include "common/loop.h"

bool
loop_marked(const struct header *h)
{
	return header_get(h, LOOP_FIELD).p != NULL;
}
