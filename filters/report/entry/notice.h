/* SPDX-License-Identifier: ISC */
/*
 * notice.h: what a posting says of itself by its subject: trees that tell what they took, or propose to.
 */
#ifndef LISTBRIEF_REPORT_NOTICE_H
#define LISTBRIEF_REPORT_NOTICE_H

#include "common/arena.h"
#include "common/bytes.h"

enum notice_kind {
	NOTICE_NONE,
	NOTICE_STABLE,  /* 'Patch "..." has been added to the 5.15-stable tree' */
	NOTICE_FAILED,  /* 'FAILED: patch "..." failed to apply to 5.10-stable tree' */
	NOTICE_AUTOSEL, /* "[PATCH AUTOSEL 5.15 3/10]" */
	NOTICE_QUEUED,  /* 'patch "..." added to usb-next', "+ x.patch added to mm-unstable branch" */
	NOTICE_MERGED,  /* "[merged mm-stable] x.patch removed from -mm tree" */
	NOTICE_DROPPED  /* "[obsolete] x.patch removed from -mm tree" */
};

/* *tree may be empty. */
enum notice_kind notice_read(struct arena *a, struct bytes subject, struct bytes *tree);

#endif
