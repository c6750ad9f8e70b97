/* SPDX-License-Identifier: ISC */
/*
 * ask: questions to the model of a config, without a digest around them.
 *
 * usage: ask [-r DIR | -p DIR] CONFIG N [WORDS]
 *
 * N questions "question I", each with so many words behind it; a line for each answer in order of
 * the questions, then how long it took, calls, tokens, and the most memory there was.  -r records
 * into DIR, -p replays it.
 */
#include "common/log.h"
#include "common/clock.h"
#include "filters/report/model/client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sysexits.h>
#include <unistd.h>

struct asking {
	struct arena *a;
	const struct config *config;
	struct client *client;
	size_t n, asked;
	struct bytes words;
	struct budget run, *each;
	char **lines;
	struct request_message *messages;
};

static void
ask_one(struct asking *k)
{
	const size_t i = k->asked++;
	const struct config_model *model = &k->config->model;
	struct client_question q = { .tag = i, .budget = &k->each[i] };
	const char *why;

	k->each[i] = (struct budget){ .cap = &model->thread, .whole = &k->run };
	k->messages[i] = (struct request_message){ "user",
		bytes_from(
		    arena_printf(k->a, "question %zu %.*s", i + 1, (int)k->words.n, k->words.p)) };
	q.request = (struct request){ &k->messages[i], 1, model->answer_tokens };
	q.name = arena_printf(k->a, "question-%zu", i + 1);
	why = client_ask(k->client, &q);
	if (why)
		k->lines[i] = arena_printf(k->a, "not asked: %s", why);
}

static void
ask_all(struct asking *k)
{
	static const char *const names[] = { "answered", "too long", "failed" };
	struct client_answer answer;

	do {
		while (k->asked < k->n && client_free_slots(k->client) > 0)
			ask_one(k);
		if (!client_next(k->client, k->a, &answer))
			continue;
		k->lines[answer.tag] = arena_printf(k->a, "%s%s%s%s%.*s", names[answer.outcome],
		    answer.why ? ": " : "", answer.why ? answer.why : "",
		    answer.content.n ? ": " : "",
		    (int)(answer.content.n < 200 ? answer.content.n : 200), answer.content.p);
		if (answer.fits)
			k->lines[answer.tag] =
			    arena_printf(k->a, "%s: %zu", k->lines[answer.tag], answer.fits);
	} while (k->asked < k->n || client_free_slots(k->client) < k->config->model.parallel);
}

static void
print(const struct asking *k, int64_t begun)
{
	struct client_usage usage = client_usage(k->client);
	struct rusage r;

	getrusage(RUSAGE_SELF, &r);
	for (size_t i = 0; i < k->n; i++)
		printf("%zu %s\n", i + 1, k->lines[i]);
	printf("%lld ms, %zu calls, %zu + %zu tokens, %ld kB\n",
	    (long long)(clock_steady() - begun), usage.calls, usage.prompt_tokens,
	    usage.completion_tokens, r.ru_maxrss);
}

static int
ask(struct arena *a, const struct config *config, enum record_mode mode, const char *dir, size_t n,
    size_t words)
{
	struct json *schema = json_parse(BYTES_LIT("{\"type\": \"object\"}"), NULL);
	struct endpoint e;
	struct record record;
	struct buf text = BUF_INIT;
	struct asking k = {
		.a = a, .config = config, .n = n, .run = { .cap = &config->model.run }
	};
	const int64_t begun = clock_steady();

	for (size_t i = 0; i < words; i++)
		buf_adds(&text, "word ");
	k.words = buf_bytes(&text);
	k.each = arena_array(a, n, sizeof *k.each);
	k.lines = arena_array(a, n, sizeof *k.lines);
	k.messages = arena_array(a, n, sizeof *k.messages);
	if ((mode != RECORD_REPLAY && endpoint_open(a, &config->model, &e) != ENDPOINT_OPEN) ||
	    !record_open(&record, mode, dir) ||
	    (k.client = client_open(&config->model, &e, &record, schema)) == NULL)
		return EX_UNAVAILABLE;
	ask_all(&k);
	print(&k, begun);
	client_close(k.client);
	if (mode != RECORD_REPLAY)
		endpoint_close(&e);
	json_free(schema);
	buf_release(&text);
	return EX_OK;
}

int
main(int argc, char **argv)
{
	struct arena *a = arena_new();
	enum record_mode mode = RECORD_NOTHING;
	const char *dir = NULL;
	struct config config;
	int option, code = EX_USAGE;

	log_open("ask");
	while ((option = getopt(argc, argv, "r:p:v")) != -1) {
		if (option == 'v')
			log_set_level(LOG_LEVEL_VERBOSE);
		else
			mode = option == 'r' ? RECORD_KEEP : RECORD_REPLAY;
		if (option != 'v')
			dir = optarg;
	}
	argv += optind;
	if (argc - optind >= 2 && config_read(a, argv[0], &config))
		code = ask(a, &config, mode, dir, strtoul(argv[1], NULL, 10),
		    argv[2] ? strtoul(argv[2], NULL, 10) : 0);
	arena_free(a);
	return code;
}
