/* SPDX-License-Identifier: ISC */
#include "filters/report/entry/people.h"

#include "common/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Words of a name that are looked at to find its like. */
#define NAME_WORDS_MAX 8

/* Mails with one clue may be of one person. */
struct clue {
	struct hash hash;
	size_t mail;
};

struct mailbox
people_sender(const struct store_mail *mail)
{
	return (struct mailbox){ mail->name, mail->address };
}

bool
people_same(const struct store_mail *a, const struct store_mail *b)
{
	return address_same_person(people_sender(a), people_sender(b));
}

static int
compare_words(const void *a, const void *b)
{
	return bytes_compare(*(const struct bytes *)a, *(const struct bytes *)b);
}

struct hash
people_name(struct arena *a, struct bytes name)
{
	struct bytes words[NAME_WORDS_MAX], folded = utf8_fold(a, name);
	size_t n = 0;

	while (n < NAME_WORDS_MAX && bytes_word(&folded, &words[n])) {
		while (words[n].n && words[n].p[words[n].n - 1] == ',')
			words[n].n--;
		n++;
	}
	qsort(words, n, sizeof(*words), compare_words);
	return hash_runs(words, n);
}

static int
compare_clues(const void *a, const void *b)
{
	const struct clue *x = a, *y = b;
	int c = memcmp(&x->hash, &y->hash, sizeof(x->hash));

	return c ? c : (x->mail > y->mail) - (x->mail < y->mail);
}

static size_t
leader(size_t *of, size_t i)
{
	while (of[i] != i) {
		of[i] = of[of[i]];
		i = of[i];
	}
	return i;
}

static void
unite(size_t *of, size_t i, size_t j)
{
	i = leader(of, i);
	j = leader(of, j);
	if (i < j)
		of[j] = i;
	else
		of[i] = j;
}

/* Neighbours with one clue are compared, and each with the first of them. */
static void
unite_by_clue(const struct store_mail *const *mails, struct clue *clues, size_t n, size_t *of)
{
	size_t first = 0;

	qsort(clues, n, sizeof(*clues), compare_clues);
	for (size_t i = 1; i < n; i++) {
		if (!hash_equal(&clues[i].hash, &clues[i - 1].hash)) {
			first = i;
			continue;
		}
		if (people_same(mails[clues[i].mail], mails[clues[i - 1].mail]))
			unite(of, clues[i].mail, clues[i - 1].mail);
		else if (people_same(mails[clues[i].mail], mails[clues[first].mail]))
			unite(of, clues[i].mail, clues[first].mail);
	}
}

size_t
people_number(struct arena *a, const struct store_mail *const *mails, size_t n, size_t *person)
{
	struct clue *by_name = arena_array(a, n, sizeof(*by_name));
	struct clue *by_address = arena_array(a, n, sizeof(*by_address));
	size_t *of = arena_array(a, n, sizeof(*of));
	size_t count = 0;

	for (size_t i = 0; i < n; i++) {
		of[i] = i;
		by_name[i] = (struct clue){ people_name(a, mails[i]->name), i };
		by_address[i] = (struct clue){ hash_bytes(utf8_fold(a, mails[i]->address)), i };
	}
	unite_by_clue(mails, by_name, n, of);
	unite_by_clue(mails, by_address, n, of);
	for (size_t i = 0; i < n; i++) {
		size_t first = leader(of, i);

		if (mails[i]->flags & MAIL_BOT)
			person[i] = SIZE_MAX;
		else
			person[i] =
			    first < i && person[first] != SIZE_MAX ? person[first] : count++;
	}
	return count;
}
