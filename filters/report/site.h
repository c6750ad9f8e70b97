/* SPDX-License-Identifier: ISC */
/*
 * site.h: the digests that were sent as a folder of static pages: DIR/index.html, DIR/feed.xml (Atom,
 * RFC 4287), and for each digest its page and its text, as they were mailed.
 */
#ifndef LISTBRIEF_REPORT_SITE_H
#define LISTBRIEF_REPORT_SITE_H

#include "filters/report/print.h"

/*
 * Makes DIR where there is none; a page that is there already and the same is not touched.  Each file is
 * written whole or not at all.  Of what else is in DIR nothing is changed.
 */
enum print_result site_write(
    struct store *s, const struct config_list *list, const char *templates, const char *dir);

#endif
