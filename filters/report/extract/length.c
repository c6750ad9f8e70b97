/* SPDX-License-Identifier: ISC */
#include "filters/report/extract/extract.h"

#include "common/text.h"
#include "filters/report/extract/sentence.h"

#include <stdint.h>

bool
extract_length_read(const char *s, struct extract_length *length)
{
	struct bytes number = bytes_from(s);
	bool percent = bytes_ends(number, BYTES_LIT("%"));
	long long value;

	*length = (struct extract_length){ 0 };
	number.n -= percent;
	if (!bytes_number(number, &value) || value < 1 ||
	    value > (percent ? 100 : EXTRACT_WORDS_MAX))
		return false;
	*(percent ? &length->percent : &length->words) = (unsigned)value;
	return true;
}

static size_t
count_words(struct bytes text)
{
	struct text_line line;
	size_t words = 0;

	while (text_next(&text, &line))
		if (line.kind != TEXT_DIFF && line.kind != TEXT_CODE)
			words += sentence_words(line.text);
	return words;
}

size_t
extract_room(const struct extract_thread *t, struct extract_length length)
{
	size_t words = 0;

	if (length.words)
		return length.words;
	if (length.percent == 0)
		return SIZE_MAX;
	for (size_t i = 0; i < t->n; i++)
		words += count_words(t->mails[i].text);
	return words * length.percent / 100;
}
