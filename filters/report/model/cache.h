/* SPDX-License-Identifier: ISC */
/*
 * cache.h: what a model said of a thread and was checked, kept in the store under a hash of all that
 * made it, with what it cost: so a second digest of the same mails asks nothing, and is the same.
 */
#ifndef LISTBRIEF_REPORT_CACHE_H
#define LISTBRIEF_REPORT_CACHE_H

#include "common/config.h"
#include "filters/report/model/summarize.h"
#include "store/store.h"

struct cache_cost {
	size_t calls, prompt_tokens, completion_tokens;
};

struct cache_entry {
	struct summarize_result result;
	struct cache_cost cost;
};

/* prompts[n]: of the scopes, each a hash over template, schema, language, lexicon, facts and mails with their marks. */
struct hash cache_key(const struct config_model *model, const struct hash *prompts, size_t n);

/* STORE_NONE: there is none, or none that can be read. */
enum store_status cache_get(struct store *s, const struct hash *key, struct arena *a, struct cache_entry *e);
/* Where too few sentences held, or there were none, that is kept too; what could not be asked is not. */
enum store_status cache_put(struct store *s, const struct hash *key, const struct cache_entry *e);

/* Whether who runs us may write the list's store; who only reads it gets a digest all the same. */
bool cache_may_keep(const struct config *config, const char *list);

#endif
