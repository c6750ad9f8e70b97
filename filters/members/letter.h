/* SPDX-License-Identifier: ISC */
/*
 * letter.h: a mail to one of the digest's own addresses, as far as it is looked at: who sent it,
 * whether it may be answered, and the command in it.
 */
#ifndef LISTBRIEF_MEMBERS_LETTER_H
#define LISTBRIEF_MEMBERS_LETTER_H

#include "common/config.h"
#include "common/header.h"

/* Bytes of a mail that are kept; the rest is read and dropped. */
#define LETTER_BYTES_MAX ((size_t)256 * 1024)

struct letter {
	struct header header;
	struct bytes sender; /* of the envelope, an address_valid; empty where it is null, unknown or no such */
	struct bytes name;   /* From's, where From is the sender's address and the name is fit for a member */
	struct bytes id;     /* Message-ID; may be empty */
	const char *marked;  /* why its fields say that no person sent it, or NULL */
	const char *robot;   /* why nobody is to be answered (RFC 3834 section 2): that, or its sender; or NULL */
};

/*
 * sender: what the mail server says; NULL: read from the mail's own first line or Return-Path, as the
 * server left them.  Slices point into raw or live in a.
 */
void letter_read(struct arena *a, struct bytes raw, const char *sender,
    const struct config_list *list, struct letter *letter);

enum verb {
	VERB_NONE,
	VERB_HELP,
	VERB_SUBSCRIBE,
	VERB_UNSUBSCRIBE,
	VERB_CONFIRM, /* with a token */
	VERB_UNSUB,   /* with a token */
	VERB_BOUNCE,  /* with a token */
	VERB_SHOW,
	VERB_CHOOSE   /* the whole subject is an order: letter_orders */
};

/*
 * extension: what stood behind the delimiter of the address, or NULL: then the subject has it, behind
 * any "Re:".  *token is empty where the command takes none.
 */
enum verb letter_verb(struct arena *a, const struct letter *letter, const char *extension,
    struct bytes *token);

/* The subject, decoded, without "Re:". */
struct bytes letter_orders(struct arena *a, const struct letter *letter);

#endif
