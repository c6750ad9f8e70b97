/* SPDX-License-Identifier: ISC */
#include "filters/report/delivery/send.h"

#include "common/address.h"
#include "common/clock.h"
#include "common/log.h"
#include "filters/report/delivery/deliver.h"
#include "filters/report/delivery/forms.h"
#include "filters/report/view/mail.h"

#include <stdio.h>
#include <stdlib.h>

struct sender {
	struct courier courier;
	struct arena *arena;
	uint64_t resumed; /* the newest digest that was open when this run began; 0 for none */
	bool frozen;	  /* by the last send_digest */
};

static enum send_result
from_store(enum store_status status)
{
	return status == STORE_AGAIN ? SEND_AGAIN : SEND_FAILED;
}

static enum send_result
worse(enum send_result a, enum send_result b)
{
	return a > b ? a : b;
}

static bool
can_send(const struct config_list *list)
{
	struct arena *a = arena_new();
	bool can =
	    address_valid(address_first(a, bytes_from(list->from ? list->from : "")).address);

	if (!can)
		log_error(
		    "send the digest of %s: digest.from is no address to send from", list->name);
	arena_free(a);
	return can;
}

static bool
claim(struct store *s, enum send_result *result)
{
	enum store_status status = store_claim(s, "send");

	*result = status == STORE_AGAIN ? SEND_BUSY : from_store(status);
	return status == STORE_OK;
}

struct sender *
send_open(struct store *s, const struct config *config, const struct config_list *list,
    enum send_result *result)
{
	struct sender *sender;
	enum store_status status;
	struct hash secret;

	*result = SEND_FAILED;
	if (!can_send(list) || !claim(s, result))
		return NULL;
	status = store_secret(s, &secret);
	if (status != STORE_OK) {
		*result = from_store(status);
		return NULL;
	}
	sender = calloc(1, sizeof *sender);
	if (sender == NULL)
		out_of_memory();
	sender->courier =
	    (struct courier){ .store = s, .config = config, .list = list, .secret = secret };
	sender->arena = arena_new();
	return sender;
}

void
send_close(struct sender *sender)
{
	if (sender == NULL)
		return;
	transport_close(sender->courier.transport);
	arena_free(sender->arena);
	free(sender);
}

static void
tell(const struct sender *sender, const struct store_digest *digest, const struct deliver_tally *t)
{
	/* Why the run does not end well; but cron, which comes before they are due, hears it once.
	 */
	if (log_get_level() == LOG_LEVEL_QUIET && t->waiting > t->resting)
		log_error("%s digest %llu: %zu put off", sender->courier.list->name,
		    (unsigned long long)digest->number, t->waiting);
	if (log_get_level() == LOG_LEVEL_QUIET)
		return;
	printf("%s digest %llu: %zu sent, %zu refused, %zu put off", sender->courier.list->name,
	    (unsigned long long)digest->number, t->accepted, t->refused, t->waiting);
	if (t->expired)
		printf(", %zu given up", t->expired);
	if (t->held)
		printf(", %zu held", t->held);
	printf("\n");
	fflush(stdout);
}

/* What is due of a frozen digest. */
static enum send_result
deliver(struct sender *sender, const struct store_digest *digest)
{
	struct deliver_tally tally = { 0 };
	enum store_status status = deliver_digest(&sender->courier, digest, &tally);

	tell(sender, digest, &tally);
	if (status == STORE_OK && tally.waiting == 0)
		status = store_mark_sent(sender->courier.store, digest->number, clock_now());
	if (status != STORE_OK)
		return from_store(status);
	return tally.waiting ? SEND_AGAIN : SEND_DONE;
}

static enum send_result
deliver_number(struct sender *sender, uint64_t number)
{
	struct arena *a = arena_new();
	struct store_digest digest;
	enum store_status status = store_get_digest(sender->courier.store, number, a, &digest);
	enum send_result result =
	    status == STORE_OK ? deliver(sender, &digest) : from_store(status);

	arena_free(a);
	return result;
}

enum send_result
send_left(struct sender *sender)
{
	struct store_digest *digests;
	enum send_result result = SEND_DONE;
	size_t i, n = 0;
	enum store_status status =
	    store_scan_digests(sender->courier.store, sender->arena, &digests, &n);

	if (status != STORE_OK)
		return from_store(status);
	for (i = 0; i < n && result != SEND_FAILED; i++)
		if (digests[i].sent == 0) {
			result = worse(result, deliver_number(sender, digests[i].number));
			sender->resumed = digests[i].number;
		}
	return result;
}

bool
send_resumed(const struct sender *sender)
{
	return sender->resumed != 0;
}

bool
send_frozen(const struct sender *sender)
{
	return sender->frozen;
}

bool
send_wanted(struct sender *sender, const struct window *w, enum send_result *result)
{
	struct store_digest *digests;
	size_t n = 0;
	enum store_status status =
	    store_scan_digests(sender->courier.store, sender->arena, &digests, &n);

	sender->frozen = false;
	*result = status == STORE_OK ? SEND_DONE : from_store(status);
	while (status == STORE_OK && n > 0 && digests[n - 1].until != w->until)
		n--;
	if (status != STORE_OK)
		return false;
	/* What this run has just sent on was told. */
	if (n > 0 && digests[n - 1].number != sender->resumed)
		log_warn("%s: the digest up to %s was sent before", sender->courier.list->name,
		    clock_rfc3339(sender->arena, w->until));
	return n == 0;
}

/* Freezes the digest for all its readers.  STORE_NONE: there are none. */
static enum store_status
freeze(
    struct sender *sender, const struct window *w, struct forms *forms, struct store_digest *digest)
{
	enum store_status status = forms_put(forms);

	if (status != STORE_OK)
		return status;
	if (forms->readers == 0) {
		log_warn("%s has no members: no digest sent", sender->courier.list->name);
		return STORE_NONE;
	}
	*digest = (struct store_digest){
		.since = w->since,
		.until = w->until,
		.made = clock_now(),
		.log_mark = w->mark,
		.id = bytes_from(mail_id(sender->arena, sender->courier.list, w->until, "")),
		.forms = forms->nforms,
	};
	return store_put_digest(sender->courier.store, digest, forms->copies, forms->ncopies);
}

enum send_result
send_digest(
    struct sender *sender, const struct window *w, const struct json *json, const char *templates)
{
	struct forms forms = { .store = sender->courier.store,
		.list = sender->courier.list,
		.templates = templates,
		.digest = json,
		.arena = sender->arena };
	struct store_digest digest, last;
	enum store_status status = store_last_digest(sender->courier.store, sender->arena, &last);

	if (status != STORE_OK && status != STORE_NONE)
		return from_store(status);
	if (json_count(json_get(json, "threads")) == 0 && !sender->courier.list->quiet_line) {
		log_warn("%s: no new mail: no digest sent", sender->courier.list->name);
		return SEND_DONE;
	}
	forms.previous = last.id;
	status = freeze(sender, w, &forms, &digest);
	sender->frozen = status == STORE_OK;
	return status == STORE_OK     ? deliver(sender, &digest)
	       : status == STORE_NONE ? SEND_DONE
				      : from_store(status);
}

/* The rows of those addresses, as moves to queued.  False, and said, where one has none. */
static bool
find_rows(struct sender *sender, const struct store_digest *digest, char *const *addresses,
    size_t n, struct store_move *moves)
{
	struct store_delivery *rows;
	size_t i, k, nrows = 0;

	if (store_scan_deliveries(
		sender->courier.store, digest->number, sender->arena, &rows, &nrows) != STORE_OK)
		return false;
	for (i = 0; i < n; i++) {
		for (k = 0; k < nrows; k++)
			if (bytes_equal_fold(rows[k].address, bytes_from(addresses[i])))
				break;
		if (k == nrows) {
			log_error("%s digest %llu was not made for %s", sender->courier.list->name,
			    (unsigned long long)digest->number, addresses[i]);
			return false;
		}
		moves[i] = (struct store_move){ .address = rows[k].address,
			.from = rows[k].state,
			.to = STORE_DELIVERY_QUEUED };
		/* Named twice, it is still one copy. */
		rows[k].state = STORE_DELIVERY_QUEUED;
	}
	return true;
}

enum send_result
send_again(struct sender *sender, char *const *addresses, size_t n)
{
	struct store *s = sender->courier.store;
	struct store_move *moves = arena_array(sender->arena, n, sizeof *moves);
	struct store_digest last;
	enum store_status status = store_last_digest(s, sender->arena, &last);

	if (status == STORE_NONE)
		log_error("%s: no digest was sent yet", sender->courier.list->name);
	if (status != STORE_OK)
		return status == STORE_NONE ? SEND_WRONG : from_store(status);
	if (!find_rows(sender, &last, addresses, n, moves))
		return SEND_WRONG;
	/* Opened first: a row queued in a digest that is sent would be looked at by nobody. */
	status = store_mark_sent(s, last.number, 0);
	if (status == STORE_OK)
		status = store_move_deliveries(s, last.number, moves, n, clock_now());
	return status == STORE_OK ? send_left(sender) : from_store(status);
}
