/* SPDX-License-Identifier: ISC */
#include "common/schema.h"

#include "common/clock.h"
#include "common/log.h"
#include "common/outline.h"

#include <string.h>
#include <sys/stat.h>

#define VALUE_SHOWN 60
#define WINDOW_MAX ((int64_t)366 * 24 * 60 * 60)

/* What is being read: one file. */
struct reading {
	struct arena *arena;
	struct outline *outline;
	const char *file;
};

/*
 * One key of a mapping.  take checks the value and puts it where it belongs;
 * a key without take opens a mapping of its own, read into the same struct.
 */
struct key {
	const char *name;
	const char *expected;
	bool (*take)(struct arena *a, const char *value, void *field);
	size_t offset;
	const struct key *keys;
};

/* ---- values ---- */

static bool
take_any(struct arena *a, const char *value, void *field)
{
	(void)a;
	*(const char **)field = value;
	return *value != '\0';
}

static bool
take_url(struct arena *a, const char *value, void *field)
{
	struct bytes v = bytes_from(value);

	if (!bytes_starts(v, BYTES_LIT("http://")) && !bytes_starts(v, BYTES_LIT("https://")))
		return false;
	return strpbrk(value, " \"<>") == NULL && take_any(a, value, field);
}

static bool
take_archive(struct arena *a, const char *value, void *field)
{
	return strstr(value, "{message_id}") && take_url(a, value, field);
}

/* RFC 8058 wants https, and a link without a token would serve everyone. */
static bool
take_unsubscribe(struct arena *a, const char *value, void *field)
{
	if (!bytes_starts(bytes_from(value), BYTES_LIT("https://")))
		return false;
	return (strstr(value, "{token}") || strstr(value, "{address}")) &&
	       take_url(a, value, field);
}

static bool
take_smtp(struct arena *a, const char *value, void *field)
{
	struct bytes v = bytes_from(value);

	if (!bytes_starts(v, BYTES_LIT("smtp://")) && !bytes_starts(v, BYTES_LIT("smtps://")))
		return false;
	return strpbrk(value, " \"<>") == NULL && take_any(a, value, field);
}

/* Whether s could be local@domain; what is sent to is looked at closely where it is sent. */
static bool
is_address(struct bytes s)
{
	size_t at = bytes_find_byte(s, '@');

	for (size_t i = 0; i < s.n; i++)
		if (is_space(s.p[i]) || strchr("<>(),;:\"", s.p[i]) || (s.p[i] == '@' && i != at))
			return false;
	return at > 0 && at + 1 < s.n;
}

static bool
take_address(struct arena *a, const char *value, void *field)
{
	return is_address(bytes_from(value)) && take_any(a, value, field);
}

/* "Name <local@domain>", or the address alone. */
static bool
take_mailbox(struct arena *a, const char *value, void *field)
{
	struct bytes v = bytes_from(value);
	size_t open = bytes_find_byte(v, '<');

	if (open < v.n && v.p[v.n - 1] == '>')
		v = bytes_slice(v, open + 1, v.n - 1);
	return is_address(v) && take_any(a, value, field);
}

static bool
take_language(struct arena *a, const char *value, void *field)
{
	for (const char *c = value; *c; c++)
		if (!is_alpha(*c) && *c != '-')
			return false;
	return is_alpha(*value) && strlen(value) <= 32 && take_any(a, value, field);
}

/* "+08:00" */
static bool
is_offset(const char *s)
{
	return strlen(s) == 6 && (s[0] == '+' || s[0] == '-') && is_digit(s[1]) && is_digit(s[2]) &&
	       s[3] == ':' && is_digit(s[4]) && is_digit(s[5]) && s[1] < '2' && s[4] < '6';
}

/* A file of the zone database: no "..", no leading "/". */
static bool
is_zone(struct arena *a, const char *s)
{
	struct stat st;

	if (!is_alpha(*s) || strlen(s) > 64)
		return false;
	for (const char *c = s; *c; c++)
		if (!is_alnum(*c) && !strchr("_+-/", *c))
			return false;
	return stat(arena_printf(a, "/usr/share/zoneinfo/%s", s), &st) == 0 && S_ISREG(st.st_mode);
}

static bool
take_zone(struct arena *a, const char *value, void *field)
{
	if (strcmp(value, "UTC") != 0 && !is_offset(value) && !is_zone(a, value))
		return false;
	return take_any(a, value, field);
}

static bool
take_delimiter(struct arena *a, const char *value, void *field)
{
	return value[0] && strchr("+-=_", value[0]) && value[1] == '\0' &&
	       take_any(a, value, field);
}

static bool
take_site(struct arena *a, const char *value, void *field)
{
	return take_url(a,
	    arena_printf(
		a, "%s%s", value, bytes_ends(bytes_from(value), BYTES_LIT("/")) ? "" : "/"),
	    field);
}

static bool
take_span(struct arena *a, const char *value, void *field)
{
	int64_t *seconds = field;

	(void)a;
	return clock_parse_span(bytes_from(value), seconds) && *seconds > 0 &&
	       *seconds <= WINDOW_MAX;
}

static bool
take_command(struct arena *a, const char *value, void *field)
{
	struct bytes rest = bytes_from(value), word;
	const char **argv = arena_array(a, rest.n / 2 + 2, sizeof *argv);
	size_t n = 0;

	while (bytes_word(&rest, &word))
		argv[n++] = arena_string(a, word);
	*(const char *const **)field = argv;
	return n > 0 && argv[0][0] == '/';
}

/* ---- the keys there are ---- */

#define LIST(field) offsetof(struct config_list, field), NULL
#define CONFIG(field) offsetof(struct config, field), NULL
#define MAPPING(keys) NULL, 0, keys

static const struct key digest_keys[] = {
	{ "from", "a mailbox such as \"Name <user@example.org>\"", take_mailbox, LIST(from) },
	{ "owner", "a mailbox such as \"Name <user@example.org>\"", take_mailbox, LIST(owner) },
	{ "delimiter", "one of + - = _", take_delimiter, LIST(delimiter) },
	{ "site", "a http(s):// URL", take_site, LIST(site) },
	{ "unsubscribe_url", "an https:// URL with {token} or {address}", take_unsubscribe,
	    LIST(unsubscribe_url) },
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
	{ "prefix", "text", take_any, LIST(prefix) },
	{ "digest", "a mapping with from, owner, delimiter, site, unsubscribe_url", MAPPING(digest_keys) },
	{ 0 },
};

static const struct key model_keys[] = {
	{ "url", "a http(s):// URL", take_url, CONFIG(model.url) },
	{ "name", "text", take_any, CONFIG(model.name) },
	{ "key_command", "a command", take_any, CONFIG(model.key_command) },
	{ "key_file", "a file", take_any, CONFIG(model.key_file) },
	{ 0 },
};

static const struct key mail_keys[] = {
	{ "sendmail", "a command with its whole path", take_command, CONFIG(sendmail) },
	{ "smtp", "a smtp:// or smtps:// URL", take_smtp, CONFIG(smtp) },
	{ 0 },
};

static const struct key top_keys[] = {
	{ "store", "a folder", take_any, CONFIG(store) },
	{ "templates", "a folder", take_any, CONFIG(templates) },
	{ "lists", "a mapping with one entry per list", MAPPING(NULL) },
	{ "model", "a mapping with url, name, key_command, key_file", MAPPING(model_keys) },
	{ "mail", "a mapping with sendmail or smtp", MAPPING(mail_keys) },
	{ 0 },
};

/* ---- reading ---- */

static const char *
kind_of(struct arena *a, struct outline_step step)
{
	if (step.kind == OUTLINE_TEXT && !step.empty)
		return arena_printf(a, "\"%.*s\"", VALUE_SHOWN, step.text);
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
	log_error("%s:%zu: found unknown key \"%.*s\", expected one of %s", r->file, step.line,
	    VALUE_SHOWN, step.text, names_of(r->arena, keys));
	return NULL;
}

static bool read_lists(struct reading *r, struct config *config);

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
		    !(k->keys ? read_mapping(r, k->name, k->keys, base) : read_lists(r, base)))
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
	else if (config->model.key_command && config->model.key_file)
		wrong = "found both model.key_command and model.key_file, expected one of them";
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

	config->store = beside(a, config->file, config->store);
	config->templates = beside(a, config->file, config->templates);
	config->model.key_file = beside(a, config->file, config->model.key_file);
	if (config->sendmail == NULL)
		config->sendmail = sendmail;
}

bool
schema_read(struct arena *a, const char *file, struct bytes text, struct config *config)
{
	struct reading r = { a, outline_new(text), file };
	bool ok;

	*config = (struct config){ .file = file };
	ok = read_document(&r, config);
	if (ok)
		settle(a, config);
	outline_free(r.outline);
	return ok;
}
