/* SPDX-License-Identifier: ISC */
#include "common/schema.h"

#include "common/log.h"
#include "common/outline.h"
#include "common/setting.h"

#include <string.h>

/* What is being read: one file. */
struct reading {
	struct arena *arena;
	struct outline *outline;
	const char *file;
};

/*
 * One key of a mapping.  take checks the value and puts it where it belongs;
 * a key without take opens a mapping of its own: of keys, read into the same struct, or
 * one whose keys are the user's, which read reads.
 */
struct key {
	const char *name;
	const char *expected;
	bool (*take)(struct arena *a, const char *value, void *field);
	size_t offset;
	const struct key *keys;
	bool (*read)(struct reading *r, struct config *config);
};

static bool read_lists(struct reading *r, struct config *config);
static bool read_headers(struct reading *r, struct config *config);

/* ---- the keys there are ---- */

#define LIST(field) offsetof(struct config_list, field), NULL, NULL
#define CONFIG(field) offsetof(struct config, field), NULL, NULL
#define MAPPING(keys) NULL, 0, keys, NULL
#define READ_BY(read) NULL, 0, NULL, read

static const struct key digest_keys[] = {
	{ "from", "a mailbox such as \"Name <user@example.org>\"", take_mailbox, LIST(from) },
	{ "owner", "a mailbox such as \"Name <user@example.org>\"", take_mailbox, LIST(owner) },
	{ "delimiter", "one of + - = _", take_delimiter, LIST(delimiter) },
	{ "site", "a http(s):// URL", take_site, LIST(site) },
	{ "unsubscribe_url", "an https:// URL with {token} or {address}", take_unsubscribe,
	    LIST(unsubscribe_url) },
	{ "quiet", "skip or line", take_quiet, LIST(quiet_line) },
	{ "allow_list", "true or false", take_bool, LIST(allow_list) },
	{ 0 },
};

static const struct key list_keys[] = {
	{ "title", "text", take_any, LIST(title) },
	{ "address", "an address such as list@example.org", take_address, LIST(address) },
	{ "language", "a language such as en or zh-CN", take_language, LIST(language) },
	{ "timezone", "UTC, a zone such as Asia/Shanghai, or an offset such as \"+08:00\"",
	    take_zone, LIST(timezone) },
	{ "window", "a span of at most a year such as 7d", take_span, LIST(window) },
	{ "archive", "a http(s):// URL with {message_id}", take_archive, LIST(archive) },
	{ "glossary", "a file", take_any, LIST(glossary) },
	{ "prefix", "text", take_any, LIST(prefix) },
	{ "digest",
	    "a mapping with from, owner, delimiter, site, quiet, unsubscribe_url, allow_list",
	    MAPPING(digest_keys) },
	{ 0 },
};

#define COUNT "a whole number from 1 on"
#define TOKENS "a number of tokens, 256 or more"
#define SECONDS "seconds from 0.05 to 86400"
#define PRICE "the price of a million tokens"

static const struct key run_keys[] = {
	{ "calls", COUNT, take_calls, CONFIG(model.run.calls) },
	{ "tokens", TOKENS, take_tokens, CONFIG(model.run.tokens) },
	{ "seconds", SECONDS, take_seconds, CONFIG(model.run.milliseconds) },
	{ 0 },
};

static const struct key thread_keys[] = {
	{ "calls", COUNT, take_calls, CONFIG(model.thread.calls) },
	{ "tokens", TOKENS, take_tokens, CONFIG(model.thread.tokens) },
	{ "seconds", SECONDS, take_seconds, CONFIG(model.thread.milliseconds) },
	{ 0 },
};

static const struct key model_keys[] = {
	{ "url", "a http(s):// URL", take_url, CONFIG(model.url) },
	{ "name", "text", take_any, CONFIG(model.name) },
	{ "key_command", "a command", take_any, CONFIG(model.key_command) },
	{ "key_file", "a file", take_any, CONFIG(model.key_file) },
	{ "ca_file", "a file", take_any, CONFIG(model.ca_file) },
	{ "parallel", "a whole number from 1 to 64", take_parallel, CONFIG(model.parallel) },
	{ "timeout", SECONDS, take_seconds, CONFIG(model.timeout) },
	{ "context_tokens", TOKENS, take_tokens, CONFIG(model.context_tokens) },
	{ "answer_tokens", TOKENS, take_tokens, CONFIG(model.answer_tokens) },
	{ "max_tokens_field", "auto, max_tokens, max_completion_tokens or none", take_limit,
	    CONFIG(model.limit) },
	{ "response_format", "auto, json_schema, json_object or none", take_form,
	    CONFIG(model.form) },
	{ "extra_body", "a JSON object in quotes", take_object, CONFIG(model.extra_body) },
	{ "headers", "a mapping of names and values", READ_BY(read_headers) },
	{ "run", "a mapping with calls, tokens, seconds", MAPPING(run_keys) },
	{ "thread", "a mapping with calls, tokens, seconds", MAPPING(thread_keys) },
	{ "price_in", PRICE, take_price, CONFIG(model.price_in) },
	{ "price_out", PRICE, take_price, CONFIG(model.price_out) },
	{ 0 },
};

static const struct key mail_keys[] = {
	{ "sendmail", "a command with its whole path", take_command, CONFIG(sendmail) },
	{ "smtp", "a smtp:// or smtps:// URL", take_smtp, CONFIG(smtp) },
	{ "key_command", "a command", take_any, CONFIG(smtp_key_command) },
	{ "key_file", "a file", take_any, CONFIG(smtp_key_file) },
	{ "ca_file", "a file", take_any, CONFIG(smtp_ca_file) },
	{ "timeout", SECONDS, take_seconds, CONFIG(smtp_timeout) },
	{ "unknown", "resend or hold", take_unknown, CONFIG(hold) },
	{ 0 },
};

static const struct key top_keys[] = {
	{ "store", "a folder", take_any, CONFIG(store) },
	{ "templates", "a folder", take_any, CONFIG(templates) },
	{ "lists", "a mapping with one entry per list", READ_BY(read_lists) },
	{ "model", "a mapping such as { url: ..., name: ... }", MAPPING(model_keys) },
	{ "mail", "a mapping such as { smtp: smtps://me@mail.example.org, key_file: ... }",
	    MAPPING(mail_keys) },
	{ 0 },
};

/* ---- reading ---- */

static const char *
kind_of(struct arena *a, struct outline_step step)
{
	if (step.kind == OUTLINE_TEXT && !step.empty)
		return arena_printf(a, "\"%s\"", setting_shown(a, step.text));
	if (step.kind == OUTLINE_MAP)
		return "a mapping";
	return step.kind == OUTLINE_SEQUENCE ? "a sequence" : "nothing";
}

/* Says what stands at a place where something else was expected.  False. */
static bool
found(const struct reading *r, struct outline_step step, const char *at, const char *expected)
{
	if (step.kind == OUTLINE_WRONG)
		log_error("%s:%zu: %s", r->file, step.line, step.text);
	else
		log_error("%s:%zu: at %s: found %s, expected %s", r->file, step.line, at,
		    kind_of(r->arena, step), expected);
	return false;
}

/* Takes the next key of the mapping called name; *more is false at its end. */
static bool
next_key(struct reading *r, const char *name, struct outline_step *key, bool *more)
{
	*key = outline_next(r->outline, r->arena);
	*more = key->kind == OUTLINE_TEXT;
	return *more || key->kind == OUTLINE_CLOSE || found(r, *key, name, "a key");
}

static const char *
names_of(struct arena *a, const struct key *keys)
{
	const char *names = keys->name;

	while ((++keys)->name)
		names = arena_printf(a, "%s, %s", names, keys->name);
	return names;
}

static const struct key *
find_key(const struct reading *r, const struct key *keys, struct outline_step step, unsigned *seen)
{
	for (const struct key *k = keys; k->name; k++) {
		unsigned bit = 1u << (k - keys);
		if (strcmp(k->name, step.text) != 0)
			continue;
		if ((*seen & bit) == 0) {
			*seen |= bit;
			return k;
		}
		log_error("%s:%zu: found \"%s\" a second time, expected it once", r->file,
		    step.line, k->name);
		return NULL;
	}
	log_error("%s:%zu: found unknown key \"%s\", expected one of %s", r->file, step.line,
	    setting_shown(r->arena, step.text), names_of(r->arena, keys));
	return NULL;
}

/* Reads the inside of a mapping into base.  The tables nest, so this is as deep as they are. */
static bool
read_mapping(struct reading *r, const char *name, const struct key *keys, void *base)
{
	struct outline_step step;
	unsigned seen = 0;
	bool more;

	while (next_key(r, name, &step, &more) && more) {
		const struct key *k = find_key(r, keys, step, &seen);
		if (k == NULL)
			return false;
		step = outline_next(r->outline, r->arena);
		if (step.kind != (k->take ? OUTLINE_TEXT : OUTLINE_MAP) || step.empty)
			return found(r, step, k->name, k->expected);
		if (k->take && !k->take(r->arena, step.text, (char *)base + k->offset))
			return found(r, step, k->name, k->expected);
		if (!k->take &&
		    !(k->keys ? read_mapping(r, k->name, k->keys, base) : k->read(r, base)))
			return false;
	}
	return step.kind == OUTLINE_CLOSE;
}

static bool
name_is_free(const struct reading *r, const struct config *config, struct outline_step name)
{
	if (config_list(config, name.text) == NULL)
		return true;
	log_error("%s:%zu: found list \"%s\" a second time, expected it once", r->file, name.line,
	    name.text);
	return false;
}

static bool
read_list(struct reading *r, struct outline_step name, struct config_list *list)
{
	struct outline_step step = outline_next(r->outline, r->arena);

	*list = (struct config_list){ .name = name.text,
		.title = name.text,
		.language = "en",
		.timezone = "UTC",
		.window = 7 * 24 * 60 * 60 };
	/* "name:" with nothing below it is a list with all defaults. */
	if (step.kind == OUTLINE_TEXT && step.empty)
		return true;
	if (step.kind != OUTLINE_MAP)
		return found(r, step, name.text, "the list's mapping");
	return read_mapping(r, name.text, list_keys, list);
}

/* A place for one more list. */
static struct config_list *
add_list(struct reading *r, struct config *config)
{
	size_t n = config->nlists;
	struct config_list *grown;

	/* At every power of two the table is full. */
	if ((n & (n - 1)) == 0) {
		grown = arena_array(r->arena, n ? 2 * n : 1, sizeof *grown);
		if (n)
			memcpy(grown, config->lists, n * sizeof *grown);
		config->lists = grown;
	}
	config->nlists++;
	return (struct config_list *)config->lists + n;
}

static bool
read_lists(struct reading *r, struct config *config)
{
	struct outline_step step;
	bool more;

	while (next_key(r, "lists", &step, &more) && more) {
		if (!config_list_name_valid(step.text))
			return found(r, step, "lists",
			    "a list's name: a-z, 0-9 and \"-\", at most 64, no \"-\" in front");
		if (config->nlists == CONFIG_LISTS_MAX)
			return found(r, step, "lists", "at most 1000 lists");
		if (!name_is_free(r, config, step) || !read_list(r, step, add_list(r, config)))
			return false;
	}
	return step.kind == OUTLINE_CLOSE;
}

/* "Name: value" of each; the user's own names, so a table of them is no use. */
static bool
read_headers(struct reading *r, struct config *config)
{
	const char **fields = arena_array(r->arena, CONFIG_HEADERS_MAX + 1, sizeof *fields);
	struct outline_step name, value;
	size_t n = 0;
	bool more;

	config->model.headers = fields;
	while (next_key(r, "headers", &name, &more) && more) {
		if (n == CONFIG_HEADERS_MAX || !is_field_name(name.text))
			return found(r, name, "headers", "at most 16 names of header fields");
		value = outline_next(r->outline, r->arena);
		if (value.kind != OUTLINE_TEXT || value.empty || !is_field_value(value.text))
			return found(r, value, name.text, "text of printable characters");
		fields[n++] = arena_printf(r->arena, "%s: %s", name.text, value.text);
	}
	return name.kind == OUTLINE_CLOSE;
}

/* What no single value can tell. */
static bool
is_whole(const struct reading *r, const struct config *config)
{
	const char *wrong = NULL;

	if (config->store == NULL)
		wrong = "found no \"store\", expected the folder of the store";
	else if (config->nlists == 0)
		wrong = "found no list below \"lists\", expected one or more";
	else if (config->smtp && config->sendmail)
		wrong = "found both mail.sendmail and mail.smtp, expected one of them";
	else if (config->smtp_key_command && config->smtp_key_file)
		wrong = "found both mail.key_command and mail.key_file, expected one of them";
	else if (config->model.key_command && config->model.key_file)
		wrong = "found both model.key_command and model.key_file, expected one of them";
	else if (config->model.url && !config->model.name)
		wrong = "found model.url without model.name, expected both";
	if (wrong)
		log_error("%s:1: %s", r->file, wrong);
	return wrong == NULL;
}

static bool
read_document(struct reading *r, struct config *config)
{
	struct outline_step step = outline_next(r->outline, r->arena);

	if (step.kind != OUTLINE_MAP)
		return found(r, step, "the top", "a mapping with store and lists");
	if (!read_mapping(r, "the top", top_keys, config))
		return false;
	step = outline_next(r->outline, r->arena);
	return step.kind == OUTLINE_END ? is_whole(r, config)
					: found(r, step, "the end", "no more");
}

/* A relative path in the file is relative to the file, whoever runs us wherever. */
static const char *
beside(struct arena *a, const char *file, const char *path)
{
	const char *slash = strrchr(file, '/');

	if (path == NULL || *path == '/' || slash == NULL)
		return path;
	return arena_printf(a, "%.*s/%s", (int)(slash - file), file, path);
}

static void
settle(struct arena *a, struct config *config)
{
	static const char *const sendmail[] = { "/usr/sbin/sendmail", "-oi", NULL };
	static const char *const no_headers[] = { NULL };

	config->store = beside(a, config->file, config->store);
	config->templates = beside(a, config->file, config->templates);
	for (size_t i = 0; i < config->nlists; i++) {
		struct config_list *list = (struct config_list *)config->lists + i;

		list->glossary = beside(a, config->file, list->glossary);
	}
	config->model.key_file = beside(a, config->file, config->model.key_file);
	config->model.ca_file = beside(a, config->file, config->model.ca_file);
	config->smtp_key_file = beside(a, config->file, config->smtp_key_file);
	config->smtp_ca_file = beside(a, config->file, config->smtp_ca_file);
	if (config->model.headers == NULL)
		config->model.headers = no_headers;
	if (config->sendmail == NULL)
		config->sendmail = sendmail;
}

/* What holds where the config says nothing: a model of middling context, and an hour for all of it.
 */
static const struct config_model model = {
	.parallel = 4,
	.timeout = 600 * 1000,
	.context_tokens = 16384,
	.answer_tokens = 1500,
	.run = { 1000, 5000000, 3600 * 1000 },
	.thread = { 6, 100000, 900 * 1000 },
};

bool
schema_read(struct arena *a, const char *file, struct bytes text, struct config *config)
{
	struct reading r = { a, outline_new(text), file };
	bool ok;

	*config = (struct config){ .file = file, .model = model, .smtp_timeout = 60 * 1000 };
	ok = read_document(&r, config);
	if (ok)
		settle(a, config);
	outline_free(r.outline);
	return ok;
}
