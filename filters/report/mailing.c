/* SPDX-License-Identifier: ISC */
/* run.h's sending half: which windows get a digest, and in what order. */
#include "common/log.h"
#include "filters/report/delivery/send.h"
#include "filters/report/entry/told.h"
#include "filters/report/run.h"

static const enum outcome of_send[] = {
	[SEND_DONE] = OUTCOME_DONE,
	[SEND_AGAIN] = OUTCOME_AGAIN,
	[SEND_FAILED] = OUTCOME_CONFIG,
	[SEND_BUSY] = OUTCOME_AGAIN,
	[SEND_WRONG] = OUTCOME_DATA,
};

/*
 * A run that was started again to go on with a digest makes no small one of the minutes since; the
 * list's window is the rhythm of its digests.
 */
static bool
is_early(const struct run *run, const struct sender *sender, const struct window *w)
{
	return send_resumed(sender) && !run->options->since && !run->options->until &&
	       w->until - w->since < run->list->window / 2;
}

static enum outcome
send_window(const struct run *run, struct sender *sender, const struct window *w)
{
	struct json *digest;
	enum send_result result;
	enum outcome outcome;

	if (!send_wanted(sender, w, &result))
		return of_send[result];
	outcome = run_digest(run, w, &digest);
	if (outcome == OUTCOME_DONE) {
		/* Where it fails the next digest reckons what was, and this one is as good. */
		(void)told_put(run->store, digest, w->until);
		model_remember(run->model, run->store, w->until);
		outcome = of_send[send_digest(sender, w, digest, run->templates)];
	}
	json_free(digest);
	return outcome;
}

static enum outcome
send_new(const struct run *run, struct sender *sender)
{
	enum outcome left = of_send[send_left(sender)], outcome = left;
	struct window w, *windows = NULL;
	size_t n = 0;

	if (left != OUTCOME_CONFIG)
		outcome = run_window(run, &w);
	if (outcome == OUTCOME_DONE && !is_early(run, sender, &w))
		n = window_split(run->list, run->options->catch_up, w, run->arena, &windows);
	/* A later digest would close the window of one that could not be frozen. */
	for (size_t i = 0; i < n && (outcome == OUTCOME_DONE ||
					(outcome == OUTCOME_AGAIN && send_frozen(sender)));
	     i++) {
		left = outcome ? outcome : left;
		outcome = send_window(run, sender, &windows[i]);
	}
	return outcome ? outcome : left;
}

static void
say_busy(const struct run *run)
{
	log_error("send the digest of %s: another run is sending; try again", run->list->name);
}

enum outcome
run_send(const struct run *run)
{
	enum send_result result;
	struct sender *sender = send_open(run->store, run->config, run->list, &result);
	enum outcome outcome = sender ? send_new(run, sender) : of_send[result];

	/* It may be one that sends again, and makes no digest. */
	if (sender == NULL && result == SEND_BUSY)
		say_busy(run);
	send_close(sender);
	return outcome;
}

enum outcome
run_resend(const struct run *run)
{
	const struct options *o = run->options;
	enum send_result result;
	struct sender *sender = send_open(run->store, run->config, run->list, &result);

	if (sender)
		result = o->naddresses ? send_again(sender, o->addresses, o->naddresses)
				       : send_left(sender);
	else if (result == SEND_BUSY && o->naddresses)
		say_busy(run);
	else if (result == SEND_BUSY)
		log_warn("%s: another run is sending; nothing to do", run->list->name);
	send_close(sender);
	/* What waits is that run's work too. */
	return result == SEND_BUSY && !o->naddresses ? OUTCOME_DONE : of_send[result];
}
