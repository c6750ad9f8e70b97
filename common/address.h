/* SPDX-License-Identifier: ISC */
/*
 * address.h: people in mail.
 */
#ifndef LISTBRIEF_ADDRESS_H
#define LISTBRIEF_ADDRESS_H

#include "common/arena.h"
#include "common/buf.h"

/* RFC 5321 section 4.5.3.1.3: a path is at most 256 with its brackets. */
#define ADDRESS_BYTES_MAX ((size_t)254)
/* A longer name is cut there, between characters. */
#define ADDRESS_NAME_MAX ((size_t)256)
/* Addresses of one field that are looked at. */
#define ADDRESS_LIST_MAX ((size_t)1000)

struct mailbox {
	struct bytes name;    /* decoded UTF-8, quotes and comments resolved; may be empty */
	struct bytes address; /* local@domain, domain in lower case; may be empty */
};

/*
 * The first mailbox of a raw From value, whatever its dress: "Name <a@b>", "a@b (Name)",
 * unquoted dots and commas, groups, "a at b" of pipermail archives, no address at all.  A name such as
 * "Garg, Shivank" is given as it stands; "Name via List <list@x>" too.
 */
struct mailbox address_first(struct arena *a, struct bytes value);

/*
 * Takes the next mailbox off *rest, a raw To or Cc value.  False at the end.
 */
bool address_next(struct arena *a, struct bytes *rest, struct mailbox *mailbox);

/*
 * Whether s is an address we are ready to put into a command or an SMTP dialogue:
 * dot-atom@domain in ASCII, at most ADDRESS_BYTES_MAX, local part at most 64, no leading "-".
 */
bool address_valid(struct bytes s);

/* Appends `Name <a@b>` fit for a field of ours: name quoted or encoded; a bad address writes nothing and is false. */
bool address_write(struct buf *out, struct mailbox mailbox, size_t column);

/* Two mailboxes of one person: same address, or same non-empty name (white space and case folded, "Last, First" turned). */
bool address_same_person(struct mailbox a, struct mailbox b);

#endif
