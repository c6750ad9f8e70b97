/* SPDX-License-Identifier: ISC */
#include "common/utf8.h"
#include "filters/aggregate/clean.h"
#include "filters/aggregate/facts.h"
#include "filters/aggregate/shortlog.h"
#include "filters/aggregate/trace.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every line of the text comes out once, in order, and a marked quote never as prose. */
static void
check_lines(struct bytes text, struct bytes told)
{
	struct bytes line;
	struct text_line got;

	while (bytes_line(&text, &line)) {
		line = bytes_trim_end(bytes_slice(line, 0, CLEAN_LINE_MAX));
		if (!text_next(&told, &got) || !bytes_equal(got.text, line))
			abort();
		if (line.n && line.p[0] == '>' &&
		    (got.kind == TEXT_PROSE || got.kind == TEXT_TRAILER))
			abort();
		if ((line.n == 0) != (got.kind == TEXT_BLANK))
			abort();
	}
	if (text_next(&told, &got))
		abort();
}

/* What a mail leaves to be found by is bounded. */
static void
check_clues(struct arena *a, const struct store_fact *facts, size_t n, unsigned flags)
{
	struct store_mail mail = { .facts = facts, .nfacts = n, .flags = flags };
	struct subject subject = { .title = BYTES_LIT("title"), .flags = SUBJECT_PATCH };
	struct store_tie *clues = arena_array(a, trace_room(&mail), sizeof(*clues));

	if (trace_clues(&mail, &subject, clues) > trace_room(&mail))
		abort();
}

/* What is kept of a pull request's list is bounded, and each patch is somebody's. */
static void
check_listed(struct arena *a, struct bytes told)
{
	const struct store_fact *facts;
	size_t n = shortlog_find(a, told, &facts), bytes = 0;

	if (n > SHORTLOG_MAX)
		abort();
	for (size_t i = 0; i < n; i++) {
		bytes += facts[i].name.n + facts[i].value.n;
		if (facts[i].kind != FACT_LISTED || facts[i].value.n > SHORTLOG_TEXT_MAX ||
		    facts[i].name.n > SHORTLOG_TEXT_MAX || (facts[i].name.n == 0 && i + 1 < n))
			abort();
	}
	if (bytes > SHORTLOG_BYTES_MAX)
		abort();
	check_clues(a, facts, n, 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a = arena_new();
	struct bytes text = utf8_clean(a, (struct bytes){ (const char *)data, size }, UTF8_LINES);
	const struct store_fact *facts;
	struct buf out = BUF_INIT;
	size_t n;

	clean_text(&out, text, BYTES_LIT("Ada Meyer ada"));
	check_lines(text, buf_bytes(&out));
	n = facts_find(a, buf_bytes(&out), size % 2, &facts);
	if (n > FACTS_MAX + FACTS_PATHS_MAX)
		abort();
	for (size_t i = 0; i < n; i++)
		if (facts[i].value.n > FACTS_VALUE_MAX ||
		    bytes_find_byte(facts[i].value, '\n') < facts[i].value.n)
			abort();
	check_clues(a, facts, n, 0);
	check_clues(a, facts, n, MAIL_REPLY);
	check_listed(a, buf_bytes(&out));
	buf_release(&out);
	arena_free(a);
	return 0;
}
