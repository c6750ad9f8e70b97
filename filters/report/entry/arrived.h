/* SPDX-License-Identifier: ISC */
/*
 * arrived.h: which mails are new in a window.
 */
#ifndef LISTBRIEF_REPORT_ARRIVED_H
#define LISTBRIEF_REPORT_ARRIVED_H

#include "filters/report/window.h"

/*
 * Those that arrived in it, and the latecomers to the one before.  What was linked since the window was picked,
 * by an aggregate that runs beside us, is left out: it is a latecomer of the next.
 */
enum store_status arrived(struct store *s, const struct window *w, struct arena *a, struct store_arrival **all,
    size_t *n);

#endif
