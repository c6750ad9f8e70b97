/* SPDX-License-Identifier: ISC */
/*
 * forms.h: one digest in the forms its readers chose.  Those who chose the same get the same form, made once; form 0
 * is the list's own, for those who chose nothing and for the archive.
 */
#ifndef LISTBRIEF_REPORT_FORMS_H
#define LISTBRIEF_REPORT_FORMS_H

#include "common/config.h"
#include "common/json.h"
#include "store/store.h"

/* The digest as this member chose it; the caller frees it. */
struct json *forms_digest(const struct json *digest, const char *templates, const struct store_member *member);

/* What tells the Message-IDs of forms apart: "" for the list's own. */
const char *forms_mark(struct arena *a, const struct store_member *member);

struct forms {
	struct store *store;
	const struct config_list *list;
	const char *templates;
	const struct json *digest;
	struct bytes previous; /* Message-ID of the digest before, or empty */
	struct arena *arena;   /* of the copies */
	/* What forms_put made: */
	struct store_copy *copies;
	size_t ncopies;
	size_t readers; /* members who are not suspended */
	unsigned nforms;
};

/*
 * Puts all forms into the store, one after the other, and lists a copy for each reader but those for whom
 * nothing is left and who are not told so (digest.quiet).  STORE_BROKEN, logged, where a form cannot be made.
 */
enum store_status forms_put(struct forms *f);

#endif
