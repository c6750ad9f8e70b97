/* SPDX-License-Identifier: ISC */
#include "filters/aggregate/link.h"

#include "common/log.h"
#include "common/progress.h"
#include "filters/aggregate/affected.h"
#include "filters/aggregate/trace.h"

#include <string.h>
#include <time.h>

struct batch {
	struct arena *a;
	struct arena *scratch;	/* raw mails and what reading them leaves behind */
	struct store_link link; /* what is to be written */
	struct store_mail *mails;
	struct words *words;
	struct bytes *texts;
	struct store_key *gone;
	struct names *keys; /* of mails[], and of gone[] */
	uint32_t *place;    /* key -> in mails[]; NAMES_NONE: gone */
	size_t most;	    /* keys there is room for */
	size_t room, text;  /* mails at most; bytes of text so far */
};

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct bytes
key_bytes(const struct store_key *key)
{
	return (struct bytes){ (const char *)key->b, sizeof key->b };
}

static void
batch_begin(struct batch *b, struct arena *a, struct arena *scratch, size_t room)
{
	*b = (struct batch){ .a = a, .scratch = scratch, .most = 2 * room, .room = room };
	b->mails = arena_array(a, room, sizeof *b->mails);
	b->words = arena_array(a, room, sizeof *b->words);
	b->texts = arena_array(a, room, sizeof *b->texts);
	b->gone = arena_array(a, b->most, sizeof *b->gone);
	b->place = arena_array(a, b->most, sizeof *b->place);
	b->keys = names_new(a);
	b->link.mails = b->mails;
	b->link.gone = b->gone;
}

static const struct bytes *
keep_refs(struct arena *a, const struct bytes *refs, size_t n)
{
	struct bytes *kept = arena_array(a, n, sizeof *kept);

	for (size_t i = 0; i < n; i++)
		kept[i] = arena_bytes(a, refs[i]);
	return kept;
}

static const struct store_fact *
keep_facts(struct arena *a, const struct store_fact *facts, size_t n)
{
	struct store_fact *kept = arena_array(a, n, sizeof *kept);

	for (size_t i = 0; i < n; i++)
		kept[i] = (struct store_fact){ facts[i].kind, arena_bytes(a, facts[i].name),
			arena_bytes(a, facts[i].value) };
	return kept;
}

static struct store_mail
keep_mail(struct arena *a, struct store_mail mail)
{
	mail.id = arena_bytes(a, mail.id);
	mail.subject = arena_bytes(a, mail.subject);
	mail.name = arena_bytes(a, mail.name);
	mail.address = arena_bytes(a, mail.address);
	mail.refs = keep_refs(a, mail.refs, mail.nrefs);
	mail.facts = keep_facts(a, mail.facts, mail.nfacts);
	return mail;
}

static enum store_status
read_mail(struct batch *b, struct reader *r, const struct store_mail_raw *raw, size_t at)
{
	struct store_mail mail;
	struct bytes text;

	if (!reader_read(r, raw, b->scratch, &mail, &text))
		return STORE_AGAIN;
	b->mails[at] = keep_mail(b->a, mail);
	words_read(b->a, &b->mails[at], &b->words[at]);
	b->texts[at] = arena_bytes(b->a, text);
	b->text += text.n;
	return STORE_OK;
}

/* Takes mail i back out of the batch. */
static void
drop_mail(struct batch *b, size_t i)
{
	size_t last = --b->link.nmails;

	b->mails[i] = b->mails[last];
	b->words[i] = b->words[last];
	b->texts[i] = b->texts[last];
	b->place[names_find(b->keys, key_bytes(&b->mails[i].key))] = (uint32_t)i;
}

/* One mail may tell of many that are gone. */
static uint32_t
add_key(struct batch *b, const struct store_key *key, bool *fresh)
{
	struct store_key *gone = b->gone;
	uint32_t *place = b->place;

	if (names_count(b->keys) == b->most) {
		b->gone = arena_array(b->a, 2 * b->most, sizeof *gone);
		memcpy(b->gone, gone, b->link.ngone * sizeof *gone);
		b->link.gone = b->gone;
		b->place = arena_array(b->a, 2 * b->most, sizeof *place);
		memcpy(b->place, place, b->most * sizeof *place);
		b->most *= 2;
	}
	return names_add(b->keys, arena_bytes(b->a, key_bytes(key)), fresh);
}

/* A copy that another took the place of is unlinked, and not read where it still stands in the log.
 */
static void
note_gone(struct batch *b, const struct store_key *key)
{
	bool fresh;
	uint32_t name = add_key(b, key, &fresh);

	if (!fresh && b->place[name] == NAMES_NONE)
		return;
	b->gone[b->link.ngone++] = *key;
	if (!fresh)
		drop_mail(b, b->place[name]);
	b->place[name] = NAMES_NONE;
}

/* Each key is linked once, by its last place in the log. */
static enum store_status
take_raw(struct batch *b, struct reader *r, const struct store_mail_raw *raw)
{
	bool fresh;
	uint32_t name;

	for (size_t i = 0; i < raw->ngone; i++)
		note_gone(b, &raw->gone[i]);
	name = add_key(b, &raw->key, &fresh);
	if (fresh)
		b->place[name] = (uint32_t)b->link.nmails++;
	if (b->place[name] == NAMES_NONE)
		return STORE_OK;
	return read_mail(b, r, raw, b->place[name]);
}

/* Fills a batch from behind *at. */
static enum store_status
batch_read(struct batch *b, struct store *s, struct reader *r, uint64_t *at)
{
	enum store_status status = STORE_OK;
	size_t n = 1, taken = 0;

	while (status == STORE_OK && n > 0 && taken < b->room && b->text < LINK_TEXT_MAX) {
		struct store_mail_raw *raws;
		uint64_t through = *at;

		arena_reset(b->scratch);
		status = store_scan_log(
		    s, *at, b->room - taken, LINK_RAW_MAX, b->scratch, &raws, &n, &through);
		if (status != STORE_OK)
			break;
		for (size_t i = 0; i < n && status == STORE_OK; i++)
			status = take_raw(b, r, &raws[i]);
		taken += n;
		*at = through;
	}
	return status;
}

/*
 * Between two looks at the log a mail that was read may have been replaced by one that was read
 * too: it is not linked.  From here on its heir is read by the next batch, which unlinks it.
 */
static enum store_status
drop_replaced(struct batch *b, struct store *s)
{
	bool *stored = arena_array(b->a, b->link.nmails, sizeof *stored);
	enum store_status status = store_find_stored(s, b->mails, b->link.nmails, stored);

	for (size_t i = b->link.nmails; status == STORE_OK && i-- > 0;)
		if (!stored[i])
			drop_mail(b, i);
	return status;
}

static void
take_ties(struct batch *b, const struct words *words)
{
	struct store_tie *ties;
	size_t room = 0;

	for (size_t i = 0; i < b->link.nmails; i++)
		room += TIE_MAX + trace_room(&b->mails[i]);
	ties = arena_array(b->a, room, sizeof *ties);
	for (size_t i = 0; i < b->link.nmails; i++) {
		for (size_t k = 0; k < words[i].nties; k++)
			ties[b->link.nties++] = words[i].ties[k];
		b->link.nties += trace_clues(&b->mails[i], &words[i].subject, &ties[b->link.nties]);
	}
	b->link.ties = ties;
}

/* A thread goes on under the number of the old thread that its first known mail was in. */
static void
keep_numbers(struct batch *b, const struct affected *f)
{
	struct names *ids = names_new(b->a);
	uint64_t *dead = arena_array(b->a, f->nthreads, sizeof *dead);
	uint32_t *old, room = 0;

	for (size_t i = 0; i < f->nthreads; i++)
		room += (uint32_t)f->threads[i].nnodes;
	old = arena_array(b->a, room, sizeof *old);
	for (size_t i = 0; i < f->nthreads; i++)
		for (size_t k = 0; k < f->threads[i].nnodes; k++)
			old[names_add(ids, f->threads[i].nodes[k].id, NULL)] = (uint32_t)i;
	for (size_t i = 0; i < b->link.nthreads; i++) {
		struct store_thread *t = &b->link.threads[i];

		for (size_t k = 0; k < t->nnodes && t->number == 0; k++) {
			uint32_t id = names_find(ids, t->nodes[k].id);

			if (id == NAMES_NONE)
				continue;
			t->number = f->threads[old[id]].number;
			f->threads[old[id]].number = 0;
		}
	}
	for (size_t i = 0; i < f->nthreads; i++)
		if (f->threads[i].number)
			dead[b->link.ndead++] = f->threads[i].number;
	b->link.dead = dead;
}

static enum store_status
batch_link(struct batch *b, struct store *s, struct link_sum *sum)
{
	double began;
	struct affected f = { .s = s, .a = b->a };
	enum store_status status =
	    affected_find(&f, b->mails, b->words, b->link.nmails, b->gone, b->link.ngone);

	if (status != STORE_OK)
		return status;
	take_ties(b, f.words);
	b->link.nthreads = thread_build(b->a, f.mails, f.words, f.nmails, &b->link.threads);
	keep_numbers(b, &f);
	began = seconds();
	status = store_link(s, &b->link);
	sum->storing += seconds() - began;
	return status;
}

/* One batch from behind *at, which stays where it is at the end of the log. */
static enum store_status
step(struct store *s, struct reader *r, struct batch *b, uint64_t *at, struct link_sum *sum)
{
	double began = seconds(), read;
	uint64_t from = *at;
	enum store_status status = batch_read(b, s, r, at);

	if (status != STORE_OK || *at == from)
		return status;
	if ((status = drop_replaced(b, s)) != STORE_OK)
		return status;
	status = store_put_texts(s, b->mails, b->texts, b->link.nmails);
	arena_reset(b->scratch);
	read = seconds();
	b->link.linked = *at;
	if (status == STORE_OK)
		status = batch_link(b, s, sum);
	sum->mails += b->link.nmails;
	sum->threads += b->link.nthreads;
	sum->reading += read - began;
	sum->linking += seconds() - read;
	return status;
}

/*
 * Each batch makes the threads that it touches anew, from all their mails: a batch that is as large
 * as the largest of them keeps that linear in a thread without end.
 */
static size_t
room_for(const struct batch *b, size_t max)
{
	size_t room = max;

	for (size_t i = 0; i < b->link.nthreads; i++)
		if (b->link.threads[i].nnodes > room)
			room = b->link.threads[i].nnodes;
	return room < LINK_MAILS_MOST ? room : LINK_MAILS_MOST;
}

enum store_status
link_log(struct store *s, struct reader *r, const char *list, size_t max, struct link_sum *sum)
{
	struct store_counts counts = { 0 };
	enum store_status status = store_count(s, &counts);
	struct arena *a = arena_new(), *scratch = arena_new();
	struct progress *bar = progress_new(list, "mails", counts.log_end - counts.linked);
	uint64_t at = counts.linked, from;
	size_t room = max;

	do {
		uint64_t left = counts.log_end - at;
		struct batch b;

		from = at;
		arena_reset(a);
		batch_begin(&b, a, scratch, left < room ? (size_t)left : room);
		if (status == STORE_OK && left > 0)
			status = step(s, r, &b, &at, sum);
		room = room_for(&b, max);
		progress_step(bar, at - counts.linked, sum->mails);
	} while (status == STORE_OK && at != from && at < counts.log_end);
	progress_free(bar);
	arena_free(scratch);
	arena_free(a);
	return status;
}

static enum store_status
link_claimed(struct store *s, const char *list, struct reader *r)
{
	struct link_sum sum = { 0 };
	enum store_status status = store_claim(s, "aggregate");

	if (status == STORE_AGAIN) {
		log_warn("%s: another listbrief-aggregate is at work on it", list);
		return STORE_OK;
	}
	if (status == STORE_OK)
		status = link_log(s, r, list, LINK_MAILS_MAX, &sum);
	if (status == STORE_OK)
		status = store_pack(s);
	log_info("%s: %llu mails, %llu threads written, reading %.4f s, linking %.4f s, %.4f s of "
		 "it storing",
	    list, (unsigned long long)sum.mails, (unsigned long long)sum.threads, sum.reading,
	    sum.linking, sum.storing);
	return status;
}

enum store_status
link_list(const char *dir, const char *list, struct reader *r)
{
	struct store *s = NULL;
	enum store_status status = store_open(&s, dir, list, STORE_CREATE, LINK_WAIT_SECONDS);
	uint64_t spooled = 0;

	if (status == STORE_OK)
		status = store_drain(s, &spooled);
	if (spooled)
		log_info("%s: %llu mails out of the spool", list, (unsigned long long)spooled);
	if (status == STORE_OK)
		status = link_claimed(s, list, r);
	store_close(s);
	return status;
}
