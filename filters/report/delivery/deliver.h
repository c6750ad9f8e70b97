/* SPDX-License-Identifier: ISC */
/*
 * deliver.h: a frozen digest to each member it is queued for.  The ledger, one row each:
 *
 *	queued, or deferred and due, or attempting (a run was cut short)
 *		-> attempting, committed before a mailer can take the mail: before the sendmail
 *		   program is started, or its last bytes leave for the server
 *			-> accepted, refused: never tried again
 *			-> deferred: tried again after a while that doubles; expired after five days
 *			-> attempting: the mailer may have it, and the config says to hold such
 *
 * The end of one attempt and the beginning of the next are one commit, so that of a run
 * that is killed at most one mail is sent twice, and with the same bytes.
 */
#ifndef LISTBRIEF_REPORT_DELIVER_H
#define LISTBRIEF_REPORT_DELIVER_H

#include "common/config.h"
#include "common/transport.h"
#include "store/store.h"

/* The wait after the first try, doubled up to the last with each more. */
#define DELIVER_WAIT_FIRST ((int64_t)15 * 60)
#define DELIVER_WAIT_LAST ((int64_t)4 * 3600)
/* RFC 5321 section 4.5.4.1: four to five days, then it is given up. */
#define DELIVER_GIVE_UP ((int64_t)5 * 24 * 3600)
/* So often in a row that the mailer was away, and the rest is left for another run. */
#define DELIVER_AWAY_MAX 3

struct deliver_tally {
	size_t accepted, refused, expired; /* in this run */
	size_t waiting;                    /* left for another run: deferred, or not come to */
	size_t resting;                    /* of these, not due in this run */
	size_t held;
};

struct courier {
	struct store *store;
	const struct config *config;
	const struct config_list *list;
	struct hash secret;          /* of the members' tokens */
	struct transport *transport; /* opened when the first mail leaves; the caller closes it */
	struct store_move done;      /* the last attempt's end, to be committed with the next begin */
	bool has_done;
};

/*
 * Tries each row that is due.  STORE_BROKEN, logged, also where there is no transport.
 * What is left waiting is in tally.
 */
enum store_status deliver_digest(
    struct courier *c, const struct store_digest *digest, struct deliver_tally *tally);

#endif
