/* SPDX-License-Identifier: ISC */
/*
 * token.h: words that only we can have written: an HMAC over a list, an address, an
 * action and a number, in lower-case base32 (RFC 4648), since what carries them, the local part of an
 * address, may come back in any case.  What is asked for with one was sent to that address before.
 */
#ifndef LISTBRIEF_TOKEN_H
#define LISTBRIEF_TOKEN_H

#include "common/config.h"
#include "common/hash.h"

#define TOKEN_CHARS ((size_t)32)

/* Actions: what a token is good for. */
#define TOKEN_LEAVE "unsub"   /* in each digest: its reader leaves; number 0: until the secret changes */
#define TOKEN_BOUNCE "bounce" /* in each digest's envelope sender; number: the digest's */

struct token {
	const char *list;
	struct bytes address; /* either case of letters */
	const char *action;
	uint64_t number; /* below 2^40 */
};

/* TOKEN_CHARS characters. */
char *token_write(struct arena *a, const struct hash *secret, const struct token *t);

/* The number in s; false where s does not have the form of a token. */
bool token_number(struct bytes s, uint64_t *number);

/* Whether s is the token of list, address and action, whatever t's number; in constant time. */
bool token_matches(struct bytes s, const struct hash *secret, const struct token *t);

/*
 * The digest's own address with an extension: digest+help@example.org.  NULL where
 * the config names no delimiter, or the local part would have more than 64 bytes (RFC 5321 4.5.3.1.1).
 */
char *token_address(struct arena *a, const struct config_list *list, const char *extension);

#endif
