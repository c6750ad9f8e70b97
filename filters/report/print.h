/* SPDX-License-Identifier: ISC */
/*
 * print.h: a digest to stdout or into a file, in the format asked for.
 */
#ifndef LISTBRIEF_REPORT_PRINT_H
#define LISTBRIEF_REPORT_PRINT_H

#include "common/config.h"
#include "filters/report/options.h"
#include "store/store.h"

enum print_result {
	PRINT_DONE,
	PRINT_UNMADE,   /* a template or the config does not allow it */
	PRINT_UNWRITTEN, /* made, but stdout or the file did not take it */
	PRINT_STRANGER, /* whom it is for is no member */
	PRINT_AGAIN     /* the store is busy */
};

/* With --for, as that member chose it.  FORMAT_MAIL is the mail as --send would send it next, but for its recipient.  What fails is logged. */
enum print_result print_digest(struct store *s, const struct config_list *list, const struct options *o,
    const struct json *digest, const char *templates);

#endif
