/* SPDX-License-Identifier: ISC */
/*
 * store.h: the one face of the store.  Values go in and come out; no cursor,
 * transaction or map crosses this line, so that a second store (libpq) can stand
 * behind it.  Each list has a store of its own: DIR/LIST.
 *
 * States, and the one atomic step between each two:
 *
 *	a mail     received --store_deliver--> stored, or where the store is busy or out of reach
 *	           received --store_deliver--> spooled --store_deliver, store_drain--> stored
 *	           received --store_put_mails--> stored --store_put_texts--> read --store_link--> linked
 *	           received: nobody was told that we have it.  A crash leaves nothing, or a file that no
 *	           one takes for a mail, or a mail that was stored and not told; its deliverer comes
 *	           again.  The file is taken away by store_drain an hour later.
 *	           spooled: a whole file in DIR/LIST/spool.  The step is its rename, and the sync
 *	           of the folder behind it; a crash before loses nothing that was told.  The next
 *	           delivery that finds the store free, or store_drain, stores it.
 *	           From spooled to stored the step is the commit.  A crash behind it leaves the file
 *	           too: it is a duplicate then, which the next one takes away.
 *	           stored: raw bytes under a key, and an entry at the end of the log.  store_put_mails packs
 *	           many mails into one block; what was delivered alone is moved into one by store_pack, in one
 *	           step for each few blocks, at any time: nothing else of it changes.
 *	           read: its text too, under its place in the log, where nothing looks for it yet, and
 *	           told as what differs from the raw mail.
 *	           linked: its header record and facts; in the arrival index; in a thread.
 *	           A killed put leaves nothing or all of it; the deliverer tries again,
 *	           and what is stored already is a duplicate.  A killed link leaves the
 *	           mark where it was; the next aggregate does the same work again, and begins
 *	           with taking away the texts behind the mark.
 *	a thread   (none) --store_link--> linked --store_link--> replaced by a newer form, or
 *	           merged into another and gone
 *	a summary  (none) --store_put_summary--> cached under a hash of all that made it; what a
 *	           digest told in all, under the end of its window
 *	a digest   (none) --store_put_form--> forming --store_put_digest--> frozen --store_mark_sent--> sent
 *	           forming: some of its forms; nobody reads them, and the next digest's take their place.
 *	           frozen: its window, its log mark, and its bytes in each form.  sent: every member was tried.
 *	a delivery (none) --store_put_digest--> queued --store_move_deliveries--> attempting
 *	           --store_move_deliveries--> accepted | refused | deferred | expired
 *	           The rest of the ledger's rules stand in filters/report/delivery/deliver.h.
 *	a member   (none) --store_put_member--> there --store_remove_member--> (none)
 *
 * Durability: every function that writes has committed, with LMDB's default
 * durability, when it returns STORE_OK.  Readers see one snapshot per call.
 *
 * Memory: results live in the arena given; nothing points into the store.
 */
#ifndef LISTBRIEF_STORE_H
#define LISTBRIEF_STORE_H

#include "common/arena.h"
#include "common/hash.h"

#include <stdint.h>

/* A store of another schema is refused. */
#define STORE_SCHEMA 2

enum store_status {
	STORE_OK,
	STORE_NONE,  /* nothing there (a get), or not as expected (a compare-and-set) */
	STORE_AGAIN, /* busy, full, out of reach: try again later */
	STORE_BROKEN /* cannot be used as it is: other schema, not a store, damaged */
};

enum store_mode {
	STORE_READ,  /* must exist */
	STORE_WRITE, /* must exist */
	STORE_CREATE /* made where it does not exist */
};

struct store;

/*
 * Opens the store of one list below dir.  Every failure is logged where it is seen,
 * here and below.  seconds bounds the wait for other programs' locks, in this
 * and every later call: readers wait in no call but this.  STORE_NONE: there is no store.
 * STORE_CREATE makes dir too, but not what is above it.  A program has a store open once at a time.
 */
enum store_status store_open(struct store **s, const char *dir, const char *list,
    enum store_mode mode, int seconds);
void store_close(struct store *s); /* NULL is ignored */

/*
 * One run of a kind at a time ("aggregate", "send"): STORE_AGAIN, unlogged, where another holds it.
 * Held until store_close.
 */
enum store_status store_claim(struct store *s, const char *what);

/* ---- mails, as delivered ---- */

struct store_key {
	unsigned char b[24]; /* 16 of the hash of the Message-ID, 8 of copy_hash: copies of an id are neighbours */
};

enum {
	STORE_MAIL_NO_ID = 1, /* had no Message-ID; id was made from its bytes */
	STORE_MAIL_CUT = 2    /* longer than what is kept */
};

enum store_put {
	STORE_PUT_NEW,
	STORE_PUT_DUPLICATE, /* the same mail is stored already */
	STORE_PUT_REPLACED,  /* took the place of a copy that was cut short */
	STORE_PUT_SPOOLED    /* safe, and not looked at yet; of store_deliver alone */
};

struct store_mail_in {
	struct bytes id;      /* Message-ID without brackets; never empty */
	struct bytes raw;
	int64_t arrival;      /* maildate_arrival */
	unsigned flags;
	enum store_put result; /* out */
};

/*
 * Stores a batch (some ten MB at most: all of it is in memory) in one transaction, or where many are
 * copies, a few.  A duplicate that arrived earlier takes the stored mail's place, unless that arrived in a
 * digest already made; it is then in the log anew.  What replaces a cut copy has the earlier of both
 * arrivals by the same rule.
 * Beyond 16 different mails of one id, more get an id made from their bytes.
 * now: when it was taken.
 */
enum store_status store_put_mails(struct store *s, struct store_mail_in *mails, size_t n, int64_t now);

/*
 * Stores one mail, in a store that is made where there is none, and waits for nobody: with it go the mails
 * that wait in the spool, up to a bound; where another program holds the store, or it fails, the mail
 * is spooled.  STORE_OK: it is safe.  STORE_BROKEN: the store cannot be used as it is, and nothing is spooled
 * beside it.
 */
enum store_status store_deliver(const char *dir, const char *list, struct store_mail_in *mail, int64_t now);
/* Stores all that waits in the spool, some in each transaction; *mails: how many they were. */
enum store_status store_drain(struct store *s, uint64_t *mails);

/*
 * Packs mails that were stored one by one, many together, which makes them half as large; some of the
 * newest may be left as they are.  What it is interrupted in is done by the next.
 */
enum store_status store_pack(struct store *s);

struct store_mail_raw {
	struct store_key key;
	const struct store_key *gone; /* linked copies of its id that others took the place of: to be unlinked */
	size_t ngone;
	uint64_t seq; /* place in the log; the latest of this key */
	int64_t arrival, taken;
	unsigned flags;
	struct bytes id, raw;
};

/*
 * Mails with a place in the log behind after, oldest first, at most max mails or about
 * max_bytes of raw; *through is the place up to which the log was read.
 */
enum store_status store_scan_log(struct store *s, uint64_t after, size_t max, size_t max_bytes,
    struct arena *a, struct store_mail_raw **mails, size_t *n, uint64_t *through);

/* The end of the log, the place up to which it is linked, and how many mails are stored. */
struct store_counts {
	uint64_t log_end, linked, mails;
};
enum store_status store_count(struct store *s, struct store_counts *counts);

enum store_status store_get_raw(struct store *s, const struct store_key *key, struct arena *a,
    struct bytes *raw);

/* ---- mails, as aggregate read them ---- */

enum {
	MAIL_REPLY = 1,       /* the subject says so */
	MAIL_NO_DATE = 2,     /* date is the arrival */
	MAIL_UNREADABLE = 4,  /* its MIME could not be opened: text is the raw body */
	MAIL_HTML = 8,        /* text was made from HTML */
	MAIL_PATCH = 16,      /* holds a diff */
	MAIL_BOT = 32,        /* sent by a known robot */
	MAIL_CUT = 64         /* text beyond TEXT_BYTES_MAX was left out */
};

/* What code found in a mail's own words (never in quotes). */
enum fact_kind {
	FACT_TRAILER = 1, /* name "Reviewed-by", value "N <a@b>" */
	FACT_APPLIED,     /* name "applied", "queued", "merged", "pulled", "reverted"; value: tree or branch, may be empty */
	FACT_COMMIT,      /* value: commit id */
	FACT_NACK,
	FACT_CHANGE_ID,
	FACT_LINK,        /* value: the message id a Link:, v1:, lore URL points to */
	FACT_PART,        /* only this part was applied; empty: some, it is not said which; "all", "all 3": not just the part replied to; name "3/11": so was this */
	FACT_BY,          /* who applied it, where a robot tells */
	FACT_REQUEST,     /* asks the author for another version */
	FACT_COMMAND,     /* to a robot: name "syz", "regzbot"; value "fix: TITLE" */
	FACT_FOR,         /* name: of a trailer; value: the patches it is said to be for, "6 7 8"; empty: all */
	FACT_DROP,        /* name "dropped": took it out again; "drop": asks for that; "withdrawn": asks to ignore it */
	FACT_BROKEN,      /* a robot says that it does not build */
	FACT_REVERT,      /* value: the commit it takes back */
	FACT_PATH,        /* value: a file that the patch touches */
	FACT_AUTHOR,      /* value: "N <a@b>", who wrote the patch, where that is not its sender */
	FACT_LISTED       /* a pull request lists a patch; name: its author, value: its title; neither: it lists more than is known */
};

struct store_fact {
	unsigned kind;
	struct bytes name, value;
};

struct store_mail {
	struct store_key key;
	uint64_t seq;
	int64_t arrival;
	int64_t date; /* Date; the arrival where it is absent or absurd */
	int zone;     /* of Date, minutes east */
	unsigned flags;
	struct bytes id;
	struct bytes subject; /* decoded, one line */
	struct bytes name, address;
	const struct bytes *refs; /* mailid_references */
	size_t nrefs;
	const struct store_fact *facts;
	size_t nfacts;
};

/* ---- threads ---- */

/*
 * A thread holds all mails that hang together by ids; an entry is the part of it that a digest shows as
 * one: a new version or another series posted as a reply is an entry of its own.
 */
struct store_node {
	struct store_key key; /* all zero for a ghost: a mail others refer to that is not here */
	struct bytes id;
	int32_t parent; /* a node before or after this one; -1 for none */
	uint32_t entry;
	int64_t arrival; /* 0 for a ghost */
};

struct store_entry {
	int32_t root;   /* node; may be a ghost */
	int32_t hangs;  /* node of another entry it was posted as a reply to; -1 */
	unsigned category;          /* enum category */
	int version, total;         /* of a series or patch; 0 where it is none */
	struct bytes title;         /* without tags; for series */
	struct bytes subject;       /* heading */
};

struct store_thread {
	uint64_t number; /* internal; says nothing outside the store */
	const struct store_node *nodes;
	size_t nnodes;
	const struct store_entry *entries;
	size_t nentries;
};

/*
 * A soft tie: mails with the same hash (its first 8 bytes count) within a time of each other belong together though no id says so.
 * A clue (common/clue.h) is one that never seeks: it joins nothing, and finds mails of one matter over all time.
 */
struct store_tie {
	struct hash hash;
	int64_t arrival;
	struct store_key key;
	bool seeks; /* this mail looks for a neighbour; else it can only be found */
};

/* Which of them are stored still: a whole mail may have taken a cut one's place since it was read. */
enum store_status store_find_stored(struct store *s, const struct store_mail *mails, size_t n, bool *stored);

/*
 * The texts of mails that are to be linked next, one each in text.h's form.  Those put before and not linked
 * are forgotten, so that all of one store_link are put at once.
 */
enum store_status store_put_texts(struct store *s, const struct store_mail *mails, const struct bytes *texts,
    size_t n);

/*
 * One atomic step of aggregate.  Each thread that changes is named: rewritten under its number, or dead.
 * A thread that goes on keeps its number, and then costs what is new in it; under another number it is
 * written anew.  Each id and each mail is in one thread.
 */
struct store_link {
	uint64_t linked; /* the log is linked up to here; never goes back */
	const struct store_mail *mails; /* written or rewritten; their texts are there */
	size_t nmails;
	const struct store_key *gone; /* mails unlinked: replaced copies */
	size_t ngone;
	const struct store_tie *ties; /* of mails[] */
	size_t nties;
	const uint64_t *dead; /* threads that are no more */
	size_t ndead;
	struct store_thread *threads; /* number 0: new, and the number is given here */
	size_t nthreads;
};
enum store_status store_link(struct store *s, struct store_link *link);

/* The threads that know these ids, as a mail or a ghost; 0 where none does.  numbers[n]. */
enum store_status store_find_threads(struct store *s, const struct bytes *ids, size_t n, uint64_t *numbers);
/* In the order asked; a number that is gone gives a thread without nodes. */
enum store_status store_get_threads(struct store *s, const uint64_t *numbers, size_t n,
    struct arena *a, struct store_thread **threads);
/* In the order asked; a key that is not linked gives a mail with seq 0. */
enum store_status store_get_mails(struct store *s, const struct store_key *keys, size_t n,
    struct arena *a, struct store_mail **mails);
/* Texts, decompressed, in the order asked; empty where there is none. */
enum store_status store_get_texts(struct store *s, const struct store_key *keys, size_t n,
    struct arena *a, struct bytes **texts);

/* The tie nearest before (at or before arrival, smaller key at the same time) or after t; STORE_NONE. */
enum store_status store_find_tie(struct store *s, const struct store_tie *of, bool before,
    struct store_tie *found);

/* Linked mails that arrived in [since, until), in order of (arrival, key). */
struct store_arrival {
	int64_t arrival;
	struct store_key key;
	uint64_t thread;
};
enum store_status store_scan_arrivals(struct store *s, int64_t since, int64_t until, struct arena *a,
    struct store_arrival **arrivals, size_t *n);
/* Linked mails stored behind seq that arrived before until: latecomers to a window already told. */
enum store_status store_scan_late(struct store *s, uint64_t seq, int64_t until, struct arena *a,
    struct store_arrival **arrivals, size_t *n);

/* ---- summaries ---- */

enum store_status store_get_summary(struct store *s, const struct hash *key, struct arena *a, struct bytes *value);
enum store_status store_put_summary(struct store *s, const struct hash *key, struct bytes value);

/* ---- members ---- */

struct store_member {
	struct bytes address; /* as given; its lower case is the key */
	struct bytes name;
	int64_t since;
	struct bytes options; /* JSON object, kept as it is; may be empty */
};

enum store_status store_put_member(struct store *s, const struct store_member *m); /* STORE_NONE: was there, is rewritten */
/* Puts m in the place of old, as it was read.  STORE_NONE: it has changed since, or is gone. */
enum store_status store_swap_member(struct store *s, const struct store_member *old, const struct store_member *m);
enum store_status store_remove_member(struct store *s, struct bytes address);      /* STORE_NONE: was not there */
enum store_status store_get_member(struct store *s, struct bytes address, struct arena *a, struct store_member *m);
/* In order of address. */
enum store_status store_scan_members(struct store *s, struct arena *a, struct store_member **members, size_t *n);

/* ---- what a filter keeps beside ---- */

/* STORE_NONE: no value of that name.  A value is never empty. */
enum store_status store_get_value(struct store *s, const char *name, struct arena *a, struct bytes *value);
/* Puts value in the place of old, which is empty where there was none.  STORE_NONE: another stands there. */
enum store_status store_swap_value(struct store *s, const char *name, struct bytes old, struct bytes value);

/* The list's own secret, made when it is first asked for (that wants a store open for writing). */
enum store_status store_secret(struct store *s, struct hash *secret);

/* ---- digests ---- */

enum store_delivery_state {
	STORE_DELIVERY_QUEUED,
	STORE_DELIVERY_ATTEMPTING,
	STORE_DELIVERY_ACCEPTED,
	STORE_DELIVERY_REFUSED,
	STORE_DELIVERY_DEFERRED,
	STORE_DELIVERY_EXPIRED /* deferred for too long */
};

/* What is kept of a server's words. */
#define STORE_SAID_MAX ((size_t)200)

struct store_delivery {
	struct bytes address;
	unsigned form; /* which of the digest's forms it is */
	enum store_delivery_state state;
	int tries;
	int64_t queued; /* when */
	int64_t last;   /* of the last change */
	int64_t due;    /* of a deferred one: not tried before */
	struct bytes said; /* why it is in this state; may be empty */
};

struct store_digest {
	uint64_t number; /* 1, 2, ... */
	int64_t since, until, made;
	uint64_t log_mark;  /* end of the linked log when it was made */
	int64_t sent;       /* 0: not yet wholly tried */
	struct bytes id;    /* its Message-ID */
	unsigned forms;     /* how many there are; the first, form 0, is the list's own */
};

/* One member's copy of a digest. */
struct store_copy {
	struct bytes address;
	unsigned form; /* below the digest's forms */
};

/*
 * Puts form after form, from 0 on, of the digest that is put next: what is sent, but for the fields of one
 * recipient.  By one program at a time (store_claim).
 */
enum store_status store_put_form(struct store *s, unsigned form, struct bytes body);
/* Freezes a digest in the forms put before, and queues each copy; d->number is given here.  STORE_NONE: one of that until exists. */
enum store_status store_put_digest(struct store *s, struct store_digest *d, const struct store_copy *copies, size_t n);
enum store_status store_get_form(struct store *s, uint64_t digest, unsigned form, struct arena *a, struct bytes *body);
/* The newest; STORE_NONE. */
enum store_status store_last_digest(struct store *s, struct arena *a, struct store_digest *d);
/* All, oldest first. */
enum store_status store_scan_digests(struct store *s, struct arena *a, struct store_digest **digests, size_t *n);
enum store_status store_get_digest(struct store *s, uint64_t number, struct arena *a, struct store_digest *d);
enum store_status store_scan_deliveries(struct store *s, uint64_t digest, struct arena *a,
    struct store_delivery **deliveries, size_t *n);

/* How many digests up to this one were made for address, this one too. */
enum store_status store_count_copies(struct store *s, uint64_t digest, struct bytes address, uint64_t *n);

struct store_move {
	struct bytes address;
	enum store_delivery_state from, to;
	int64_t due;
	struct bytes said; /* cut at STORE_SAID_MAX */
};

/* Moves deliveries on, all in one step or none: STORE_NONE where one is not in its state from. */
enum store_status store_move_deliveries(struct store *s, uint64_t digest, const struct store_move *moves,
    size_t n, int64_t now);
/* The first time counts; now 0: not sent any more. */
enum store_status store_mark_sent(struct store *s, uint64_t digest, int64_t now);

#endif
