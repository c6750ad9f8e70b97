/* SPDX-License-Identifier: ISC */
/*
 * config.h: the YAML configuration, read once into a const struct.  Anything
 * unknown, of a wrong type, twice, or beyond the bounds is an error that names
 * file, line and what was expected; aliases, anchors and tags are refused.
 */
#ifndef LISTBRIEF_CONFIG_H
#define LISTBRIEF_CONFIG_H

#include "common/arena.h"

#include <stdint.h>

#define CONFIG_BYTES_MAX ((size_t)64 * 1024)
#define CONFIG_DEPTH_MAX 8
#define CONFIG_LISTS_MAX ((size_t)1000)
#define CONFIG_HEADERS_MAX ((size_t)16)

struct config_list {
	const char *name;     /* [a-z0-9][a-z0-9-]{0,63} */
	const char *title;    /* default: the name */
	const char *address;  /* the list's own posting address; NULL where unset */
	const char *language; /* "en" (default), "zh-CN", or any folder of templates */
	const char *timezone; /* default "UTC" */
	int64_t window;       /* seconds; default 7 d */
	const char *archive;  /* with {message_id}; NULL where unset */
	const char *glossary; /* a file of what its abbreviations stand for; NULL where unset */
	const char *prefix;   /* the subject prefix the list adds; NULL where unset */
	const char *from;     /* digest.from: the mailbox digests come from; NULL where unset */
	const char *owner;    /* digest.owner: Reply-To and List-Owner; NULL where unset */
	const char *delimiter; /* digest.delimiter: "+" where digest.from+anything@ comes to us too; NULL where unset */
	const char *site;      /* digest.site: where the digests can be read, ends with "/"; NULL where unset */
	bool quiet_line;       /* digest.quiet is "line": a window without mail is told in a line; default: not at all */
	bool allow_list;       /* digest.allow_list: the digest may go to address itself; default false */
	const char *unsubscribe_url; /* digest.unsubscribe_url, https, with {token} or {address}; NULL where unset */
};

/* By which field a request bounds its answer, and which form it asks for. */
enum config_limit { CONFIG_LIMIT_AUTO, CONFIG_MAX_TOKENS, CONFIG_MAX_COMPLETION_TOKENS, CONFIG_LIMIT_NONE };
enum config_form { CONFIG_FORM_AUTO, CONFIG_JSON_SCHEMA, CONFIG_JSON_OBJECT, CONFIG_FORM_NONE };

/* What may be spent. */
struct config_budget {
	size_t calls, tokens;
	int64_t milliseconds;
};

struct config_model {
	const char *url, *name, *key_command, *key_file; /* name NULL: no model */
	size_t parallel;        /* requests in flight */
	int64_t timeout;        /* of one request, milliseconds */
	size_t context_tokens;  /* what a request and its answer may have together */
	size_t answer_tokens;
	unsigned limit, form;   /* enum config_limit, config_form */
	const char *extra_body; /* a JSON object as text, unchecked; NULL where unset */
	const char *const *headers; /* "Name: value", NULL-ended */
	struct config_budget run, thread;
	const char *ca_file;    /* certificates to trust in place of the system's; NULL where unset */
	double price_in, price_out; /* of a million tokens; 0: unknown */
};

struct config {
	const char *file;      /* where it was read from */
	const char *store;
	const char *templates; /* NULL where unset */
	const struct config_list *lists;
	size_t nlists;
	struct config_model model;
	const char *const *sendmail; /* mail.sendmail split at blanks, NULL-ended; default /usr/sbin/sendmail -oi */
	const char *smtp;            /* mail.smtp; NULL where unset */
	const char *smtp_key_file, *smtp_key_command, *smtp_ca_file; /* mail.key_file and so on; NULL where unset */
	int64_t smtp_timeout; /* mail.timeout: of one reply, milliseconds */
	bool hold; /* mail.unknown is hold: what a mailer may have taken is not sent again by itself */
};

/*
 * Reads file, or where it is NULL $LISTBRIEF_CONFIG, or where that is unset the first that exists of
 * $XDG_CONFIG_HOME/listbrief/config.yaml, ~/.config/listbrief/config.yaml (HOME, else the
 * password file), /etc/listbrief.yaml.  False where there is none or it is wrong; the
 * reason is logged.  Strings live in the arena.  A relative store, templates, key_file or ca_file is relative to
 * the folder of the file.
 */
bool config_read(struct arena *a, const char *file, struct config *config);

/* NULL where the config has no such list. */
const struct config_list *config_list(const struct config *config, const char *name);

bool config_list_name_valid(const char *name);

/*
 * The folder of templates: $LISTBRIEF_TEMPLATES, else the config's, else "templates" beside
 * the program (a build tree), else share/listbrief/templates beside the program's bin, else the
 * installed one (compiled in).  Never NULL.
 */
const char *config_templates(struct arena *a, const struct config *config);

#endif
