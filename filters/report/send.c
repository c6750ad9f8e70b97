/* SPDX-License-Identifier: ISC */
#include "filters/report/send.h"

#include "common/address.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/sendmail.h"
#include "common/standing.h"
#include "filters/report/mail.h"

#include <stdio.h>

/* What one hand-over to the mailer may take. */
#define MAILER_SECONDS 120
/* RFC 5321 section 4.5.4.1: four to five days, then a delivery that was put off is given up. */
#define GIVE_UP_SECONDS ((int64_t)5 * 24 * 3600)

struct sender {
	struct store *store;
	const struct config *config;
	const struct config_list *list;
	struct hash secret; /* of the members' tokens */
	int64_t now;
	size_t accepted, refused, deferred;
};

static enum send_result
from_store(enum store_status status)
{
	return status == STORE_AGAIN ? SEND_AGAIN : SEND_FAILED;
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
is_open(enum store_delivery_state state)
{
	return state != STORE_DELIVERY_ACCEPTED && state != STORE_DELIVERY_REFUSED;
}

static enum store_delivery_state
hand_over(struct sender *sender, const struct store_digest *digest,
    const struct store_member *member, struct arena *a)
{
	static const enum store_delivery_state states[] = {
		[SENDMAIL_ACCEPTED] = STORE_DELIVERY_ACCEPTED,
		[SENDMAIL_REFUSED] = STORE_DELIVERY_REFUSED,
		[SENDMAIL_DEFERRED] = STORE_DELIVERY_DEFERRED,
	};
	struct mailbox to = { member->name, member->address };
	struct buf mail = BUF_INIT;
	enum store_delivery_state state;

	mail_address(&mail, sender->list, &sender->secret, to, digest->body);
	state = states[sendmail_send(sender->config->sendmail,
	    mail_sender(a, sender->list, &sender->secret, digest->number, member->address),
	    arena_string(a, member->address), buf_bytes(&mail), MAILER_SECONDS)];
	buf_release(&mail);
	if (state == STORE_DELIVERY_DEFERRED && sender->now - digest->made > GIVE_UP_SECONDS) {
		log_error("send the digest of %s: %.*s: put off for too long, given up",
		    sender->list->name, (int)member->address.n, member->address.p);
		state = STORE_DELIVERY_REFUSED;
	}
	return state;
}

/*
 * A delivery found attempting was cut short, before or after the mailer took it: it is made again,
 * and its Message-ID tells the two apart from two digests.
 */
static enum store_status
deliver(struct sender *sender, const struct store_digest *digest,
    const struct store_delivery *delivery, struct arena *a)
{
	struct store *s = sender->store;
	struct store_member member;
	enum store_delivery_state state = STORE_DELIVERY_REFUSED;
	enum store_status status = store_mark_delivery(s, digest->number, delivery->address,
	    delivery->state, STORE_DELIVERY_ATTEMPTING, sender->now);

	if (status != STORE_OK)
		return status;
	status = store_get_member(s, delivery->address, a, &member);
	if (status != STORE_OK && status != STORE_NONE)
		return status;
	/* Who left after the digest was frozen gets no more mail. */
	if (status == STORE_OK)
		state = hand_over(sender, digest, &member, a);
	*(state == STORE_DELIVERY_ACCEPTED    ? &sender->accepted
	    : state == STORE_DELIVERY_REFUSED ? &sender->refused
					      : &sender->deferred) += 1;
	return store_mark_delivery(
	    s, digest->number, delivery->address, STORE_DELIVERY_ATTEMPTING, state, sender->now);
}

static void
tell(const struct sender *sender, const struct store_digest *digest)
{
	if (log_get_level() == LOG_LEVEL_QUIET)
		return;
	printf("%s digest %llu: %zu sent, %zu refused, %zu put off\n", sender->list->name,
	    (unsigned long long)digest->number, sender->accepted, sender->refused,
	    sender->deferred);
	fflush(stdout);
}

/* What is still open of a frozen digest. */
static enum send_result
deliver_open(struct sender *sender, const struct store_digest *digest)
{
	struct arena *a = arena_new(), *each = arena_new();
	struct store_delivery *deliveries;
	size_t i, n = 0;
	enum store_status status =
	    store_scan_deliveries(sender->store, digest->number, a, &deliveries, &n);

	sender->accepted = sender->refused = sender->deferred = 0;
	for (i = 0; status == STORE_OK && i < n; i++) {
		if (is_open(deliveries[i].state))
			status = deliver(sender, digest, &deliveries[i], each);
		arena_reset(each);
	}
	tell(sender, digest);
	if (status == STORE_OK && sender->deferred == 0)
		status = store_mark_sent(sender->store, digest->number, sender->now);
	arena_free(each);
	arena_free(a);
	if (status != STORE_OK)
		return from_store(status);
	return sender->deferred ? SEND_AGAIN : SEND_DONE;
}

/* Freezes the digest for all who are members now, not suspended.  STORE_NONE: that window was sent,
 * or nobody is a member. */
static enum store_status
freeze(struct sender *sender, const struct window *w, struct bytes form, struct arena *a,
    struct store_digest *digest)
{
	struct store_member *members;
	struct bytes *addresses;
	size_t i, nmembers = 0, n = 0;
	enum store_status status = store_scan_members(sender->store, a, &members, &nmembers);

	if (status != STORE_OK)
		return status;
	addresses = arena_array(a, nmembers, sizeof *addresses);
	for (i = 0; i < nmembers; i++)
		if (!standing_read(members[i].options).suspended)
			addresses[n++] = members[i].address;
	if (n == 0) {
		log_warn("%s has no members: no digest sent", sender->list->name);
		return STORE_NONE;
	}
	*digest = (struct store_digest){
		.since = w->since,
		.until = w->until,
		.made = sender->now,
		.log_mark = w->mark,
		.id = bytes_from(mail_id(a, sender->list, w->until)),
		.body = form,
	};
	status = store_put_digest(sender->store, digest, addresses, n);
	if (status == STORE_NONE)
		log_warn("%s: the digest up to %s was sent before", sender->list->name,
		    clock_rfc3339(a, w->until));
	return status;
}

static enum send_result
send_new(struct sender *sender, const struct window *w, const struct json *json,
    const char *templates, struct bytes previous)
{
	struct arena *a = arena_new();
	struct buf form = BUF_INIT;
	struct store_digest digest;
	enum send_result result = SEND_FAILED;
	enum store_status status;

	if (mail_form(&form, sender->list, json, templates, previous)) {
		status = freeze(sender, w, buf_bytes(&form), a, &digest);
		result = status == STORE_OK	? deliver_open(sender, &digest)
			 : status == STORE_NONE ? SEND_DONE
						: from_store(status);
	}
	buf_release(&form);
	arena_free(a);
	return result;
}

static enum send_result
send_all(struct sender *sender, const struct window *w, const struct json *json,
    const char *templates, struct arena *a)
{
	struct store_digest last = { 0 };
	enum store_status status = store_last_digest(sender->store, a, &last);
	enum send_result result;

	if (status != STORE_OK && status != STORE_NONE)
		return from_store(status);
	if (status == STORE_OK && last.sent == 0) {
		result = deliver_open(sender, &last);
		if (result != SEND_DONE || w->until <= last.until)
			return result;
		if (w->since < last.until) {
			log_warn("%s: what came after %s is for the next run", sender->list->name,
			    clock_rfc3339(a, last.until));
			return SEND_AGAIN;
		}
	}
	if (json_count(json_get(json, "threads")) == 0) {
		log_warn("%s: no new mail: no digest sent", sender->list->name);
		return SEND_DONE;
	}
	return send_new(sender, w, json, templates, last.id);
}

static bool
claim(struct store *s, const struct config_list *list, enum send_result *result)
{
	enum store_status status = store_claim(s, "send");

	if (status == STORE_OK)
		return true;
	if (status == STORE_AGAIN)
		log_error("send the digest of %s: another run is sending", list->name);
	*result = from_store(status);
	return false;
}

enum send_result
send_digest(struct store *s, const struct config *config, const struct config_list *list,
    const struct window *w, const struct json *digest, const char *templates, int64_t now)
{
	struct arena *a;
	struct sender sender = { .store = s, .config = config, .list = list, .now = now };
	enum send_result result = SEND_FAILED;
	enum store_status status;

	if (config->smtp) {
		log_error("send the digest of %s: mail.smtp is not there yet, mail.sendmail is",
		    list->name);
		return SEND_FAILED;
	}
	if (!can_send(list) || !claim(s, list, &result))
		return result;
	status = store_secret(s, &sender.secret);
	if (status != STORE_OK)
		return from_store(status);
	a = arena_new();
	result = send_all(&sender, w, digest, templates, a);
	arena_free(a);
	return result;
}
