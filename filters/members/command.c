/* SPDX-License-Identifier: ISC */
#include "filters/members/command.h"

#include "common/log.h"
#include "filters/members/bounce.h"
#include "filters/members/choose.h"
#include "filters/members/letter.h"
#include "filters/members/request.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static enum members_status
add(const struct office *o, const struct given *given)
{
	return members_add(o->store, given->arguments[0], given->arguments[1], o->now);
}

static enum members_status
remove_one(const struct office *o, const struct given *given)
{
	return members_remove(o->store, given->arguments[0]);
}

static enum members_status
list(const struct office *o, const struct given *given)
{
	struct buf out = BUF_INIT;
	enum members_status status = members_list(o->store, given->json, &out);

	if (out.n)
		fwrite(out.p, 1, out.n, stdout);
	buf_release(&out);
	return status;
}

static enum members_status
import(const struct office *o, const struct given *given)
{
	(void)given;
	return members_import(o->store, o->templates, STDIN_FILENO, o->now);
}

static enum members_status
set(const struct office *o, const struct given *given)
{
	return choose_set(o->store, o->templates, given->arguments[0], given->arguments + 1);
}

static enum members_status
unset(const struct office *o, const struct given *given)
{
	return choose_unset(o->store, o->templates, given->arguments[0], given->arguments + 1);
}

static enum members_status
unsubscribe(const struct office *o, const struct given *given)
{
	return request_leave(o, given->arguments[0]);
}

static enum members_status
take_mail(const struct office *o, const struct given *given,
    enum members_status (*take)(const struct office *, struct bytes, const char *, const char *))
{
	struct buf raw = BUF_INIT;
	enum members_status status = MEMBERS_AGAIN;
	uint64_t over;

	if (buf_read(&raw, STDIN_FILENO, LETTER_BYTES_MAX, &over))
		status = take(o, buf_bytes(&raw), given->sender, given->arguments[0]);
	else
		log_errno("read a mail on stdin");
	buf_release(&raw);
	return status;
}

static enum members_status
request(const struct office *o, const struct given *given)
{
	return take_mail(o, given, request_take);
}

static enum members_status
bounce(const struct office *o, const struct given *given)
{
	return take_mail(o, given, bounce_take);
}

static const struct command commands[] = {
	{ "add", 1, 2, false, false, add },
	{ "remove", 1, 1, false, false, remove_one },
	{ "list", 0, 0, false, true, list },
	{ "set", 2, INT_MAX, false, false, set },
	{ "unset", 1, INT_MAX, false, false, unset },
	{ "import", 0, 0, false, false, import },
	{ "unsubscribe", 1, 1, false, false, unsubscribe },
	{ "request", 0, 1, true, false, request },
	{ "bounce", 1, 1, true, false, bounce },
};

const struct command *
command_find(const char *name)
{
	for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
		if (strcmp(commands[i].name, name) == 0)
			return &commands[i];
	return NULL;
}
