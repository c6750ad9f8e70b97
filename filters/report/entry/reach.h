/* SPDX-License-Identifier: ISC */
/*
 * reach.h: what a thread reaches beyond the mails that are listed of it: the files its patches touch, and who
 * else has written in it.  By these a reader may ask for it.
 */
#ifndef LISTBRIEF_REPORT_REACH_H
#define LISTBRIEF_REPORT_REACH_H

#include "common/json.h"
#include "filters/report/entry/collect.h"

/* Of one thread; what is more is left out, from the end of the alphabet. */
#define REACH_PATHS_MAX ((size_t)200)
#define REACH_OTHERS_MAX ((size_t)100)

/* [path], sorted, each once; of all mails of the thread. */
struct json *reach_paths(struct arena *a, const struct collect_thread *t);

/* [{name, address}] of those who wrote mails of the thread that are not listed, by address, each once; without robots. */
struct json *reach_others(struct arena *a, const struct collect_thread *t);

/* {name, address} of a mail's sender. */
struct json *reach_sender(struct arena *a, const struct store_mail *mail);

#endif
