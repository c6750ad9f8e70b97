/* SPDX-License-Identifier: ISC */
/*
 * people.h: how many people stand behind some mails.  One who writes from two addresses is
 * one, also by way of a third mail; robots are nobody.
 */
#ifndef LISTBRIEF_REPORT_PEOPLE_H
#define LISTBRIEF_REPORT_PEOPLE_H

#include "common/address.h"
#include "common/hash.h"
#include "store/store.h"

struct mailbox people_sender(const struct store_mail *mail);

/* Whether two mails are of one person. */
bool people_same(const struct store_mail *a, const struct store_mail *b);

/* The same for "Garg, Shivank" and "shivank garg"; of the first words of a name. */
struct hash people_name(struct arena *a, struct bytes name);

/*
 * Numbers the people of mails[n] from 0 in order of appearance: person[i] is who sent mails[i],
 * SIZE_MAX for a robot.  person has room for n.  Returns how many there are; n log n.
 */
size_t people_number(struct arena *a, const struct store_mail *const *mails, size_t n, size_t *person);

#endif
